package notices

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// LanguageName is what a language calls itself, or its tag where that is not known.
func LanguageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return cmp.Or(display.Self.Name(t), tag)
}

func translations(e *inventory.Entry) []Translation {
	var all []Translation
	for _, p := range e.Value("translations").Pairs() {
		all = append(all, Translation{p.Key, LanguageName(p.Key), p.Value})
	}
	slices.SortStableFunc(all, func(a, b Translation) int { return cmp.Compare(a.Language, b.Language) })
	return all
}

// Translated is what a notice with translations leaves for others to be held against.
type Translated struct {
	ID, Language string
	Translations []Translation
	At           finding.Place // where they are named
	Stated       []Stated
}

// Stated is one thing that a notice states, without its words.
type Stated struct {
	Kind, ID string
	Facts    string // in JSON
	Place    finding.Place
}

// Translated gives what a notice leaves, nil for one without translations.
func (n *Notice) Translated(in Internal) *Translated {
	if len(n.Translations) == 0 {
		return nil
	}
	at := in.Record(string(inventory.KindNotice)).Field("translations")
	return &Translated{n.ID, n.Language, n.Translations, at, stated(n, in)}
}

// CompareTranslations holds each notice against those it names as its translations. Read
// are the ids of all notices of the workspace, those that are not published included.
func CompareTranslations(all []*Translated, published, read []string) []finding.Finding {
	by := map[string]*Translated{}
	for _, n := range all {
		by[n.ID] = n
	}
	var found []finding.Finding
	for _, n := range all {
		for _, t := range n.Translations {
			f := finding.Finding{Code: "translation-lost", Severity: finding.Error, Place: n.At, Notice: n.ID}
			other := by[t.ID]
			switch {
			case !slices.Contains(read, t.ID):
				f.Code = "unknown-id"
				f.Message = fmt.Sprintf("there is no notice %q to be a translation", t.ID)
				f.Help = "name the folder of a notice, or take it out of translations"
				if near := inventory.Closest(t.ID, read); near != "" {
					f.Help = fmt.Sprintf("a notice with a similar name is %q", near)
				}
			case !slices.Contains(published, t.ID):
				f.Message = fmt.Sprintf("the translation %q is not published", t.ID)
				f.Help = "publish it, or take it out of translations"
			case other == nil || !slices.ContainsFunc(other.Translations, func(t Translation) bool { return t.ID == n.ID }):
				f.Message = fmt.Sprintf("%q is named as a translation, and does not name %q in turn", t.ID, n.ID)
				f.Help = fmt.Sprintf("write translations = { %s = %q } under [notice] in %q", n.Language, n.ID, t.ID)
			case other == n || other.Language != t.Language:
				f.Message = fmt.Sprintf("%q is named as the translation into %q, and its language is %q", t.ID, t.Language, other.Language)
				f.Help = "name each translation under its own language"
			case n.ID < other.ID: // each two once
				d := differences(n, other)
				if len(d) == 0 {
					continue
				}
				f.Code = "translation-differs"
				f.Message = fmt.Sprintf("%q does not state what %q does: %s", other.ID, n.ID, told(d))
				f.Help = "give both the same entries, with the same ids and the same facts; one can extend the other and hold nothing but its own words"
				for _, d := range d[:min(len(d), mostDifferences)] {
					for _, p := range d.places {
						f.Related = append(f.Related, finding.Related{Place: p, Message: d.text})
					}
				}
			default:
				continue
			}
			found = append(found, f)
		}
	}
	return found
}

// mostDifferences is how many differences between two notices are told: one slip often
// makes many.
const mostDifferences = 3

// difference is one thing that two notices do not both state.
type difference struct {
	text   string
	places []finding.Place
}

func told(all []difference) string {
	var texts []string
	for _, d := range all[:min(len(all), mostDifferences)] {
		texts = append(texts, d.text)
	}
	if more := len(all) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, "; ")
}

// compared are the lists of a notice that decide something, by their names in JSON, and
// the kind by which their entries are known; a statement has its own.
var compared = []struct{ list, kind string }{
	{"statements", ""}, {"gates", "gate"}, {"categories", "category"}, {"purposes", "purpose"}, {"recipients", "recipient"},
	{"audiences", "audience"}, {"bases", "basis"}, {"obligations", "obligation"}, {"rights", "right"}, {"events", "event"}, {"sources", "source"}, {"addenda", "addendum"}, {"issues", "issue"},
}

// worded are the keys of JSON that hold words, or what follows from them. All others of
// an entry are its facts.
var worded = []string{
	"label", "title", "text", "prose", "sentence", "includes", "clause", "also", "words", "applies", "anchor", "path",
	"service", "locationName", "outsideName", "safeguards", "follows", "measures", "access", "policy", "contact",
	"occasions", "via", "withdraw", "effect", "exempt", "fee", "covers", "qualifier", "to",
}

// differences are the facts that two notices do not share, those of statements first.
func differences(a, b *Translated) []difference {
	of := func(t *Translated, s Stated) *Stated {
		i := slices.IndexFunc(t.Stated, func(o Stated) bool { return o.Kind == s.Kind && o.ID == s.ID })
		if i < 0 {
			return nil
		}
		return &t.Stated[i]
	}
	var out []difference
	for _, x := range a.Stated {
		d := difference{places: []finding.Place{x.Place}}
		switch y := of(b, x); {
		case y == nil:
			d.text = fmt.Sprintf("%s is only in %q", x.name(), a.ID)
		case y.Facts == x.Facts:
			continue
		default:
			d.text = fmt.Sprintf("%s has another value of %s", x.name(), firstOther(x.Facts, y.Facts))
			d.places = append(d.places, y.Place)
		}
		out = append(out, d)
	}
	for _, y := range b.Stated {
		if of(a, y) == nil {
			out = append(out, difference{fmt.Sprintf("%s is only in %q", y.name(), b.ID), []finding.Place{y.Place}})
		}
	}
	for i := range out {
		out[i].places = slices.Compact(slices.DeleteFunc(out[i].places, finding.Place.IsZero))
	}
	return out
}

func (s Stated) name() string {
	if s.ID == "" {
		return "the " + s.Kind
	}
	return fmt.Sprintf("%s %q", s.Kind, s.ID)
}

// stated is all that a notice states, without its words.
func stated(n *Notice, in Internal) []Stated {
	var all map[string]any
	if err := json.Unmarshal(canonical(n), &all); err != nil {
		panic(err) // the model's types always marshal
	}
	strip(all)
	head := map[string]any{"laws": all["laws"], "documents": all["statutory"], "capacity": all["capacity"], "role": n.Party.Role}
	out := []Stated{{"notice", "", string(canonical(head)), in.Record(string(inventory.KindNotice)).Place}}
	for _, c := range compared {
		list, _ := all[c.list].([]any)
		for _, v := range list {
			e, _ := v.(map[string]any)
			id, _ := e["id"].(string)
			s := Stated{Kind: c.kind, ID: id, Facts: string(canonical(e)), Place: in.Record(c.kind + "." + id).Place}
			if c.kind == "" {
				s.Kind, _ = e["kind"].(string)
				s.Place = in.Record(id).Place
			}
			out = append(out, s)
		}
	}
	return out
}

// strip takes what is worded out of a value.
func strip(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range worded {
			delete(v, key)
		}
		for _, inner := range v {
			strip(inner)
		}
	case []any:
		for _, inner := range v {
			strip(inner)
		}
	}
}

// firstOther names the first fact that differs.
func firstOther(a, b string) string {
	var x, y map[string]any
	_, _ = json.Unmarshal([]byte(a), &x), json.Unmarshal([]byte(b), &y) // they were written here
	both := maps.Clone(x)
	maps.Copy(both, y)
	for _, key := range slices.Sorted(maps.Keys(both)) {
		if !reflect.DeepEqual(x[key], y[key]) {
			return key
		}
	}
	return ""
}

// translationsOf compares the translations of a set.
func translationsOf(inv *inventory.Inventory, set *Set) []finding.Finding {
	var all []*Translated
	var published, read []string
	for _, n := range set.Notices {
		published = append(published, n.ID)
		if t := n.Translated(set.Internal[n.ID]); t != nil {
			all = append(all, t)
		}
	}
	if all == nil {
		return nil
	}
	for _, n := range inv.Notices {
		read = append(read, n.ID)
	}
	return CompareTranslations(all, published, read)
}
