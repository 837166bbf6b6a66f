package inventory

import (
	"fmt"
	"strconv"
	"strings"
)

// AgeRange is a comparison of an age in completed years: from From years, and
// under Under years. Zero means open on that side.
type AgeRange struct {
	From  int `json:"from,omitempty"`
	Under int `json:"under,omitempty"`
}

// IsZero reports whether the range holds every age.
func (a AgeRange) IsZero() bool { return a == AgeRange{} }

// Has reports whether an age of n completed years lies in the range.
func (a AgeRange) Has(n int) bool { return n >= a.From && (a.Under == 0 || n < a.Under) }

// words says the range as a finding does.
func (a AgeRange) words() string {
	switch {
	case a.From > 0 && a.Under > 0:
		return fmt.Sprintf("%d to %d years of age", a.From, a.Under-1)
	case a.Under > 0:
		return fmt.Sprintf("under %d years of age", a.Under)
	}
	return fmt.Sprintf("%d years of age and over", a.From)
}

func (a AgeRange) String() string {
	switch {
	case a.From > 0 && a.Under > 0:
		return fmt.Sprintf("age %d to %d", a.From, a.Under-1)
	case a.Under > 0:
		return fmt.Sprintf("age < %d", a.Under)
	case a.From > 0:
		return fmt.Sprintf("age >= %d", a.From)
	}
	return "any age"
}

// spokenAge are the forms of an age in words and signs, each with how much is added to its
// number to make the bound that is written.
var spokenAge = []struct {
	form *expression
	key  string
	more int
}{
	{expr(`^(?:under|below|less than|younger than|<)\s*(?:the age of\s*)?(\d{1,3})s?$`), "under", 0},
	{expr(`^(?:<=|≤|up to)\s*(\d{1,3})$`), "under", 1},
	{expr(`^(\d{1,3})\s*(?:and|or)\s*(?:under|younger)$`), "under", 1},
	{expr(`^(?:from|at least|>=|≥)\s*(\d{1,3})$`), "from", 0},
	{expr(`^(\d{1,3})\s*(?:\+|(?:and|or)\s*(?:over|older|above|up))$`), "from", 0},
	{expr(`^>\s*(\d{1,3})$`), "from", 1},
}

var spokenAges = expr(`^(?:from\s*)?(\d{1,3})\s*(?:-|–|—|to|through)\s*(\d{1,3})$`)

// likeAge gives the range that an age in words or signs means, or "": "under 13", "<13",
// "13+", "13 to 15".
func likeAge(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(s), "#")
	s = strings.Trim(s, " \t{}\"'“”‘’")
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, " of age"), " old"), " years"))
	if m := spokenAges.FindStringSubmatch(s); m != nil {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		if from < 1 || to < from || to > 149 {
			return ""
		}
		return fmt.Sprintf("{ from = %d, under = %d }", from, to+1)
	}
	for _, spoken := range spokenAge {
		if m := spoken.form.FindStringSubmatch(s); m != nil {
			n, _ := strconv.Atoi(m[1])
			if n += spoken.more; n < 1 || n > 150 {
				return ""
			}
			return fmt.Sprintf("{ %s = %d }", spoken.key, n)
		}
	}
	return ""
}
