package inventory

import (
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// Inventory is everything read from a workspace, each fact with its place, with
// shared vocabulary and bases of `extends` already merged in. It holds what the
// author wrote, checked against the language but not yet interpreted.
type Inventory struct {
	Workspace Workspace
	Files     []string  // every file it was read from, sorted, relative to the workspace
	Notices   []*Notice // in order of id; the ones with publish = false included
	Alone     bool      // only one of them was read, see Options.Only
	Errors    int       // findings of severity error that came with it: something its authors wrote is wrong or left out
}

// Notice is one folder of the notices directory after merging.
type Notice struct {
	ID      string
	Dir     string // slash-separated, relative to the workspace
	Publish bool   // false for a base that others extend
	Entries []*Entry
	Prose   map[string]string // Markdown by workspace-relative path, every file an entry names
	Files   []string          // every file that contributed, sorted
	Partial bool              // an entry that its authors wrote could not be read and is left out
}

// Entry is one table: a vocabulary entry, a statement, a note, an issue or one of
// the singletons such as [notice] and [party].
type Entry struct {
	Kind      Kind
	ID        string        // "" for singletons; an addendum's is its file name without extension
	Addendum  string        // id of the addendum whose file holds it, "" in the body
	Place     finding.Place // of the header, or of the id of a statement
	Values    []Value       // in the order written, each key once
	Shared    bool          // came from notices/_shared: not having a use is no finding
	Inherited bool          // came from the notice this one extends, untouched

	broken []string // keys whose value was refused: nothing more is said of them
}

// anyKey among the broken ones is a key that nobody knows: what it was meant to say is not
// known either.
const anyKey = "*"

// Refused reports whether something could not be taken as its author wrote it: what stands
// under one of the keys, or under one that nobody knows; without keys, anything. What seems
// to be lacking may then be there, so that it is not told as well.
func (e *Entry) Refused(keys ...string) bool {
	if len(keys) == 0 {
		return len(e.broken) > 0
	}
	return slices.ContainsFunc(e.broken, func(k string) bool { return k == anyKey || slices.Contains(keys, k) })
}

// Value is one checked value. Exactly one of the data fields is set, the one
// that belongs to its Type; scalars given where a list is allowed are lists.
type Value struct {
	Name  string // of its key
	Type  Type
	Bool  bool
	Place finding.Place   // of the value
	Items []finding.Place // of each element of a list, same order

	Text    string   // Text, Prose (workspace-relative path of the .md file), Enum, ID, URL, Email, Words
	List    []string // lists of any of these
	Special *Special // nil in a value that is none of these

	key extent
}

// Special is what only few values are.
type Special struct {
	Number   int
	Date     Date
	Dates    []Date
	Period   Period
	Age      AgeRange
	Where    Where
	Pairs    []Pair // Labels, in the order written
	Internal Internal
}

// extent is a place in the file of another.
type extent struct{ line, col, endLine, endCol int32 }

func extentOf(p finding.Place) extent {
	return extent{int32(p.Line), int32(p.Col), int32(p.EndLine), int32(p.EndCol)}
}

// Key is the place of the value’s key.
func (v *Value) Key() finding.Place {
	return finding.Place{File: v.Place.File, Line: int(v.key.line), Col: int(v.key.col), EndLine: int(v.key.endLine), EndCol: int(v.key.endCol)}
}

// Number, Date, Dates, Period, Age, Where, Pairs and Internal return what the value
// is, or nothing if it is of another type.
func (v *Value) Number() int        { return v.others().Number }
func (v *Value) Date() Date         { return v.others().Date }
func (v *Value) Dates() []Date      { return v.others().Dates }
func (v *Value) Period() Period     { return v.others().Period }
func (v *Value) Age() AgeRange      { return v.others().Age }
func (v *Value) Where() Where       { return v.others().Where }
func (v *Value) Pairs() []Pair      { return v.others().Pairs }
func (v *Value) Internal() Internal { return v.others().Internal }

// What is read where nothing is written.
var (
	noValue   Value
	noSpecial Special
)

func (v *Value) others() *Special {
	if v.Special == nil {
		return &noSpecial
	}
	return v.Special
}

// special makes room for what is written to it.
func (v *Value) special() *Special {
	if v.Special == nil {
		v.Special = &Special{}
	}
	return v.Special
}

// Pair is one key = "value" of an inline table whose keys are ids.
type Pair struct{ Key, Value string }

// Internal is what an author keeps beside an entry and never publishes.
type Internal struct {
	Owner, Note string
	Reviewed    Date
}

// Where says to whom or where something applies: the person, the customer (the
// body that bought the service), or the place where data is hosted or sent to.
// An empty list means anywhere.
type Where struct {
	Person, Customer, Host, Destination []Region
}

// Value returns what the entry's author wrote under a key, or a value with nothing in it.
// It is not to be changed.
func (e *Entry) Value(key string) *Value {
	for i := range e.Values {
		if e.Values[i].Name == key {
			return &e.Values[i]
		}
	}
	return &noValue
}

// Has reports whether the entry's author wrote the key.
func (e *Entry) Has(key string) bool { return e.Value(key) != &noValue }

// Text returns the key's text, or "".
func (e *Entry) Text(key string) string { return e.Value(key).Text }

// List returns the key's list, or nil.
func (e *Entry) List(key string) []string { return e.Value(key).List }

// Of returns the notice's entries of a kind, in the order of their places.
func (n *Notice) Of(k Kind) []*Entry {
	many := 0
	for _, e := range n.Entries {
		if e.Kind == k {
			many++
		}
	}
	if many == 0 {
		return nil
	}
	out := make([]*Entry, 0, many)
	for _, e := range n.Entries {
		if e.Kind == k {
			out = append(out, e)
		}
	}
	return out
}

// One returns the notice's singleton of a kind, or nil.
func (n *Notice) One(k Kind) *Entry {
	for _, e := range n.Entries {
		if e.Kind == k && e.Addendum == "" {
			return e
		}
	}
	return nil
}
