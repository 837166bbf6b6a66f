package inventory

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Region is a place as ISO 3166 writes it (GB, US-CA), or one of the unions EU
// and EEA.
type Region string

var eu = strings.Fields("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE")
var eea = append(slices.Clone(eu), "IS", "LI", "NO")

// ParseRegion reads an ISO 3166-1 country, an ISO 3166-2 subdivision of one, or
// EU or EEA.
func ParseRegion(s string) (Region, error) {
	if s == "EU" || s == "EEA" {
		return Region(s), nil
	}
	country, sub, split := strings.Cut(s, "-")
	r, err := language.ParseRegion(country)
	ok := err == nil && len(country) == 2 && r.IsCountry() && r.Canonicalize().String() == country
	if split {
		ok = ok && len(sub) >= 1 && len(sub) <= 3 && strings.ToUpper(sub) == sub && strings.IndexFunc(sub, notCode) < 0
	}
	if c := r.Canonicalize().String(); !ok && err == nil && c != country && len(c) == 2 {
		return "", fmt.Errorf("%q is not an ISO code: write %s", s, strings.Replace(s, country, c, 1))
	}
	if !ok {
		return "", fmt.Errorf("%q is not a place: write a country such as GB, a state such as US-NY, or EU or EEA", s)
	}
	return Region(s), nil
}

func notCode(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }

// Parents lists the regions that hold r, nearest first: US-CA lies in US, DE in
// EU and EEA, NO in EEA.
func (r Region) Parents() []Region {
	var out []Region
	country, _, split := strings.Cut(string(r), "-")
	if split {
		out = append(out, Region(country))
	}
	if slices.Contains(eu, country) {
		out = append(out, "EU")
	}
	if r == "EU" || slices.Contains(eea, country) {
		out = append(out, "EEA")
	}
	return out
}

// In reports whether r is region or lies inside it.
func (r Region) In(region Region) bool {
	return r == region || slices.Contains(r.Parents(), region)
}

// Unions gives the members of EU and EEA, for the compiled policy.
func Unions() map[Region][]Region {
	out := map[Region][]Region{"EU": nil, "EEA": {"EU"}}
	for _, c := range eu {
		out["EU"] = append(out["EU"], Region(c))
	}
	for _, c := range eea {
		out["EEA"] = append(out["EEA"], Region(c))
	}
	return out
}
