package notices

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// part is one unit of a period.
type part struct {
	n    int
	unit string // as words/en.toml calls it
}

func parts(p inventory.Period) []part {
	var out []part
	for _, x := range []part{
		{p.Years, "years"}, {p.Months, "months"}, {p.Weeks, "weeks"}, {p.Days, "days"},
		{p.BusinessDays, "business-days"}, {p.Hours, "hours"},
	} {
		if x.n > 0 {
			out = append(out, x)
		}
	}
	return out
}

// periodWords words a period: one to nine in letters, from ten on in figures, as
// the numbers of the words file go.
func (r *resolver) periodWords(p inventory.Period) string {
	switch {
	case p.Word != "":
		return r.words.Periods[p.Word]
	case p.Never():
		return r.words.Periods["never"]
	}
	return r.count(p, r.words.Units)
}

// deadlineWords words a period as a deadline.
func (r *resolver) deadlineWords(p inventory.Period) string {
	return r.count(p, r.words.Deadlines, r.words.Units)
}

// count words the parts of a period with the first of the tables that has the unit.
func (r *resolver) count(p inventory.Period, tables ...map[string]words.Unit) string {
	var items []string
	for _, x := range parts(p) {
		for _, units := range tables {
			if u, ok := units[x.unit]; ok {
				items = append(items, r.number(x.n)+" "+unitName(u, x.n))
				break
			}
		}
	}
	return r.words.Lists.And.Join(items)
}

func unitName(u words.Unit, n int) string {
	if n == 1 {
		return u.One
	}
	return u.Other
}

func (r *resolver) number(n int) string {
	if n < len(r.words.Numbers) {
		return r.words.Numbers[n]
	}
	return strconv.Itoa(n)
}

// everyWords words how often something may be asked.
func (r *resolver) everyWords(p inventory.Period) string {
	if w := r.words.Every[p.String()]; w != "" {
		return w
	}
	return r.words.EveryOther.Fill(words.Slots{"period": r.count(p, r.words.Units)})
}

// region names a place as it stands inside a sentence.
func (r *resolver) region(code inventory.Region) string {
	if code == "" {
		return ""
	}
	name, ok := r.words.Regions[string(code)]
	if !ok {
		name = r.country(code)
	}
	for _, a := range r.words.Articles {
		for _, c := range a.Regions {
			if c == string(code) {
				return a.Form.Fill(words.Slots{"name": name})
			}
		}
	}
	return name
}

// countries are names that country gave, by language and code.
var countries sync.Map

// country names a country in the words' language, and a part of it that the words
// do not know by the country and its code.
func (r *resolver) country(code inventory.Region) string {
	key := [2]string{r.words.Tag, string(code)}
	if name, ok := countries.Load(key); ok {
		return name.(string)
	}
	name := strings.Clone(r.lookUpCountry(code))
	countries.Store([2]string{key[0], strings.Clone(key[1])}, name)
	return name
}

func (r *resolver) lookUpCountry(code inventory.Region) string {
	tag, err := language.Parse(r.words.Tag)
	if err != nil {
		tag = language.English
	}
	whole := code
	if p := code.Parents(); len(code) > 3 && len(p) > 0 {
		whole = p[0]
	}
	reg, err := language.ParseRegion(string(whole))
	if err != nil {
		return string(code)
	}
	if whole != code {
		return r.region(whole) + " (" + string(code) + ")"
	}
	return display.Regions(tag).Name(reg)
}

func (r *resolver) regions(codes []inventory.Region) string {
	var names []string
	for _, c := range codes {
		names = append(names, r.region(c))
	}
	return r.words.Lists.Or.Join(names)
}
