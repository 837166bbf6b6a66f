package candor.calendar_test

import data.candor.calendar

test_valid if {
	every text in [
		"2024-02-29", "2000-02-29", "2026-12-31", "9999-12-31", "2026-03-01T10:00:00Z",
		"2026-03-01T10:00:00.25+01:30", "0001-01-01T00:00:00-11:00",
	] {
		calendar.valid(text)
	}
}

test_not_valid if {
	every text in [
		"", "2026", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "0000-01-01", "2026-1-1",
		"2026-03-01T24:00:00Z", "2026-03-01T10:00:00", "2026-03-01 10:00:00Z", "tomorrow", 20260301, null,
	] {
		not calendar.valid(text)
	}
}

test_day_numbers_and_back if {
	calendar.day_number([1970, 1, 1]) == calendar.epoch
	every parts in [[1970, 1, 1], [2000, 2, 29], [2024, 12, 31], [2100, 3, 1], [1, 1, 1], [9999, 12, 31]] {
		calendar.date(calendar.day_number(parts)) == parts
	}
}

_ends(from, period) := calendar.end(from, object.union(
	{"months": 0, "days": 0, "business_days": 0, "hours": 0},
	period,
)).text

test_months_are_clamped if {
	_ends("2026-01-31", {"months": 1}) == "2026-02-28"
	_ends("2024-01-31", {"months": 1}) == "2024-02-29"
	_ends("2024-02-29", {"months": 12}) == "2025-02-28"
	_ends("2025-12-15", {"months": 13}) == "2027-01-15"
}

test_days_follow_months if {
	_ends("2026-01-31", {"months": 1, "days": 1}) == "2026-03-01"
	_ends("9999-12-31", {"days": 1}) == "10000-01-01"
}

test_business_days_skip_weekends if {
	_ends("2026-11-20", {"business_days": 1}) == "2026-11-23" # a Friday
	_ends("2026-11-21", {"business_days": 1}) == "2026-11-23" # a Saturday
	_ends("2026-11-22", {"business_days": 5}) == "2026-11-27" # a Sunday
	_ends("2026-11-18", {"business_days": 10}) == "2026-12-02"
}

test_holidays_are_no_business_days if {
	thanksgiving := calendar.day_number([2026, 11, 26])
	christmas := calendar.day_number([2026, 12, 25])
	_ends("2026-11-24", {"business_days": 1}) == "2026-11-25" with data.candor.data.holidays as [thanksgiving, christmas]
	_ends("2026-11-24", {"business_days": 2}) == "2026-11-27" with data.candor.data.holidays as [thanksgiving, christmas]
	_ends("2026-11-26", {"business_days": 1}) == "2026-11-27" with data.candor.data.holidays as [thanksgiving, christmas]
	_ends("2026-11-20", {"business_days": 24}) == "2026-12-28" with data.candor.data.holidays as [thanksgiving, christmas]
	_ends("2026-11-21", {"business_days": 0}) == "2026-11-21" with data.candor.data.holidays as [thanksgiving]
}

test_hours_count_from_the_instant if {
	_ends("2026-11-20T10:00:00Z", {"hours": 72}) == "2026-11-23T10:00:00Z"
	_ends("2026-11-20T10:00:05+02:00", {"hours": 24}) == "2026-11-21T08:00:05Z"
	_ends("2026-11-20T23:30:00-01:00", {"hours": 1, "days": 1}) == "2026-11-22T01:30:00Z"
	_ends("2026-11-20", {"hours": 1}) == "2026-11-20T01:00:00Z"
}

test_of_year if {
	calendar.of_year("2026-08-27", "09-01") == {"text": "2026-09-01", "date": [2026, 9, 1]}
	calendar.of_year("2026-12-31T23:00:00-05:00", "09-01").text == "2026-09-01"
}

test_after_by_day if {
	ending := calendar.end("2026-01-01", {"months": 1, "days": 0, "business_days": 0, "hours": 0})
	calendar.after("2026-02-02", ending)
	calendar.after("2026-02-02T00:00:00Z", ending)
	not calendar.after("2026-02-01T23:00:00Z", ending)
	not calendar.after("2026-02-01", ending)
}

test_after_by_instant if {
	ending := calendar.end("2026-01-01T10:00:00Z", {"months": 0, "days": 0, "business_days": 0, "hours": 24})
	calendar.after("2026-01-02T10:00:01Z", ending)
	not calendar.after("2026-01-02T10:00:00Z", ending)
	calendar.after("2026-01-03", ending)
	not calendar.after("2026-01-02", ending)
}
