package inventory

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	yearFirst  = expr(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b`)
	shortDate  = expr(`^(\d{4})-(\d{1,2})-(\d{1,2})\b`)
	dayMonth   = expr(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`)
	twoDigits  = expr(`^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b`)
	yearMonth  = expr(`^\d{4}-\d{2}$`)
	dashedDate = expr(`^["“”„‘’]?(\d{4})[‐‑‒–—−](\d{1,2})(?:[‐‑‒–—−-](\d{1,2}))?["“”‘’]?(?:\s|$)`)
)

// dashHints read a date that a word processor has beautified.
var dashHints = []hint{
	{"dashes in a date", func(s *slip) bool {
		return s.inValue() && dashedDate.MatchString(s.value) && s.mark(strings.TrimSpace(dashedDate.FindString(s.value)))
	}, func(s *slip) (string, string) {
		return "these are dashes from a word processor", "write " + plainDashes(s.value)
	}},
}

// dateHints read a date in another order, or a part of one.
var dateHints = []hint{
	{"day and month", func(s *slip) bool {
		return s.inValue() && dayMonth.MatchString(s.value) && s.mark(dayMonth.FindString(s.value))
	}, func(s *slip) (string, string) {
		return slashDate(s.value)
	}},
	{"year first", func(s *slip) bool {
		return s.inValue() && (yearFirst.MatchString(s.value) || shortDate.MatchString(s.value)) && s.mark(strings.Fields(s.value)[0])
	}, func(s *slip) (string, string) { return sortedDate(s.value) }},
	{"year of two digits", func(s *slip) bool {
		return s.inValue() && twoDigits.MatchString(s.value) && s.mark(twoDigits.FindString(s.value))
	}, func(s *slip) (string, string) {
		return fmt.Sprintf("%q is not how a date is written here", twoDigits.FindString(s.value)), "write year-month-day with the whole year, such as 2026-01-31"
	}},
	{"month alone", func(s *slip) bool { return s.inValue() && yearMonth.MatchString(s.value) && s.mark(s.value) }, func(s *slip) (string, string) {
		return "a month alone stands between quotes", fmt.Sprintf("write %q", s.value)
	}},
}

// slashDate gives both readings of a date with the year last.
func slashDate(s string) (message, help string) {
	m := dayMonth.FindStringSubmatch(s)
	message = fmt.Sprintf("%q is not how a date is written here", m[0])
	european, ok1 := calendar(m[3], m[2], m[1])
	american, ok2 := calendar(m[3], m[1], m[2])
	switch {
	case ok1 && ok2 && m[1] != m[2]:
		return message, fmt.Sprintf("write %s for %s, or %s for %s", european.Format(time.DateOnly), european.Format("2 January 2006"), american.Format(time.DateOnly), american.Format("2 January 2006"))
	case ok1:
		return message, "write " + european.Format(time.DateOnly)
	case ok2:
		return message, "write " + american.Format(time.DateOnly)
	}
	return message, "write year-month-day, such as 2026-01-31"
}

// sortedDate mends a date that has its year first.
func sortedDate(s string) (message, help string) {
	m := yearFirst.FindStringSubmatch(s)
	if m == nil {
		m = shortDate.FindStringSubmatch(s)
	}
	day, ok := calendar(m[1], m[2], m[3])
	if !ok {
		return fmt.Sprintf("there is no day %q", m[0]), "write year-month-day, such as 2026-01-31"
	}
	return fmt.Sprintf("%q is not how a date is written here", m[0]), "write " + day.Format(time.DateOnly)
}

// plainDashes gives a date with the dashes that keyboards have; a month alone stands
// between quotes.
func plainDashes(s string) string {
	m := dashedDate.FindStringSubmatch(s)
	if m[3] == "" {
		return strconv.Quote(fmt.Sprintf("%s-%02s", m[1], m[2]))
	}
	return fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
}

func calendar(year, month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == y && int(t.Month()) == m && t.Day() == d
}
