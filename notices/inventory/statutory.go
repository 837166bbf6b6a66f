package inventory

import (
	"fmt"
	"io/fs"

	"github.com/candor-privacy/candor/notices/finding"
)

// Statutory is a document that a law asks for, as the file of a law pack lays it out:
// its sections in the words of the law, and what of a notice stands in each.
type Statutory struct {
	Title    string
	Citation string
	Text     string   // what it is and for whom, in a sentence or two
	Capacity []string // the capacities that owe it; none for all
	Signed   bool     // by the parties to the contract that it belongs to
	Edition
	Sections []StatutorySection
}

// Edition is how long something is the law: its first and its last day, zero for open.
type Edition struct{ Since, Until Date }

// Coming reports whether it is the law only after a day; it is for no day.
func (e Edition) Coming(on Date) bool { return on.Before(e.Since) }

// Gone reports whether it was the law before a day. What has an end is gone for no day.
func (e Edition) Gone(on Date) bool {
	return on.IsZero() && !e.Until.IsZero() || e.Until.Before(on)
}

// StatutorySection is a section of a document, with what of a notice stands in it: all
// that any of its lists picks.
type StatutorySection struct {
	Title    string
	Citation string
	Text     string   // what the law wants said here, or says itself
	Checks   []string // ids of the checks that demand it
	Capacity []string // the capacities in which it is asked for; in others it is optional. None for all
	Optional bool     // left out where the notice has nothing for it
	Edition

	Says       []string // topics: the entries that say them
	Rights     []string // duties that answer these rights
	Events     []string // duties that these events call for, and keeps that run from them
	Statements []string // statements of these kinds
	Classes    []string // of Statements and of category entries: only those about data of these classes
	Purposes   []string // of Statements: only those for purposes of these kinds
	To         []string // of Statements: only those that name recipients of these kinds
	From       []string // of Statements and of category entries: only those about data from sources of these kinds
	Closing    bool     // of Statements: only those that close what they are about to all else
	Entries    []string // all entries of these kinds of vocabulary
	Recipients []string // recipients of these kinds
	Contacts   []string // contacts for these uses
	Sources    []string // sources of these kinds
	Gates      []string // choices of these kinds
}

// statutoryTable and statutorySectionTable are the tables of such a file.
var (
	statutoryTable = Table{Kind: "document", Shape: Single, Doc: "A document that the law asks for.", Fields: []Field{
		{Key: "title", Type: Text, Required: true, Doc: "Its title.", Example: `"Parents’ Bill of Rights for Data Privacy and Security"`},
		{Key: "citation", Type: Text, Required: true, Doc: "Where the law asks for it.", Example: `"8 NYCRR 121.3(c)"`},
		{Key: "text", Type: Text, Doc: "What it is and for whom.", Example: `"It goes with the contract."`},
		{Key: "capacity", Type: Words, Doc: "The capacities that owe it; left out, all.", Example: `["contractor"]`},
		{Key: "signed", Type: Bool, Doc: "true where the parties to a contract sign it.", Example: `true`},
		{Key: "since", Type: DateType, Doc: "The first day it is the law.", Example: `2026-04-22`},
		{Key: "until", Type: DateType, Doc: "The last day it is the law.", Example: `2026-04-21`},
	}}
	statutorySectionTable = Table{Kind: "section", Shape: Listed, Doc: "A section of it. What any of its lists picks stands in it.", Fields: []Field{
		{Key: "title", Type: Text, Required: true, Doc: "Its heading.", Example: `"Encryption"`},
		{Key: "citation", Type: Text, Doc: "Where the law asks for it.", Example: `"8 NYCRR 121.3(c)(6)"`},
		{Key: "text", Type: Text, Doc: "What the law wants said here, or says itself.", Example: `"How the data is encrypted."`},
		{Key: "checks", Type: Words, Doc: "The checks that demand it.", Example: `["ny2d-121-3-c-6"]`},
		{Key: "capacity", Type: Words, Doc: "The capacities in which it is asked for; in others it is left out when a notice has nothing for it. Left out, all.", Example: `["school"]`},
		{Key: "since", Type: DateType, Doc: "The first day it is the law.", Example: `2026-04-22`},
		{Key: "until", Type: DateType, Doc: "The last day it is the law.", Example: `2026-04-21`},
		{Key: "optional", Type: Bool, Doc: "true where it is left out when a notice has nothing for it.", Example: `true`},
		{Key: "says", Type: Loose, Doc: "Topics: the entries that say them.", Example: `["encryption-at-rest"]`},
		{Key: "rights", Type: Enums, Values: BuiltinRights, Doc: "Duties that answer these rights.", Example: `["access"]`},
		{Key: "events", Type: Enums, Values: BuiltinEvents, Doc: "Duties at these events, and keeps from them.", Example: `["breach"]`},
		{Key: "statements", Type: Enums, Values: kindNames(statementKinds), Doc: "Statements of these kinds.", Example: `["use", "share"]`},
		{Key: "classes", Type: Enums, Values: Classes, Doc: "Of statements and of the categories under entries, those about data of these classes only.", Example: `["student"]`},
		{Key: "purposes", Type: Enums, Values: PurposeKinds, Doc: "Of statements, those for purposes of these kinds only.", Example: `["sale"]`},
		{Key: "to", Type: Enums, Values: RecipientKinds, Doc: "Of statements, those that name recipients of these kinds only.", Example: `["public"]`},
		{Key: "from", Type: Enums, Values: SourceKinds, Doc: "Of statements and of the categories under entries, those about data from sources of these kinds only.", Example: `["third-party"]`},
		{Key: "closing", Type: Bool, Doc: "true: of statements, those only that close what they are about to all that no statement permits.", Example: `true`},
		{Key: "entries", Type: Enums, Values: []string{"party", "audience", "category", "purpose", "basis", "contract"}, Doc: "All entries of these kinds.", Example: `["category"]`},
		{Key: "recipients", Type: Enums, Values: RecipientKinds, Doc: "Recipients of these kinds.", Example: `["processor"]`},
		{Key: "contacts", Type: Enums, Values: ContactUses, Doc: "Contacts for these uses.", Example: `["complaints"]`},
		{Key: "sources", Type: Enums, Values: SourceKinds, Doc: "Sources of these kinds.", Example: `["third-party"]`},
		{Key: "gates", Type: Enums, Values: GateKinds, Doc: "Choices of these kinds.", Example: `["consent"]`},
	}}
)

// ReadStatutory reads the file of a document of a law pack.
func ReadStatutory(fsys fs.FS, file string) (*Statutory, []finding.Finding) {
	l := &loader{fsys: fsys, sources: map[string]*source{}, damaged: map[string]bool{}}
	r := l.document(file)
	if r == nil {
		return nil, l.findings
	}
	d := &Statutory{}
	for _, n := range r.root.nodes {
		switch {
		case n.key == string(statutoryTable.Kind) && n.shape == tableShape:
			v := r.settings(statutoryTable, n)
			d.Title, d.Citation, d.Text, d.Capacity = v.Text("title"), v.Text("citation"), v.Text("text"), v.List("capacity")
			d.Signed, d.Edition = v.Value("signed").Bool, edition(v)
		case n.key == string(statutorySectionTable.Kind) && n.shape == tablesArea:
			for _, item := range n.items {
				d.Sections = append(d.Sections, r.statutorySection(item))
			}
		default:
			r.report("unknown-table", n.keyAt, fmt.Sprintf("a document of a law has no table %q", n.key), "it has [document] and [[section]]")
		}
	}
	if d.Title == "" || len(d.Sections) == 0 {
		r.report("missing-table", span{}, "there is no [document] table, or no [[section]]", "write [document] with title and citation, and its sections below it")
	}
	return d, append(l.findings, r.done()...)
}

func (r *reading) statutorySection(n *node) StatutorySection {
	v := r.settings(statutorySectionTable, n)
	return StatutorySection{
		Title: v.Text("title"), Citation: v.Text("citation"), Text: v.Text("text"), Checks: v.List("checks"), Capacity: v.List("capacity"),
		Optional: v.Value("optional").Bool, Edition: edition(v), Says: v.List("says"), Rights: v.List("rights"), Events: v.List("events"), Statements: v.List("statements"),
		Classes: v.List("classes"), Purposes: v.List("purposes"), To: v.List("to"), From: v.List("from"), Closing: v.Value("closing").Bool, Entries: v.List("entries"), Recipients: v.List("recipients"),
		Contacts: v.List("contacts"), Sources: v.List("sources"), Gates: v.List("gates"),
	}
}

func edition(v *Entry) Edition { return Edition{v.Value("since").Date(), v.Value("until").Date()} }
