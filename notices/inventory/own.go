package inventory

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// Bounds of a workspace's own rules.
const (
	mostRules = 200     // files
	maxRules  = 1 << 20 // bytes of one
)

// rules reads the workspace's own rules, the *.rego of a folder but for their tests, by
// file. What they say is for others to read; here they are no more than a part of what
// the workspace says, which must not be lost on the way.
func (l *loader) rules(dir string, at finding.Place) map[string]string {
	fault := func(at finding.Place, message, help string) {
		l.report(nil, "own-rule", at, message, help)
	}
	entries, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		fault(at, fmt.Sprintf("the folder %q of the workspace's own rules cannot be read", dir), "make it, or take the key policies out of candor.toml")
		return nil
	}
	rules := map[string]string{}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if !strings.HasSuffix(name, ".rego") || strings.HasSuffix(name, "_test.rego") {
			continue
		}
		if len(rules) == mostRules {
			fault(finding.Place{File: name}, fmt.Sprintf("there are more than %d files of rules", mostRules), "put several rules into one file")
			break
		}
		text, bad := l.read(name, maxRules)
		l.total = 0 // that of a notice
		if bad != nil {
			fault(finding.Place{File: name}, bad.message, bad.help)
			continue
		}
		rules[name] = string(text)
		l.sources[name] = newSource(name, text)
	}
	return rules
}
