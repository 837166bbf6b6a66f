package inventory

import "fmt"

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
