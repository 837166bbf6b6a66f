package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// Names of the files of a policy that is divided, relative to a folder; each of its
// notices has the file that [NoticeName] gives.
const (
	RulesName     = "rules.tar.gz"
	DiscoveryName = "discovery.tar.gz"
)

// discoveryRoot is the root of the list of bundles.
const discoveryRoot = "candor_discovery"

// NoticeName is the name of the file of a notice.
func NoticeName(id string) string { return "notices/" + id + ".tar.gz" }

// Part is one bundle of a policy that is divided into several. Each has a root, a
// signature, a serial and an end of validity of its own. Its digest is that of what it
// holds, so that another notice does not change it.
type Part struct {
	Name  string // of its file, with slashes
	doc   *document.Document
	files func(*document.Document, Signing) ([]file, error)
}

// Divide divides a policy into bundles, so that an OPA loads those of some notices
// alone, and a notice that changes is one small download. There is one of the rules
// and what all notices share, one a notice, and the list of the others, which is for
// OPA's discovery.
func Divide(doc *document.Document) []Part {
	shared := &document.Document{Bundle: doc.Bundle, Words: doc.Words, Regions: doc.Regions, Holidays: doc.Holidays, Rules: doc.Rules}
	parts := []Part{{RulesName, shared, rulesPart}}
	ids := slices.Sorted(maps.Keys(doc.Notices))
	for _, id := range ids {
		n := *doc.Notices[id]
		parts = append(parts, Part{NoticeName(id), &document.Document{Bundle: n.Bundle, Notices: map[string]*document.Notice{id: &n}}, noticePart})
	}
	return append(parts, Part{DiscoveryName, &document.Document{Bundle: doc.Bundle}, func(doc *document.Document, by Signing) ([]file, error) {
		return discoveryPart(doc, ids, by)
	}})
}

// Write writes the part as a bundle.
func (p Part) Write(w io.Writer, by Signing) error {
	all, err := p.files(p.doc, by)
	if err != nil {
		return err
	}
	return write(w, all, by)
}

// Unchanged tells of a bundle that was written before whether it is signed as this
// one would be and holds the same, but for its serial, dates and commit, which it
// gives. Such a bundle may stay as it is for as long as it holds.
func (p Part) Unchanged(r io.Reader, by Signing) (document.Bundle, bool) {
	trust := Trust{Scope: by.Scope, Unsigned: by.Key == nil}
	if by.Key != nil {
		trust.Keys = []*PublicKey{by.Key.Public}
	}
	before, m, key, err := open(r, trust)
	if err != nil {
		return document.Bundle{}, false
	}
	about, now := m.Metadata.Bundle, *p.doc
	now.Bundle.Serial, now.Bundle.Issued, now.Bundle.Expires = about.Serial, about.Issued, about.Expires
	now.Bundle.Until, now.Bundle.Commit = about.Until, about.Commit
	all, err := p.files(&now, by)
	if err != nil {
		return document.Bundle{}, false
	}
	if key != "" { // the signature, which comes last
		before = before[:len(before)-1]
	}
	same := func(a, b file) bool { return a.name == b.name && string(a.data) == string(b.data) }
	return about, slices.EqualFunc(before, all, same)
}

// About is what the manifest of a bundle says of it.
type About struct {
	document.Bundle
	Roots []string // of what it holds, as OPA has them
	Key   string   // id of the key that signed it; "" where nobody did
}

// Verify reads any bundle of ours, be it a whole policy or a part of one, to say what
// it is and who signed it.
func Verify(r io.Reader, t Trust) (About, error) {
	_, m, key, err := open(r, t)
	return About{m.Metadata.Bundle, m.Roots, key}, err
}

func open(r io.Reader, t Trust) (all []file, m manifest, key string, err error) {
	if all, err = unpack(r); err != nil {
		return nil, m, "", err
	}
	if key, err = verify(all, t); err != nil {
		return nil, m, "", err
	}
	return all, m, key, m.read(all)
}

// rulesPart holds the rules and what all notices share.
func rulesPart(doc *document.Document, _ Signing) ([]file, error) {
	with := *doc
	shared, err := spelt(sharedFiles(doc)[1:])
	if err != nil {
		return nil, err
	}
	with.Bundle.Digest = digestOf(append(shared, rules(doc)...))
	return withRules(append([]jsonFile{{manifestName, newManifest(&with, nil, []string{rulesFolder})}}, sharedFiles(&with)...), doc)
}

// noticePart holds one notice.
func noticePart(doc *document.Document, _ Signing) ([]file, error) {
	with := document.Document{Bundle: doc.Bundle, Notices: map[string]*document.Notice{}}
	var roots []string
	for id, notice := range doc.Notices {
		n := *notice
		with.Bundle.Digest = n.Digest
		n.Bundle = with.Bundle
		with.Notices[id], roots = &n, []string{path.Join(document.NoticesRoot, id)}
	}
	all, err := spellAll(&with)
	if err != nil {
		return nil, err
	}
	return withNotices([]jsonFile{{manifestName, newManifest(&with, all, roots)}}, with.Bundle, all, nil)
}

// discoveryPart holds the list of the bundles, as OPA configures itself by it.
func discoveryPart(doc *document.Document, ids []string, by Signing) ([]file, error) {
	var signing *signingConfig
	if by.Key != nil {
		signing = &signingConfig{by.Key.Public.ID, scope(by.Scope)}
	}
	list := map[string]any{"bundles": bundlesOf(ids, signing)}
	listed, err := spelt([]jsonFile{{path.Join(discoveryRoot, dataName), list}})
	if err != nil {
		return nil, err
	}
	with := *doc
	with.Bundle.Digest = digestOf(listed)
	return spelt([]jsonFile{{manifestName, newManifest(&with, nil, []string{discoveryRoot})}, {path.Join(discoveryRoot, dataName), list}})
}

// digestOf is the digest of files, names and all.
func digestOf(all []file) string {
	sum := sha256.New()
	for _, f := range all {
		fmt.Fprintf(sum, "%s %d\n%s", f.name, len(f.data), f.data)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}
