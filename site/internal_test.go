package site

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/themes"
)

// TestPublishPolicy publishes a site with its policy and finds one digest and one serial
// in both.
func TestPublishPolicy(t *testing.T) {
	key, err := bundle.NewKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	where := Where{Public: filepath.Join(dir, "public"), Internal: filepath.Join(dir, "internal")}
	p := Policy{Options: policies.Options{Serial: 7, Issued: "2026-11-20", Expires: "2026-12-20", Commit: "abc"}, Signing: &bundle.Signing{Key: key}}
	publish := func(text string) Published {
		t.Helper()
		workspace := small(nil)
		workspace["notices/shop/notice.toml"].Data = []byte(strings.Replace(string(workspace["notices/shop/notice.toml"].Data), "Privacy notice", text, 1))
		done, err := Build(workspace, Options{}).Publish(where, p)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	agree := func() *bundle.Bundle {
		t.Helper()
		file, err := os.Open(filepath.Join(where.Internal, bundleName))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		b, err := bundle.Read(file, bundle.Trust{Keys: []*bundle.PublicKey{key.Public}})
		if err != nil {
			t.Fatal(err)
		}
		var about publication
		text, err := os.ReadFile(filepath.Join(where.Internal, publicationName))
		if err == nil {
			err = json.Unmarshal(text, &about)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range []string{where.Public, where.Internal} {
			data, err := os.ReadFile(filepath.Join(folder, markerName))
			if err != nil {
				t.Fatal(err)
			}
			m, err := parseMarker(data)
			if err != nil || m.Digest != b.Document.Bundle.Digest || m.Serial != b.Document.Bundle.Serial || about.Digest != m.Digest || about.Serial != m.Serial {
				t.Errorf("%s shows %s, serial %d; the policy answers by %s, serial %d; %s says %s, serial %d", folder, m.Digest, m.Serial, b.Document.Bundle.Digest, b.Document.Bundle.Serial, publicationName, about.Digest, about.Serial)
			}
			for path, want := range m.Sums {
				if data, err := os.ReadFile(in(folder, path)); err != nil || sha256.Sum256(data) != want {
					t.Errorf("%s in %s is not the listed one: %v", path, folder, err)
				}
			}
		}
		page, err := os.ReadFile(filepath.Join(where.Public, "shop", "notice.json"))
		if err != nil || len(about.Notices) != 1 || about.Notices[0].JSON != fmt.Sprintf("sha256:%x", sha256.Sum256(page)) || about.Notices[0].Digest != b.Document.Notices["shop"].Digest {
			t.Errorf("%s says of the notices %v, %v", publicationName, about.Notices, err)
		}
		return b
	}
	publish("Privacy notice")
	first := agree()
	if done := publish("Privacy notice"); !done.Public.None() || !done.Internal.None() {
		t.Errorf("publishing the same again = %+v", done)
	}
	p.Serial = 8 // another commit, the same words
	if done := publish("Privacy notice"); done.Public.Written != 1 || done.Public.Removed != 0 {
		t.Errorf("publishing the same under another serial = %+v, want the list of sums alone to be new", done)
	}
	agree()
	p.Serial = 9
	publish("Another title")
	if b := agree(); b.Document.Bundle.Digest == first.Document.Bundle.Digest {
		t.Error("another notice has the same digest")
	}

	// A bundle that somebody else wrote into the folder is not taken for ours.
	if err := os.WriteFile(filepath.Join(where.Internal, bundleName), []byte("forged"), 0o644); err != nil {
		t.Fatal(err)
	}
	publish("Another title")
	agree()
}

// TestPublishDemands publishes a notice that switches a law on: errors refuse it unless the
// workspace only reports, and what the law asks stays inside.
func TestPublishDemands(t *testing.T) {
	dir := t.TempDir()
	where := Where{Public: filepath.Join(dir, "public"), Internal: filepath.Join(dir, "internal")}
	workspace := small(nil)
	notice := workspace["notices/shop/notice.toml"]
	notice.Data = []byte(strings.Replace(string(notice.Data), "[notice]\n", "[notice]\nlaws = [\"us-ny-2d\"]\n", 1) + "\n[capacity]\nus-ny-2d = \"contractor\"\n\n[[note]]\nid = \"plan\"\nsection = \"security\"\ntext = \"We train all.\"\nsays = [\"training\"]\n")
	if _, err := Build(workspace, Options{}).Publish(where, Policy{}); !errors.Is(err, ErrFindings) {
		t.Fatalf("published what a law refuses: %v", err)
	}
	workspace["candor.toml"] = &fstest.MapFile{Data: []byte("[publish]\nlaw = \"report\"\n")}
	s := Build(workspace, Options{})
	if _, err := s.Publish(where, Policy{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{lawsName: `"check": "ny2d-121-10-7days"`, lawsTableName: "shop,us-ny-2d,contractor,demand,ny2d-121-10-7days,", "laws.html": "us-ny-2d/contractor_test.rego: test_plan", "laws.css": "@media print"} {
		text, err := os.ReadFile(filepath.Join(where.Internal, name))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s: %v", name, want, err)
		}
		if _, err := os.Stat(filepath.Join(where.Public, name)); err == nil {
			t.Errorf("%s is published", name)
		}
	}
	laws, err := os.ReadFile(filepath.Join(where.Internal, "laws.html"))
	if err != nil || !strings.Contains(string(laws), `<a href="../public/shop/index.html#note-plan">`) {
		t.Errorf("the page about the laws does not link to the site beside it: %v", err)
	}
	page := func() (themes.Laws, error) {
		matrix, err := policies.NewMatrix(s.Set, &s.Law, "", s.options.Today)
		if err != nil {
			t.Fatal(err)
		}
		return s.lawsPage(matrix)
	}
	m, err := page()
	if err != nil || m.Counted || len(m.Laws) != 1 || len(m.Laws[0].Notices) != 1 || len(m.Laws[0].Notices[0].Demands) != len(s.Law.Rows) || m.Laws[0].LeavesOut == nil {
		t.Errorf("the page about the laws is %+v, %v", m, err)
	}
	for len(s.Law.Rows) <= mostDemands {
		s.Law.Rows = append(s.Law.Rows, s.Law.Rows...)
	}
	if m, err := page(); err != nil || !m.Counted || len(m.Laws[0].Notices[0].Demands) > 0 || len(m.Laws[0].Notices[0].Standing) == 0 {
		t.Errorf("of too many demands the page is %+v, %v", m, err)
	}
	if len(s.Law.Rows) == 0 || s.Law.Findings[0].Line == "" {
		t.Error("what the law finds does not show its line")
	}
}
