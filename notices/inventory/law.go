package inventory

import (
	"fmt"
	"io/fs"

	"github.com/candor-privacy/candor/notices/finding"
)

// Law is what the pack.toml of a law pack says of the law.
type Law struct {
	Title      string
	Citation   string
	Reviewed   Date     // the day its rows were last held against the law
	Where      Where    // whom and where it may reach
	Age        AgeRange // of the people it protects
	Classes    []string // of data it is about
	Capacities []Pair   // the capacities it knows, with what each is; none where it has one rule for all
	Sources    []Pair   // what was read, by the key that rows name
	LeavesOut  []string // parts of the law that its pack neither asks about nor decides by, a phrase each
}

// lawTable, capacitiesTable and sourcesTable are the tables of pack.toml that are
// about the law.
var (
	lawTable = Table{Kind: "law", Shape: Single, Doc: "A law.", Fields: []Field{
		{Key: "title", Type: Text, Required: true, Doc: "What it is called.", Example: `"New York Education Law § 2-d"`},
		{Key: "citation", Type: Text, Required: true, Doc: "Where it stands.", Example: `"N.Y. Educ. Law § 2-d; 8 NYCRR Part 121"`},
		{Key: "reviewed", Type: DateType, Required: true, Doc: "The day its rows were last held against the law.", Example: `2026-11-21`},
		{Key: "where", Type: WhereType, Doc: "Whom and where it may reach; for proposing the pack, and for the addenda that count.", Example: `{ customer = "US-NY" }`},
		{Key: "age", Type: Age, Doc: "Ages of the people it protects, for proposing the pack.", Example: `{ under = 13 }`},
		{Key: "classes", Type: Enums, Values: Classes, Doc: "Classes of data it is about, for proposing the pack.", Example: `["student"]`},
		{Key: "leaves-out", Type: Words, Doc: "Parts of the law that the pack neither asks about nor decides by, a phrase each.", Example: `["penalties"]`},
	}}
	capacitiesTable = Table{Kind: "capacities", Shape: Single, Doc: "The capacities in which the law may be answered to, each with what it is.", Fields: []Field{{Key: anyID, Type: Text, Doc: "What it is.", Example: `"works for a school under a contract"`}}}
	sourcesTable    = Table{Kind: "sources", Shape: Single, Doc: "What was read, by the key that rows name.", Fields: []Field{{Key: anyID, Type: Text, Doc: "The text and its copy.", Example: `"8 NYCRR 121.10, as of June 2026"`}}}
)

// ReadLaw reads a pack.toml.
func ReadLaw(fsys fs.FS, file string) (*Law, []finding.Finding) {
	l := &loader{fsys: fsys, sources: map[string]*source{}, damaged: map[string]bool{}}
	r := l.document(file)
	if r == nil {
		return nil, l.findings
	}
	law := &Law{}
	for _, n := range r.root.nodes {
		switch {
		case n.key == string(lawTable.Kind) && n.shape == tableShape:
			v := r.settings(lawTable, n)
			law.Title, law.Citation, law.Reviewed = v.Text("title"), v.Text("citation"), v.Value("reviewed").Date()
			law.Where, law.Age, law.Classes, law.LeavesOut = v.Value("where").Where(), v.Value("age").Age(), v.List("classes"), v.List("leaves-out")
		case n.key == string(capacitiesTable.Kind) && n.shape == tableShape:
			law.Capacities = r.pairs(capacitiesTable, n)
		case n.key == string(sourcesTable.Kind) && n.shape == tableShape:
			law.Sources = r.pairs(sourcesTable, n)
		default:
			r.report("unknown-table", n.keyAt, fmt.Sprintf("a law pack has no table %q", n.key), "it has [law], [capacities] and [sources]")
		}
	}
	if law.Title == "" {
		r.report("missing-table", span{}, "there is no [law] table", "write [law] with title, citation and reviewed")
	}
	return law, append(l.findings, r.done()...)
}

// pairs reads a table whose keys are its author's, in the order written.
func (r *reading) pairs(t Table, n *node) []Pair {
	var out []Pair
	for _, c := range n.nodes {
		if v, ok := r.value(t.Fields[0].of(Text), c); ok {
			out = append(out, Pair{c.key, v.Text})
		}
	}
	return out
}
