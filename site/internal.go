package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/themes"
)

// Policy is the policy that belongs to a site: it is compiled from the same notices,
// so that both have one digest, and published with it under one serial.
type Policy struct {
	policies.Options // its serial and its validity, as far as they are known

	// Signing says who signs its bundle. Nil writes no bundle, and the zero value one
	// that nobody signed.
	Signing *bundle.Signing
}

// Names of the files that stay with the organisation.
const (
	findingsName    = "findings.json"    // everything found, as candor check tells it
	lawsName        = "laws.json"        // every demand, document and rule of the laws, with what meets it and its tests, as candor check --all tells it
	lawsTableName   = "laws.csv"         // the same as a table; laws.html is a page of it
	dataName        = "data.json"        // what the rules look up, for OPA
	bundleName      = "bundle.tar.gz"    // the policy as OPA loads it, signed
	publicationName = "publication.json" // what was published, with the digests to compare it by
)

// publication says what was published.
type publication struct {
	Version int               `json:"version"`
	Digest  string            `json:"digest"` // of the site and of the policy
	Serial  int               `json:"serial"`
	Issued  string            `json:"issued"`
	Expires string            `json:"expires"`
	Commit  string            `json:"commit"`
	Key     string            `json:"key"` // id of the key that signed the bundle, "" for none
	Bundle  bool              `json:"bundle"`
	Notices []publishedNotice `json:"notices"`
}

// SerialIn gives the serial of the policy that an internal folder holds, 0 where there is none.
func SerialIn(internal string) int {
	var p publication
	text, err := os.ReadFile(filepath.Join(internal, publicationName))
	if internal == "" || err != nil || json.Unmarshal(text, &p) != nil || !p.Bundle {
		return 0
	}
	return p.Serial
}

type publishedNotice struct {
	ID     string `json:"id"`
	Digest string `json:"digest"` // of everything its page and policy are made of
	JSON   string `json:"json"`   // of its published notice.json
}

// inside is what the internal folder says of one notice.
type inside struct {
	policy  bundle.Notice    // compiled
	touches []policies.Touch // by rules of laws
	json    string           // sum of its notice.json
}

// inside makes what the internal folder says of a notice.
func (s *Site) inside(n *notices.Notice, in notices.Internal) (i inside, err error) {
	var denies *laws.Denies
	if s.own != nil {
		denies = s.own.Denies
	}
	compiled, err := policies.CompileNotice(n, s.Set.Accepted, denies)
	if err != nil {
		return i, err
	}
	if i.policy, err = bundle.Spell(compiled); err != nil {
		return i, err
	}
	sum := sha256.Sum256(n.CanonicalJSON())
	i.json = hex.EncodeToString(sum[:])
	i.touches, err = policies.Touches(n, in, "", s.options.Today)
	return i, err
}

// between is the relative path from one folder to another, as an address with a slash at
// the end; "" where there is none.
func between(from, to string) string {
	path, err := filepath.Rel(from, to)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(path) + "/"
}

// internal makes the files that stay with the organisation. The bundle that stands at the
// target is kept if nothing but its signature would be another.
func (s *Site) internal(t *tree, p Policy) (document.Bundle, error) {
	all, err := workers.Map(len(s.Set.Notices), func(i int) (inside, error) {
		n := s.Set.Notices[i]
		return s.inside(n, s.Set.Internal[n.ID])
	})
	if err != nil {
		return document.Bundle{}, err
	}
	return s.internalOf(t, p, all)
}

// internalOf is internal with what is said of each notice, of which the set need hold no
// more than the heads.
func (s *Site) internalOf(t *tree, p Policy, all []inside) (document.Bundle, error) {
	shared, err := policies.CompileShared(s.Set, p.Options)
	if err != nil {
		return document.Bundle{}, err
	}
	var findings bytes.Buffer
	if err := finding.JSON(&findings, s.Findings, s.Law.Closing()); err != nil {
		return document.Bundle{}, err
	}
	about := publication{
		Version: 1, Digest: s.Digest, Serial: shared.Bundle.Serial, Issued: shared.Bundle.Issued, Expires: shared.Bundle.Expires, Commit: shared.Bundle.Commit,
		Bundle: p.Signing != nil, Notices: []publishedNotice{},
	}
	spelt, touches := make([]bundle.Notice, len(all)), []policies.Touch{}
	for i, n := range s.Set.Notices {
		spelt[i], touches = all[i].policy, append(touches, all[i].touches...)
		about.Notices = append(about.Notices, publishedNotice{n.ID, n.Digest(), "sha256:" + all[i].json})
	}
	data, err := bundle.DataOf(shared, spelt)
	if err == nil {
		s.marks, err = data.Marks, t.placeLarge(dataName, data)
	}
	if err != nil {
		return document.Bundle{}, err
	}
	files := []themes.File{{Path: findingsName, Data: findings.Bytes()}}
	demands, err := s.demands(touches)
	if err != nil {
		return document.Bundle{}, err
	}
	files = append(files, demands...)
	if p.Signing != nil {
		old, _ := os.ReadFile(in(t.target, bundleName)) // without it the policy is signed anew
		packed, err := bundle.RenewOf(old, shared, spelt, *p.Signing)
		if err != nil {
			return document.Bundle{}, err
		}
		files = append(files, themes.File{Path: bundleName, Data: packed})
		if p.Signing.Key != nil {
			about.Key = p.Signing.Key.Public.ID
		}
	}
	text, err := json.MarshalIndent(about, "", "  ")
	if err != nil {
		return document.Bundle{}, err
	}
	return shared.Bundle, addAll(t, append(files, themes.File{Path: publicationName, Data: append(text, '\n')}))
}

// demands gives the files about what laws ask, none where none was asked.
func (s *Site) demands(touches []policies.Touch) ([]themes.File, error) {
	if len(s.Law.Rows) == 0 {
		return nil, nil
	}
	matrix, err := policies.MatrixOf(&s.Law, touches)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := matrix.JSON(&text); err != nil {
		return nil, err
	}
	page, err := s.pageOfLaws(matrix)
	return append([]themes.File{{Path: lawsName, Data: text.Bytes()}, {Path: lawsTableName, Data: matrix.CSV()}}, page...), err
}
