package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/themes"
)

// Files that are looked for at the root of a host and nowhere else.
const (
	gpcName      = ".well-known/gpc.json"
	securityName = ".well-known/security.txt"
)

// wellKnown adds gpc.json where a notice says that it heeds Global Privacy Control: it
// rests on the same fact as the sentence in the page.
func (s *Site) wellKnown() {
	if s.root() != "/" || !s.options.Part.First() {
		return
	}
	gpc := struct {
		GPC        bool   `json:"gpc"`
		LastUpdate string `json:"lastUpdate,omitempty"`
	}{}
	for _, n := range s.Set.Notices {
		for _, g := range n.Gates {
			if !slices.Contains(g.Signals, "gpc") {
				continue
			}
			gpc.GPC = true
			for _, d := range []inventory.Date{n.Effective, n.Updated} {
				if d.Precision == inventory.Day {
					gpc.LastUpdate = max(gpc.LastUpdate, d.String())
				}
			}
		}
	}
	if gpc.GPC {
		text, err := json.Marshal(gpc)
		if err != nil {
			panic(err) // a flag and a text always marshal
		}
		s.add(gpcName, append(text, '\n'))
	}
}

// add puts a file into the public tree, in its place.
func (s *Site) add(path string, data []byte) {
	i, _ := slices.BinarySearchFunc(s.Public, path, func(f themes.File, path string) int { return strings.Compare(f.Path, path) })
	s.Public = slices.Insert(s.Public, i, themes.File{Path: path, Data: data})
}

var errUndated = errors.New("security.txt is left out: it has to say when it expires, and neither a commit nor --issued tells when this was published")

// security gives security.txt (RFC 9116) from the contacts for security reports, nil
// where there are none. It holds for a year, less a day, from when the policy was
// issued: by a commit or by who publishes, never by the clock. One that has expired is
// given with an error that says so.
func (s *Site) security(issued string) ([]byte, error) {
	contacts := s.reports()
	if !s.dated() {
		return nil, nil
	}
	var at time.Time
	var err error
	if at, err = time.Parse(time.DateOnly, issued); err != nil {
		if at, err = time.Parse(time.RFC3339, issued); err != nil {
			return nil, errUndated
		}
	}
	var b bytes.Buffer
	for _, line := range contacts {
		b.WriteString(line + "\n")
	}
	expires := at.UTC().AddDate(1, 0, -1)
	b.WriteString("Expires: " + expires.Format(time.RFC3339) + "\n")
	if base := s.baseURL(); base != "" {
		b.WriteString("Canonical: " + strings.TrimSuffix(base, "/") + "/" + securityName + "\n")
	}
	if day := s.options.Today; !day.IsZero() && expires.Format(time.DateOnly) <= day.String() {
		err = fmt.Errorf("security.txt has expired on %s, and nobody may go by it: it holds for a year from the commit, or from --issued; publish of a newer one", expires.Format(time.DateOnly))
	}
	return b.Bytes(), err
}

// reports are the contacts for security reports, as lines of security.txt.
func (s *Site) reports() []string {
	var contacts []string
	for _, n := range s.Set.Notices {
		for _, c := range n.Contacts {
			if !slices.Contains(c.For, "security") {
				continue
			}
			for _, way := range [][2]string{{"", c.URL}, {"mailto:", c.Email}} {
				if line := "Contact: " + way[0] + way[1]; way[1] != "" && !slices.Contains(contacts, line) {
					contacts = append(contacts, line)
				}
			}
		}
	}
	return contacts
}

// dated tells whether a file says when it was published.
func (s *Site) dated() bool {
	return s.root() == "/" && s.options.Part.First() && len(s.reports()) > 0
}
