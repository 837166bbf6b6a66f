package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

var builtinGates = slices.Clip(slices.Concat(ReservedFacts, BuiltinFacts))

// builtin ids may be named without an entry of their own.
func builtin(k Kind) []string {
	switch k {
	case KindBasis:
		return BasisKinds
	case KindRight:
		return BuiltinRights
	case KindEvent:
		return BuiltinEvents
	case KindGate:
		return builtinGates
	}
	return nil
}

// references reports every id that names nothing. Where a whole file could not be
// read, or the one with [notice] is not there, it may hold what is named: then
// only that is said.
func (c *checking) references() {
	if c.blind || c.Publish && c.headless() {
		return
	}
	var stray []*stray
	for i, e := range c.Entries {
		if c.base.holds(i, e) && c.base.settled[i] {
			continue
		}
		refs := refsByKind[e.Kind]
		for i := range refs {
			f := &refs[i]
			v := e.Value(f.Key)
			if v.Text != "" {
				stray = c.reference(stray, e, f, v.Text, v.Place)
			}
			for j, id := range v.List {
				stray = c.reference(stray, e, f, id, v.Items[j])
			}
		}
		if e.Has("labels") && !slices.ContainsFunc(refs, func(f Field) bool { return e.Refused(f.Key) }) {
			c.labelled(e, e.Value("labels"))
		}
	}
	for _, s := range stray {
		c.astray(s)
	}
}

// stray is an id that names nothing.
type stray struct {
	entry  *Entry // that names it first
	field  *Field
	id     string
	places []finding.Place
}

// settled reports whether all that an entry names is there, as it will be in every notice
// that stands on this one: entries are changed there, and added, and none goes.
func (c *checking) settled(e *Entry) bool {
	refs := refsByKind[e.Kind]
	for i := range refs {
		f := &refs[i]
		v := e.Value(f.Key)
		if v.Text != "" && !c.known(f, v.Text) || slices.ContainsFunc(v.List, func(id string) bool { return !c.known(f, id) }) {
			return false
		}
	}
	return !e.Has("labels") // which rest on groups, and these may change
}

// reference notes an id that names nothing, once for all places in which the same could
// be meant.
func (c *checking) reference(all []*stray, e *Entry, f *Field, id string, place finding.Place) []*stray {
	if c.known(f, id) {
		return all
	}
	if e.Kind == KindIssue {
		c.strayed[e] = true
	}
	if c.lost[bareID(id)] || c.mayBeUnnamed(f, id) {
		return all
	}
	for _, s := range all[:min(len(all), few)] {
		if s.id == id && s.entry.Inherited == e.Inherited && slices.Equal(s.field.To, f.To) {
			s.places = append(s.places, place)
			return all
		}
	}
	return append(all, &stray{e, f, id, []finding.Place{place}})
}

// astray reports an id that names nothing: at each place, or once where an entry of a
// similar id is named nowhere, whose own is the misspelt one then.
func (c *checking) astray(s *stray) {
	if c.found > maxFindings {
		return
	}
	message, help, related, near := c.unknown(s.field, s.id)
	if n := c.One(KindNotice); s.entry.Inherited && n != nil && n.Has("extends") {
		related = append(related, finding.Related{Place: n.Value("extends").Place, Message: fmt.Sprintf("the notice %q extends it here", c.ID)})
	}
	slices.SortFunc(s.places, comparePlaces)
	if len(s.places) > 1 && near != nil && !c.mentions(near) {
		help = fmt.Sprintf("%s (%s:%d), which nothing names, may be meant: correct its id, or this one in all %d places", title(near), near.Place.File, near.Place.Line, len(s.places))
		for _, place := range s.places[1:min(len(s.places), 4)] {
			related = append(related, finding.Related{Place: place, Message: "it is named here as well"})
		}
		s.places = s.places[:1]
	}
	for _, place := range s.places {
		c.find("unknown-id", place, message, help, related...)
	}
}

// mentions reports whether any entry names another.
func (c *checking) mentions(other *Entry) bool {
	return slices.ContainsFunc(c.Entries, func(e *Entry) bool {
		return slices.ContainsFunc(refsByKind[e.Kind], func(f Field) bool {
			v := e.Value(f.Key)
			return slices.Contains(f.To, other.Kind) && (v.Text == other.ID || slices.Contains(v.List, other.ID) || slices.Contains(v.List, reference(other)))
		})
	})
}

// mayBeUnnamed reports whether an entry that lacks its id may be the one that is meant.
func (c *checking) mayBeUnnamed(f *Field, id string) bool {
	kind, _, dotted := strings.Cut(id, ".")
	return slices.ContainsFunc(c.unnamed, func(k Kind) bool { return slices.Contains(f.To, k) && (!dotted || k == Kind(kind)) })
}

// bareID takes the kind off kind.id.
func bareID(id string) string {
	if _, after, ok := strings.Cut(id, "."); ok {
		return after
	}
	return id
}

// mixed reports whether a field takes entries of many kinds, which are then
// named as kind.id unless they are statements.
func mixed(f *Field) bool { return len(f.To) > len(statementKinds) }

func (c *checking) known(f *Field, id string) bool {
	kind, rest, dotted := strings.Cut(id, ".")
	if dotted {
		return mixed(f) && slices.Contains(f.To, Kind(kind)) && c.has(Kind(kind), rest)
	}
	for _, k := range f.To {
		named := !mixed(f) || isStatement(k) || k == KindNote || k == KindAddendum
		if named && c.has(k, id) || mixed(f) && id == string(k) && c.One(k) != nil {
			return true
		}
	}
	return false
}

func (c *checking) has(k Kind, id string) bool {
	return c.entry(k, id) != nil || slices.Contains(builtin(k), id)
}

// unknown words a reference to nothing: an entry of another kind with that id, or
// the closest id there is, with its entry.
func (c *checking) unknown(f *Field, id string) (message, help string, related []finding.Related, meant *Entry) {
	what := oneOf(kindNames(f.To))
	if mixed(f) {
		what = "entry"
	} else if slices.Equal(f.To, statementKinds) {
		what = "statement"
	}
	message = fmt.Sprintf("there is no %s %q", what, id)
	if bare := bareID(id); bare != id && c.known(f, bare) {
		return message, fmt.Sprintf("write %q", bare), nil, nil
	}
	if e := c.elsewhere(id); e != nil {
		related = []finding.Related{{Place: e.Place, Message: "this id belongs to " + article(string(e.Kind))}}
		if mixed(f) && !strings.Contains(id, ".") {
			return message, fmt.Sprintf("write %q", reference(e)), related, nil
		}
		help = fmt.Sprintf("%q takes the id of %s", f.Key, article(what))
	}
	ids := c.candidates(f)
	if c.effort -= len(ids) / 8; c.effort <= 0 {
		ids = nil
	}
	if slices.Contains([]string{"all", "any", "every", "everyone", "everything"}, id) && slices.Contains(selectorKeys, f.Key) {
		return message, "take the line out: a selector that is left out means any", related, nil
	}
	if near := closest(id, ids); near != "" {
		help = fmt.Sprintf("a similar id is %q", near)
		if meant = c.named(f, near); meant != nil {
			c.meant[meant] = true
			help += fmt.Sprintf(" (%s:%d)", meant.Place.File, meant.Place.Line)
		}
		return message, help, related, meant
	}
	if help == "" && len(f.To) == 1 {
		t := tableOf(f.To[0])
		help = fmt.Sprintf("write %s with its keys", headerOf(t, likeID(id)))
		if n := len(ids); n > 0 && n <= 12 {
			help = fmt.Sprintf("name one there is: %s; or %s", quoted(ids), help)
		}
	}
	if help == "" {
		help = "write the entry, or name one that this notice has"
	}
	return message, help, related, nil
}

// article puts a or an before a word.
func article(s string) string {
	if s != "" && strings.ContainsRune("aeio", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}

func kindNames(kinds []Kind) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return out
}

// elsewhere finds an entry of any kind with an id.
func (c *checking) elsewhere(id string) *Entry {
	for _, t := range Tables {
		if e := c.entry(t.Kind, bareID(id)); e != nil && e.ID != "" {
			return e
		}
	}
	return nil
}

// candidates lists what a field could name.
func (c *checking) candidates(f *Field) []string {
	key := listKey(kindNames(f.To))
	if out, ok := c.ids[key]; ok {
		return out
	}
	var out []string
	for _, k := range f.To {
		for _, e := range c.Of(k) {
			switch {
			case e.ID == "":
			case mixed(f) && !isStatement(k):
				out = append(out, reference(e))
			default:
				out = append(out, e.ID)
			}
		}
		if !mixed(f) {
			out = append(out, builtin(k)...)
		}
	}
	slices.Sort(out)
	c.ids[key] = out
	return out
}

func (c *checking) named(f *Field, id string) *Entry {
	for _, k := range f.To {
		if e := c.entry(k, bareID(id)); e != nil {
			return e
		}
	}
	return nil
}

// labelled reports wording for an entry that the statement does not name.
func (c *checking) labelled(e *Entry, v *Value) {
	var ids []string
	for _, f := range refsByKind[e.Kind] {
		if ids = append(ids, e.List(f.Key)...); f.Type == Ref {
			ids = append(ids, e.Text(f.Key))
		}
	}
	for i, p := range v.Pairs() {
		if c.below(ids, p.Key) {
			continue
		}
		help := "its key is an id that this statement names"
		if near := closest(p.Key, ids); near != "" {
			help = fmt.Sprintf("a similar id is %q", near)
		}
		c.find("unknown-id", v.Items[i], fmt.Sprintf("%s does not name %q", title(e), p.Key), help)
	}
}

// below reports whether an id is among ids or lies below one of them.
func (c *checking) below(ids []string, id string) bool {
	return slices.Contains(ids, id) || slices.ContainsFunc(groupKinds, func(k Kind) bool { return c.inside(k, id, ids) })
}
