package notices

import (
	"iter"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// Internal is what a notice's authors keep to the organisation: where each entry
// stands, what it restates, who owns it. It is a type of its own so that no theme
// or export can reach it through a Notice.
type Internal struct {
	Partial bool // an entry they wrote has something wrong and is left out

	entries []*inventory.Entry
	shelves shelves
}

func (r *resolver) internal() Internal {
	return Internal{Partial: r.in.Partial || r.partial, entries: r.in.Entries, shelves: r.shelves}
}

// Record is the internal side of one entry.
type Record struct {
	Place    finding.Place // of the entry, the zero place for an entry that is not there
	Owner    string
	Note     string
	Reviewed string // ISO date or ""
	Cites    []string

	entry *inventory.Entry // nil for one that is not there
}

// Record gives the record of an entry: of a statement by its id, of a singleton by its
// kind, of any other as kind.id.
func (in Internal) Record(id string) Record {
	kind, own, keyed := strings.Cut(id, ".")
	if keyed {
		return recordOf(in.shelves.entry(inventory.Kind(kind), own))
	}
	if on := in.shelves[inventory.Kind(kind)]; on != nil && on.all[0].ID == "" {
		return recordOf(on.all[0])
	}
	return recordOf(in.shelves.stated(id))
}

// Records goes through the records of all entries, in the order of the inventory.
func (in Internal) Records() iter.Seq2[string, Record] {
	return func(yield func(string, Record) bool) {
		for _, e := range in.entries {
			on := in.shelves[e.Kind]
			if first := on.byID[e.ID]; first != e && (e.ID != "" || on.all[0] != e) {
				continue
			}
			if !yield(recordKey(e), recordOf(e)) {
				return
			}
		}
	}
}

func recordOf(e *inventory.Entry) Record {
	if e == nil {
		return Record{}
	}
	own := e.Value("internal").Internal()
	r := Record{Place: e.Place, Owner: own.Owner, Note: own.Note, Cites: e.List("cites"), entry: e}
	if !own.Reviewed.IsZero() {
		r.Reviewed = own.Reviewed.String()
	}
	return r
}

// Field is the place of a value that the entry's author wrote, which may be in another file.
func (r Record) Field(key string) finding.Place {
	if r.entry == nil {
		return finding.Place{}
	}
	return r.entry.Value(key).Place
}

// Item is the place of an element of a list, or of the list where elements have none.
func (r Record) Item(key string, i int) finding.Place {
	if r.entry == nil {
		return finding.Place{}
	}
	if v := r.entry.Value(key); i < len(v.Items) {
		return v.Items[i]
	}
	return r.Field(key)
}

// recordKey is a statement's id, kind.id of any other entry, the kind of a singleton.
func recordKey(e *inventory.Entry) string {
	switch {
	case e.ID == "":
		return string(e.Kind)
	case slices.Contains(statementKinds, e.Kind):
		return e.ID
	}
	return string(e.Kind) + "." + e.ID
}
