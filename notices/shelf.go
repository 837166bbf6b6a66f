package notices

import (
	"slices"

	"github.com/candor-privacy/candor/notices/inventory"
)

// shelf is the entries of one kind. Notices that have the very same entries of it share it.
type shelf struct {
	all   []*inventory.Entry          // in their order
	list  []*inventory.Entry          // the first of each id
	byID  map[string]*inventory.Entry // these
	below map[string][]string         // group → what names it in within
	uses  builtins                    // that they refer to
	says  bool                        // some of them say something for a law
}

// shelves are the entries of a notice by kind.
type shelves map[inventory.Kind]*shelf

// shelve sorts entries by kind. Before is a notice that may have the same, nil for none.
func shelve(entries []*inventory.Entry, before shelves) shelves {
	all := make(shelves, len(inventory.Tables))
	var s *shelf
	for i, e := range entries {
		if i == 0 || e.Kind != entries[i-1].Kind {
			if s = all[e.Kind]; s == nil {
				s = &shelf{}
				if o := before[e.Kind]; o != nil {
					s.all = make([]*inventory.Entry, 0, len(o.all))
				}
				all[e.Kind] = s
			}
		}
		s.all = append(s.all, e)
	}
	for k, s := range all {
		if o := before[k]; o != nil && slices.Equal(s.all, o.all) {
			all[k] = o
		} else {
			s.fill(k)
		}
	}
	return all
}

func (s *shelf) fill(k inventory.Kind) {
	s.byID = make(map[string]*inventory.Entry, len(s.all))
	for _, e := range s.all {
		s.uses |= named(e)
		s.says = s.says || e.Has("says")
		if e.ID == "" || s.byID[e.ID] != nil {
			continue
		}
		s.byID[e.ID] = e
		s.list = append(s.list, e)
		for _, group := range ids(e, "within") {
			if s.below == nil {
				s.below = map[string][]string{}
			}
			s.below[group] = append(s.below[group], e.ID)
		}
	}
}

// of lists the entries of a kind, the first of each id.
func (s shelves) of(k inventory.Kind) []*inventory.Entry {
	if on := s[k]; on != nil {
		return on.list
	}
	return nil
}

// entry finds the first entry of a kind and an id, nil for none.
func (s shelves) entry(k inventory.Kind, id string) *inventory.Entry {
	if on := s[k]; on != nil {
		return on.byID[id]
	}
	return nil
}

// first reports whether an entry is the first of its id.
func (s shelves) first(e *inventory.Entry) bool {
	on := s[e.Kind]
	return len(on.list) == len(on.all) || on.byID[e.ID] == e
}

// stated finds a statement by its id, an empty one for none so that callers need not ask.
func (s shelves) stated(id string) *inventory.Entry {
	for _, k := range statementKinds {
		if e := s.entry(k, id); e != nil {
			return e
		}
	}
	return &inventory.Entry{}
}

// below lists what names a group in within.
func (s shelves) below(group *inventory.Entry) func(id string) []string {
	on := s[group.Kind]
	return func(id string) []string { return on.below[id] }
}

// builtins are those that entries refer to.
func (s shelves) builtins() (all builtins) {
	for _, on := range s {
		all |= on.uses
	}
	return all
}

// builtins is a set of ids that are built in and may be named without an entry.
type builtins uint64

// builtin lists the ids that are built in by kind.
var builtin = map[inventory.Kind][]string{
	inventory.KindGate: slices.Concat(inventory.BuiltinFacts, inventory.ReservedFacts), inventory.KindBasis: inventory.BasisKinds,
	inventory.KindRight: inventory.BuiltinRights, inventory.KindEvent: inventory.BuiltinEvents,
}

// builtinOf gives each id that is built in a place of its own in a set.
var builtinOf = func() map[inventory.Kind]map[string]builtins {
	all, next := map[inventory.Kind]map[string]builtins{}, builtins(1)
	for k, ids := range builtin {
		all[k] = map[string]builtins{}
		for _, id := range ids {
			if next == 0 {
				panic("more is built in than a set holds")
			}
			all[k][id], next = next, next<<1
		}
	}
	return all
}()

// named gives what is built in that an entry refers to.
func named(e *inventory.Entry) (all builtins) {
	for _, f := range builtinFields[e.Kind] {
		for _, id := range ids(e, f.key) {
			all |= builtinOf[f.to][id]
		}
	}
	if e.Kind == inventory.KindDuty {
		all |= builtinOf[inventory.KindEvent][clock(e)]
	}
	return all
}

// reference is a key under which an entry names others, all of one kind.
type reference struct {
	key string
	to  inventory.Kind
}

// refFields lists the references of each kind of table, builtinFields those of them that
// may name what is built in.
var refFields, builtinFields = func() (refs, builtins map[inventory.Kind][]reference) {
	refs, builtins = map[inventory.Kind][]reference{}, map[inventory.Kind][]reference{}
	for _, t := range inventory.Tables {
		for _, f := range t.Fields {
			if len(f.To) != 1 {
				continue
			}
			r := reference{f.Key, f.To[0]}
			refs[t.Kind] = append(refs[t.Kind], r)
			if builtin[r.to] != nil {
				builtins[t.Kind] = append(builtins[t.Kind], r)
			}
		}
	}
	return refs, builtins
}()

// ids lists what an entry's key names; a single reference is a list of one.
func ids(e *inventory.Entry, key string) []string {
	v := e.Value(key)
	if len(v.List) == 0 && v.Text != "" {
		return []string{v.Text}
	}
	return v.List
}
