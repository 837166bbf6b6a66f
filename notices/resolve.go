package notices

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
	"github.com/candor-privacy/candor/notices/workers"
)

// Resolve turns an inventory into the model: every reference followed, every
// sentence worded. It resolves what it can even where the inventory has errors,
// so that a preview still shows the rest: a statement that names something unknown
// is left out, and the inventory has reported it already. A notice that is not to
// be published serves others as a base and has no place in the Set.
func Resolve(inv *inventory.Inventory) (*Set, []finding.Finding) {
	return new(Memory).Resolve(inv)
}

// Memory keeps what a Resolve made, so that the next makes again only the notices
// that have changed. The zero value remembers nothing. A Memory is for one Resolve at
// a time.
type Memory struct {
	notices map[*inventory.Notice]resolved
	byID    map[string]*Notice
}

// resolved is what comes of one notice.
type resolved struct {
	notice   *Notice
	internal Internal
	found    []finding.Finding
}

// Resolve is [Resolve] with a memory.
func (m *Memory) Resolve(inv *inventory.Inventory) (*Set, []finding.Finding) {
	set := newSet(inv.Workspace)
	published := slices.DeleteFunc(slices.Clone(inv.Notices), func(n *inventory.Notice) bool { return !n.Publish })
	all := make([]resolved, len(published))
	workers.Each(len(published), func(i int) {
		if old, ok := m.notices[published[i]]; ok {
			all[i] = old
			return
		}
		all[i] = resolve(published[i])
		if old := m.byID[all[i].notice.ID]; old != nil && old.digest == all[i].notice.digest {
			all[i].notice = old // it says the same in other lines
		}
	})
	m.notices, m.byID = make(map[*inventory.Notice]resolved, len(all)), make(map[string]*Notice, len(all))
	var found []finding.Finding
	for i, r := range all {
		m.notices[published[i]], m.byID[r.notice.ID] = r, r.notice
		set.Notices = append(set.Notices, r.notice)
		set.Internal[r.notice.ID] = r.internal
		found = append(found, r.found...)
	}
	set.seal()
	if !inv.Alone {
		found = append(found, translationsOf(inv, set)...)
	}
	finding.Sort(found)
	set.Errors = inv.Errors + finding.Count(found, finding.Error)
	return set, found
}

// resolve resolves one notice.
func resolve(in *inventory.Notice) resolved {
	r := newResolver(in, nil)
	n := r.notice(nil)
	n.digest = fingerprint(n)
	return resolved{n, r.internal(), r.found}
}

func newSet(w inventory.Workspace) *Set {
	return &Set{
		Title: w.Title, BaseURL: w.BaseURL, Banner: w.Banner, Internal: map[string]Internal{},
		Exceptions: w.Exceptions, LawReports: w.LawReports, Accepted: w.Accepted, Holidays: w.Holidays, Rules: w.Rules,
	}
}

// seal puts the notices of a set in their order and sums them up.
func (s *Set) seal() {
	slices.SortFunc(s.Notices, func(a, b *Notice) int { return cmp.Compare(a.ID, b.ID) })
	s.Digest = s.digest()
}

// resolver resolves one notice. It is made for that and thrown away.
type resolver struct {
	in    *inventory.Notice
	n     *Notice
	words *words.Words
	exact bool // the words are in the notice’s language
	shelves
	uses  builtins // that entries refer to
	found []finding.Finding

	left      int                         // bytes the notice may still grow by
	overgrown bool                        // and did
	partial   bool                        // a statement was left out
	answered  map[string]map[string]bool  // codes that issues accept, by the entries they name, "" for all
	permitted map[string]map[string]int   // statements that name an entry, see permits
	wordless  map[string]bool             // gates reported for having no words
	asked     map[string]int              // rights that are to be asked for at a contact, nil while not counted
	names     map[*inventory.Entry]string // labels as they stand inside a sentence
	slots     words.Slots                 // of the composer at work

	kin   *resolver // of a notice before, with the same wording; nil for none
	parts [wholes]made
	made  []made // each statement, at the same place as in the notice
	alike bool   // some statements read alike

	stock  map[*inventory.Entry]int // of one that others take from, the statements they may take
	pieces func() *pieces           // and its JSON

	gates      map[string]*Gate
	audiences  map[string]*Audience
	categories map[string]*Category
	purposes   map[string]*Purpose
	bases      map[string]*Basis
	recipients map[string]*Recipient
	obliged    map[string]*Obligation
	rights     map[string]*Right
	events     map[string]*Event
	sources    map[string]*Source
	contacts   map[string]*Contact
}

// newResolver makes the resolver of a notice. Before is that of one which may have the
// same entries, nil for none.
func newResolver(in *inventory.Notice, before *resolver) *resolver {
	r := &resolver{
		in: in, n: &Notice{ID: in.ID}, left: maxText, answered: map[string]map[string]bool{},
		permitted: map[string]map[string]int{}, wordless: map[string]bool{}, names: map[*inventory.Entry]string{}, slots: words.Slots{},
	}
	if before == nil {
		r.shelves = shelve(in.Entries, nil)
	} else {
		r.shelves = shelve(in.Entries, before.shelves)
	}
	r.uses = r.builtins()
	r.readAnswers()
	return r
}

// readAnswers gathers which warnings the issues of the notice answer.
func (r *resolver) readAnswers() {
	for _, i := range r.of(inventory.KindIssue) {
		about := slices.Concat(ids(i, "about"), ids(i, "between"))
		if len(about) == 0 {
			about = []string{""}
		}
		for _, code := range i.List("accepts") {
			if r.answered[code] == nil {
				r.answered[code] = map[string]bool{}
			}
			for _, id := range about {
				r.answered[code][id] = true
			}
		}
	}
}

// notice resolves in the order in which one part needs another: words, then
// vocabulary, then statements. What is the same in a notice that was resolved before, nil
// for none, is taken from there.
func (r *resolver) notice(before *resolver) *Notice {
	r.head()
	r.meet(before)
	r.part(inVocabulary, choosing, r.takeVocabulary, r.vocabulary)
	r.statements()
	r.part(inNotes, noting, func(o *resolver) { r.n.Notes = o.n.Notes }, r.notes)
	r.part(inAddenda, adding, func(o *resolver) { r.n.Addenda = o.n.Addenda }, r.addenda)
	r.part(inIssues, nil, func(o *resolver) { r.n.Issues = o.n.Issues }, r.issues)
	r.said()
	r.anchors()
	return r.n
}

// said gathers what entries say for a law. An issue says only what is wrong.
func (r *resolver) said() {
	for _, e := range r.in.Entries {
		if !r.shelves[e.Kind].says || e.Kind == inventory.KindIssue || e.ID != "" && !r.first(e) {
			continue
		}
		for _, topic := range unique(e.List("says")) {
			r.n.Says = append(r.n.Says, Said{topic, recordKey(e), e.Addendum})
		}
	}
}

// head resolves what the notice says of itself and of the party.
func (r *resolver) head() {
	n, e := r.n, r.one(inventory.KindNotice)
	n.Path = "/" + n.ID + "/"
	n.Title, n.Summary, n.Banner = e.Text("title"), e.Text("summary"), e.Text("banner")
	n.Language = e.Text("language")
	if n.Language == "" {
		n.Language = "en"
	}
	n.Effective, n.Updated, n.AsOf = e.Value("effective").Date(), e.Value("updated").Date(), e.Value("as-of").Date()
	n.Version = version(e.Text("version"), n.Effective, n.Updated)
	n.Translations = translations(e)
	n.Laws, n.Statutory = e.List("laws"), e.List("documents")
	capacity := r.one(inventory.KindCapacity)
	for i := range capacity.Values {
		if v := &capacity.Values[i]; v.Text != "" {
			n.Capacity = append(n.Capacity, Capacity{v.Name, v.Text})
		}
	}
	slices.SortFunc(n.Capacity, func(a, b Capacity) int { return cmp.Compare(a.Law, b.Law) })
	n.Prose = r.prose(e)
	r.loadWords(e)

	p := r.one(inventory.KindParty)
	n.Party = Party{
		Name: p.Text("name"), Short: p.Text("short"), Also: p.List("also"), Includes: p.Text("includes"),
		Role: p.Text("role"), Address: p.List("address"), Number: p.Text("number"),
		Website: p.Text("website"), Offers: p.List("offers"), Prose: r.prose(p),
	}
}

func (r *resolver) loadWords(e *inventory.Entry) {
	name, exact := words.File(r.n.Language)
	if r.words, r.exact = words.Load(name), exact; exact {
		return
	}
	r.report(finding.Finding{
		Code: "no-words", Severity: finding.Warning, Place: e.Value("language").Place,
		Message: fmt.Sprintf("there are no phrases for the language %q, so sentences are composed in English", r.n.Language),
		Help:    "write the sentence of each statement as text, or write the notice in English",
	})
}

func version(own string, dates ...inventory.Date) string {
	if own != "" {
		return own
	}
	for _, d := range dates {
		if !d.IsZero() {
			return d.String()
		}
	}
	return "none"
}

// one returns a singleton, or an empty entry so that callers need not ask.
func (r *resolver) one(k inventory.Kind) *inventory.Entry {
	if e := r.in.One(k); e != nil {
		return e
	}
	return &inventory.Entry{Kind: k}
}

func (r *resolver) prose(e *inventory.Entry) string {
	text := r.in.Prose[e.Text("prose")]
	if !r.spend(len(text)) {
		return ""
	}
	return text
}

// maxText bounds the text of a resolved notice. Entries that name each other many
// times could make a small inventory grow beyond any page.
const maxText = 16 << 20

// spend takes n bytes from what a notice may grow to, and reports whether they
// were left. Whoever is refused leaves its text out; the notice has an error then.
func (r *resolver) spend(n int) bool {
	if r.left -= n; r.left >= 0 {
		return true
	}
	if !r.overgrown {
		r.overgrown = true
		r.report(finding.Finding{
			Code: "too-much-text", Place: r.one(inventory.KindNotice).Place,
			Message: fmt.Sprintf("the notice would be longer than %d MiB, because long texts or large groups are named again and again", maxText>>20),
			Help:    "shorten the texts, or name groups in place of their members",
		})
	}
	return false
}

func (r *resolver) report(f finding.Finding) {
	f.Notice = r.n.ID
	r.found = append(r.found, f)
}

// anchors makes sure that no two elements of the page share an anchor: a
// statement's is its id, a vocabulary entry's has the kind before it.
func (r *resolver) anchors() {
	if !r.clash() {
		return
	}
	taken := make(map[string]*inventory.Entry, len(r.in.Entries))
	for _, e := range r.in.Entries {
		a := anchor(e.Kind, e.ID)
		if e.ID == "" || !r.first(e) || slices.Contains(unanchored, e.Kind) {
			continue
		}
		first, clash := taken[a]
		if !clash {
			taken[a] = e
			continue
		}
		r.report(finding.Finding{
			Code: "same-anchor", Place: e.Place,
			Message: fmt.Sprintf("two entries would both stand at #%s of the page", a),
			Help:    "give one of them another id",
			Related: []finding.Related{{Place: first.Place, Message: "the other one is here"}},
		})
	}
}

// clash reports whether any two share one. No kind has a hyphen in it, so that one of
// the two is a statement, with the id of another or what is the anchor of an entry.
func (r *resolver) clash() bool {
	for i, k := range statementKinds {
		for _, e := range r.of(k) {
			kind, id, _ := strings.Cut(e.ID, "-")
			if other := inventory.Kind(kind); r.entry(other, id) != nil && !slices.Contains(statementKinds, other) && !slices.Contains(unanchored, other) ||
				slices.ContainsFunc(statementKinds[i+1:], func(k inventory.Kind) bool { return r.entry(k, e.ID) != nil }) {
				return true
			}
		}
	}
	return false
}

// anchor is the fragment at which an entry stands in the page.
func anchor(k inventory.Kind, id string) string {
	if slices.Contains(statementKinds, k) {
		return id
	}
	return string(k) + "-" + id
}

// unanchored entries are printed with what they belong to.
var unanchored = []inventory.Kind{inventory.KindBasis, inventory.KindObligation, inventory.KindRight, inventory.KindEvent}

var statementKinds = []inventory.Kind{
	inventory.KindUse, inventory.KindShare, inventory.KindKeep,
	inventory.KindBar, inventory.KindClosed, inventory.KindDuty,
}
