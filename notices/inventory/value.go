package inventory

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// reading turns one document into entries and collects what is wrong with them.
type reading struct {
	*document
	notice   string // id of the notice, for findings
	addendum string
	findings []finding.Finding
	more     int      // findings that were left out
	unnamed  []Kind   // of entries without an id
	partial  bool     // an entry was left out
	left     []string // ids of what was left out

	broken      map[int][]string // keys that could not be read, by the line of their header; nil while not looked for
	entriesLeft []Entry
	valuesLeft  []Value
	textsLeft   []string
	placesLeft  []finding.Place
}

// maxFindings of one file are told one by one; a file with more is no notice.
const maxFindings = 500

// done gives the findings, the last of them on how many were left out.
func (r *reading) done() []finding.Finding {
	if r.more > 0 {
		n := r.more
		r.findings, r.more = r.findings[:maxFindings-1], 0
		r.report("too-many", span{len(r.text), len(r.text)}, fmt.Sprintf("%d more findings of this file are left out", n+1), "mend the ones shown, then check again")
	}
	return r.findings
}

// report adds a finding about a span of the file.
func (r *reading) report(code string, at span, message, help string, related ...finding.Related) {
	if len(r.findings) == maxFindings {
		r.more++
		return
	}
	p := r.place(at)
	r.findings = append(r.findings, finding.Finding{Code: code, Severity: severity(code), Place: p, Message: message, Help: help, Line: r.line(p.Line), Related: related, Notice: r.notice})
}

// value reads the value of a field. It reports what is wrong and says whether
// anything usable is left.
func (r *reading) value(f *Field, n *node) (Value, bool) {
	v := new(Value)
	ok := r.fill(f, n, v)
	return *v, ok
}

// fill is value into an empty one.
func (r *reading) fill(f *Field, n *node, v *Value) bool {
	v.Name, v.Type, v.Place, v.key = f.Key, f.Type, r.place(n.at), extentOf(r.place(n.keyAt))
	switch f.Type {
	case Words, Enums, Refs, Loose:
		return r.list(f, n, v)
	case Bool:
		b, ok := n.value.(bool)
		v.Bool = b
		return ok && n.shape == boolShape || r.wrongType(f, n)
	case DateType:
		return r.date(f, n, &v.special().Date)
	case Age:
		return r.age(f, n, &v.special().Age)
	case WhereType:
		return r.where(f, n, &v.special().Where)
	case Dates:
		return r.dates(f, n, &v.special().Dates)
	case Number:
		i, ok := n.value.(int64)
		v.special().Number = int(i)
		return ok && i > 0 && i < 1_000_000_000 || r.wrongType(f, n)
	case Labels:
		return r.labels(f, n, v)
	case InternalType:
		return r.internal(f, n, &v.special().Internal)
	}
	if n.shape != textShape {
		return r.wrongType(f, n)
	}
	v.Text = oneLine(n.text)
	return r.words(f, n, n.text, v)
}

// words checks one string against the type of its field.
func (r *reading) words(f *Field, n *node, s string, v *Value) bool {
	if s == "" || strings.TrimSpace(s) == "" {
		r.report("empty", n.at, fmt.Sprintf("%q is empty", f.Key), "write a value, or take the line out")
		return false
	}
	r.characters(n)
	switch f.Type {
	case Enum, Enums:
		return slices.Contains(f.Values, s) || r.unknownWord(f, n, s)
	case Ref, Refs:
		return r.id(f, n, s)
	case PeriodType:
		p, err := ParsePeriod(s)
		v.special().Period = p
		return r.held(err, "bad-period", n)
	case RegionType:
		_, err := ParseRegion(s)
		return r.held(err, "bad-place", n)
	case URL:
		r.hosts(n.at, s)
		return r.held(checkURL(s), "bad-link", n)
	case Email:
		r.hosts(n.at, s)
		return r.held(checkEmail(s), "bad-email", n)
	case Language:
		return r.held(checkLanguage(s), "bad-language", n)
	case Prose:
		v.Text = path.Join(path.Dir(r.file), s)
		return r.held(checkProse(s), "bad-file-name", n)
	}
	r.placeholder(f, n, s)
	return true
}

// held reports an error of a value, in the form "what is wrong: what to write".
func (r *reading) held(err error, code string, n *node) bool {
	if err == nil {
		return true
	}
	message, help, _ := strings.Cut(err.Error(), ": ")
	r.report(code, n.at, message, help)
	return false
}

// list reads a list, or a single text where one is allowed in its place.
func (r *reading) list(f *Field, n *node, v *Value) bool {
	items := n.items
	if n.shape == textShape {
		items = []*node{n}
	} else if n.shape != listShape {
		return r.wrongType(f, n)
	}
	seen := func(s string) bool { return slices.Contains(v.List, s) }
	if len(items) > few {
		all := make(map[string]bool, len(items))
		seen = func(s string) bool {
			before := all[s]
			all[s] = true
			return before
		}
	}
	if len(items) > 0 {
		v.List, v.Items = room(r, &r.textsLeft, len(items))[:0], room(r, &r.placesLeft, len(items))[:0]
	}
	for _, item := range items {
		if item.shape != textShape {
			r.wrongItem(f, item)
			continue
		}
		if !r.words(f, item, item.text, v) {
			continue
		}
		s := oneLine(item.text)
		if seen(s) && f.Type != Words {
			r.report("repeated", item.at, fmt.Sprintf("%q stands twice in this list", s), "take one of them out")
			continue
		}
		v.List = append(v.List, s)
		v.Items = append(v.Items, r.place(item.at))
	}
	if len(items) == 0 {
		r.report("empty", n.at, fmt.Sprintf("%q is an empty list", f.Key), "name at least one, or take the line out; left out means any")
	}
	return len(v.List) > 0
}

func (r *reading) date(f *Field, n *node, d *Date) bool {
	s := n.text
	switch {
	case n.shape == dateShape:
		s = r.written(n.at)
	case n.shape == timeShape:
		r.report("wrong-type", n.at, fmt.Sprintf("%q takes a day without a time", f.Key), "write only the date: "+strings.TrimSpace(r.written(n.at))[:min(10, n.at.end-n.at.start)])
		return false
	case n.shape == numberShape && n.at.end-n.at.start == 4:
		r.report("wrong-type", n.at, "a year alone stands between quotes", fmt.Sprintf("write %q", r.written(n.at)))
		return false
	case n.shape != textShape:
		return r.wrongType(f, n)
	}
	r.characters(n)
	var err error
	*d, err = ParseDate(s)
	if err != nil && dayMonth.MatchString(s) {
		message, help := slashDate(s)
		r.report("bad-date", n.at, message, help)
		return false
	}
	return r.held(err, "bad-date", n)
}

// dates reads a list of whole dates, in their order.
func (r *reading) dates(f *Field, n *node, list *[]Date) bool {
	if n.shape != listShape {
		return r.wrongType(f, n)
	}
	for _, item := range n.items {
		var d Date
		switch {
		case !r.date(f, item, &d):
		case d.Precision != Day:
			r.report("bad-date", item.at, fmt.Sprintf("%q takes whole dates", f.Key), "write, for example, 2026-12-25")
		case slices.Contains(*list, d):
			r.report("repeated", item.at, fmt.Sprintf("%s stands twice in this list", d), "take one of them out")
		default:
			*list = append(*list, d)
		}
	}
	slices.SortFunc(*list, func(a, b Date) int { return strings.Compare(a.String(), b.String()) })
	return len(*list) > 0
}

func (r *reading) age(f *Field, n *node, a *AgeRange) bool {
	return r.parts(f, n, func(c *node) bool {
		years, ok := c.value.(int64)
		if !ok || years < 1 || years > 150 {
			r.report("bad-age", c.at, fmt.Sprintf("%s is not an age in years", r.written(c.at)), "write a whole number of years from 1 to 150")
			return false
		}
		switch c.key {
		case "from":
			a.From = int(years)
		case "under":
			a.Under = int(years)
		default:
			return r.unknownPart(f, c, "from", "under")
		}
		if a.Under > 0 && a.Under <= a.From {
			r.report("bad-age", n.at, fmt.Sprintf("no age is from %d and under %d", a.From, a.Under), "under must be greater than from")
			return false
		}
		return true
	})
}

func (r *reading) where(f *Field, n *node, w *Where) bool {
	into := map[string]*[]Region{"person": &w.Person, "customer": &w.Customer, "host": &w.Host, "destination": &w.Destination}
	keys := []string{"person", "customer", "host", "destination"}
	if n.shape == textShape {
		place := n.text
		if like := likeRegion(place); like != "" {
			place = like
		}
		r.report("bad-where", n.at, fmt.Sprintf("%q does not say whose place it is", n.text), fmt.Sprintf("write { customer = %q }, or person, host or destination", place))
		return false
	}
	return r.parts(f, n, func(c *node) bool {
		list := into[c.key]
		if list == nil {
			return r.unknownPart(f, c, keys...)
		}
		v := Value{}
		ok := r.list(&Field{Key: c.key, Type: RegionType, Example: `"US-NY"`}, c, &v)
		for _, s := range v.List {
			*list = append(*list, Region(s))
		}
		return ok
	})
}

// of gives the field with another type: the type of its elements.
func (f *Field) of(t Type) *Field {
	other := *f
	other.Type = t
	return &other
}

func (r *reading) labels(f *Field, n *node, v *Value) bool {
	text := f.of(Text)
	return r.parts(f, n, func(c *node) bool {
		if c.shape != textShape {
			return r.wrongItem(f, c)
		}
		if !r.words(text, c, c.text, v) {
			return false
		}
		r.characters(&node{at: c.keyAt, text: c.key})
		if f.Key == "links" {
			if err := checkURL(c.key); err != nil {
				return r.held(err, "bad-link", &node{at: c.keyAt})
			}
			r.hosts(c.keyAt, c.key)
		}
		if f.Key == "translations" {
			if err := checkLanguage(c.key); err != nil {
				return r.held(err, "bad-language", &node{at: c.keyAt})
			}
		}
		sp := v.special()
		sp.Pairs = append(sp.Pairs, Pair{c.key, oneLine(c.text)})
		v.Items = append(v.Items, r.place(c.keyAt))
		return true
	})
}

func (r *reading) internal(f *Field, n *node, in *Internal) bool {
	return r.parts(f, n, func(c *node) bool {
		switch {
		case c.key == "reviewed":
			return r.date(f.of(DateType), c, &in.Reviewed)
		case c.key != "owner" && c.key != "note":
			return r.unknownPart(f, c, "owner", "reviewed", "note")
		case c.shape != textShape:
			return r.wrongItem(f, c)
		case c.key == "owner":
			in.Owner = c.text
		default:
			in.Note = c.text
		}
		r.characters(c)
		return true
	})
}

// parts reads each key of an inline table.
func (r *reading) parts(f *Field, n *node, read func(*node) bool) bool {
	if n.shape != tableShape {
		return r.wrongType(f, n)
	}
	if len(n.nodes) == 0 {
		r.report("empty", n.at, fmt.Sprintf("%q is empty", f.Key), "write "+f.Example)
		return false
	}
	ok := true
	for _, c := range n.nodes {
		ok = read(c) && ok
	}
	return ok
}

func (r *reading) unknownPart(f *Field, c *node, keys ...string) bool {
	help := "it takes " + oneOf(keys)
	if near := closest(c.key, keys); near != "" {
		help = fmt.Sprintf("a key with a similar name is %q", near)
	}
	r.report("unknown-key", c.keyAt, fmt.Sprintf("%q has no key %q", f.Key, c.key), help)
	return false
}

func (r *reading) unknownWord(f *Field, n *node, s string) bool {
	help := "write one of: " + strings.Join(f.Values, ", ")
	if near := closest(s, f.Values); near != "" {
		help = fmt.Sprintf("write %q; allowed are: %s", near, strings.Join(f.Values, ", "))
	}
	r.report("unknown-word", n.at, fmt.Sprintf("%q cannot be %q", f.Key, s), help)
	return false
}

// written names of the shapes, for wrong types.
var shapeNames = map[shape]string{
	tableShape: "a table", listShape: "a list", textShape: "text", boolShape: "true or false",
	numberShape: "a number", dateShape: "a date", timeShape: "a time", tablesArea: "a list of tables",
}

var typeNames = map[Type]string{
	Text: "text between quotes", Prose: "the name of a Markdown file between quotes", Words: "a list of texts", Bool: "true or false",
	Enum: "one of a few words, between quotes", Enums: "a list of words", Ref: "the id of an entry, between quotes", Refs: "a list of ids",
	DateType: "a date", Dates: "a list of dates", Number: "a whole number above nought", PeriodType: "a period between quotes", Age: "an age range", WhereType: "whose place, and which",
	RegionType: "a place between quotes", URL: "a web address between quotes", Email: "an e-mail address between quotes",
	Language: "a language between quotes", Labels: "pairs of an id and its wording", InternalType: "owner, review date or note", Loose: "a list of words",
}

func (r *reading) wrongType(f *Field, n *node) bool {
	r.report("wrong-type", n.at, fmt.Sprintf("%q takes %s, and this is %s", f.Key, typeNames[f.Type], shapeNames[n.shape]), "write "+r.rewrite(f, n))
	return false
}

func (r *reading) wrongItem(f *Field, n *node) bool {
	r.report("wrong-type", n.at, fmt.Sprintf("each part of %q is text between quotes, and this is %s", f.Key, shapeNames[n.shape]), "write "+r.rewrite(f.of(Text), n))
	return false
}

// rewrite guesses what the author meant; where it cannot, it gives the example.
func (r *reading) rewrite(f *Field, n *node) string {
	s := n.text
	switch {
	case f.Type == Bool && (strings.EqualFold(s, "true") || strings.EqualFold(s, "yes")):
		return f.Key + " = true"
	case f.Type == Bool && (strings.EqualFold(s, "false") || strings.EqualFold(s, "no")):
		return f.Key + " = false"
	case f.Type == Text && (n.shape == numberShape || n.shape == boolShape || n.shape == dateShape):
		return quote(r.written(n.at))
	case f.Type == Age && likeAge(s) != "":
		return f.Key + " = " + likeAge(s)
	case f.Type == Age && n.shape == numberShape:
		return fmt.Sprintf("%s = { under = %s } for those who are younger, or { from = %[2]s } for all others", f.Key, r.written(n.at))
	case n.shape == listShape && len(n.items) == 1 && n.items[0].shape == textShape:
		return f.Key + " = " + quote(n.items[0].text)
	}
	return "for example " + f.Key + " = " + f.Example
}
