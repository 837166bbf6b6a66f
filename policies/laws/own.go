package laws

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies/rego"
)

// Own is the id of the pack that a workspace writes itself. No notice has to switch it
// on.
const Own = "own"

// Bounds of a workspace's own rules.
const (
	mostRules  = 200     // files
	maxOwnFile = 1 << 20 // bytes
)

var ownID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ReadOwn reads the checks in a folder of a workspace: its *.rego but for tests, in
// the package candor.own, with the library that law packs share. They are written as
// those of a pack, and may leave out their source, and their citation, in whose place
// the file is named. The pack is nil where there are none, or where anything is wrong
// with them: half of somebody's rules is no clean bill.
func ReadOwn(fsys fs.FS, dir string) (*Pack, []finding.Finding) {
	o := &own{files: map[string]string{}}
	o.read(fsys, dir)
	if len(o.files) == 0 {
		return nil, o.found
	}
	rules, err := rego.NewChecks(o.files, library(), "data.candor.own.checks")
	if err == nil {
		err = rules.Compile()
	}
	if err != nil {
		for _, f := range rego.Faults(err) {
			o.fault(f.File, f.Line, f.Col, f.Message, "opa check says the same; policies/laws/README.md tells how checks are written")
		}
		return nil, o.sorted()
	}
	p := &Pack{ID: Own, rules: rules}
	o.checks(p)
	o.rules(p)
	if len(o.found) > 0 {
		return nil, o.sorted()
	}
	return p, nil
}

// own is one reading of a workspace's rules.
type own struct {
	files map[string]string
	mine  []string // of the files, those of the workspace
	found []finding.Finding
}

// fault notes what is wrong. Where it has no place it is about all of the rules.
func (o *own) fault(file string, line, col int, message, help string) {
	place := finding.Place{File: file, Line: line, Col: col}
	if file == "" && len(o.mine) > 0 {
		place = finding.Place{File: o.mine[0]}
	}
	first, _, _ := strings.Cut(message, "\n")
	o.found = append(o.found, finding.Finding{Code: "own-rule", Place: place, Message: strings.TrimSuffix(first, ":"), Help: help})
}

func (o *own) sorted() []finding.Finding {
	finding.Sort(o.found)
	return o.found
}

// read takes the rules of the folder.
func (o *own) read(fsys fs.FS, dir string) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		o.fault("candor.toml", 0, 0, fmt.Sprintf("the folder %q of the workspace's own rules cannot be read", dir), "make it, or take the key policies out of candor.toml")
		return
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if !strings.HasSuffix(name, ".rego") || strings.HasSuffix(name, "_test.rego") {
			continue
		}
		if len(o.mine) == mostRules {
			o.fault(name, 0, 0, fmt.Sprintf("there are more than %d files of rules", mostRules), "put several checks into one file")
			return
		}
		text, err := readRules(fsys, name)
		if err != nil {
			o.fault(name, 0, 0, err.Error(), "")
			continue
		}
		o.files[name] = text
		o.mine = append(o.mine, name)
	}
}

func readRules(fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", errors.New("the file cannot be read")
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", errors.New("this is no file")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxOwnFile+1))
	switch {
	case err != nil:
		return "", errors.New("the file cannot be read")
	case len(data) > maxOwnFile:
		return "", errors.New("the file is larger than 1 MiB")
	}
	return string(data), nil
}

// checks takes what METADATA says.
func (o *own) checks(p *Pack) {
	for _, a := range p.rules.About() {
		id := checkAt(a.Path, "data", "candor", "own", "checks")
		if id == "" || !slices.Contains(o.mine, a.File) {
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
		case !ownID.MatchString(id):
			o.fault(a.File, a.Line, 1, fmt.Sprintf("%q is no id of a check", id), "lower-case letters, digits and single hyphens")
		case taken(id):
			o.fault(a.File, a.Line, 1, fmt.Sprintf("the id %q is taken", id), "begin the ids of your checks with your own name, such as acme-")
		}
		if p.Check(id) == nil {
			p.Checks = append(p.Checks, c)
		}
	}
}

// taken reports whether an id means something else already.
func taken(id string) bool {
	_, code := finding.Explain(id)
	for _, law := range IDs() { // to read them all would take longer
		for _, text := range modules(files, law+"/*.rego") {
			code = code || strings.Contains(text, fmt.Sprintf("\nchecks[%q]", id))
		}
	}
	return code
}

// rules refuses what would never be asked.
func (o *own) rules(p *Pack) {
	for _, file := range o.mine {
		for _, r := range p.rules.Rules(file) {
			in := len(r.Path) > 3 && slices.Equal(r.Path[:3], []string{"data", "candor", "own"})
			switch {
			case !in:
				o.fault(file, r.Line, r.Col, "this rule is not in the package candor.own, and would never be asked", "write package candor.own at the top of the file")
			case r.Path[3] == "checks" && len(r.Path) == 5 && p.Check(r.Path[4]) == nil && len(o.found) == 0:
				o.fault(file, r.Line, r.Col, fmt.Sprintf("the check %q has no METADATA", r.Path[4]), "write title, description and severity above it, as policies/laws/README.md shows")
			case r.Path[3] == "checks" && len(r.Path) != 5:
				o.fault(file, r.Line, r.Col, "this rule names no check", `write checks["its-id"] := results`)
			case r.Path[3] != "checks" && !strings.HasPrefix(r.Path[3], "_"):
				o.fault(file, r.Line, r.Col, fmt.Sprintf("the rule %q would never be asked", r.Path[3]), cmp.Or(map[string]string{"deny": "what must not be done is a [[bar]] of the notice, which its readers see too"}[r.Path[3]], `checks are named checks["its-id"], and what only helps begins with _`))
			}
		}
	}
}
