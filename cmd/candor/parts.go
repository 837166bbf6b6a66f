package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// divide writes one bundle for the rules, one a notice, and the list of them. What is
// there already and holds the same stays as it is until half of its validity has
// gone, so that a fleet downloads what changed and no more.
func (a *app) divide(f bundleFlags, doc *policies.Document, key *bundle.PrivateKey) error {
	if err := os.MkdirAll(filepath.Join(f.perNotice, "notices"), 0o755); err != nil {
		return wrong(fmt.Errorf("no bundle written: %w", err))
	}
	by := bundle.Signing{Key: key, Scope: f.scope}
	var current, written []string
	for _, p := range bundle.Divide(doc) {
		path := filepath.Join(f.perNotice, filepath.FromSlash(p.Name))
		current = append(current, path)
		if kept, err := keeps(path, p, by, doc.Bundle); kept {
			continue
		} else if err != nil {
			return wrong(fmt.Errorf("no bundle written: %w", err))
		}
		var b bytes.Buffer
		if err := p.Write(&b, by); err != nil {
			return err
		}
		if err := replaceFile(path, b.Bytes()); err != nil {
			return wrong(fmt.Errorf("no bundle written: %w", err))
		}
		written = append(written, path)
	}
	there, err := filepath.Glob(filepath.Join(strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(f.perNotice), "notices", "*.tar.gz"))
	if err != nil {
		return err
	}
	for _, path := range there {
		if !slices.Contains(current, path) {
			a.say("warning: %s is of no notice any more: remove it, so that no OPA goes on asking for it", path)
		}
	}
	return a.divided(f, len(current)-len(written), written, doc, key)
}

// keeps tells whether the bundle that is there may stay.
func keeps(path string, p bundle.Part, by bundle.Signing, now document.Bundle) (bool, error) {
	packed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	before, same := p.Unchanged(bytes.NewReader(packed), by)
	return same && before.Serial <= now.Serial && before.Serial >= now.MinSerial && lasts(before, now), nil
}

// lasts tells whether less than half of a bundle's validity has gone when the next is
// issued, and whether the next would last longer at all.
func lasts(before, now document.Bundle) bool {
	if before.Until == 0 || now.Until == 0 {
		return before.Until == now.Until
	}
	issued, err := instant(before.Issued)
	at, nowErr := instant(now.Issued)
	if err != nil || nowErr != nil {
		return false
	}
	half := time.Unix(before.Until, 0).Sub(issued) / 2
	return at.Sub(issued) < half && before.Until <= now.Until
}

// divided says what was written.
func (a *app) divided(f bundleFlags, kept int, written []string, doc *policies.Document, key *bundle.PrivateKey) error {
	id := ""
	if key != nil {
		id = key.Public.ID
	}
	a.warnExpired(doc.Bundle)
	if a.format == "json" {
		if written == nil {
			written = []string{}
		}
		return writeJSON(a.out, struct {
			Version int      `json:"version"`
			Files   []string `json:"files"`
			Kept    int      `json:"kept"`
			Notices int      `json:"notices"`
			Serial  int      `json:"serial"`
			Issued  string   `json:"issued"`
			Expires string   `json:"expires"`
			Commit  string   `json:"commit"`
			Key     string   `json:"key"`
			Own     own      `json:"own,omitempty"`
		}{1, written, kept, len(doc.Notices), doc.Bundle.Serial, doc.Bundle.Issued, doc.Bundle.Expires, doc.Bundle.Commit, id, doc.Own()})
	}
	for _, path := range written {
		fmt.Fprintln(a.out, path)
	}
	a.tellOwn(doc.Own())
	a.say("%s, %s written, %d as they were, serial %d, expires %s, %s",
		count(len(doc.Notices), "notice"), count(len(written), "bundle"), kept, doc.Bundle.Serial, doc.Bundle.Expires, signedBy(id))
	return nil
}

// signedBy says by which key.
func signedBy(id string) string {
	if id == "" {
		return "signed by nobody"
	}
	return "signed by the key " + id
}
