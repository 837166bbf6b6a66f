package laws

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

// Own is the id of the pack that a workspace writes itself. No notice has to switch it
// on.
const Own = "own"

var (
	ownID   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	ownFile = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.rego$`)
)

// ReadOwn reads a workspace's own rules, by file, in the package candor.own: checks,
// with the library that law packs share, and denies ([ReadDenies]). Checks are written
// as those of a pack, and may leave out their source, and their citation, in whose
// place the file is named. The pack is nil where there are no rules, or where anything
// is wrong with them: half of somebody's rules is no clean bill.
func ReadOwn(rules map[string]string) (*Pack, []finding.Finding) {
	o := readRules(rules)
	if o.files == nil {
		return nil, o.sorted()
	}
	p := &Pack{ID: Own, Denies: o.denies()}
	o.checks(p)
	if len(o.found) > 0 {
		return nil, o.sorted()
	}
	return p, nil
}

// own is one reading of a workspace's rules.
type own struct {
	text  map[string]string
	files map[string]rego.Outline
	stray map[string]bool // files in another package
	found []finding.Finding
}

// readRules finds out what the files hold. There are none where they cannot be read.
func readRules(rules map[string]string) *own {
	o := &own{text: rules}
	if len(rules) == 0 {
		return o
	}
	files, err := rego.Outlines(rules)
	if err != nil {
		o.faults(err, ownHelp)
		return o
	}
	o.files, o.stray = files, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, r := range files[name].Rules {
			switch {
			case len(r.Path) < 4 || !slices.Equal(r.Path[:3], ownPath):
				o.fault(name, r.Line, r.Col, "this rule is not in the package candor.own, and would never be asked", "write package candor.own at the top of the file")
				o.stray[name] = true
			case r.Path[3] == "checks" && len(r.Path) != 5:
				o.fault(name, r.Line, r.Col, "this rule names no check", `write checks["its-id"] := results`)
			case r.Path[3] != "checks" && r.Path[3] != "deny" && !strings.HasPrefix(r.Path[3], "_"):
				o.fault(name, r.Line, r.Col, fmt.Sprintf("the rule %q would never be asked", r.Path[3]), `checks are named checks["its-id"], denies deny["its-id"], and what only helps begins with _`)
			case r.Path[3] == "deny" && o.holds(name, "checks"):
				o.fault(name, r.Line, r.Col, "a deny stands in a file with checks, and what checks look at is not there when a question is decided", "put denies into a file of their own")
			}
		}
	}
	return o
}

var ownPath = []string{"data", "candor", "own"}

const ownHelp = "opa check says the same; policies/laws/README.md tells how rules of your own are written"

// holds tells whether a file has rules of a name.
func (o *own) holds(file, name string) bool {
	return slices.ContainsFunc(o.files[file].Rules, func(r rego.Rule) bool { return len(r.Path) > 3 && r.Path[3] == name })
}

// those gives the files that are as asked.
func (o *own) those(are func(file string) bool) map[string]string {
	some := maps.Clone(o.text)
	maps.DeleteFunc(some, func(file, _ string) bool { return !are(file) })
	return some
}

// fault notes what is wrong. Where it has no place it is about all of the rules.
func (o *own) fault(file string, line, col int, message, help string) {
	place := finding.Place{File: file, Line: line, Col: col}
	if file == "" && len(o.text) > 0 {
		place = finding.Place{File: slices.Min(slices.Collect(maps.Keys(o.text)))}
	}
	first, _, _ := strings.Cut(message, "\n")
	o.found = append(o.found, finding.Finding{Code: "own-rule", Place: place, Message: strings.TrimSuffix(first, ":"), Help: help})
}

// faults notes what package rego says is wrong.
func (o *own) faults(err error, help string) {
	for _, f := range rego.Faults(err) {
		o.fault(f.File, f.Line, f.Col, f.Message, help)
	}
}

func (o *own) sorted() []finding.Finding {
	finding.Sort(o.found)
	return o.found
}

// checks takes the checks: the files without denies, and what their METADATA says.
func (o *own) checks(p *Pack) {
	mine := o.those(func(file string) bool { return !o.stray[file] && !o.holds(file, "deny") })
	if len(mine) == 0 {
		return
	}
	rules := rego.NewChecks(mine, library, "data.candor.own.checks")
	about, err := rego.Annotations(mine)
	if err == nil {
		err = rules.Compile()
	}
	if err != nil {
		o.faults(err, ownHelp)
		return
	}
	p.rules, p.Sum = rules, sumOf(mine, shared())
	for _, a := range about {
		id := checkAt(a.Path, append(ownPath, "checks")...)
		if id == "" {
			continue
		}
		custom := map[string]any{"citation": a.File, "source": []any{Own}}
		maps.Copy(custom, a.Custom)
		a.Custom = custom
		c, err := newCheck(a)
		switch {
		case err != nil:
			for _, message := range strings.Split(err.Error(), "\n") {
				o.fault(a.File, a.Line, 1, fmt.Sprintf("the METADATA of %q: %s", id, message), "policies/laws/README.md lists the keys")
			}
		case len(c.Capacity) > 0:
			o.fault(a.File, a.Line, 1, fmt.Sprintf("the METADATA of %q names a capacity: those are of laws", id), "give law.idle where the check is not for a notice")
		default:
			o.name(a, id)
		}
		if p.Check(id) == nil {
			p.Checks = append(p.Checks, c)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(mine)) {
		for _, r := range o.files[file].Rules {
			if id := checkAt(r.Path, append(ownPath, "checks")...); id != "" && p.Check(id) == nil && len(o.found) == 0 {
				o.fault(file, r.Line, r.Col, fmt.Sprintf("the check %q has no METADATA", id), "write title, description and severity above it, as policies/laws/README.md shows")
			}
		}
	}
}

// name holds the id of a rule against the form of ids, and against what there is.
func (o *own) name(a rego.Annotation, id string) {
	switch {
	case !ownID.MatchString(id):
		o.fault(a.File, a.Line, 1, fmt.Sprintf("%q is no id of a rule", id), "lower-case letters, digits and single hyphens")
	case taken(id):
		o.fault(a.File, a.Line, 1, fmt.Sprintf("the id %q is taken", id), "begin the ids of your rules with your own name, such as acme-")
	}
}

// taken reports whether an id means something else already.
func taken(id string) bool {
	_, code := finding.Explain(id)
	rule := regexp.MustCompile(`(?m)^(checks\["` + regexp.QuoteMeta(id) + `"\]|id += "` + regexp.QuoteMeta(id) + `"$)`)
	for _, law := range IDs() { // to read them all would take longer
		for _, pattern := range []string{law + "/*.rego", law + "/rules.toml"} {
			for _, text := range modules(files, pattern) {
				code = code || rule.MatchString(text)
			}
		}
	}
	return code
}

// Denies are the rules of a workspace's own that deny.
type Denies struct {
	Rules   []Deny            // in the order of their files and lines
	Modules map[string]string // that a policy takes in, by the name of their file alone

	*rego.Denies
}

// Deny is one of them, as its METADATA states it.
type Deny struct {
	ID          string
	Title       string   // the sentence of its reason
	Description string   // why
	Citation    string   // where the organisation says it, "" for nowhere else
	Notices     []string // ids of those it is about; none for all
	Place       finding.Place
}

// Reaches tells whether the rule is about a notice.
func (d *Deny) Reaches(notice string) bool {
	return len(d.Notices) == 0 || slices.Contains(d.Notices, notice)
}

// Page explains the rule at length.
func (d *Deny) Page() finding.Page {
	return finding.Page{Code: d.ID, Title: d.Title, Severity: finding.Note, Why: d.Description, Law: d.Citation}
}

// Reach tells whether any rule is about a notice.
func (d *Denies) Reach(notice string) bool {
	return slices.ContainsFunc(d.Rules, func(r Deny) bool { return r.Reaches(notice) })
}

// Deny gives a rule by its id, or nil.
func (d *Denies) Deny(id string) *Deny {
	if d == nil {
		return nil
	}
	for i := range d.Rules {
		if d.Rules[i].ID == id {
			return &d.Rules[i]
		}
	}
	return nil
}

// ReadDenies reads the denies among a workspace's own rules, and finds nothing wrong that
// [ReadOwn] does not. They are nil where there are none, and where anything is wrong: a
// file that cannot be read may have held one.
func ReadDenies(rules map[string]string) (*Denies, []finding.Finding) {
	o := readRules(rules)
	if o.files == nil {
		return nil, o.sorted()
	}
	d := o.denies()
	if len(o.found) > 0 {
		return nil, o.sorted()
	}
	return d, nil
}

// denies takes the denies, with the files that may help them: those without checks, and
// without the library of checks.
func (o *own) denies() *Denies {
	mine := o.those(func(file string) bool {
		return !o.stray[file] && !o.holds(file, "checks") && !slices.ContainsFunc(o.files[file].Imports, func(i string) bool { return strings.HasPrefix(i, "data.candor.law") })
	})
	places, alone := o.placesOf(mine)
	if !alone || !slices.ContainsFunc(slices.Collect(maps.Keys(mine)), func(file string) bool { return o.holds(file, "deny") }) {
		return nil
	}
	compiled, err := rego.NewDenies(context.Background(), mine)
	if err != nil {
		o.unseen(err)
		return nil
	}
	d := &Denies{Modules: map[string]string{}, Denies: compiled}
	for file, text := range mine {
		if !ownFile.MatchString(path.Base(file)) {
			o.fault(file, 0, 0, "the name of the file cannot stand in a bundle", "write it in letters, digits, dots, hyphens and underscores")
		}
		d.Modules[path.Base(file)] = text
	}
	for _, a := range compiled.About() {
		if id := checkAt(a.Path, append(ownPath, "deny")...); id != "" {
			at := places[slices.IndexFunc(places, func(r rego.Rule) bool { return r.Path[4] == id })]
			d.Rules = append(d.Rules, o.deny(a, at, d.Deny(id) != nil))
		}
	}
	for _, r := range places {
		if d.Deny(r.Path[4]) == nil && len(o.found) == 0 {
			o.fault(r.File, r.Line, r.Col, fmt.Sprintf("the deny %q has no METADATA", r.Path[4]), "write title, the sentence of the reason, and description above it")
		}
	}
	slices.SortFunc(d.Rules, func(a, b Deny) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return d
}

// placesOf lists the rules that deny, and reports whether none has the library of checks
// beside it. Files with checks are told of already.
func (o *own) placesOf(mine map[string]string) (places []rego.Rule, alone bool) {
	for _, file := range slices.Sorted(maps.Keys(o.files)) {
		if !o.holds(file, "deny") || o.stray[file] || o.holds(file, "checks") {
			continue
		}
		if mine[file] == "" {
			o.fault(file, 0, 0, "the file has denies and the library of checks, which is not there when a question is decided", "take the import of data.candor.law out")
			return nil, false
		}
		for _, r := range o.files[file].Rules {
			if checkAt(r.Path, append(ownPath, "deny")...) != "" {
				places = append(places, r)
			}
		}
	}
	return places, true
}

// unseen notes why denies do not compile, and what they can see and call.
func (o *own) unseen(err error) {
	for _, f := range rego.Faults(err) {
		help := "a rule that denies sees, below input: " + strings.Join(rego.Seen(), ", ")
		if near := inventory.Closest(strings.TrimPrefix(f.Message, "undefined ref: input."), rego.Seen()); near != "" {
			help = fmt.Sprintf("a field with a similar name is %q", near)
		}
		if strings.HasPrefix(f.Message, "undefined function ") {
			help = "a rule that denies has comparisons, in, every, not, and of functions " + strings.Join(rego.Functions(), ", ")
		}
		o.fault(f.File, f.Line, f.Col, f.Message, help)
	}
}

// deny reads the METADATA of a rule that denies; again, where there was one of its id.
func (o *own) deny(a rego.Annotation, at rego.Rule, again bool) Deny {
	m := metadata{custom: maps.Clone(a.Custom)}
	rule := Deny{
		ID: at.Path[4], Title: a.Title, Description: a.Description, Citation: m.text("citation"), Notices: m.list("notices"),
		Place: finding.Place{File: at.File, Line: at.Line, Col: at.Col},
	}
	for key := range m.custom {
		m.fail("there is no key %q", key)
	}
	for name, text := range map[string]string{"title": a.Title, "description": a.Description} {
		if text == "" {
			m.fail("has no %s", name)
		}
	}
	if again {
		m.fail("there is one above already: one is enough for all rules of the id")
	}
	for _, err := range m.faults {
		o.fault(a.File, a.Line, 1, fmt.Sprintf("the METADATA of %q: %s", rule.ID, err), "it takes title and description, and below custom: citation and notices")
	}
	o.name(a, rule.ID)
	return rule
}
