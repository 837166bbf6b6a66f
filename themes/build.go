package themes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/candor-privacy/candor/notices"
)

// builder copies one notice into the plain values a template is given. It looks
// things up and orders them; it words nothing.
type builder struct {
	n     *notices.Notice
	w     words
	prose *proseWriter

	serial int            // of the text written last
	texts  int            // of those so far that say something
	told   []entry        // purposes, rights, events and bases explained already, in order
	tells  map[entry]bool // the same

	vocabulary
	issues []link          // to the published ones, by their numbers
	doubts map[entry][]int // which of them name a statement or an entry

	parts  map[entry][]part                // what stands in each section and addendum
	body   map[string][]*notices.Statement // that are in no addendum, by kind
	given  []string                        // the recipients to whom data goes, as statements name them
	denied []string                        // those of whom it is said that it does not
	barred []string                        // the kinds of data that only bars name, by id

	tabled   []*notices.Statement // that the table is made of
	people   []*people            // for whom it is, once planned
	changed  []bool               // statements of it that are not as before, nil where its plan is not
	inTable  []*tableCells        // what each fills it with, nil while not known
	tellings map[*told]*telling   // the same of more data
	rows     [][]rowView          // for each of the people
	data     []link               // kinds of data that it is about, nil while not known

	documentsOf []Statutory // that laws ask for and the notice is made into

	owes map[string]bool // promises printed in the section at hand, by id

	before *builder      // whose sections may be the same, nil for none
	spans  []span        // how each of the sections was made
	made   []sectionView // those that are not empty
}

// vocabulary is that of a notice by ids.
type vocabulary struct {
	audiences  lookup[notices.Audience]
	categories lookup[notices.Category]
	purposes   lookup[notices.Purpose]
	bases      lookup[notices.Basis]
	gates      lookup[notices.Gate]
	owed       lookup[notices.Obligation]
	recipients lookup[notices.Recipient]
	rights     lookup[notices.Right]
	events     lookup[notices.Event]

	above map[string][]*notices.Category // the groups that a category is in
}

// entry names something in a notice: a statement by its id alone, else by its kind too.
type entry struct{ kind, id string }

// lookup has the entries of one kind by their ids.
type lookup[T any] map[string]*T

func byID[T any](list []T, id func(*T) string) lookup[T] {
	out := make(lookup[T], len(list))
	for i := range list {
		out[id(&list[i])] = &list[i]
	}
	return out
}

// at gives the entry of an id, an empty one where there is none.
func (e lookup[T]) at(id string) *T {
	if x := e[id]; x != nil {
		return x
	}
	return new(T)
}

func newBuilder(n *notices.Notice, w words, p *proseWriter) *builder {
	return newBuilderAfter(nil, n, w, p)
}

// newBuilderAfter makes the builder of a notice that follows on another, nil for none.
func newBuilderAfter(before *builder, n *notices.Notice, w words, p *proseWriter) *builder {
	b := &builder{n: n, w: w, prose: p, tells: map[entry]bool{}, owes: map[string]bool{}}
	if before != nil && sameVocabulary(n, before.n) {
		b.before, b.vocabulary = before, before.vocabulary
	} else {
		b.vocabulary = vocabularyOf(n)
	}
	b.tabled = tabled(n)
	b.gather()
	b.doubt()
	return b
}

func vocabularyOf(n *notices.Notice) vocabulary {
	return vocabulary{
		audiences:  byID(n.Audiences, func(x *notices.Audience) string { return x.ID }),
		categories: byID(n.Categories, func(x *notices.Category) string { return x.ID }),
		purposes:   byID(n.Purposes, func(x *notices.Purpose) string { return x.ID }),
		bases:      byID(n.Bases, func(x *notices.Basis) string { return x.ID }),
		gates:      byID(n.Gates, func(x *notices.Gate) string { return x.ID }),
		owed:       byID(n.Obligations, func(x *notices.Obligation) string { return x.ID }),
		recipients: byID(n.Recipients, func(x *notices.Recipient) string { return x.ID }),
		rights:     byID(n.Rights, func(x *notices.Right) string { return x.ID }),
		events:     byID(n.Events, func(x *notices.Event) string { return x.ID }),
		above:      groupsOf(n.Categories),
	}
}

// tell notes that the page explains an entry, and reports whether it did not before.
func (b *builder) tell(e entry) bool {
	if b.tells[e] {
		return false
	}
	b.tells[e] = true
	b.told = append(b.told, e)
	return true
}

// groupsOf finds the groups of each category, by its id.
func groupsOf(categories []notices.Category) map[string][]*notices.Category {
	out := map[string][]*notices.Category{}
	for i := range categories {
		for _, id := range categories[i].Members {
			if of := out[id]; len(of) == 0 || of[len(of)-1] != &categories[i] {
				out[id] = append(of, &categories[i])
			}
		}
	}
	return out
}

// doubt notes what the published issues name.
func (b *builder) doubt() {
	for _, i := range b.n.Issues {
		if !i.Publish {
			continue
		}
		if b.doubts == nil {
			b.doubts = map[entry][]int{}
		}
		for _, id := range slices.Concat(i.Between, i.About) {
			of := entry{id: id}
			if kind, rest, found := strings.Cut(id, "."); found {
				of = entry{kind, rest}
			}
			b.doubts[of] = append(b.doubts[of], len(b.issues))
		}
		b.issues = append(b.issues, to(i.Anchor, b.w.fill("page.number", "number", strconv.Itoa(len(b.issues)+1))))
	}
}

// notice builds the whole view. Sections come first: the short parts above them
// link only to what stands below.
func (b *builder) notice() *noticeView {
	n := b.n
	v := &noticeView{
		ID: n.ID, Title: n.Title, Summary: n.Summary, Banner: n.Banner, Version: n.Version,
		Dates: dates(n, b.w), Party: b.party(),
	}
	v.Sections = b.sections()
	v.Contents = contents(v.Sections)
	v.Brief = b.brief()
	v.Table = b.table()
	b.before = nil
	return v
}

// dates are the notice's dates in words, or the sentence that there is none.
func dates(n *notices.Notice, w words) []string {
	var out []string
	for _, d := range []struct{ key, iso string }{
		{"date.effective", n.Effective.String()},
		{"date.updated", n.Updated.String()},
		{"date.as-of", n.AsOf.String()},
	} {
		if d.iso != "none" {
			out = append(out, w.fill(d.key, "date", w.date(d.iso)))
		}
	}
	if out == nil {
		out = []string{w["date.none"]}
	}
	return out
}

func (b *builder) party() partyView {
	p := b.n.Party
	full := p.Name
	if p.Includes != "" {
		full += " " + b.w["brief.with"] + " " + p.Includes
	}
	return partyView{
		Full: stop(full), Name: p.Name, Short: upper(p.Short), Includes: upper(p.Includes), Number: p.Number, Role: b.role(p.Role),
		Also: p.Also, Address: p.Address, Offers: parts(p.Offers), Website: webLink(p.Website, ""),
		Prose: b.write("party", "", p.Prose, 3),
	}
}

// role gives the key of a legal role's wording, "" for one the theme knows none of.
func (b *builder) role(role string) string {
	if _, ok := b.w["role."+role]; !ok {
		return ""
	}
	return role
}

// stop ends a phrase with a full stop, unless it has one: “Example, Inc.”
func stop(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// write makes an author's Markdown safe; kind and id name whose it is, for findings.
func (b *builder) write(kind, id, text string, level int) prose {
	b.serial++
	if text == "" {
		return prose{}
	}
	b.texts++
	if id != "" {
		kind += "." + id
	}
	return b.prose.write(kind, text, level, b.serial)
}

// webLink names an address by the given words or by itself without its scheme.
func webLink(address, text string) link {
	if address == "" {
		return link{}
	}
	if text == "" {
		text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
	}
	return link{Href: safeHref(address), Text: text}
}

// to links to a place in this page.
func to(anchor, text string) link {
	if anchor == "" {
		return link{Text: text}
	}
	return link{Href: safeHref("#" + anchor), Text: text}
}

// capitals begins each item of a list with a capital.
func capitals(items []string) []string {
	if len(items) == 0 {
		return nil
	}
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = upper(s)
	}
	return out
}

// upper begins a phrase with a capital, as a list or heading does.
func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || !unicode.IsLower(r) {
		return s
	}
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) {
		return s // iPhone, eTags
	}
	first, _, _ := strings.Cut(s, " ")
	for first != "" && (first[len(first)-1] == '.' || first[len(first)-1] == ',') {
		first = first[:len(first)-1]
	}
	for i := range len(first) {
		if c := first[i]; c == '.' || c == '@' || c == '/' {
			return s // an address
		}
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

func (b *builder) refs(rs []notices.Ref) []link {
	if len(rs) == 0 {
		return nil
	}
	out := make([]link, len(rs))
	for i, r := range rs {
		out[i] = to(r.Anchor, r.Label)
	}
	return out
}

func (b *builder) owe(refs []notices.Ref) []owedView { return b.promises(ids(refs), "") }

// promises lists what is owed, each once a section, and nothing that the sentence
// before it says already.
func (b *builder) promises(ids []string, sentence string) []owedView {
	var out []owedView
	for _, id := range ids {
		o := b.owed[id]
		if o == nil || b.owes[id] {
			continue
		}
		b.owes[id] = true
		if !says(sentence, o.Text) {
			out = append(out, owedView{Text: o.Text, To: o.To, Fee: o.Fee, Via: o.Via})
		}
	}
	return out
}

// says reports whether a sentence holds a text, in whatever capitals.
func says(sentence, text string) bool {
	return strings.Contains(strings.ToLower(sentence), strings.ToLower(strings.TrimSuffix(text, ".")))
}

// title joins the names of the people a group is for, "" for everyone.
func (b *builder) audienceTitle(ids []string) string {
	var names []string
	for _, id := range ids {
		if a := b.audiences[id]; a != nil {
			names = append(names, a.Label)
		}
	}
	return upper(b.w.and(names))
}

// audienceOrder sorts sets of people: everyone first, then as the notice lists them.
func (b *builder) audienceOrder(x, y []string) int {
	pos := func(ids []string) int {
		if len(ids) == 0 {
			return -1
		}
		return slices.IndexFunc(b.n.Audiences, func(a notices.Audience) bool { return a.ID == ids[0] })
	}
	return cmp.Or(cmp.Compare(pos(x), pos(y)), cmp.Compare(len(x), len(y)))
}

// reach are the ways to a contact that can be followed, else its place in the page.
func reach(c *contactView) []link {
	ways := slices.DeleteFunc([]link{c.Email, c.URL, c.Phone}, func(l link) bool { return l.Href == "" })
	if len(ways) == 0 && c.Label != "" {
		return []link{to(c.ID, c.Label)}
	}
	return ways
}

func (b *builder) contact(c *notices.Contact) *contactView {
	if c == nil {
		return nil
	}
	v := contactView{
		ID: c.Anchor, Label: c.Label, Name: c.Name, Attention: c.Attention, Fee: c.Fee, Text: c.Text,
		Fax: c.Fax, For: c.For, Use: b.contactUse(c.For), Address: c.Address, URL: webLink(c.URL, ""),
	}
	if c.Email != "" {
		v.Email = link{safeHref("mailto:" + c.Email), c.Email}
	} else {
		v.Masked = c.Masked
	}
	if c.Phone != "" {
		v.Phone = link{telHref(c.Phone), c.Phone}
	}
	return &v
}

// contactUse says who a contact is and what one writes there for: “The regulator,
// for complaints”.
func (b *builder) contactUse(uses []string) string {
	var who, what []string
	for _, u := range uses {
		if slices.Contains([]string{"regulator", "representative", "dpo"}, u) {
			who = append(who, b.w["contact."+u])
		} else {
			what = append(what, b.w["contact."+u])
		}
	}
	if len(what) > 0 {
		who = append(who, b.w.fill("reach.for", "uses", b.w.and(what)))
	}
	return upper(strings.Join(who, ", "))
}
