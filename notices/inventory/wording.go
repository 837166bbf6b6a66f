package inventory

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// wording reports labels that do not fit into the sentences they stand in.
func (c *checking) wording() {
	sound := c.sound("full-stop", "no-verb")
	for _, e := range c.Entries {
		if e.Inherited && sound {
			continue
		}
		for _, key := range [...]string{"label", "clause"} {
			if s := e.Text(key); stops(s) && !c.accepted("full-stop", e) {
				c.find("full-stop", at(e, key), fmt.Sprintf("the %s of %s ends with a full stop, and stands inside sentences", key, title(e)), fmt.Sprintf("write %q", strings.TrimSuffix(s, ".")))
			}
		}
		if s := e.Text("label"); e.Kind == KindPurpose && determined(s) && !c.accepted("no-verb", e) {
			c.find("no-verb", at(e, "label"), fmt.Sprintf("the label of %s is read after “to”, as in “to %s”", title(e), s), "begin it with what is done, such as send, run or improve")
		}
	}
}

// abbreviations end with a full stop of their own.
var abbreviations = strings.Fields("etc inc ltd corp bros dept univ approx misc")

// stops reports whether a text surely ends with the full stop of a sentence: after
// a word in small letters that is no abbreviation.
func stops(s string) bool {
	if !strings.HasSuffix(strings.TrimRightFunc(s, unicode.IsSpace), ".") { // as nearly always
		return false
	}
	words := strings.Fields(s)
	last := strings.TrimSuffix(words[len(words)-1], ".")
	notLower := strings.IndexFunc(last, func(r rune) bool { return !unicode.IsLower(r) && r != '-' }) >= 0
	return len(last) > 2 && !notLower && !slices.Contains(abbreviations, last)
}

var determiners = strings.Fields("the a an our your their its this these those my")

// determined reports whether a phrase begins with a word that only a noun follows.
func determined(s string) bool {
	first, rest, _ := strings.Cut(s, " ")
	return rest != "" && slices.Contains(determiners, strings.ToLower(first))
}

// bodies reports names under by that nobody bears. A text of several words is an
// author's own and not looked at.
func (c *checking) bodies() {
	sound := c.sound("unknown-body")
	for _, e := range c.Of(KindGate) {
		if e.Inherited && sound || c.blind || c.accepted("unknown-body", e) {
			continue
		}
		v := e.Value("by")
		for i, id := range v.List {
			if !validID(id) || c.lost[id] || slices.Contains(Bodies, id) || c.entry(KindAudience, id) != nil || c.entry(KindRecipient, id) != nil {
				continue
			}
			help := fmt.Sprintf("write %s, or the id of an audience or a recipient", oneOf(Bodies))
			if near := closest(id, Bodies); near != "" {
				help = fmt.Sprintf("write %q; or one of %s, or the id of an audience or a recipient", near, strings.Join(Bodies, ", "))
			}
			c.find("unknown-body", v.Items[i], fmt.Sprintf("nobody is called %q here", id), help)
		}
	}
}

// addenda reports what an [addendum] takes away from the body without its author
// having meant it: a file among those of the body, or every statement there is.
func (c *checking) addenda() {
	body := slices.ContainsFunc(c.Entries, func(e *Entry) bool { return isStatement(e.Kind) && e.Addendum == "" })
	for _, e := range c.Of(KindAddendum) {
		held := slices.ContainsFunc(c.Entries, func(s *Entry) bool { return isStatement(s.Kind) && s.Addendum == e.ID })
		switch {
		case e.Inherited && c.sound("misplaced-addendum") || c.accepted("misplaced-addendum", e):
		case !strings.Contains("/"+e.Place.File, "/addenda/"):
			c.find("misplaced-addendum", e.Place, "[addendum] makes this whole file an addendum, and it stands among those of the body", "move the file to a folder named addenda; or take [addendum] out, and its statements hold everywhere")
		case held && !body && !c.broken && !c.headless():
			c.find("misplaced-addendum", e.Place, "all statements of the notice stand in addenda, and none in its body", "move what holds everywhere to a file without [addendum]")
			return
		}
	}
}

// countries reports codes of countries that an author may have meant for states:
// other places are in the United States and nothing names the country, or the entry
// itself names the state.
func (c *checking) countries() {
	states := sync.OnceValue(func() bool {
		return slices.ContainsFunc(c.Entries, func(e *Entry) bool {
			return slices.ContainsFunc(placesOf(e), func(r Region) bool { return strings.HasPrefix(string(r), "US-") })
		})
	})
	for _, e := range c.Entries {
		if e.Inherited {
			continue
		}
		for _, r := range placesOf(e) {
			country := sameCode[string(r)]
			if country == "" {
				continue
			}
			state := !namedIn(e, strings.TrimPrefix(country, "the ")) && namedIn(e, stateNames[string(r)])
			if !state && (!states() || c.names(strings.TrimPrefix(country, "the "))) || c.accepted("country-or-state", e) {
				continue
			}
			why := "other places of this notice are states"
			if state {
				why = fmt.Sprintf("this entry speaks of %s", stateNames[string(r)])
			}
			place := at(e, "where")
			if e.Has("location") {
				place = at(e, "location")
			}
			c.find("country-or-state", place, fmt.Sprintf("%q is %s, and %s", r, country, why), fmt.Sprintf("write %q for %s; where %s is meant, name it in a title or a text", "US-"+r, stateNames[string(r)], country))
		}
	}
}

func placesOf(e *Entry) []Region {
	w := e.Value("where").Where()
	out := slices.Concat(w.Person, w.Customer, w.Host, w.Destination)
	if s := e.Text("location"); s != "" {
		out = append(out, Region(s))
	}
	return out
}

// names reports whether any text or id of the notice has a name in it.
func (c *checking) names(name string) bool {
	return slices.ContainsFunc(c.Entries, func(e *Entry) bool { return namedIn(e, name) })
}

// namedIn reports whether a text or the id of an entry has a name in it.
func namedIn(e *Entry, name string) bool {
	if strings.Contains(e.ID, likeID(name)) {
		return true
	}
	for i := range e.Values {
		v := &e.Values[i]
		if strings.Contains(v.Text, name) || slices.ContainsFunc(v.List, func(s string) bool { return strings.Contains(s, name) }) {
			return true
		}
	}
	return false
}
