package themes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// sectionOrder is the order of the page. Addenda stand after what they add to.
var sectionOrder = []string{
	"introduction", "scope", "collection", "use", "basis", "choices", "cookies", "sharing", "transfers", "retention",
	"children", "rights", "complaints", "security", "changes", "addenda", "definitions", "documents", "contact", "unclear",
}

// titled are the sections whose statements stand under the names of their
// purposes, rights or events.
var titled = map[string]bool{"use": true, "rights": true}

func (b *builder) sections() []sectionView {
	b.spans, b.made = make([]span, len(sectionOrder)), make([]sectionView, 0, len(sectionOrder))
	for i, kind := range sectionOrder {
		begun, faults := b.progress(), len(b.prose.complaints)
		s, ok := b.again(i)
		if !ok {
			s = b.section(kind)
		}
		b.spans[i] = span{-1, begun, b.progress(), len(b.prose.complaints) > faults}
		if !s.empty() {
			b.spans[i].at = len(b.made)
			b.made = append(b.made, s)
		}
	}
	return b.made
}

func (b *builder) section(kind string) sectionView {
	s := sectionView{ID: "part_" + kind, Kind: kind, Title: b.w["section."+kind]}
	clear(b.owes)
	s.Groups = b.groups(kind, "", s.Title)
	s.Contact = inCommon(s.Groups)
	switch kind {
	case "introduction":
		s.Prose = b.write("notice", "", b.n.Prose, 2)
	case "scope":
		p := b.party()
		s.Party = &p
		s.Audiences, s.Named = b.audienceViews()
	case "collection":
		s.Categories, s.Barred = b.categoryViews()
		s.Sources = b.sourceViews()
	case "basis":
		s.Bases = b.basisViews(nil)
	case "choices":
		s.Gates = b.gateViews()
	case "cookies":
		s.Cookies = b.cookieViews()
	case "sharing":
		s.Recipients, s.Others = b.recipientViews()
	case "addenda":
		s.Addenda = b.addenda()
	case "definitions":
		s.Definitions = b.definitionViews()
	case "documents":
		s.Documents, s.Statutory = b.documentViews(), b.statutoryLinks("")
	case "contact":
		s.Contacts = b.contactViews()
	case "unclear":
		s.Issues = b.issueViews()
	}
	return s
}

func (s *sectionView) empty() bool {
	return s.Prose.HTML == "" && s.Text == "" && len(s.Groups) == 0 && s.Party == nil && len(s.Audiences)+len(s.Named) == 0 &&
		len(s.Documents) == 0 && len(s.Categories)+len(s.Barred) == 0 && len(s.Sources) == 0 && len(s.Bases) == 0 && len(s.Gates) == 0 &&
		len(s.Cookies) == 0 && len(s.Recipients)+len(s.Others) == 0 && len(s.Contacts) == 0 && len(s.Definitions) == 0 &&
		len(s.Issues) == 0 && len(s.Addenda) == 0 && len(s.Statutory) == 0
}

func contents(sections []sectionView) []contentsView {
	var out []contentsView
	for i := range sections {
		s := &sections[i]
		c := contentsView{link: to(s.ID, s.Title)}
		for k := range s.Addenda {
			a := &s.Addenda[k]
			c.Parts = append(c.Parts, to(a.ID, a.Title))
		}
		out = append(out, c)
	}
	return out
}

func (b *builder) addenda() []sectionView {
	var out []sectionView
	for i := range b.n.Addenda {
		a := &b.n.Addenda[i]
		clear(b.owes)
		s := sectionView{
			ID: a.Anchor, Kind: "addendum", Title: a.Title, Applies: unlessTitle(a.Applies, a.Title), Law: b.lawOf(a), Text: a.Text,
			Role: b.role(a.Role), GovernedBy: b.documents(a.GovernedBy), Prevails: a.Prevails, Prose: b.write("addendum", a.ID, a.Prose, 3),
			Groups: b.groups("", a.ID, a.Title), Statutory: b.statutoryLinks(a.ID), Unclear: b.unclear("addendum", a.ID),
		}
		s.Contact = inCommon(s.Groups)
		for _, o := range b.owe(a.Owed) {
			s.Owed = append(s.Owed, o.Text)
		}
		out = append(out, s)
	}
	return out
}

// unlessTitle drops a sentence whose words the title above it has said.
func unlessTitle(sentence, title string) string {
	if says(sentence, title) {
		return ""
	}
	return sentence
}

// lawOf is the law that an addendum answers to, unless its title or a sentence in
// it names it, or it is known by the name of a law pack only.
func (b *builder) lawOf(a *notices.Addendum) string {
	if a.Law == strings.ToLower(a.Law) && !strings.Contains(a.Law, " ") {
		return ""
	}
	said := []string{a.Title, a.Applies, a.Text}
	owed := ids(a.Owed)
	for _, p := range b.parts[entry{"addendum", a.ID}] {
		if s := p.statement; s != nil {
			said, owed = append(said, s.Sentence.Text), append(owed, s.Owed...)
		}
	}
	for _, id := range owed {
		said = append(said, b.owed.at(id).Text)
	}
	if says(strings.Join(said, "\n"), a.Law) {
		return ""
	}
	return a.Law
}

// part is a statement or a note with the people it is for.
type part struct {
	audiences []string
	statement *notices.Statement
	note      *notices.Note
}

// gather sorts statements and notes by the section, or the addendum, they stand in.
func (b *builder) gather() {
	b.parts, b.body = map[entry][]part{}, map[string][]*notices.Statement{}
	var at entry // where the last one stands, as most that follow do
	var of []part
	put := func(addendum, section, kind string, p part) {
		to := entry{"addendum", addendum}
		if addendum == "" {
			to = entry{"section", b.home(section, kind)}
		}
		if to != at {
			b.parts[at] = of
			at, of = to, b.parts[to]
		}
		of = append(of, p)
	}
	for i := range b.n.Statements {
		s := &b.n.Statements[i]
		put(s.Addendum, s.Section, s.Kind, part{audiences: s.Audiences, statement: s})
		if s.Addendum == "" {
			b.body[s.Kind] = append(b.body[s.Kind], s)
		}
	}
	for i := range b.n.Notes {
		n := &b.n.Notes[i]
		put(n.Addendum, n.Section, "", part{audiences: ids(n.Audiences), note: n})
	}
	b.parts[at] = of
	b.given, b.denied = takers(b.n.Statements)
	b.barred = b.onlyBarred()
}

// groups gathers what stands in a section of the body, or in an addendum, by the
// people it is for. Each statement of the notice stands in exactly one group. What
// is for the very people that the heading above names needs no heading of its own.
func (b *builder) groups(section, addendum, heading string) []groupView {
	parts := b.parts[entry{"section", section}]
	if addendum != "" {
		parts = b.parts[entry{"addendum", addendum}]
	}
	if slices.ContainsFunc(parts, func(p part) bool { return len(p.audiences) > 0 }) {
		parts = slices.Clone(parts)
		for i := range parts {
			if strings.EqualFold(b.audienceTitle(parts[i].audiences), heading) {
				parts[i].audiences = nil
			}
		}
		slices.SortStableFunc(parts, func(x, y part) int { return b.audienceOrder(x.audiences, y.audiences) })
	}
	var out []groupView
	for len(parts) > 0 {
		n := 1
		for n < len(parts) && slices.Equal(parts[n].audiences, parts[0].audiences) {
			n++
		}
		out = append(out, b.group(section, addendum, parts[:n]))
		parts = parts[n:]
	}
	return out
}

// home is the section a statement stands in; one the page does not have falls
// back to the usual one of its kind, so that no statement is ever lost.
func (b *builder) home(section, kind string) string {
	if slices.Contains(sectionOrder, section) {
		return section
	}
	switch kind {
	case "share":
		return "sharing"
	case "keep":
		return "retention"
	case "duty":
		return "rights"
	case "":
		return "introduction"
	}
	return "use"
}

func (b *builder) group(section, addendum string, parts []part) groupView {
	g := groupView{Title: b.audienceTitle(parts[0].audiences), Deep: addendum != ""}
	level := 3
	if addendum != "" {
		level = 4
	}
	if g.Title != "" {
		g.ID = "for_" + section + addendum + "_" + strings.Join(parts[0].audiences, "_")
		level++
	}
	var bases [][]string // of the statements of each block
	for _, p := range parts {
		if p.note != nil {
			g.Notes = append(g.Notes, b.noteView(p.note, level))
			continue
		}
		i := b.place(&g, section, level, p.statement, len(parts))
		if len(bases) < len(g.Blocks) {
			bases = slices.Insert(bases, i, nil)
		}
		bases[i] = append(bases[i], p.statement.Bases...)
	}
	for i := range g.Blocks {
		if len(bases[i]) > 0 { // explained ones are told once each
			g.Blocks[i].Bases = b.basisViews(bases[i])
		}
	}
	return g
}

// inCommon takes the contact that most statements of a section name, two or more, away
// from them: it is told once, above them all.
func inCommon(groups []groupView) []link {
	var naming [][]*statementView // by contact, as they come
	for _, g := range groups {
		for _, k := range g.Blocks {
			for i := range k.Statements {
				s := &k.Statements[i]
				if len(s.Contact) == 0 {
					continue
				}
				at := slices.IndexFunc(naming, func(same []*statementView) bool { return slices.Equal(same[0].Contact, s.Contact) })
				if at < 0 {
					at, naming = len(naming), append(naming, nil)
				}
				naming[at] = append(naming[at], s)
			}
		}
	}
	if len(naming) == 0 {
		return nil
	}
	most := slices.MaxFunc(naming, func(a, b []*statementView) int { return cmp.Compare(len(a), len(b)) })
	if len(most) < 2 {
		return nil
	}
	contact := most[0].Contact
	for _, s := range most {
		s.Contact = nil
	}
	return contact
}

// place puts a statement under its heading within a group, a new one if needed, and tells
// which block of the group that is. No more than most statements are to come.
func (b *builder) place(g *groupView, section string, level int, s *notices.Statement, most int) int {
	title := ""
	if titled[section] {
		title = b.blockTitle(s)
	}
	i := slices.IndexFunc(g.Blocks, func(k blockView) bool { return k.Title == title })
	if i < 0 {
		i = len(g.Blocks)
		if title == "" { // what has no heading goes before what has
			i = 0
		}
		g.Blocks = slices.Insert(g.Blocks, i, blockView{Title: title, Level: level})
		if !titled[section] {
			g.Blocks[i].Statements = make([]statementView, 0, most)
		}
	}
	k := &g.Blocks[i]
	v := b.statementView(s)
	if title != "" && !denies(s) { // what it explains is not what the heading names
		k.About = append(k.About, v.About...)
		v.About = nil
	}
	k.Statements = append(k.Statements, v)
	return i
}

// denies reports whether a statement says what is not done.
func denies(s *notices.Statement) bool { return s.Kind == "bar" || s.Kind == "closed" }

// blockTitle is the heading a statement belongs under: its purposes, rights or
// events, as long as they make a heading one can read. What is not done stands under a
// heading that says so: “Advertising” would promise the opposite.
func (b *builder) blockTitle(s *notices.Statement) string {
	if denies(s) {
		return b.w["brief.never"]
	}
	var names []string
	for _, id := range s.Purposes {
		names = append(names, b.purposes.at(id).Title)
	}
	if s.Kind == "duty" {
		return b.dutyTitle(s)
	}
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	switch len(names) {
	case 1, 2:
	case 3: // three purposes make no heading; the sentence below has them all
		names = names[:1]
	default:
		return ""
	}
	return b.heading(names)
}

// dutyTitle names all the rights and events of a duty: a reader looks each up here.
func (b *builder) dutyTitle(s *notices.Statement) string {
	var names []string
	for _, id := range s.Rights {
		names = append(names, b.rights.at(id).Title)
	}
	for _, id := range s.Events {
		names = append(names, b.events.at(id).Title)
	}
	return b.heading(slices.DeleteFunc(names, func(s string) bool { return s == "" }))
}

// heading joins names to one: “Access, correction and deletion”.
func (b *builder) heading(names []string) string {
	for i := range names {
		if i > 0 {
			names[i] = lowerFirst(names[i])
		}
	}
	return b.w.and(names)
}

// lowerFirst lets a heading continue a heading: “Access and portability”.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

func ids(rs []notices.Ref) []string {
	if len(rs) == 0 {
		return nil
	}
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = r.ID
	}
	return out
}

func (b *builder) statementView(s *notices.Statement) statementView {
	v := statementView{
		ID: s.Anchor, Kind: s.Kind, Text: s.Sentence.Text, Lead: s.Sentence.Lead, Items: s.Sentence.Items,
		Owed: b.promises(s.Owed, s.Sentence.Text), Bases: b.basisLinks(s), About: b.about(s), Prose: b.write(s.Kind, s.ID, s.Prose, 4),
	}
	if s.Duty != nil && s.Duty.Contact != nil {
		v.Contact = reach(b.contact(s.Duty.Contact))
		if slices.ContainsFunc(v.Contact, func(l link) bool { return says(v.Text, l.Text) }) {
			v.Contact = nil
		}
	}
	v.Unclear = b.unclearOf(s)
	return v
}

// basisLinks name the legal bases of a statement; one that the page explains is a
// link to it.
func (b *builder) basisLinks(s *notices.Statement) []link {
	var out []link
	for _, id := range s.Bases {
		x := b.bases.at(id)
		if x.Label == "" {
			continue
		}
		l := link{Text: strings.TrimSuffix(x.Label, ".")}
		if explained(x) {
			l = to("basis_"+id, l.Text)
		}
		out = append(out, l)
	}
	return out
}

// unclear links to the published issues that name an entry, by their number in the list.
func (b *builder) unclear(kind, id string) []link {
	if len(b.doubts) == 0 {
		return nil
	}
	return b.marks(b.doubts[entry{kind, id}])
}

// unclearOf are those that name a statement or one of its purposes, rights, events and
// promises: the page has no entry for any of these but its statements.
func (b *builder) unclearOf(s *notices.Statement) []link {
	if len(b.doubts) == 0 {
		return nil
	}
	found := slices.Clone(b.doubts[entry{"", s.ID}])
	for _, named := range []struct {
		kind string
		ids  []string
	}{{"purpose", s.Purposes}, {"right", s.Rights}, {"event", s.Events}, {"obligation", s.Owed}} {
		for _, id := range named.ids {
			found = append(found, b.doubts[entry{named.kind, id}]...)
		}
	}
	slices.Sort(found)
	return b.marks(found)
}

// marks are the links to issues, which stand in order, each once.
func (b *builder) marks(issues []int) []link {
	var out []link
	for k, i := range issues {
		if k == 0 || i != issues[k-1] {
			out = append(out, b.issues[i])
		}
	}
	return out
}

// about explains the purposes, rights and events a statement names, where the
// notice says more of them than their name and has not said it before.
func (b *builder) about(s *notices.Statement) []aboutView {
	var out []aboutView
	explain := func(kind, id string, v aboutView, includes []string, text string) {
		if v.Text == "" && text == "" && len(includes) == 0 || !b.tell(entry{kind, id}) {
			return
		}
		v.Includes, v.Prose = parts(includes), b.write(kind, id, text, 4)
		out = append(out, v)
	}
	for _, id := range s.Purposes {
		p := b.purposes.at(id)
		explain("purpose", id, aboutView{Title: p.Title, Text: p.Text, List: p.List}, p.Includes, p.Prose)
	}
	for _, id := range s.Rights {
		r := b.rights.at(id)
		explain("right", id, aboutView{Title: r.Title, Text: r.Text}, nil, "")
	}
	for _, id := range s.Events {
		e := b.events.at(id)
		explain("event", id, aboutView{Title: e.Title, Text: e.Text}, nil, "")
	}
	return out
}

func (b *builder) noteView(n *notices.Note, level int) noteView {
	v := noteView{ID: n.Anchor, Title: n.Title, Text: n.Text, Level: level, Items: capitals(n.Items), Unclear: b.unclear("note", n.ID), Prose: b.write("note", n.ID, n.Prose, level)}
	for _, l := range n.Links {
		v.Links = append(v.Links, webLink(l.URL, l.Label))
	}
	return v
}
