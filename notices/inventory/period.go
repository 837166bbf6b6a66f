package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Period is a length of time in calendar parts that stay as written: twelve
// months are not 365 days. Open periods have no parts and a Word.
type Period struct {
	Years, Months, Weeks, Days, BusinessDays, Hours int
	Word                                            string // "indefinite", "unstated" or ""
	written                                         bool
}

// periodParts are those of an ISO 8601 duration, with how many digits each may have.
var periodParts = []struct {
	before, unit string
	digits       int
}{{"", "Y", 4}, {"", "M", 4}, {"", "W", 4}, {"", "D", 5}, {"T", "H", 5}}

// partsOf reads years, months, weeks, days and hours of a duration in the right form.
func partsOf(s string) (n [5]int, ok bool) {
	rest, ok := strings.CutPrefix(s, "P")
	for i, part := range periodParts {
		figure, found := strings.CutPrefix(rest, part.before)
		digits := len(figure) - len(strings.TrimLeft(figure, "0123456789"))
		if !found || digits == 0 || digits > part.digits || !strings.HasPrefix(figure[digits:], part.unit) {
			continue
		}
		n[i], _ = strconv.Atoi(figure[:digits])
		rest = figure[digits+1:]
	}
	return n, ok && rest == "" && s != "P"
}

var businessDays = expr(`^(\d{1,3}) business days?$`)

// ParsePeriod reads an ISO 8601 duration (P12M, P1Y6M, P30D, PT72H), "10 business
// days", "indefinite" (kept for good, and said so) or "unstated" (the text gives
// no figure). P0D means not kept at all.
func ParsePeriod(s string) (Period, error) {
	if s == "indefinite" || s == "unstated" {
		return Period{Word: s, written: true}, nil
	}
	n, ok := partsOf(s)
	if !ok {
		if m := businessDays.FindStringSubmatch(s); m != nil {
			days, _ := strconv.Atoi(m[1])
			return Period{BusinessDays: days, written: true}, nil
		}
		if like := likePeriod(s); like != "" {
			return Period{}, fmt.Errorf("%q is not how a period is written here: write %q", s, like)
		}
		return Period{}, fmt.Errorf("%q is not a period: write \"P12M\" for twelve months, \"P30D\" for thirty days, \"PT72H\" for 72 hours, or \"unstated\" where no figure is given", s)
	}
	if n[0] > 999 {
		return Period{}, fmt.Errorf("%q is longer than 999 years: write indefinite", s)
	}
	return Period{Years: n[0], Months: n[1], Weeks: n[2], Days: n[3], Hours: n[4], written: true}, nil
}

// likePeriod gives the period a text means in words or nearly in the right form,
// or "".
func likePeriod(s string) string {
	up := strings.ToUpper(strings.TrimSpace(s))
	for _, like := range []string{up, "P" + up, "PT" + strings.TrimPrefix(up, "P")} {
		if _, ok := partsOf(like); ok {
			return like
		}
	}
	m := spokenPeriod.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		if slices.Contains([]string{"forever", "indefinitely", "for good", "permanent", "permanently"}, strings.ToLower(strings.TrimSpace(s))) {
			return "indefinite"
		}
		return ""
	}
	n, unit := strings.TrimRight(m[1], "-"), m[2]
	if i := slices.Index(smallNumbers, n); i >= 0 {
		n = strconv.Itoa(max(i, 1))
	}
	if _, err := strconv.Atoi(n); err != nil {
		return ""
	}
	switch unit {
	case "hour":
		return "PT" + n + "H"
	case "calendar":
		return "P" + n + "D"
	case "business", "working":
		if n == "1" {
			return "1 business day"
		}
		return n + " business days"
	}
	return "P" + n + strings.ToUpper(unit[:1])
}

// spokenPeriod is a period in words: "6 years", "six (6) months", "10 working days".
var spokenPeriod = expr(`^\s*(\d{1,4}|[a-z-]+)\s*(?:\(\d+\)\s*)?[\s-]?(hour|day|week|month|year|business|working|calendar)s?(?:\s+days?)?\s*$`)

// smallNumbers are those authors write in letters; "a" stands for one.
var smallNumbers = append(strings.Fields("a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"), tens()...)

// tens continues the small numbers up to ninety-nine.
func tens() (out []string) {
	units := strings.Fields("one two three four five six seven eight nine")
	for i, ten := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		if i > 0 {
			out = append(out, ten)
		}
		for _, u := range units {
			out = append(out, ten+"-"+u)
		}
	}
	return out
}

// words says the period as a finding does: two years, 72 hours, for good.
func (p Period) words() string {
	switch {
	case p.Word == "indefinite":
		return "for good"
	case p.Word != "":
		return "a time it does not say"
	case p.Never():
		return "no time at all"
	}
	var out []string
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "year"}, {p.Months, "month"}, {p.Weeks, "week"}, {p.Days, "day"}, {p.BusinessDays, "business day"}, {p.Hours, "hour"}} {
		switch {
		case part.n == 1:
			out = append(out, "one "+part.unit)
		case part.n > 1 && part.n <= 12:
			out = append(out, smallNumbers[part.n]+" "+part.unit+"s")
		case part.n > 12:
			out = append(out, fmt.Sprintf("%d %ss", part.n, part.unit))
		}
	}
	return strings.Join(out, " and ")
}

// String gives the form ParsePeriod reads, "" for the zero Period.
func (p Period) String() string {
	switch {
	case p.Word != "":
		return p.Word
	case p.BusinessDays == 1:
		return "1 business day"
	case p.BusinessDays > 1:
		return fmt.Sprintf("%d business days", p.BusinessDays)
	case !p.written:
		return ""
	}
	var b strings.Builder
	b.WriteByte('P')
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "Y"}, {p.Months, "M"}, {p.Weeks, "W"}, {p.Days, "D"}} {
		if part.n > 0 {
			fmt.Fprintf(&b, "%d%s", part.n, part.unit)
		}
	}
	if p.Hours > 0 {
		fmt.Fprintf(&b, "T%dH", p.Hours)
	}
	if b.Len() == 1 {
		b.WriteString("0D")
	}
	return b.String()
}

// IsZero reports whether no period was written; P0D is not zero.
func (p Period) IsZero() bool { return !p.written }

// Never reports whether the period is P0D: not kept at all.
func (p Period) Never() bool {
	return p.written && p.Word == "" && p.Years+p.Months+p.Weeks+p.Days+p.BusinessDays+p.Hours == 0
}

// MarshalText writes the form ParsePeriod reads.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
