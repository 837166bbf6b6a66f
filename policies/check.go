package policies

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/laws"
)

// Review is what the law packs that notices switch on make of them.
type Review struct {
	Rows      []Row             // every demand that was asked, by notice, law and its order in the pack
	Documents []Wanted          // every document that is asked for, by notice
	Findings  []finding.Finding // sorted
	Own       *laws.Pack        // the workspace's own, nil where it has none
	Waiting   []Waiting         // laws that were not asked
}

// Waiting is a law that a notice switches on and that was not asked, because an entry of
// the notice has something wrong and is left out, which is no lack of what the law demands.
type Waiting struct{ Notice, Law string }

// Row is one demand of a law on one notice.
type Row struct {
	Notice, Law string // ids
	Capacity    string // in which the notice answers to the law, "" for a law that knows none
	Check       *laws.Check
	State       State
	Entries     []Entry           // that meet it
	Lacking     []finding.Finding // what is lacking, also where it is accepted or excepted
	Why         string            // of Accepted the issue, of Excepted the reason, of Idle why
}

// Entry is an entry of a notice that meets a demand, with where it is read and written.
type Entry struct {
	ID    string        `json:"id"`             // of a statement, kind.id of others
	Path  string        `json:"path,omitempty"` // in the site, "" for what has no place of its own there
	Place finding.Place `json:"place,omitzero"`
}

// State is how a notice stands to a demand.
type State string

// The states of a row.
const (
	Met      State = "met"
	Lacking  State = "lacking"
	Accepted State = "accepted" // lacking, and an issue of the notice says so
	Excepted State = "excepted" // lacking, and the workspace has an exception that holds
	Idle     State = "idle"     // the demand does not arise
)

// grace is for how many days an exception that has ended still only warns.
const grace = 30

// patience is how long one law may take over one notice. A real one takes milliseconds.
const patience = 20 * time.Second

// Check holds notices against the law packs that they switch on, as the law stands on
// a day; the zero day is any. What a law finds has the id of its check as its code and
// its citation as its Law.
//
// A notice switches a pack on under `laws` and an addendum under `law`. The pack sees
// the body, and of the addenda those that name the law, or no other and apply within
// its places. The checks of the workspace's own pack, nil where it has none, are asked
// of every notice with all its addenda.
//
// A notice of which an entry was left out waits: what a law would miss there may be the
// very thing.
func Check(ctx context.Context, set *notices.Set, on inventory.Date, own *laws.Pack) Review {
	return CheckAgain(ctx, set, on, own, nil)
}

// CheckAgain is Check with what packs found before. It finds the same.
func CheckAgain(ctx context.Context, set *notices.Set, on inventory.Date, own *laws.Pack, m *laws.Memory) Review {
	c := &checker{Review: Review{Own: own}, set: set, on: on, memory: m}
	for _, n := range set.Notices {
		c.notice(ctx, n)
	}
	c.exceptions()
	c.rules()
	finding.Sort(c.Findings)
	return c.Review
}

// Laws lists the ids of the laws that were asked, sorted; laws.Own where checks of the
// workspace's own were.
func (r *Review) Laws() []string {
	var ids []string
	for _, row := range r.Rows {
		ids = append(ids, row.Law)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Of is the review of one law, its documents included. What is wrong with how notices
// switch laws on is left out.
func (r *Review) Of(law string) Review {
	codes := map[string]bool{}
	if decides, err := laws.Rules(law); err == nil {
		for i := range decides.Rules {
			codes[decides.Rules[i].ID] = true
		}
	}
	of := Review{Own: r.Own}
	for _, row := range r.Rows {
		codes[row.Check.ID] = codes[row.Check.ID] || row.Law == law
		if row.Law == law {
			of.Rows = append(of.Rows, row)
		}
	}
	for _, w := range r.Waiting {
		if w.Law == law {
			of.Waiting = append(of.Waiting, w)
		}
	}
	told := map[finding.Place]string{} // of documents, by where they are asked for
	for _, d := range r.Documents {
		if d.Law != law {
			continue
		}
		of.Documents = append(of.Documents, d)
		for _, f := range d.Findings {
			told[f.Place] = f.Code
		}
	}
	of.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool { return !codes[f.Code] && told[f.Place] != f.Code })
	return of
}

// Reviewed is the day before which no pack of the laws asked was held against its law,
// "" when none was asked.
func (r *Review) Reviewed() string {
	var reviewed string
	for _, id := range r.Laws() {
		if law, err := laws.About(id); err == nil && (reviewed == "" || law.Reviewed.String() < reviewed) {
			reviewed = law.Reviewed.String()
		}
	}
	return reviewed
}

// Unconfirmed counts the demands that nobody has read in a source.
func (r *Review) Unconfirmed() int {
	n := 0
	for i := range r.Rows {
		if !r.Rows[i].Check.Confirmed {
			n++
		}
	}
	return n
}

// Closing is the line that ends every output about laws, "" when none was asked and none
// would have been.
func (r *Review) Closing() string {
	return strings.Join(slices.DeleteFunc([]string{r.summary(), r.waits()}, func(s string) bool { return s == "" }), "; ")
}

// waits says which laws were not asked of which notices, and why.
func (r *Review) waits() string {
	if len(r.Waiting) == 0 {
		return ""
	}
	var ids, of []string
	for _, w := range r.Waiting {
		ids, of = append(ids, w.Law), append(of, w.Notice)
	}
	slices.Sort(ids)
	slices.Sort(of)
	ids, of = slices.Compact(ids), slices.Compact(of)
	wait := "waits"
	if len(ids) > 1 {
		wait = "wait"
	}
	const few = 5
	if n := len(of) - few; n > 0 {
		of = append(of[:few], fmt.Sprintf("%d more", n))
	}
	return fmt.Sprintf("%s %s for %s: what a slip leaves out is not told again as lacking", strings.Join(ids, ", "), wait, strings.Join(of, ", "))
}

// summary counts the demands that were asked by how they stand.
func (r *Review) summary() string {
	asked := r.Laws()
	if len(asked) == 0 {
		return ""
	}
	states := map[State]int{}
	for i := range r.Rows {
		states[r.Rows[i].State]++
	}
	stand := fmt.Sprintf("%d met, %d lacking, %d accepted", states[Met], states[Lacking], states[Accepted])
	if n := states[Excepted]; n > 0 {
		stand += fmt.Sprintf(", %d excepted", n)
	}
	if n := states[Idle]; n == 1 {
		stand += ", 1 that does not arise"
	} else if n > 1 {
		stand += fmt.Sprintf(", %d that do not arise", n)
	}
	line := fmt.Sprintf("%s: %s asked: %s; not legal advice", strings.Join(asked, ", "), plural(len(r.Rows), "demand"), stand)
	if reviewed := r.Reviewed(); reviewed != "" {
		line += fmt.Sprintf("; packs last reviewed on %s; %s unconfirmed", reviewed, plural(r.Unconfirmed(), "row"))
	}
	return line
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

type checker struct {
	Review
	set    *notices.Set
	on     inventory.Date
	memory *laws.Memory
}

func (c *checker) find(n *notices.Notice, f finding.Finding) {
	if page, ok := finding.Explain(f.Code); ok {
		f.Severity = page.Severity
	}
	if n != nil {
		f.Notice = n.ID
	}
	c.Findings = append(c.Findings, f)
}

// asked is a law that a notice switches on.
type asked struct {
	law      string
	place    finding.Place // where it is switched on first
	body     bool          // the notice as a whole does
	capacity string
	addenda  []string // those that name it
}

// packName reports whether an addendum names its law as packs are named, and not in
// words of its author.
func packName(law string) bool { return law == strings.ToLower(law) && !strings.Contains(law, " ") }

func (c *checker) notice(ctx context.Context, n *notices.Notice) {
	if c.set.Internal[n.ID].Partial {
		c.wait(n)
		return
	}
	var all []*demanded
	seen := &views{notice: n, made: map[string]*laws.View{}}
	for _, a := range c.asked(n) {
		if !slices.Contains(laws.IDs(), a.law) {
			c.unknown(n, a.law, a.place)
			continue
		}
		pack, err := laws.Open(a.law)
		if err == nil {
			a.capacity = c.capacity(n, pack, a)
		}
		all = append(all, &demanded{asked: a, pack: pack, err: err})
	}
	if c.Own != nil {
		a := &asked{law: laws.Own, place: finding.Place{File: c.record(n, "notice").Place.File}}
		for i := range n.Addenda {
			a.addenda = append(a.addenda, n.Addenda[i].ID)
		}
		a.capacity = c.capacity(n, c.Own, a)
		all = append(all, &demanded{asked: a, pack: c.Own})
	}
	c.run(ctx, all, seen)
	for _, d := range all {
		switch {
		case d.err == nil:
			c.law(n, d)
		case d.law == laws.Own:
			c.find(n, finding.Finding{Code: "own-rule", Message: d.err.Error(), Help: "mend the rule: what cannot be run has found nothing, which is no clean bill"})
		default:
			c.find(n, finding.Finding{Code: "law-broken", Place: d.place, Message: d.err.Error(), Help: "this is a fault of candor, not of your files: please report it"})
		}
	}
	if c.Own != nil {
		c.Findings = append(c.Findings, CheckOwn(ctx, &notices.Set{Notices: []*notices.Notice{n}}, c.Own.Denies)...)
	}
	if err := c.contradictions(n); err != nil {
		c.find(n, finding.Finding{Code: "law-broken", Message: err.Error(), Help: "this is a fault of candor, not of your files: please report it"})
	}
	c.documents(n)
	c.spoken(n)
	c.capacities(n)
	c.topics(n)
	c.accepted(n)
	c.propose(n)
}

// wait puts off what laws ask of a notice of which an entry was left out, and reports only
// what it names and nobody knows.
func (c *checker) wait(n *notices.Notice) {
	for _, a := range c.asked(n) {
		if slices.Contains(laws.IDs(), a.law) {
			c.Waiting = append(c.Waiting, Waiting{n.ID, a.law})
		} else {
			c.unknown(n, a.law, a.place)
		}
	}
	if c.Own != nil {
		c.Waiting = append(c.Waiting, Waiting{n.ID, laws.Own})
	}
	c.spoken(n)
	c.capacities(n)
	c.topics(n)
	c.accepted(n)
}

// spoken warns of addenda that name in words a law that has a pack: nothing is checked for them.
func (c *checker) spoken(n *notices.Notice) {
	for _, a := range n.Addenda {
		if a.Law == "" || packName(a.Law) {
			continue
		}
		if law := laws.Named(a.Law); law != "" && !slices.Contains(n.Laws, law) {
			c.find(n, finding.Finding{
				Code: "unknown-law", Place: c.record(n, "addendum."+a.ID).Field("law"),
				Message: fmt.Sprintf("%q is the law in words, so that nothing is checked for it", a.Law), Help: fmt.Sprintf("write law = %q to have it checked", law),
			})
		}
	}
}

// unknown reports a law without a pack. One that is not spelt like any that has a
// pack may well be meant so.
func (c *checker) unknown(n *notices.Notice, law string, place finding.Place) {
	c.find(n, finding.Finding{Code: "unknown-law", Place: place, Message: fmt.Sprintf("there is no law pack %q, so that nothing is checked for it", law), Help: cmp.Or(laws.Meant(law), "candor laws lists the packs")})
	if laws.Meant(law) == "" {
		c.Findings[len(c.Findings)-1].Severity = finding.Note
	}
}

// closest says which of some ids or topics was meant, or else something more general.
func closest(noun, id string, ids []string, otherwise string) string {
	if near := inventory.Closest(id, ids); near != "" {
		return fmt.Sprintf("a similar %s is %q", noun, near)
	}
	return otherwise
}

// asked lists the laws that a notice and its addenda switch on, in the order of the
// inventory, with where they do.
func (c *checker) asked(n *notices.Notice) []*asked {
	return switchedOn(n, func(entry string) notices.Record { return c.record(n, entry) })
}

func switchedOn(n *notices.Notice, record func(entry string) notices.Record) []*asked {
	var all []*asked
	byLaw := map[string]*asked{}
	add := func(law string, place finding.Place) *asked {
		if byLaw[law] == nil {
			byLaw[law] = &asked{law: law, place: place}
			all = append(all, byLaw[law])
		}
		return byLaw[law]
	}
	head := record("notice")
	for i, law := range n.Laws {
		add(law, head.Item("laws", i)).body = true
	}
	for i := range n.Addenda {
		if a := &n.Addenda[i]; a.Law != "" && packName(a.Law) {
			on := add(a.Law, record("addendum."+a.ID).Field("law"))
			on.addenda = append(on.addenda, a.ID)
			on.capacity = cmp.Or(on.capacity, a.Role)
		}
	}
	for _, k := range n.Capacity {
		if on := byLaw[k.Law]; on != nil {
			on.capacity = k.As
		}
	}
	return all
}

func (c *checker) record(n *notices.Notice, entry string) notices.Record {
	return c.set.Internal[n.ID].Record(entry)
}

// demanded is a law that a notice switches on, with what its checks find.
type demanded struct {
	*asked
	pack  *laws.Pack
	view  *laws.View // of the notice, with the addenda that count
	found map[string][]laws.Result
	err   error
}

// run puts the demands of laws to a notice, except where it is remembered what they find.
func (c *checker) run(ctx context.Context, all []*demanded, seen *views) {
	var anew []*demanded
	var packs []*laws.Pack
	for _, d := range all {
		if d.err != nil {
			continue
		}
		d.addenda = reaching(seen.notice, d.pack.Where, d.asked)
		d.view = seen.with(d.addenda)
		known := false
		if d.found, known = d.pack.Recall(d.view, d.capacity, c.on, c.memory); !known {
			anew, packs = append(anew, d), append(packs, d.pack)
		}
	}
	laws.Compile(packs...)
	workers.Each(len(anew), func(i int) {
		d := anew[i]
		ctx, stop := context.WithTimeout(ctx, patience)
		defer stop()
		d.found, d.err = d.pack.Run(ctx, d.view, d.capacity, c.on, c.memory)
	})
}

// law makes rows of what the checks of a law found.
func (c *checker) law(n *notices.Notice, d *demanded) {
	for i := range d.pack.Checks {
		check := &d.pack.Checks[i]
		if !check.InForce(c.on) || !check.For(d.capacity) {
			continue
		}
		row := Row{Notice: n.ID, Law: d.pack.ID, Capacity: d.capacity, Check: check, State: Met}
		c.judge(n, d.asked, &row, d.found[check.ID])
		c.Rows = append(c.Rows, row)
	}
}

// capacity is in which capacity a notice answers to a law: its own word, or the
// party's role where the law knows it.
func (c *checker) capacity(n *notices.Notice, pack *laws.Pack, a *asked) string {
	switch as := capacityIn(n, &pack.Law, a); {
	case as != "" || len(pack.Capacities) == 0:
		return as
	case slices.ContainsFunc(n.Capacity, func(k notices.Capacity) bool { return k.Law == pack.ID }):
		return "" // reported with the word itself
	}
	c.find(n, finding.Finding{
		Code: "no-capacity", Place: a.place, Message: fmt.Sprintf("the notice does not say in which capacity it answers to %s", pack.ID),
		Help: askCapacity(pack.ID, &pack.Law, a.body),
	})
	return ""
}

// askCapacity asks what the organisation is under a law, with all that it may be. An
// addendum says it of itself.
func askCapacity(id string, law *inventory.Law, body bool) string {
	where := "[capacity] what you are under this law: " + id
	if !body {
		where = "[addendum] what you are under its law: role"
	}
	var may []string
	for _, k := range law.Capacities {
		may = append(may, fmt.Sprintf("%q (%s)", k.Key, k.Value))
	}
	last := len(may) - 1
	if last > 0 {
		may = []string{strings.Join(may[:last], ", "), may[last]}
	}
	return "write below " + where + " = " + strings.Join(may, " or ")
}

// capacitiesOf lists the capacities that a law knows.
func capacitiesOf(law *inventory.Law) (known []string) {
	for _, k := range law.Capacities {
		known = append(known, k.Key)
	}
	return known
}

// capacityIn is in which capacity a notice answers to a law, where the law knows it; ""
// where it knows none, or nobody says.
func capacityIn(n *notices.Notice, law *inventory.Law, a *asked) string {
	if as := cmp.Or(a.capacity, n.Party.Role); slices.Contains(capacitiesOf(law), as) {
		return as
	}
	return ""
}

// capacities reports those that a law does not know.
func (c *checker) capacities(n *notices.Notice) {
	for _, k := range n.Capacity {
		place := c.record(n, "capacity").Field(k.Law)
		law, err := laws.About(k.Law)
		if err != nil {
			c.unknown(n, k.Law, place)
			continue
		}
		var known []string
		for _, as := range law.Capacities {
			known = append(known, as.Key)
		}
		if slices.Contains(known, k.As) {
			continue
		}
		help := "it knows " + strings.Join(known, " and ")
		if len(known) == 0 {
			help = "this law asks the same of all; take the line out"
		}
		c.find(n, finding.Finding{Code: "unknown-capacity", Place: place, Message: fmt.Sprintf("%s knows no capacity %q", k.Law, k.As), Help: help})
	}
}

// judge makes a row, and findings, of what a check found.
func (c *checker) judge(n *notices.Notice, a *asked, row *Row, results []laws.Result) {
	var unsaid []string
	for _, r := range results {
		switch {
		case r.Lacks != "":
			c.lacks(n, a, row, r.Entry, r.Lacks, row.Check.Help)
		case r.Unsaid != "":
			unsaid = append(unsaid, r.Unsaid)
		case r.Met != "":
			row.Entries = append(row.Entries, Entry{r.Met, pathOf(n, r.Met), c.record(n, r.Met).Place})
		case r.Idle != "":
			row.State, row.Why = Idle, r.Idle
		}
	}
	slices.Sort(unsaid)
	if len(unsaid) > 0 {
		c.lacks(n, a, row, "", row.Check.Unsaid(unsaid...), row.Check.Tick(unsaid...))
	}
	if len(results) == 0 {
		c.lacks(n, a, row, "", row.Check.Missing, row.Check.Help)
	}
	slices.SortFunc(row.Entries, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	row.Entries = slices.Compact(row.Entries)
	finding.Sort(row.Lacking)
}

// pathOf is where an entry stands in the site.
func pathOf(n *notices.Notice, entry string) string {
	kind, id, vocabulary := strings.Cut(entry, ".")
	i := slices.IndexFunc(n.Statements, func(s notices.Statement) bool { return s.ID == entry })
	switch {
	case i >= 0:
		return n.Statements[i].Path
	case !vocabulary || slices.Contains([]string{"basis", "obligation", "right", "event"}, kind):
		return ""
	}
	return n.Path + "#" + kind + "-" + id
}

// lacks notes what an entry, or the notice, lacks, and reports it unless an issue
// accepts it or an exception switches the check off. What is not accepted decides how
// the row stands.
func (c *checker) lacks(n *notices.Notice, a *asked, row *Row, entry, message, help string) {
	check := row.Check
	f := finding.Finding{Code: check.ID, Severity: check.Grade(), Place: a.place, Message: message, Help: help, Why: check.Law, Law: check.Cited(), Pack: row.Law, Notice: n.ID}
	if r := c.record(n, entry); !r.Place.IsZero() {
		f.Place = r.Place
	}
	if c.set.LawReports {
		f.Severity = max(f.Severity, finding.Warning)
	}
	except := c.exception(check.ID, n.ID)
	accepting := issue(n, check.ID, entry)
	switch {
	case except != nil && !c.ended(except, 0):
		row.State, row.Why = Excepted, fmt.Sprintf("%s (%s, until %s)", except.Reason, except.Owner, except.Until)
	case accepting != nil:
		if row.State != Lacking {
			row.State, row.Why = Accepted, accepting.ID
		}
	default:
		row.State, row.Why = Lacking, ""
		if except != nil {
			f.Related = append(f.Related, lapsed(except))
			if !c.ended(except, grace) {
				f.Severity = max(f.Severity, finding.Warning)
			}
		}
		c.Findings = append(c.Findings, f)
	}
	row.Lacking = append(row.Lacking, f)
}

// issue finds the issue of a notice that accepts what a check finds at an entry, ""
// for the notice as a whole: one that names the check, and the entry (the notice as
// notice) unless it names none.
func issue(n *notices.Notice, check, entry string) *notices.Issue {
	for i := range n.Issues {
		is := &n.Issues[i]
		about := slices.Concat(is.About, is.Between)
		if slices.Contains(is.Accepts, check) && (len(about) == 0 || slices.Contains(about, cmp.Or(entry, "notice"))) {
			return is
		}
	}
	return nil
}

// exception finds the exception for a check of a notice, the one that lasts longest.
func (c *checker) exception(check, notice string) *inventory.Exception {
	var last *inventory.Exception
	for i := range c.set.Exceptions {
		x := &c.set.Exceptions[i]
		if x.Check == check && (x.Notice == "" || x.Notice == notice) && (last == nil || last.Until.Before(x.Until)) {
			last = x
		}
	}
	return last
}

// ended reports whether an exception has ended for more than some days. One without
// a day has ended; the file is reported for it.
func (c *checker) ended(x *inventory.Exception, days int) bool {
	return x.Until.IsZero() || !c.on.IsZero() && x.Until.AddDays(days).Before(c.on)
}

// lapsed points at an exception that has ended.
func lapsed(x *inventory.Exception) finding.Related {
	return finding.Related{Place: x.Place, Message: fmt.Sprintf("the exception of %s ended on %s", x.Owner, x.Until)}
}

// exceptions reports those for checks that there are none of.
func (c *checker) exceptions() {
	for _, x := range c.set.Exceptions {
		if x.Check != "" {
			c.known(nil, x.Check, x.Place)
		}
	}
}

// rules reports what the workspace accepts and no pack has, or nobody need accept.
func (c *checker) rules() {
	if len(c.set.Accepted) == 0 {
		return
	}
	ids := laws.Acceptable()
	for _, a := range c.set.Accepted {
		if !slices.Contains(ids, a.ID) {
			c.find(nil, finding.Finding{Code: "unknown-rule", Place: a.Place, Message: fmt.Sprintf("there is no rule or unconfirmed gate %q", a.ID), Help: closest("id", a.ID, ids, "candor laws --rules lists them")})
		}
	}
}

// accepted reports what issues accept that no check and nothing else finds.
func (c *checker) accepted(n *notices.Notice) {
	for _, is := range n.Issues {
		record := c.record(n, "issue."+is.ID)
		for i, code := range is.Accepts {
			if _, other := finding.Explain(code); other {
				continue
			}
			c.known(n, code, record.Item("accepts", i))
		}
	}
}

// known reports a check that there is none of.
func (c *checker) known(n *notices.Notice, check string, place finding.Place) {
	ids := append(laws.Codes(), laws.RuleIDs()...)
	if c.Own != nil {
		for i := range c.Own.Checks {
			ids = append(ids, c.Own.Checks[i].ID)
		}
	}
	if !slices.Contains(ids, check) {
		c.find(n, finding.Finding{Code: "unknown-check", Place: place, Message: fmt.Sprintf("there is no check %q", check), Help: closest("id", check, ids, "candor laws --checks lists them")})
	}
}

// topics reports what entries say and no pack asks for.
func (c *checker) topics(n *notices.Notice) {
	seen := map[string]int{}
	for _, said := range n.Says {
		i := seen[said.Entry]
		seen[said.Entry]++
		known, err := laws.Topics()
		if err != nil || slices.Contains(known, said.Topic) || c.ownTopic(said.Topic) {
			continue
		}
		place := c.record(n, said.Entry).Item("says", i)
		c.find(n, finding.Finding{Code: "unknown-topic", Place: place, Message: fmt.Sprintf("no law pack asks for %q", said.Topic), Help: closest("topic", said.Topic, known, "candor laws --checks lists the topics")})
	}
}

// ownTopic reports whether a check of the workspace's own looks for a topic.
func (c *checker) ownTopic(topic string) bool {
	return c.Own != nil && slices.ContainsFunc(c.Own.Checks, func(k laws.Check) bool { return k.Says[topic] != "" })
}

// propose tells of packs that a notice does not switch on, by the places and the ages
// it speaks of and the data it has.
func (c *checker) propose(n *notices.Notice) {
	on := map[string]bool{}
	for _, a := range c.asked(n) {
		on[a.law] = true
	}
	of := speaking(n)
	for _, id := range laws.IDs() {
		law, err := laws.About(id)
		if err != nil || on[id] || !of.holds(law.Classes) {
			continue
		}
		if entry := of.reached(law); entry != "" {
			c.find(n, finding.Finding{
				Code: "law-proposed", Place: c.record(n, entry).Place, Message: fmt.Sprintf("%s may reach those of whom this speaks, and %s is not switched on", law.Title, id),
				Help: fmt.Sprintf("write law = %q below [addendum], or laws = [%q] below [notice], if the law applies", id, id),
			})
		}
	}
}

// spoken is of what and of whom a notice speaks, as far as it may call for a law.
type spoken struct {
	*notices.Notice
	classes    []string             // of its data
	statements []*notices.Statement // of the body, that are of some places or ages
}

func speaking(n *notices.Notice) spoken {
	of := spoken{Notice: n}
	for i := range n.Categories {
		if class := n.Categories[i].Class; class != "" && !slices.Contains(of.classes, class) {
			of.classes = append(of.classes, class)
		}
	}
	for i := range n.Statements {
		s := &n.Statements[i]
		if s.Addendum == "" && s.Kind != "bar" && (len(s.Where.Person)+len(s.Where.Customer)+len(s.Where.Host) > 0 || !s.Age.IsZero()) {
			of.statements = append(of.statements, s)
		}
	}
	return of
}

// holds reports whether a notice has data of one of the classes.
func (n spoken) holds(classes []string) bool {
	return len(classes) == 0 || slices.ContainsFunc(n.classes, func(class string) bool { return slices.Contains(classes, class) })
}

// reached finds an entry that speaks of those whom a law protects by its places or its
// ages: an addendum, else an audience, else a statement. An addendum that names another
// law has been thought about.
func (n spoken) reached(law *inventory.Law) string {
	meets := func(where notices.Where, age inventory.AgeRange) bool {
		return within(where, law.Where) || overlaps(age, law.Age)
	}
	for _, a := range n.Addenda {
		if meets(a.Where, a.Age) && (a.Law == "" || !packName(a.Law)) {
			return "addendum." + a.ID
		}
	}
	for _, a := range n.Audiences {
		if a.Covered && overlaps(a.Age, law.Age) {
			return "audience." + a.ID
		}
	}
	for _, s := range n.statements {
		if meets(s.Where, s.Age) {
			return s.ID
		}
	}
	return ""
}

// overlaps reports whether some age is in both ranges, of which neither is open to all.
func overlaps(a, b inventory.AgeRange) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	return (a.Under == 0 || b.From < a.Under) && (b.Under == 0 || a.From < b.Under)
}

// within reports whether an addendum applies only in the places of a law. A law
// without places has none in particular.
func within(where notices.Where, law inventory.Where) bool {
	some := false
	for _, of := range [][2][]inventory.Region{{where.Person, law.Person}, {where.Customer, law.Customer}, {where.Host, law.Host}} {
		if len(of[1]) == 0 {
			continue
		}
		some = some || len(of[0]) > 0
		if slices.ContainsFunc(of[0], func(r inventory.Region) bool {
			return !slices.ContainsFunc(of[1], func(of inventory.Region) bool { return r.In(of) })
		}) {
			return false
		}
	}
	return some
}

// views are a notice as the checks of laws see it: with those addenda only that count
// under the law. Laws under which the same do share a view.
type views struct {
	notice *notices.Notice
	made   map[string]*laws.View // by the addenda
}

// with is the view with some addenda.
func (v *views) with(addenda []string) *laws.View {
	key := strings.Join(slices.Compact(slices.Sorted(slices.Values(addenda))), " ")
	if v.made[key] == nil {
		v.made[key] = laws.NewView(withAddenda(v.notice, addenda))
	}
	return v.made[key]
}

// withAddenda is the JSON of a notice with some of its addenda.
func withAddenda(n *notices.Notice, addenda []string) []byte {
	counts := func(addendum string) bool { return addendum == "" || slices.Contains(addenda, addendum) }
	seen := *n
	seen.Statements = slices.DeleteFunc(slices.Clone(n.Statements), func(s notices.Statement) bool { return !counts(s.Addendum) })
	seen.Notes = slices.DeleteFunc(slices.Clone(n.Notes), func(x notices.Note) bool { return !counts(x.Addendum) })
	seen.Documents = slices.DeleteFunc(slices.Clone(n.Documents), func(x notices.Document) bool { return !counts(x.Addendum) })
	seen.Addenda = slices.DeleteFunc(slices.Clone(n.Addenda), func(x notices.Addendum) bool { return !counts(x.ID) })
	seen.Says = slices.DeleteFunc(slices.Clone(n.Says), func(x notices.Said) bool { return !counts(x.Addendum) })
	return seen.CanonicalJSON()
}
