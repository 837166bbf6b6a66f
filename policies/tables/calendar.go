package tables

import (
	"strconv"

	"github.com/candor-privacy/candor/policies/document"
)

// Days are numbers counted from 1 March of the year 0, which puts the leap day at
// the end of the year; seconds count from the start of that day.

// epoch is the day number of 1 January 1970.
const epoch = 719468

const daySeconds = 86400

// moment is a date or an instant. Its day is the one it is written with.
type moment struct {
	day     int
	second  int // of an instant, or the midnight (UTC) of a date
	instant bool
}

// moment reads an ISO date, or an instant as RFC 3339 writes it.
func readMoment(s string) (moment, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return moment{}, false
	}
	year, month, day := digits(s[:4], 9999), digits(s[5:7], 12), digits(s[8:10], 31)
	if year < 1 || month < 1 || day < 1 || day > monthLength(year, month) {
		return moment{}, false
	}
	m := moment{day: dayNumber(year, month, day)}
	m.second = m.day * daySeconds
	if len(s) == 10 {
		return m, true
	}
	clock, ok := readClock(s[10:])
	m.second += clock
	m.instant = true
	return m, ok
}

// readClock reads what follows the date of an instant: seconds since midnight UTC
// of that date. Fractions are dropped.
func readClock(s string) (int, bool) {
	if len(s) < 10 || s[0] != 'T' || s[3] != ':' || s[6] != ':' {
		return 0, false
	}
	hour, minute, second := digits(s[1:3], 23), digits(s[4:6], 59), digits(s[7:9], 59)
	if hour < 0 || minute < 0 || second < 0 {
		return 0, false
	}
	ahead, ok := readZone(skipFraction(s[9:]))
	return hour*3600 + minute*60 + second - ahead, ok
}

func skipFraction(s string) string {
	if len(s) < 2 || s[0] != '.' || digits(s[1:2], 9) < 0 {
		return s
	}
	i := 1
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[i:]
}

// readZone reads Z or an offset: the seconds by which the clock is ahead of UTC.
func readZone(s string) (int, bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	hours, minutes := digits(s[1:3], 23), digits(s[4:6], 59)
	if hours < 0 || minutes < 0 {
		return 0, false
	}
	ahead := hours*3600 + minutes*60
	if s[0] == '-' {
		ahead = -ahead
	}
	return ahead, true
}

// digits reads decimal digits up to a bound; -1 where they are none.
func digits(s string, most int) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	if n > most {
		return -1
	}
	return n
}

func monthLength(year, month int) int {
	switch {
	case month == 2 && (year%4 == 0 && year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

// dayNumber counts days. March is the first month of a year.
func dayNumber(year, month, day int) int {
	month -= 3
	if month < 0 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + day - 1
}

// date is the inverse of dayNumber.
func date(number int) (year, month, day int) {
	era := number % 146097
	ofEra := (era - era/1460 + era/36524 - era/146096) / 365
	ofYear := era - (365*ofEra + ofEra/4 - ofEra/100)
	m := (5*ofYear + 2) / 153
	return ofEra + 400*(number/146097) + m/10, (m+2)%12 + 1, ofYear - (153*m+2)/5 + 1
}

// ending is the end of a period: a day, or an instant where the period has hours.
type ending struct {
	day     int
	second  int
	instant bool
}

// endOf is the end of a period that begins at a moment. Calendar parts go first,
// then the hours.
func endOf(from moment, p document.Period, holidays []int) ending {
	if p.Hours == 0 {
		return ending{day: later(from.day, p, holidays)}
	}
	at := later(from.second/daySeconds, p, holidays)*daySeconds + from.second%daySeconds + p.Hours*3600
	return ending{day: at / daySeconds, second: at, instant: true}
}

// passed reports whether a moment is after the end; days are compared with days.
func (e ending) passed(m moment) bool {
	if m.instant && e.instant {
		return m.second > e.second
	}
	return m.day > e.day
}

func (e ending) String() string {
	buf := make([]byte, 0, 20)
	year, month, day := date(e.day)
	buf = twoDigits(twoDigits(fourDigits(buf, year), '-', month), '-', day)
	if e.instant {
		clock := e.second % daySeconds
		buf = twoDigits(twoDigits(twoDigits(buf, 'T', clock/3600), ':', clock/60%60), ':', clock%60)
		buf = append(buf, 'Z')
	}
	return string(buf)
}

func fourDigits(buf []byte, n int) []byte {
	for bound := 1000; n < bound && bound > 1; bound /= 10 {
		buf = append(buf, '0')
	}
	return strconv.AppendInt(buf, int64(n), 10)
}

func twoDigits(buf []byte, before byte, n int) []byte {
	return append(buf, before, byte('0'+n/10), byte('0'+n%10))
}

// later moves a day by a period's calendar parts; the end of a month stays one.
func later(number int, p document.Period, holidays []int) int {
	if p.Months > 0 {
		year, month, day := date(number)
		total := year*12 + month - 1 + p.Months
		year, month = total/12, total%12+1
		number = dayNumber(year, month, min(day, monthLength(year, month)))
	}
	return businessDays(number+p.Days, p.BusinessDays, holidays)
}

// businessDays moves a day by business days: so many Mondays to Fridays, and one more
// for each holiday on the way.
func businessDays(number, days int, holidays []int) int {
	if days == 0 {
		return number
	}
	end := weekdays(number, days)
	for _, day := range holidays {
		if number < day && day <= end {
			days++
			end = weekdays(number, days)
		}
	}
	return end
}

// weekdays moves a day by Mondays to Fridays. From a weekend one counts as from the
// Friday before.
func weekdays(number, days int) int {
	weekday := (number + 2) % 7 // Monday is 0
	position := min(weekday, 4) + days
	return number - weekday + position/5*7 + position%5
}
