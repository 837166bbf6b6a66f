package inventory

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Precision says how much of a Date its author gave.
type Precision int

const (
	NoDate Precision = iota // the author wrote "none", or nothing
	Year
	Month
	Day
)

// Date is a calendar date without time or zone, as precise as its author was.
// It never passes through the process's time zone. The zero Date is "none".
type Date struct {
	Y, M, D   int
	Precision Precision
}

// ParseDate reads "2026-01-31", "2026-01", "2026" or "none".
func ParseDate(s string) (Date, error) {
	if s == "none" {
		return Date{}, nil
	}
	var d Date
	layouts := []struct {
		layout string
		p      Precision
	}{{"2006-01-02", Day}, {"2006-01", Month}, {"2006", Year}}
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, s); err == nil && t.Year() > 0 {
			d = Date{Y: t.Year(), Precision: l.p}
			if l.p >= Month {
				d.M = int(t.Month())
			}
			if l.p == Day {
				d.D = t.Day()
			}
			return d, nil
		}
	}
	like := likeDate(s)
	if dashedDate.MatchString(s) {
		like = plainDashes(s)
	}
	if like != "" {
		return d, fmt.Errorf("%q is not how a date is written here: write %s", s, like)
	}
	return d, fmt.Errorf("%q is not a date: write year-month-day, such as 2026-01-31", s)
}

// spokenDate are the forms of a date in words, once its ordinals and commas are
// gone.
var spokenDate = []struct {
	layout string
	p      Precision
}{{"2 January 2006", Day}, {"2 Jan 2006", Day}, {"January 2 2006", Day}, {"Jan 2 2006", Day}, {"January 2006", Month}, {"Jan 2006", Month}}

var inDates = expr(`(\d)(?:st|nd|rd|th)\b|[.,]|\bof\b|\bthe\b`)

// likeDate gives what to write for a date in words, or "".
func likeDate(s string) string {
	s = strings.Join(strings.Fields(inDates.ReplaceAllString(s, "$1 ")), " ")
	s = strings.Replace(s, "Sept ", "Sep ", 1)
	for _, l := range spokenDate {
		t, err := time.Parse(l.layout, s)
		switch {
		case err != nil || t.Year() < 1:
		case l.p == Month:
			return strconv.Quote(t.Format("2006-01"))
		default:
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// String gives the ISO form at the date's precision, or "none".
func (d Date) String() string {
	switch d.Precision {
	case Day:
		return fmt.Sprintf("%04d-%02d-%02d", d.Y, d.M, d.D)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.Y, d.M)
	case Year:
		return fmt.Sprintf("%04d", d.Y)
	}
	return "none"
}

// Before reports whether d ends before e begins, at their precisions: 2026-01 is
// before 2026-02-01 and not before 2026-01-15. "none" is before nothing.
func (d Date) Before(e Date) bool {
	if d.Precision == NoDate || e.Precision == NoDate {
		return false
	}
	p := min(d.Precision, e.Precision)
	if d.Y != e.Y || p == Year {
		return d.Y < e.Y
	}
	if d.M != e.M || p == Month {
		return d.M < e.M
	}
	return d.D < e.D
}

// AddMonths moves a day by calendar months, clamped to the month's last day:
// 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	m := d.Y*12 + d.M - 1 + n
	d.Y, d.M = m/12, m%12+1
	d.D = min(d.D, daysIn(d.Y, d.M))
	return d
}

// AddDays moves a day by n days.
func (d Date) AddDays(n int) Date {
	t := time.Date(d.Y, time.Month(d.M), d.D+n, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), int(t.Month()), t.Day(), Day}
}

func daysIn(y, m int) int {
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MarshalText writes the ISO form, "none" included.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.Precision == NoDate }
