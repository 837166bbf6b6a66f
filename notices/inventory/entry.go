package inventory

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// tablesByKind and fieldsByKind are Tables as they are looked up.
var (
	tablesByKind = func() map[Kind]*Table {
		m := map[Kind]*Table{}
		for i := range Tables {
			m[Tables[i].Kind] = &Tables[i]
		}
		return m
	}()
	refsByKind, requiredByKind = map[Kind][]Field{}, map[Kind][]Field{} // fields that name entries, fields but id that must be there
	proseByKind                = map[Kind][]string{}                    // keys that name Markdown
	fieldsByKind               = func() map[Kind][]Field {
		m := map[Kind][]Field{}
		for _, t := range Tables {
			if t.Shape == Listed {
				m[t.Kind] = append(m[t.Kind], idField)
			}
			m[t.Kind] = slices.Concat(m[t.Kind], t.Fields, common)
			for _, f := range m[t.Kind] {
				if f.Required && f.Key != "id" {
					requiredByKind[t.Kind] = append(requiredByKind[t.Kind], f)
				}
				switch f.Type {
				case Ref, Refs:
					refsByKind[t.Kind] = append(refsByKind[t.Kind], f)
				case Prose:
					proseByKind[t.Kind] = append(proseByKind[t.Kind], f.Key)
				}
			}
			slices.Sort(proseByKind[t.Kind])
		}
		return m
	}()
)

func tableOf(k Kind) *Table { return tablesByKind[k] }

// fields lists every key a table of a kind may have: its own, id where it is
// listed, and those common to all.
func (t *Table) fields() []Field { return fieldsByKind[t.Kind] }

// field is the field of a key, nil if there is none.
func (t *Table) field(key string) *Field { return fieldOf(t.fields(), key) }

func fieldOf(fields []Field, key string) *Field {
	for i := range fields {
		switch {
		case fields[i].Key == key:
			return &fields[i]
		case fields[i].Key == anyID && validID(key):
			f := fields[i]
			f.Key = key
			return &f
		}
	}
	return nil
}

var idField = Field{Key: "id", Type: Text, Required: true, Doc: "Name of the entry, unique in the notice: lower-case letters, digits and dashes.", Example: `"keep-payment"`}

// entries turns a document into entries.
func (r *reading) entries() []*Entry {
	if r.root.get(string(KindAddendum)) != nil {
		r.addendum = strings.TrimSuffix(path.Base(r.file), ".toml")
		if !validID(r.addendum) {
			r.report("bad-id", r.root.get(string(KindAddendum)).keyAt, fmt.Sprintf("the file name %q cannot be the id of an addendum", r.addendum), "name the file in lower-case letters, digits and single dashes, such as us-ny-2d.toml")
			r.addendum = likeID(r.addendum)
		}
	}
	var out []*Entry
	for _, n := range r.root.nodes {
		t := tableOf(Kind(n.key))
		if t == nil {
			r.unknownTable(n)
			continue
		}
		if r.addendum != "" && (t.Kind == KindNotice || t.Kind == KindParty || t.Kind == KindCapacity) {
			r.partial = true
			r.report("misplaced-table", n.keyAt, fmt.Sprintf("a file with [addendum] cannot hold [%s]", t.Kind), "move it to a file of the body")
			continue
		}
		out = append(out, r.table(t, n)...)
	}
	slices.SortStableFunc(out, func(a, b *Entry) int { return comparePlaces(a.Place, b.Place) })
	return out
}

// table reads all entries of one kind. Entries written in another shape than
// their kind's are reported and read all the same.
func (r *reading) table(t *Table, n *node) []*Entry {
	switch {
	case n.shape == tablesArea:
		return r.listed(t, n)
	case n.shape != tableShape || n.origin == enclosed:
		r.partial = true
		r.report("wrong-shape", n.keyAt, fmt.Sprintf("%q is a table and stands on a line of its own", n.key), "write "+headerOf(t, "")+" and the keys below it")
		return nil
	case t.Shape == Single:
		return []*Entry{r.entry(t, n, "")}
	case t.Shape == Listed && (n.origin == headed || n.origin == dotted):
		r.report("wrong-shape", n.keyAt, fmt.Sprintf("each %s has double brackets", t.Kind), "write "+headerOf(t, "")+" and an id below it")
		id := r.idOf(t, n)
		if id == "" {
			return nil
		}
		return []*Entry{r.entry(t, n, id)}
	}
	return r.keyed(t, n)
}

// headerOf is how a table of a kind begins.
func headerOf(t *Table, id string) string {
	if id == "" {
		id = "the-id"
	}
	switch t.Shape {
	case Single:
		return fmt.Sprintf("[%s]", t.Kind)
	case Keyed:
		return fmt.Sprintf("[%s.%s]", t.Kind, id)
	}
	return fmt.Sprintf("[[%s]]", t.Kind)
}

func bracketsOf(t *Table) string {
	if t.Shape == Listed {
		return "double"
	}
	return "single"
}

func (r *reading) keyed(t *Table, n *node) []*Entry {
	var out []*Entry
	nameless := t.Shape == Keyed && n.origin == headed && t.nameless(n)
	if nameless {
		r.unnamed = append(r.unnamed, t.Kind)
		id := likeID(textOf(n.get("label")))
		r.report("wrong-shape", n.keyAt, fmt.Sprintf("[%s] needs a second part, the id of the entry", t.Kind), "write "+headerOf(t, id))
	}
	for _, c := range n.nodes {
		id := c.key
		switch {
		case nameless && t.keyOfOne(c):
			continue
		case c.shape == tablesArea:
			r.partial = r.partial || len(c.items) > 1
			for _, item := range c.items {
				r.report("wrong-shape", item.keyAt, fmt.Sprintf("%s is written with %s brackets", t.Kind, bracketsOf(t)), "write "+headerOf(t, id))
			}
			c = c.items[0]
		case c.shape != tableShape && t.Shape == Keyed:
			r.report("wrong-shape", c.keyAt, fmt.Sprintf("[%s] needs a second part, the id of the entry", t.Kind), "write "+headerOf(t, "")+" and this line below it")
			continue
		case t.Shape == Listed:
			r.report("wrong-shape", c.keyAt, fmt.Sprintf("each %s has double brackets", t.Kind), fmt.Sprintf("write [[%s]] and below it id = %q", t.Kind, c.key))
		case c.origin == enclosed:
			r.report("wrong-shape", c.keyAt, fmt.Sprintf("%q is written on one line", c.key), "write "+headerOf(t, c.key)+" and its keys below it, a line each")
		}
		if c.shape != tableShape || !r.entryID(t, id, c.keyAt) {
			continue
		}
		out = append(out, r.entry(t, c, id))
	}
	return out
}

func (r *reading) listed(t *Table, n *node) []*Entry {
	var out []*Entry
	for i, c := range n.items {
		if t.Shape != Listed && i == 0 {
			r.report("wrong-shape", c.keyAt, fmt.Sprintf("%s is written with single brackets", t.Kind), "write "+headerOf(t, textOf(c.get("id"))))
		}
		id := ""
		if t.Shape != Single {
			if id = r.idOf(t, c); id == "" {
				continue
			}
		}
		if t.Shape == Keyed {
			c.nodes = slices.DeleteFunc(c.nodes, func(n *node) bool { return n.key == "id" })
		}
		inner := r.inner(t, c)
		out = append(append(out, r.entry(t, c, id)), inner...)
	}
	return out
}

// inner reads the statements in single brackets that follow one in double brackets, of
// which TOML makes them a part.
func (r *reading) inner(t *Table, n *node) []*Entry {
	if t.Shape != Listed {
		return nil
	}
	var out []*Entry
	n.nodes = slices.DeleteFunc(n.nodes, func(c *node) bool {
		if c.shape != tableShape || c.origin != headed || hasKey(t.fields(), c.key) {
			return false
		}
		r.report("wrong-shape", c.keyAt, fmt.Sprintf("each %s has double brackets", t.Kind), fmt.Sprintf("write [[%s]] and below it id = %q", t.Kind, c.key))
		if r.entryID(t, c.key, c.keyAt) {
			out = append(out, r.entry(t, c, c.key))
		}
		return true
	})
	return out
}

// nameless reports whether below a header without an id stand keys of one entry, and not
// several entries on a line each.
func (t *Table) nameless(n *node) bool {
	keys, known, entries := false, false, false
	for _, c := range n.nodes {
		key := t.keyOfOne(c)
		keys, known = keys || key, known || key && hasKey(t.fields(), c.key)
		entries = entries || !key && c.origin == enclosed
	}
	return known || keys && !entries
}

// keyOfOne reports whether something below such a header is a key of one entry, and no
// entry itself.
func (t *Table) keyOfOne(c *node) bool {
	return c.shape != tableShape && c.shape != tablesArea || c.origin == enclosed && hasKey(t.fields(), c.key)
}

func textOf(n *node) string {
	if n == nil {
		return ""
	}
	return n.text
}

// idOf reads the id key of a listed entry.
func (r *reading) idOf(t *Table, n *node) string {
	id := n.get("id")
	if id == nil {
		r.unnamed = append(r.unnamed, t.Kind)
		if len(r.lost) > 0 {
			if line, _ := r.at(n.keyAt.start); slices.Contains(r.unread()[line], "id") {
				return "" // said already
			}
		}
		r.report("missing-key", n.keyAt, fmt.Sprintf("this %s has no id", t.Kind), `write below it, for example, id = "`+exampleID(t.Kind)+`"`)
		return ""
	}
	if id.shape != textShape {
		r.unnamed = append(r.unnamed, t.Kind)
		r.wrongType(&idField, id)
		return ""
	}
	if !r.entryID(t, id.text, id.at) {
		return ""
	}
	return id.text
}

func exampleID(k Kind) string {
	switch k {
	case KindKeep:
		return "keep-payment"
	case KindBar:
		return "no-student-ads"
	case KindNote:
		return "security"
	}
	return "my-" + string(k)
}

func (r *reading) entryID(t *Table, id string, at span) bool {
	if validID(id) {
		return true
	}
	r.partial = true
	help := "use lower-case letters, digits and single dashes, at most 64"
	if strings.TrimSpace(id) == "" {
		r.unnamed = append(r.unnamed, t.Kind)
	}
	if like := likeID(id); like != "" {
		r.left = append(r.left, like)
		help += fmt.Sprintf(", such as %q", like)
	}
	r.report("bad-id", at, fmt.Sprintf("%q cannot be an id", id), help)
	return false
}

// id checks the form of a reference; whether it exists is seen once all files
// are read. Prefixed forms such as recipient.circle are left to that check.
func (r *reading) id(f *Field, n *node, s string) bool {
	if kind, after, ok := strings.Cut(s, "."); ok && tableOf(Kind(kind)) != nil {
		s = after
	}
	if validID(s) {
		return true
	}
	if checkEmail(s) == nil {
		r.report("bad-id", n.at, fmt.Sprintf("%q is an address, and here stands the id of an entry", s), "write the address as email of a [contact.the-id], and name that id here")
		return false
	}
	help := "an id has lower-case letters, digits and single dashes"
	like := likeID(s)
	for _, k := range f.To {
		if own := closest(like, builtin(k)); own != "" {
			like = own
		}
	}
	if like != "" {
		help += fmt.Sprintf("; perhaps %q", like)
	}
	r.report("bad-id", n.at, fmt.Sprintf("%q cannot be an id", s), help)
	return false
}

// entry reads the keys of one table.
func (r *reading) entry(t *Table, n *node, id string) *Entry {
	e := &room(r, &r.entriesLeft, 1)[0]
	*e = Entry{Kind: t.Kind, ID: id, Addendum: r.addendum, Place: r.place(n.keyAt)}
	keys := len(n.nodes)
	if t.Kind == KindAddendum {
		e.ID = r.addendum
	}
	if at := n.get("id"); at != nil && t.Shape == Listed {
		e.Place = r.place(at.at)
		keys--
	}
	values, many := room(r, &r.valuesLeft, keys), 0
	fields := t.fields()
	for _, c := range n.nodes {
		if c.key == "id" && t.Shape == Listed {
			continue
		}
		f := fieldOf(fields, c.key)
		if f == nil {
			r.unknownKey(t, e, c)
			continue
		}
		v := &values[many]
		if *v = (Value{}); r.fill(f, c, v) || len(v.List) > 0 || len(v.Pairs()) > 0 {
			many++
		} else {
			e.broken = append(e.broken, c.key)
		}
	}
	e.Values = values[:many:many]
	if len(r.lost) > 0 {
		line, _ := r.at(n.keyAt.start)
		e.broken = append(e.broken, r.unread()[line]...)
	}
	return e
}

// room gives n of what is left of a block, or of a new one: what is read of a file goes
// together. A short file needs no large ones.
func room[T any](r *reading, left *[]T, n int) []T {
	if n > len(*left) {
		*left = make([]T, max(n, min(32, len(r.text)/32)))
	}
	out := (*left)[:n:n]
	*left = (*left)[n:]
	return out
}

// unknownKey says where a key belongs that its table does not have.
func (r *reading) unknownKey(t *Table, e *Entry, c *node) {
	if len(r.findings) == maxFindings {
		r.more++
		return
	}
	var keys, owners []string
	for _, f := range t.fields() {
		keys = append(keys, f.Key)
	}
	for i := range Tables {
		if hasKey(Tables[i].fields(), c.key) {
			owners = append(owners, string(Tables[i].Kind))
		}
	}
	message := fmt.Sprintf("%s has no key %q", nameOf(t, e), c.key)
	near := closest(c.key, keys)
	switch {
	case c.key == "id" && t.Shape == Keyed: // which says nothing that is not known
		r.report("unknown-key", c.keyAt, message, fmt.Sprintf("its id %q stands in the header; take this line out", e.ID))
	case slices.Contains(keys, strings.ToLower(c.key)):
		e.broken = append(e.broken, strings.ToLower(c.key))
		r.report("letter-case", c.keyAt, fmt.Sprintf("%q has a capital letter", c.key), fmt.Sprintf("write %s", strings.ToLower(c.key)))
	case near != "":
		e.broken = append(e.broken, near) // which is what was meant, and not missing as well
		r.report("unknown-key", c.keyAt, message, fmt.Sprintf("a key with a similar name is %q", near))
	case slices.Contains(keys, habitKeys[c.key]):
		e.broken = append(e.broken, habitKeys[c.key])
		r.report("unknown-key", c.keyAt, message, fmt.Sprintf("here it is called %q", habitKeys[c.key]))
	case hasKey(t.Fields, anyID):
		e.broken = append(e.broken, anyKey)
		r.report("bad-id", c.keyAt, fmt.Sprintf("%q cannot be an id", c.key), "write the id of a law pack, such as us-ny-2d")
	case len(owners) > 0 && len(owners) <= 4:
		e.broken = append(e.broken, anyKey)
		help := "it is a key of " + oneOf(headersOf(owners))
		if above := r.above(c, owners); above != "" {
			help = fmt.Sprintf("it is a key of %s; a key belongs to the header above it, so move the line up to %s", oneOf(headersOf(owners)), above)
		}
		r.report("unknown-key", c.keyAt, message, help)
	default:
		e.broken = append(e.broken, anyKey)
		r.report("unknown-key", c.keyAt, message, "it takes "+oneOf(keys))
	}
}

// headersOf shows the brackets of kinds, without ids.
func headersOf(kinds []string) []string {
	var out []string
	for _, k := range kinds {
		h := "[" + k + "]"
		if tableOf(Kind(k)).Shape == Listed {
			h = "[" + h + "]"
		}
		out = append(out, h)
	}
	return out
}

// above finds a table of one of the kinds earlier in the file, to which a key
// that slipped below another header belongs.
func (r *reading) above(c *node, kinds []string) string {
	best := ""
	end := -1
	for _, k := range kinds {
		n := r.root.get(k)
		if n == nil {
			continue
		}
		for _, t := range append(append([]*node{n}, n.items...), n.nodes...) {
			if t.shape == tableShape && t.origin == headed && t.keyAt.start < c.keyAt.start && t.keyAt.start > end {
				line, _ := r.at(t.keyAt.start)
				best, end = fmt.Sprintf("%s in line %d", r.written(t.keyAt), line), t.keyAt.start
			}
		}
	}
	return best
}

func nameOf(t *Table, e *Entry) string {
	if e.ID == "" || t.Kind == KindAddendum {
		return fmt.Sprintf("[%s]", t.Kind)
	}
	return fmt.Sprintf("%s %q", t.Kind, e.ID)
}

func (r *reading) unknownTable(n *node) {
	var kinds []string
	for _, t := range Tables {
		kinds = append(kinds, string(t.Kind))
	}
	if n.shape != tableShape && n.shape != tablesArea || n.origin == enclosed {
		r.report("unknown-key", n.keyAt, fmt.Sprintf("%q stands above the first table", n.key), "write it below the header it belongs to, such as [notice]")
		return
	}
	r.partial = true
	for _, c := range n.nodes { // what it holds is not told to be missing as well
		r.left = append(r.left, c.key)
	}
	for _, c := range n.items {
		r.left = append(r.left, textOf(c.get("id")))
	}
	code, help := "unknown-table", "tables are "+oneOf(kinds)
	meant := Kind(strings.ToLower(n.key))
	if tableOf(meant) != nil {
		code, help = "letter-case", fmt.Sprintf("write it in lower case: %s", meant)
	} else if meant = Kind(closest(n.key, kinds)); meant != "" {
		help = "a table with a similar name is " + headerOf(tableOf(meant), n.first())
	} else if meant = meantTable(n.key); meant != "" {
		help = "write " + headerOf(tableOf(meant), n.first())
		if f := tableOf(meant).field("kind"); f != nil && slices.Contains(f.Values, n.key) {
			help += fmt.Sprintf(" with kind = %q", n.key)
		}
	}
	if t := tableOf(meant); t != nil && t.Shape == Single {
		r.unnamed = append(r.unnamed, t.Kind)
	}
	r.report(code, n.keyAt, fmt.Sprintf("there is no table %q", n.key), help)
}

func comparePlaces(a, b finding.Place) int {
	if a.File != b.File {
		return strings.Compare(a.File, b.File)
	}
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Col - b.Col
}
