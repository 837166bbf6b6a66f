package site

import (
	"bytes"
	"encoding/json"
	"os"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
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

type publishedNotice struct {
	ID     string `json:"id"`
	Digest string `json:"digest"` // of everything its page and policy are made of
	JSON   string `json:"json"`   // of its published notice.json
}

// internal gives the files that stay with the organisation. The bundle that stands in
// dir is kept if nothing but its signature would be another.
func (s *Site) internal(dir string, p Policy) ([]themes.File, document.Bundle, error) {
	doc, err := policies.Compile(s.Set, p.Options)
	if err != nil {
		return nil, document.Bundle{}, err
	}
	var findings bytes.Buffer
	if err := finding.JSON(&findings, s.Findings, s.Law.Closing()); err != nil {
		return nil, document.Bundle{}, err
	}
	matrix, err := s.matrix()
	if err != nil {
		return nil, document.Bundle{}, err
	}
	var demands bytes.Buffer
	if err := matrix.JSON(&demands); err != nil {
		return nil, document.Bundle{}, err
	}
	data, err := (&bundle.Bundle{Document: doc}).Data()
	if err != nil {
		return nil, document.Bundle{}, err
	}
	about := publication{
		Version: 1, Digest: s.Digest, Serial: doc.Bundle.Serial, Issued: doc.Bundle.Issued, Expires: doc.Bundle.Expires, Commit: doc.Bundle.Commit,
		Bundle: p.Signing != nil, Notices: []publishedNotice{},
	}
	for _, n := range s.Set.Notices {
		about.Notices = append(about.Notices, publishedNotice{n.ID, n.Digest(), "sha256:" + hashOf(n.CanonicalJSON())})
	}
	files := []themes.File{{Path: findingsName, Data: findings.Bytes()}, {Path: dataName, Data: data}}
	if len(s.Law.Rows) > 0 {
		files = append(files, themes.File{Path: lawsName, Data: demands.Bytes()}, themes.File{Path: lawsTableName, Data: matrix.CSV()})
	}
	page, err := s.pageOfLaws(matrix)
	if err != nil {
		return nil, document.Bundle{}, err
	}
	files = append(files, page...)
	if p.Signing != nil {
		old, _ := os.ReadFile(in(dir, bundleName)) // without it the policy is signed anew
		packed, err := bundle.Renew(old, doc, *p.Signing)
		if err != nil {
			return nil, document.Bundle{}, err
		}
		files = append(files, themes.File{Path: bundleName, Data: packed})
		if p.Signing.Key != nil {
			about.Key = p.Signing.Key.Public.ID
		}
	}
	text, err := json.MarshalIndent(about, "", "  ")
	return append(files, themes.File{Path: publicationName, Data: append(text, '\n')}), doc.Bundle, err
}
