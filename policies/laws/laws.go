// Package laws holds the law packs: what a law demands of a notice, made checkable.
//
// A pack is a folder named as the law's id. Its pack.toml says what the law is, its
// *.rego are the checks, each with its METADATA and its tests beside it, and its
// rules.toml is what the law forbids and owes at run time, with the scenarios that
// show it in scenarios.toml; README.md tells how to write one. Adding a pack is adding
// a folder, and adding a check or a rule is adding it: there is no list.
//
// The checks see a notice as package policies hands it to [Pack.Run] and give what
// they find by check id; policies makes findings of that. The rules of a decision
// ([Rules]) are compiled by policies beside the notice's own statements.
//
// # What it promises
//
// A check that finds nothing is not met: silence never passes. A pack that cannot be
// compiled or run is an error and no clean bill. What the METADATA of a pack says is read
// at first use, its rules when they are first run, once in a process; and what a pack has
// found in a notice is not looked for again while a [Memory] has it.
package laws

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

//go:embed *.rego */pack.toml */*.rego */rules.toml
var files embed.FS

// Pack is one law made checkable.
type Pack struct {
	ID string // name of its folder: "us-ny-2d"; or Own
	inventory.Law
	Checks []Check // in the order of its files and lines
	Denies *Denies // of Own; nil for none
	Sum    Sum     // of the files it is written in

	rules *rego.Checks // nil in Own without checks
}

// Check is one demand of the law, as its METADATA states it.
type Check struct {
	ID       string
	Title    string            // what is demanded, as a heading
	Law      string            // the demand in our words
	Citation string            // where the law says it
	Severity finding.Severity  // of its findings, once it is confirmed
	Capacity []string          // the capacities it is for; none for all
	Says     map[string]string // topics it looks for in what entries say: topic → what has to be said
	Section  string            // where in a page a note that says them belongs, "" for nowhere in particular
	Missing  string            // what is wrong where nothing meets it
	Help     string            // what to do
	Wrong    string            // TOML that does not meet it, "" for none
	Right    string            // TOML that meets it
	Sources  []string          // keys of the pack's Sources in which the row was read
	Rules    []string          // ids of the decision rules that it holds the notice against
	// Confirmed says that the row was read in its sources. What is known by heart
	// only warns.
	Confirmed    bool
	Since, Until inventory.Date // first and last day in force; zero for open
}

// Result is one thing a check found. Exactly one of Met, Lacks, Unsaid and Idle is set.
type Result struct {
	Met    string `json:"met"`    // the entry that meets the demand: a statement's id, or kind.id
	Lacks  string `json:"lacks"`  // what is wrong, as a finding words it
	Entry  string `json:"entry"`  // of Lacks: where, "" for the notice as a whole
	Unsaid string `json:"unsaid"` // the topic that no entry says
	Idle   string `json:"idle"`   // why the demand does not arise
}

// IDs lists the laws there are packs of, sorted.
func IDs() []string { return slices.Clone(ids()) }

// ids are the folders; every notice is asked which of them may reach it.
var ids = sync.OnceValue(func() (ids []string) {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		if e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids
})

// Meant asks whether a law was meant by an id that there is no pack of: those whose id
// has the same words and more, or else the one that is spelt most alike. It is "" where
// neither is, or too many are to list.
func Meant(id string) string {
	words := strings.Split(strings.ToLower(id), "-")
	near := slices.DeleteFunc(IDs(), func(law string) bool {
		of := strings.Split(law, "-")
		return slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(of, w) })
	})
	if len(near) == 0 {
		if one := inventory.Closest(id, IDs()); one != "" {
			near = []string{one}
		}
	}
	if len(near) == 0 || len(near) > 3 {
		return ""
	}
	return fmt.Sprintf("did you mean \"%s\"?", strings.Join(near, `" or "`))
}

// Named gives the id of the pack whose law is named in words, such as “New York Education
// Law § 2-d”, or "" where it is none or may be several: each word of the id stands in it,
// a state by its name or its code, and us, eu and ca may be left out.
func Named(law string) string {
	law = strings.ToLower(law)
	said := map[string]bool{}
	for _, word := range strings.FieldsFunc(law, func(r rune) bool { return strings.ContainsRune(" ,.§()", r) }) {
		for _, part := range append(strings.Split(word, "-"), strings.ReplaceAll(word, "-", "")) {
			said[part] = true
		}
	}
	best, longest := "", 0
	for _, id := range ids() {
		words := strings.Split(id, "-")
		if slices.Contains([]string{"us", "eu", "ca"}, words[0]) {
			words = words[1:]
		}
		lacks := func(w string) bool { return !said[w] && (states()[w] == "" || !strings.Contains(law, states()[w])) }
		switch {
		case len(words) < longest || slices.ContainsFunc(words, lacks):
		case len(words) == longest:
			best = ""
		default:
			best, longest = id, len(words)
		}
	}
	return best
}

// states are the names of those whose laws have packs, in lower case, by their codes in ids.
var states = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, id := range ids() {
		for _, word := range strings.Split(id, "-") {
			code := inventory.Region("US-" + strings.ToUpper(word))
			if name := code.Name(); name != string(code) {
				names[word] = strings.ToLower(name)
			}
		}
	}
	return names
})

// about, rules and packs are read at first use and kept, by id.
var about, rules, packs sync.Map

// About says what the law of a pack is, without its checks. There is none for an id
// that is not among [IDs].
func About(id string) (*inventory.Law, error) {
	if known, ok := about.Load(id); ok { // every notice asks for all
		return known.(func() (*inventory.Law, error))()
	}
	if !slices.Contains(ids(), id) {
		return nil, fmt.Errorf("law pack %q: %w", id, fs.ErrNotExist)
	}
	once, _ := about.LoadOrStore(id, sync.OnceValues(func() (*inventory.Law, error) {
		law, found := inventory.ReadLaw(files, path.Join(id, "pack.toml"))
		if len(found) > 0 {
			return nil, fmt.Errorf("law pack %q: %s: %s", id, found[0].Place, found[0].Message)
		}
		return law, nil
	}))
	return once.(func() (*inventory.Law, error))()
}

// Rules gives what a law decides at run time; nothing where its pack has no rules.toml.
func Rules(id string) (*inventory.Rules, error) {
	law, err := About(id)
	if err != nil {
		return nil, err
	}
	once, _ := rules.LoadOrStore(id, sync.OnceValues(func() (*inventory.Rules, error) {
		file := path.Join(id, "rules.toml")
		if _, err := fs.Stat(files, file); err != nil {
			return &inventory.Rules{}, nil
		}
		read, found := inventory.ReadRules(files, file, law)
		if len(found) > 0 {
			return nil, fmt.Errorf("law pack %q: %s: %s; %s", id, found[0].Place, found[0].Message, found[0].Help)
		}
		return read, nil
	}))
	return once.(func() (*inventory.Rules, error))()
}

// RuleIDs lists the ids of the rules of all packs, in the order of their packs.
func RuleIDs() []string {
	var ids []string
	for _, id := range IDs() {
		read, err := Rules(id)
		if err != nil {
			panic(err) // embedded
		}
		for i := range read.Rules {
			ids = append(ids, read.Rules[i].ID)
		}
	}
	return ids
}

// Acceptable lists what a workspace may accept under [laws]: the rules of all packs,
// and the gates that are not confirmed.
func Acceptable() []string {
	ids := RuleIDs()
	for _, id := range IDs() {
		read, err := Rules(id)
		if err != nil {
			panic(err) // embedded
		}
		for _, g := range read.Gates {
			if !g.Confirmed {
				ids = append(ids, g.ID)
			}
		}
	}
	return ids
}

// Gate gives a gate that rules of some pack name by its id, or nil.
func Gate(id string) *inventory.RuleGate {
	for _, law := range IDs() {
		read, err := Rules(law)
		if err != nil {
			panic(err) // embedded
		}
		for i := range read.Gates {
			if read.Gates[i].ID == id {
				return &read.Gates[i]
			}
		}
	}
	return nil
}

// Open gives the pack of a law. Its checks are compiled when they are first run.
func Open(id string) (*Pack, error) {
	law, err := About(id)
	if err != nil {
		return nil, err
	}
	once, _ := packs.LoadOrStore(id, sync.OnceValues(func() (*Pack, error) { return read(id, law) }))
	return once.(func() (*Pack, error))()
}

// All opens every pack, in the order of their ids.
func All() ([]*Pack, error) {
	var all []*Pack
	for _, id := range IDs() {
		p, err := Open(id)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// modules gives the rules in files of some names, by file name, the tests left out.
func modules(fsys fs.FS, pattern string) map[string]string {
	found := map[string]string{}
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			panic(err) // embedded
		}
		found[name] = string(text)
	}
	return found
}

// shared are the files of what packs share. No file of a workspace has such a name.
var shared = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for name, text := range modules(files, "*.rego") {
		all["candor:"+name] = text
	}
	return all
})

// library is what packs share.
var library = sync.OnceValue(func() *rego.Library {
	l, err := rego.NewLibrary(shared())
	if err != nil {
		panic(err) // embedded
	}
	return l
})

// read reads the pack of a law.
func read(id string, law *inventory.Law) (*Pack, error) {
	mine := modules(files, id+"/*.rego")
	about, err := rego.Annotations(outlines(mine))
	if err != nil {
		return nil, fmt.Errorf("law pack %q: %w", id, err)
	}
	p := &Pack{ID: id, Law: *law, Sum: sumOf(mine, modules(files, id+"/*.toml"), shared())}
	p.rules = rego.NewChecks(mine, library, fmt.Sprintf("data.candor.laws[%q].checks", id))
	for _, a := range about {
		if checkAt(a.Path, "data", "candor", "laws", id, "checks") == "" {
			continue // what only helps
		}
		c, err := newCheck(a)
		if err != nil {
			return nil, fmt.Errorf("law pack %q: %s:%d: %w", id, a.File, a.Line, err)
		}
		p.Checks = append(p.Checks, c)
	}
	return p, nil
}

// outlines are files of rules without what the rules say: what METADATA says of checks
// stands in its line, and is read in a fraction of the time.
func outlines(modules map[string]string) map[string]string {
	all := map[string]string{}
	for name, text := range modules {
		lines, above := strings.Split(text, "\n"), 0 // comments right above a line
		for i, line := range lines {
			switch {
			case strings.HasPrefix(line, "#"):
				above++
				continue
			case strings.HasPrefix(line, "package "):
				clear(lines[i-above : i])
			case strings.HasPrefix(line, "checks["):
				head, _, _ := strings.Cut(line, "]")
				lines[i] = head + "] := true"
			default:
				clear(lines[i-above : i+1])
			}
			above = 0
		}
		all[name] = strings.Join(lines, "\n")
	}
	return all
}

// checkAt is the id of the check that stands at a path, such as
// data.candor.laws["us-ny-2d"].checks["ny2d-3b-1"], and "" for what is none of a pack's.
func checkAt(path []string, pack ...string) string {
	if last := len(path) - 1; last == len(pack) && slices.Equal(path[:last], pack) {
		return path[last]
	}
	return ""
}

// Recall gives what Run found in a notice before, and whether that is remembered.
func (p *Pack) Recall(v *View, capacity string, on inventory.Date, m *Memory) (map[string][]Result, bool) {
	rows, ok := m.Recall(p.key(v, capacity, on), rowWidth)
	if !ok {
		return nil, false
	}
	return foundIn(rows), true
}

// Compile compiles packs that are about to be run: together, it takes less time.
func Compile(packs ...*Pack) {
	var all []*rego.Checks
	for _, p := range packs {
		if p.rules != nil && p.ID != Own { // those have been
			all = append(all, p.rules)
		}
	}
	rego.Compile(all...)
}

// Run looks at a notice that answers to the law in a capacity, "" for none, as the law
// stands on a day, gives what each check found, and remembers it. A check that is not
// among the results found nothing.
func (p *Pack) Run(ctx context.Context, v *View, capacity string, on inventory.Date, m *Memory) (map[string][]Result, error) {
	found := map[string][]Result{}
	if p.rules == nil {
		return found, nil
	}
	notice, err := v.read()
	if err != nil {
		return nil, err
	}
	law := map[string]any{"id": p.ID, "capacity": capacity, "on": on.String(), "where": map[string]any{
		"person": places(p.Where.Person), "customer": places(p.Where.Customer), "host": places(p.Where.Host),
	}}
	if err := p.rules.Run(ctx, notice, law, &found); err != nil {
		return nil, fmt.Errorf("law pack %q: %w", p.ID, err)
	}
	m.Keep(p.key(v, capacity, on), rowsOf(found))
	return found, nil
}

func places(regions []inventory.Region) []any {
	all := []any{}
	for _, r := range regions {
		all = append(all, string(r))
	}
	return all
}

// Check gives a check of the pack by its id, or nil.
func (p *Pack) Check(id string) *Check {
	for i := range p.Checks {
		if p.Checks[i].ID == id {
			return &p.Checks[i]
		}
	}
	return nil
}

// ruleHead is where a rule begins in a file that is formatted.
var ruleHead = regexp.MustCompile(`(?m)^\w+`)

// Tests lists the tests that hold a check of a law against notices that meet it and
// that do not, each as file and name: those that name the check, or a value that does.
func Tests(law, check string) []string {
	names, err := fs.Glob(files, law+"/*_test.rego")
	if err != nil {
		panic(err) // the pattern is ours
	}
	var tests []string
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		heads, meant := ruleHead.FindAllIndex(text, -1), []string{strconv.Quote(check)}
		var rules [][]byte // that test
		for i, head := range heads {
			end := len(text)
			if i+1 < len(heads) {
				end = heads[i+1][0]
			}
			rule := text[head[0]:end]
			switch {
			case bytes.HasPrefix(rule, []byte("test_")):
				rules = append(rules, rule)
			case bytes.Contains(rule, []byte(meant[0])):
				meant = append(meant, string(text[head[0]:head[1]]))
			}
		}
		for _, test := range rules {
			if slices.ContainsFunc(meant, func(m string) bool { return bytes.Contains(test, []byte(m)) }) {
				tests = append(tests, name+": "+string(ruleHead.Find(test)))
			}
		}
	}
	return tests
}

// Topics lists what the checks of all packs look for in what entries say, sorted.
var Topics = sync.OnceValues(func() ([]string, error) {
	all, err := All()
	if err != nil {
		return nil, err
	}
	topics := map[string]bool{}
	for _, p := range all {
		for i := range p.Checks {
			for topic := range p.Checks[i].Says {
				topics[topic] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(topics)), nil
})

// Codes lists the ids of all checks, in the order of their packs.
func Codes() []string {
	all, err := All()
	if err != nil {
		panic(err) // embedded
	}
	var ids []string
	for _, p := range all {
		for i := range p.Checks {
			ids = append(ids, p.Checks[i].ID)
		}
	}
	return ids
}

// Explain gives the page of a check, or of a rule.
func Explain(code string) (finding.Page, bool) {
	for _, id := range IDs() {
		if read, err := Rules(id); err == nil {
			for i := range read.Rules {
				if r := &read.Rules[i]; r.ID == code {
					return rulePage(r), true
				}
			}
		}
	}
	for _, id := range IDs() {
		if p, err := Open(id); err == nil && p.Check(code) != nil {
			return p.Check(code).Page(), true
		}
	}
	return finding.Page{}, false
}

// rulePage explains a rule at length.
func rulePage(r *inventory.Rule) finding.Page {
	p := finding.Page{Code: r.ID, Title: "What a decision takes from " + r.Citation, Severity: finding.Note, Why: r.Text}
	if r.Kind == inventory.KindBar {
		p.Help = "candor check tells of statements that permit it; narrow them, write a bar, or accept it in an issue: accepts = [\"" + r.ID + "\"]"
	}
	if !r.Confirmed {
		p.Why += " Nobody has read this row in a source: it is told and changes nothing."
		p.Right = "# candor.toml, to have it count\n[laws]\naccepts = [\"" + r.ID + "\"]"
	}
	return p
}
