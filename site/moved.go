package site

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

const redirectsName = "_redirects"

// oldPath is a path of a site as it may be redirected: what hosts take for a pattern has
// no place in it.
var oldPath = regexp.MustCompile(`^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$`)

// moved writes the file of redirects that hosts read, from what candor.toml says of old
// addresses. Fragments go with the reader, so that links to a sentence still find it.
func (s *Site) moved() {
	var b bytes.Buffer
	from := map[string]bool{}
	for _, m := range s.Inventory.Workspace.Moved {
		if m.From == "" || m.To == "" {
			continue // said already
		}
		help, what := "", ""
		switch {
		case !oldPath.MatchString(m.From) || m.From == "." || m.From == "..":
			what, help = fmt.Sprintf("%q is no path of a site", m.From), "write it as seen from the root of the site, without slashes around it, such as privacy-policy"
		case s.Set.Notice(m.To) == nil:
			what, help = fmt.Sprintf("there is no notice %q for %q to lead to", m.To, m.From), "write the id of a notice, which is the name of its folder"
		case s.Set.Notice(m.From) != nil || from[m.From]:
			what, help = fmt.Sprintf("%q leads somewhere already", m.From), "an address leads to one place"
		}
		if what != "" {
			s.Findings = append(s.Findings, finding.Finding{Code: "broken-link", Place: m.Place, Message: what, Help: help})
			continue
		}
		from[m.From] = true
		root := s.root()
		fmt.Fprintf(&b, "%s%s %s%s/ 301\n%s%s/* %s%s/:splat 301\n", root, m.From, root, m.To, root, m.From, root, m.To)
	}
	if root := strings.Trim(s.root(), "/"); root != "" && !oldPath.MatchString(root) {
		return // an address that would be a pattern itself
	}
	if b.Len() > 0 && s.options.Part.First() {
		s.add(redirectsName, b.Bytes())
	}
}
