package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Region is a place as ISO 3166 writes it (GB, US-CA), or one of the unions EU
// and EEA.
type Region string

var eu = strings.Fields("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE")

// stateNames are those of the United States, whose postal codes authors write where
// ISO wants US- before them.
var stateNames = map[string]string{
	"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware",
	"DC": "the District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
	"KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
	"MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
	"NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
	"SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
	"WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}

// outlying are the codes of what belongs to the United States and is no state, as they
// stand below US in ISO 3166-2.
var outlying = []string{"AS", "GU", "MP", "PR", "UM", "VI"}

// sameCode are the countries whose code is also that of a state.
var sameCode = map[string]string{
	"AL": "Albania", "AR": "Argentina", "AZ": "Azerbaijan", "CA": "Canada", "CO": "Colombia", "DE": "Germany", "GA": "Gabon", "ID": "Indonesia",
	"IL": "Israel", "IN": "India", "KY": "the Cayman Islands", "LA": "Laos", "MA": "Morocco", "MD": "Moldova", "ME": "Montenegro", "MN": "Mongolia",
	"MO": "Macao", "MS": "Montserrat", "MT": "Malta", "NC": "New Caledonia", "NE": "Niger", "PA": "Panama", "SC": "Seychelles", "SD": "Sudan",
	"TN": "Tunisia", "VA": "the Vatican",
}

var eea = append(slices.Clone(eu), "IS", "LI", "NO")

// ParseRegion reads an ISO 3166-1 country, an ISO 3166-2 subdivision of one, or
// EU or EEA. Of subdivisions only those of the United States are known by name, of others
// the form.
func ParseRegion(s string) (Region, error) {
	if isRegion(s) {
		return Region(s), nil
	}
	if like := likeRegion(s); like != "" {
		return "", fmt.Errorf("%q is not an ISO code: write %q", s, like)
	}
	if part, of := strings.CutPrefix(s, "US-"); of {
		codes := slices.AppendSeq(slices.Clone(outlying), maps.Keys(stateNames))
		if near := closest(part, codes); near != "" {
			return "", fmt.Errorf("%q is not a state: the closest is %q", s, "US-"+near)
		}
		return "", fmt.Errorf("%q is not a state: write its postal code, such as \"US-NY\"", s)
	}
	return "", fmt.Errorf("%q is not a place: write a country such as \"GB\", a state such as \"US-NY\", or \"EU\" or \"EEA\"", s)
}

// Name is the English name of a place that MeantRegion reads back, or else its code.
func (r Region) Name() string {
	name := stateNames[strings.TrimPrefix(string(r), "US-")]
	if !strings.HasPrefix(string(r), "US-") {
		name = ""
		if country, err := language.ParseRegion(string(r)); err == nil {
			name = display.English.Regions().Name(country)
		}
	}
	if back, err := MeantRegion(name); err != nil || back != r {
		return string(r)
	}
	return name
}

// MeantRegion reads a place as a person may write it, by its code in any case or by its
// English name, or says what is wrong with it.
func MeantRegion(s string) (Region, error) {
	if like := likeRegion(s); like != "" && !isRegion(s) {
		return Region(like), nil
	}
	return ParseRegion(s)
}

// likeRegion gives the code an author may have meant, or "": the same in
// capitals, a state of the United States without its country, the long code of a
// country or the abbreviation everyone uses for it, or the code of a name. Codes of countries that are no
// more are not followed to their successors, which nobody means.
func likeRegion(s string) string {
	up := strings.ToUpper(s)
	country, sub, _ := strings.Cut(up, "-")
	switch {
	case up != s && isRegion(up):
		return up
	case stateNames[up] != "":
		return "US-" + up
	case country == "UK":
		country = "GB"
	case len(country) == 3:
		if r, err := language.ParseRegion(country); err == nil {
			country = r.String()
		}
	}
	if sub != "" {
		country += "-" + sub
	}
	if country != s && isRegion(country) {
		return country
	}
	return namedRegion(s)
}

// namedRegion gives the code of a place that goes by its English name, or "" where
// a state and a country share it, as Georgia.
func namedRegion(name string) string {
	var found []string
	for code, state := range stateNames {
		if strings.EqualFold(name, strings.TrimPrefix(state, "the ")) {
			found = append(found, "US-"+code)
		}
	}
	names := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			if r, err := language.ParseRegion(code); err == nil && isRegion(code) && strings.EqualFold(name, names.Name(r)) {
				found = append(found, code)
			}
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

func isRegion(s string) bool {
	if s == "EU" || s == "EEA" {
		return true
	}
	country, sub, split := strings.Cut(s, "-")
	r, err := language.ParseRegion(country)
	ok := err == nil && len(country) == 2 && r.IsCountry() && r.Canonicalize().String() == country
	if split {
		ok = ok && len(sub) >= 1 && len(sub) <= 3 && strings.ToUpper(sub) == sub && strings.IndexFunc(sub, notCode) < 0
		ok = ok && (country != "US" || stateNames[sub] != "" || slices.Contains(outlying, sub)) // of other countries the parts are not known here
	}
	return ok
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
