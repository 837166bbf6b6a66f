package inventory

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// draft is one folder as its author wrote it, before shared vocabulary and the
// notice it extends are merged in.
type draft struct {
	*Notice
	extends *Value
	passed  []*Entry        // the entries as others inherit them
	lost    map[string]bool // ids in parts of files that could not be read
	unnamed []Kind          // of entries without an id, which may be the ones that are named
	broken  bool            // some part of a file could not be read
	blind   bool            // nothing of a file could be read, so that its ids are not known
	partial bool            // an entry was left out

	parts []*sheet          // what it was read from
	found []finding.Finding // once its parts were put together
}

// slot is what an entry is known by: singletons by kind, vocabulary by kind and
// id, statements, notes and issues by id.
type slot struct {
	kind Kind
	id   string
}

func slotOf(e *Entry) slot {
	if isStatement(e.Kind) {
		return slot{"statement", e.ID}
	}
	return slot{e.Kind, e.ID}
}

// draft reads a folder of which the files have been parsed.
func (l *loader) draft(f folder, parts []*sheet) *draft {
	if old := l.before.drafts[f.dir]; old != nil && slices.Equal(old.parts, parts) {
		return old
	}
	l = l.fork()
	d := &draft{Notice: &Notice{ID: f.id, Dir: f.dir, Publish: true}, lost: map[string]bool{}, parts: parts}
	many := 0
	for _, part := range parts {
		many += len(part.entries)
	}
	d.Entries = make([]*Entry, 0, many)
	first := make(map[slot]*Entry, many)
	for _, part := range parts {
		d.Files = append(d.Files, part.name)
		if part.bad != nil {
			d.broken, d.blind = true, true
			continue
		}
		d.salvage(part.document)
		d.unnamed = append(d.unnamed, part.unnamed...)
		d.partial = d.partial || part.partial
		for _, id := range part.left {
			d.lost[id] = true
		}
		var again []repeat
		for _, e := range part.entries {
			s := slotOf(e)
			if other := first[s]; other != nil {
				again = append(again, repeat{e, other})
				d.partial = true
				continue
			}
			first[s] = e
			e.Shared = path.Base(f.dir) == sharedFolder
			d.Entries = append(d.Entries, e)
		}
		l.repeats(d.Notice, part, again)
	}
	d.singletons()
	d.found = ofFile(l.findings)
	return d
}

// salvage notes the ids in what could not be read, so that references to them
// are not reported as well.
func (d *draft) salvage(doc *document) {
	for _, s := range doc.lost {
		d.broken = true
		d.blind = d.blind || s == span{0, len(doc.text)}
		for _, line := range strings.Split(doc.written(s), "\n") {
			if m := lostID.FindStringSubmatch(line); m != nil {
				d.lost[m[1]+m[2]] = true
			}
		}
	}
}

// singletons draws what [notice] says about the merging itself.
func (d *draft) singletons() {
	n := d.One(KindNotice)
	if n == nil {
		return
	}
	if n.Has("publish") {
		d.Publish = n.Value("publish").Bool
	}
	if n.Has("extends") {
		d.extends = n.Value("extends")
	}
}

// repeat is an entry and the one before it that has its place.
type repeat struct{ entry, first *Entry }

// repeats reports what a file has that stands in the notice already: once, where the file
// is a copy of another or most of it is; else entry by entry.
func (l *loader) repeats(n *Notice, part *sheet, again []repeat) {
	if of := l.copied(part, again); of != "" {
		inOther := func(r repeat) bool { return r.first.Place.File == of }
		many, all := repeated(again)[of], counted(part.entries)
		what := fmt.Sprintf("%d of the %d entries", many, all)
		switch {
		case many == all && all == 2:
			what = "both entries"
		case many == all:
			what = fmt.Sprintf("all %d entries", all)
		}
		r := again[slices.IndexFunc(again, inOther)]
		l.report(n, "duplicate-file", r.entry.Place, fmt.Sprintf("%s of this file stand in %s already", what, of), "take one of the two files out; if both are meant, give the entries of one of them ids of their own", finding.Related{Place: r.first.Place, Message: "the first of them is here"})
		again = slices.DeleteFunc(again, func(r repeat) bool { return inOther(r) || r.entry.Kind == KindAddendum })
	}
	for _, r := range again {
		l.duplicate(n, r.entry, r.first)
	}
}

// copied gives the other file of which a file is a copy, "" for none: the two are the same
// to the byte, or most of its entries, three at least, stand there.
func (l *loader) copied(part *sheet, again []repeat) string {
	all := counted(part.entries)
	for of, n := range repeated(again) {
		same := n == all && n > 1 && l.sources[of] != nil && bytes.Equal(l.sources[of].text, part.source.text)
		if of != part.name && (n > 2 && 2*n > all || same) {
			return of
		}
	}
	return ""
}

// repeated counts entries by the files that have them already.
func repeated(again []repeat) map[string]int {
	many := map[string]int{}
	for _, r := range again {
		many[r.first.Place.File] += counted([]*Entry{r.entry})
	}
	return many
}

// counted counts entries but for what makes a file an addendum, which has the file's name.
func counted(entries []*Entry) (n int) {
	for _, e := range entries {
		if e.Kind != KindAddendum {
			n++
		}
	}
	return n
}

func (l *loader) duplicate(n *Notice, e, other *Entry) {
	first := finding.Related{Place: other.Place, Message: "the first one is here"}
	switch t := tableOf(e.Kind); {
	case e.Kind == KindAddendum:
		l.report(n, "duplicate-id", e.Place, fmt.Sprintf("two files of this notice make an addendum %q", e.ID), "rename one of the files: its name is the id of the addendum", first)
	case t.Shape == Single:
		l.report(n, "duplicate-table", e.Place, fmt.Sprintf("[%s] is written twice", e.Kind), "put its keys together under one header", first)
	case t.Shape == Keyed:
		l.report(n, "duplicate-id", e.Place, fmt.Sprintf("%s is written twice", headerOf(t, e.ID)), "keep one of the two; for a second entry of the same kind choose another id", first)
	default:
		l.report(n, "duplicate-id", e.Place, fmt.Sprintf("the id %q is taken by another %s", e.ID, other.Kind), "choose another id; ids of statements are unique in the whole notice", first)
	}
}

// bases are the notices one extends, the lowest first. They are not whole when one of
// them is missing.
func (l *loader) bases(d *draft, draftOf func(id string) *draft, ids []string) (bases []*draft, whole bool) {
	for seen := map[string]bool{d.ID: true}; d.extends != nil; d = bases[0] {
		base := l.base(d, draftOf, ids, seen)
		if base == nil {
			return bases, false
		}
		base.inherited()
		bases = append([]*draft{base}, bases...)
	}
	return bases, true
}

// base finds the notice a layer extends.
func (l *loader) base(d *draft, draftOf func(id string) *draft, ids []string, seen map[string]bool) *draft {
	id := d.extends.Text
	base := draftOf(id)
	switch {
	case base == nil:
		help := "there is no other notice in the workspace"
		if near := closest(id, ids); near != "" {
			help = fmt.Sprintf("a notice with a similar name is %q", near)
		} else if len(ids) > 1 {
			help = "notices are " + quoted(ids)
		}
		l.report(d.Notice, "unknown-id", d.extends.Place, fmt.Sprintf("there is no notice %q to extend", id), help)
		return nil
	case seen[id]:
		l.report(d.Notice, "cycle", d.extends.Place, fmt.Sprintf("%q is extended by the notice it extends", id), "take extends out of one of them", finding.Related{Place: base.extends.Place, Message: "the circle goes through here"})
		return nil
	}
	seen[id] = true
	return base
}

// own says which keys of [notice] are never inherited: they are about the folder
// they stand in.
var own = []string{"extends", "publish", "translations"}

// inherited gives the entries of a draft as another notice takes them over. They
// are made once: ten thousand notices may extend the same base.
func (d *draft) inherited() []*Entry {
	if d.passed == nil {
		for _, e := range d.Entries {
			c := *e
			c.Inherited = true
			if c.Kind == KindNotice {
				c.Values = slices.DeleteFunc(slices.Clone(e.Values), func(v Value) bool { return slices.Contains(own, v.Name) })
			}
			d.passed = append(d.passed, &c)
		}
	}
	return d.passed
}

// lay puts a layer over what is there, of which the slots are known: entries of the same
// slot are overridden key by key, and what is overridden keeps its position in the order.
func (d *draft) lay(layer *draft, entries []*Entry, slots map[slot]int) {
	d.Entries = slices.Grow(d.Entries, len(entries))
	for _, e := range entries {
		i, ok := slots[slotOf(e)]
		if !ok || d.Entries[i].Kind != e.Kind {
			d.Entries = append(d.Entries, e)
			continue
		}
		under, over := d.Entries[i], *e
		over.Values = override(under.Values, e.Values)
		over.broken = slices.Concat(under.broken, e.broken)
		over.Addendum = cmp.Or(e.Addendum, under.Addendum)
		d.Entries[i] = &over
	}
	d.broken = d.broken || layer.broken
	d.blind = d.blind || layer.blind
	d.partial = d.partial || layer.partial
	if len(layer.lost) > 0 {
		d.lost = maps.Clone(d.lost)
		if d.lost == nil {
			d.lost = map[string]bool{}
		}
		maps.Copy(d.lost, layer.lost)
	}
	d.unnamed = append(d.unnamed, layer.unnamed...)
	d.Files = append(d.Files, layer.Files...)
}

// override gives values with those of the same keys in their place.
func override(under, over []Value) []Value {
	out := append(make([]Value, 0, len(under)+len(over)), under...)
	at := make(map[string]int, len(under)) // an entry may have any number of keys
	for i := range under {
		at[under[i].Name] = i
	}
	for i := range over {
		if j, ok := at[over[i].Name]; ok {
			out[j] = over[i]
		} else {
			out = append(out, over[i])
		}
	}
	return out
}
