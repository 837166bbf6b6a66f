# METADATA
# title: Calendar
# description: >
#   Days, instants and periods, in whole numbers. A date is an array [year, month,
#   day], so that dates compare as arrays; a day number counts days from 1 March of
#   the year 0, which puts the leap day at the end of the year; a second counts from
#   the start of that day.
# related_resources:
# - README.md#6-keeping
package candor.calendar

# METADATA
# title: Epoch
# description: The day number of 1 January 1970.
# related_resources:
# - README.md#6-keeping
epoch := 719468

# METADATA
# title: Quotient
# description: Whole division of numbers that are not negative.
# related_resources:
# - README.md#6-keeping
quotient(a, b) := (a - (a % b)) / b

# METADATA
# title: Valid
# description: The text is an ISO date, or an instant as RFC 3339 writes it.
# related_resources:
# - README.md#1-reading-the-question
valid(value) if {
	is_string(value)
	regex.match(_form, value)
	[year, month, day_of_month] := parts(value)
	year > 0
	day_of_month <= _length(year, month)
}

# METADATA
# title: Form
# description: What a date or an instant looks like; only the length of months is left to check.
# related_resources:
# - README.md#1-reading-the-question
_form := concat("", [
	`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`,
	`(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$`,
])

# METADATA
# title: Day
# description: The date of a date or an instant as it is written. ISO dates compare as text.
# related_resources:
# - README.md#1-reading-the-question
day(value) := substring(value, 0, 10)

# METADATA
# title: Parts
# description: The date of a date or an instant, as numbers.
# related_resources:
# - README.md#1-reading-the-question
parts(value) := [_number(value, 0, 4), _number(value, 5, 2), _number(value, 8, 2)]

# METADATA
# title: Number
# description: >
#   Digits of a text as a number. The leading 1 is taken off again, because a number
#   does not begin with a zero.
# related_resources:
# - README.md#1-reading-the-question
_number(value, from, length) := to_number(concat("", ["1", substring(value, from, length)])) - _tens[length]

# METADATA
# title: Tens
# description: What a leading 1 adds to a number of so many digits.
# related_resources:
# - README.md#1-reading-the-question
_tens := {2: 100, 4: 10000}

# METADATA
# title: Text
# description: A date in ISO form.
# related_resources:
# - README.md#6-keeping
text(date_parts) := concat("-", [_year(date_parts[0]), _two(date_parts[1]), _two(date_parts[2])])

# METADATA
# title: Year
# description: A year of at least four digits.
# scope: document
# related_resources:
# - README.md#6-keeping
_year(number) := substring(format_int(number + 10000, 10), 1, 4) if number < 10000

_year(number) := format_int(number, 10) if number >= 10000

# METADATA
# title: Two
# description: A number of two digits.
# related_resources:
# - README.md#6-keeping
_two(number) := substring(format_int(number + 100, 10), 1, 2)

# METADATA
# title: Length
# description: How many days a month has.
# scope: document
# related_resources:
# - README.md#6-keeping
_length(_, month) := [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] if month != 2

_length(year, 2) := 29 if _leap(year)

_length(year, 2) := 28 if not _leap(year)

# METADATA
# title: Leap
# description: The year has a 29th of February.
# scope: document
# related_resources:
# - README.md#6-keeping
_leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

_leap(year) if year % 400 == 0

# METADATA
# title: Day number
# description: The day number of a date. March counts as the first month.
# scope: document
# related_resources:
# - README.md#6-keeping
day_number([year, month, day_of_month]) := _count(year, month - 3, day_of_month) if month > 2

day_number([year, month, day_of_month]) := _count(year - 1, month + 9, day_of_month) if month <= 2

# METADATA
# title: Count
# description: Days up to a day of a year that begins with March, month 0.
# related_resources:
# - README.md#6-keeping
_count(year, month, day_of_month) := (((((365 * year) + quotient(year, 4)) - quotient(year, 100)) + quotient(year, 400)) + quotient((153 * month) + 2, 5)) + (day_of_month - 1)

# METADATA
# title: Date
# description: The date of a day number.
# related_resources:
# - README.md#6-keeping
date(number) := [year + quotient(month, 10), ((month + 2) % 12) + 1, day_of_month] if {
	era := number % 146097
	year_of_era := quotient(
		((era - quotient(era, 1460)) + quotient(era, 36524)) - quotient(era, 146096),
		365,
	)
	day_of_year := era - (((365 * year_of_era) + quotient(year_of_era, 4)) - quotient(year_of_era, 100))
	month := quotient((5 * day_of_year) + 2, 153)
	day_of_month := (day_of_year - quotient((153 * month) + 2, 5)) + 1
	year := year_of_era + (400 * quotient(number, 146097))
}

# METADATA
# title: Second
# description: The second at which a date begins, or of an instant.
# scope: document
# related_resources:
# - README.md#7-responding
second(value) := day_number(parts(value)) * 86400 if count(value) == 10

second(value) := ((day_number(parts(value)) * 86400) + _clock(value, 11)) - _offset(value) if count(value) > 10

# METADATA
# title: Clock
# description: Seconds since midnight of the hours, minutes and, where given, seconds that stand in a text.
# related_resources:
# - README.md#7-responding
_clock(value, from) := ((_number(value, from, 2) * 3600) + (_number(value, from + 3, 2) * 60)) + _number(value, from + 6, 2)

# METADATA
# title: Offset
# description: Seconds by which an instant's own clock is ahead of UTC.
# scope: document
# related_resources:
# - README.md#7-responding
_offset(value) := 0 if endswith(value, "Z")

_offset(value) := _ahead(value, count(value) - 6) if not endswith(value, "Z")

# METADATA
# title: Ahead
# description: The offset +hh:mm or -hh:mm at the end of an instant, in seconds.
# scope: document
# related_resources:
# - README.md#7-responding
_ahead(value, from) := seconds if {
	substring(value, from, 1) == "+"
	seconds := (_number(value, from + 1, 2) * 3600) + (_number(value, from + 4, 2) * 60)
}

_ahead(value, from) := 0 - seconds if {
	substring(value, from, 1) == "-"
	seconds := (_number(value, from + 1, 2) * 3600) + (_number(value, from + 4, 2) * 60)
}

# METADATA
# title: End
# description: >
#   The end of a period that begins at a date or an instant: a day, or, where the
#   period has hours, an instant. Calendar parts go first, then the hours.
# scope: document
# related_resources:
# - README.md#6-keeping
# - README.md#7-responding
end(from, period) := {"text": text(last), "date": last} if {
	period.hours == 0
	last := _later(parts(from), period)
}

end(from, period) := {"text": moment, "date": last, "second": at} if {
	period.hours > 0
	start := second(from)
	first := _later(date(quotient(start, 86400)), period)
	at := ((day_number(first) * 86400) + (start % 86400)) + (period.hours * 3600)
	last := date(quotient(at, 86400))
	moment := concat("", [text(last), "T", _time(at % 86400), "Z"])
}

# METADATA
# title: Of year
# description: A month and day, such as 09-01, of the year of a date or an instant.
# related_resources:
# - README.md#14-law-after-notice
of_year(from, month_and_day) := {"text": moment, "date": parts(moment)} if {
	moment := concat("-", [substring(from, 0, 4), month_and_day])
}

# METADATA
# title: Time
# description: A time of day, hours, minutes and seconds.
# related_resources:
# - README.md#7-responding
_time(seconds) := concat(":", [
	_two(quotient(seconds, 3600)),
	_two(quotient(seconds % 3600, 60)),
	_two(seconds % 60),
])

# METADATA
# title: After
# description: The day or instant asked about is after the end of a period.
# scope: document
# related_resources:
# - README.md#6-keeping
# - README.md#7-responding
after(value, ending) if {
	_by_day(value, ending)
	parts(value) > ending.date
}

after(value, ending) if {
	not _by_day(value, ending)
	second(value) > ending.second
}

# METADATA
# title: By day
# description: One of the two is a mere day, so that days are compared.
# scope: document
# related_resources:
# - README.md#7-responding
_by_day(value, _) if count(value) == 10

_by_day(_, ending) if not ending.second

# METADATA
# title: Later
# description: A date moved by a period's calendar parts; the end of a month stays one.
# scope: document
# related_resources:
# - README.md#6-keeping
_later(start, period) := _in_months(start, period.months) if _only_months(period)

_later(start, period) := date(_business(number, period.business_days)) if {
	not _only_months(period)
	number := day_number(_in_months(start, period.months)) + period.days
}

# METADATA
# title: Only months
# description: The period has months and years at most.
# related_resources:
# - README.md#6-keeping
_only_months(period) if {
	period.days == 0
	period.business_days == 0
}

# METADATA
# title: In months
# description: The same day so many months later, or the last of that month.
# related_resources:
# - README.md#6-keeping
_in_months([year, month, day_of_month], months) := [later_year, later_month, min([day_of_month, length])] if {
	total := (((year * 12) + month) - 1) + months
	later_year := quotient(total, 12)
	later_month := (total % 12) + 1
	length := _length(later_year, later_month)
}

# METADATA
# title: Business
# description: >
#   A day number moved by business days: so many Mondays to Fridays, and one more for
#   each holiday on the way.
# scope: document
# related_resources:
# - README.md#7-responding
_business(number, 0) := number

_business(number, days) := _weekdays(number, days) if {
	days > 0
	data.candor.data.holidays == []
} else := [day |
	some more, _ in array.concat(data.candor.data.holidays, [0])
	day := _weekdays(number, days + more)
	more == count([holiday | some holiday in data.candor.data.holidays; holiday > number; holiday <= day])
][0] if {
	days > 0
}

# METADATA
# title: Weekdays
# description: >
#   A day number moved by Mondays to Fridays. From a weekend one counts as from the
#   Friday before.
# scope: document
# related_resources:
# - README.md#7-responding
_weekdays(number, days) := (number - weekday) + ((quotient(position, 5) * 7) + (position % 5)) if {
	weekday := (number + 2) % 7 # Monday is 0
	position := min([weekday, 4]) + days
}
