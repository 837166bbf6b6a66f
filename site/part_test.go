package site

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/themes"
)

// TestParts builds and publishes a site in parts: no file is in two, and all of them
// together are the site, byte for byte.
func TestParts(t *testing.T) {
	workspace := small(map[string]string{"notices/shop/more.md": "See [the other notice](/school-3/#no-decisions).\n",
		"notices/shop/more.toml": "[[note]]\nid = \"more\"\nsection = \"security\"\nprose = \"more.md\"\n\n[contact.reports]\nfor = [\"security\"]\nemail = \"safe@shop.example\"\n" + optOut})
	for i := range 20 {
		workspace[fmt.Sprintf("notices/school-%d/notice.toml", i)] = workspace["notices/shop/notice.toml"]
	}
	o := Options{BaseURL: "https://example.org/", Gzip: true}
	p := Policy{}
	p.Serial, p.Issued, p.Expires = 7, "2026-11-20", "2026-12-20"
	publish := func(o Options) (map[string]string, marker) {
		t.Helper()
		s := Build(workspace, o)
		if finding.Blocking(s.Findings) {
			t.Fatal(s.Report())
		}
		dir := filepath.Join(t.TempDir(), "public")
		if _, err := s.Publish(Where{Public: dir}, p); err != nil {
			t.Fatal(err)
		}
		tree := files(t, dir)
		for name, text := range tree {
			if strings.HasPrefix(name, markerName) {
				delete(tree, name)
				m, err := parseMarker([]byte(text))
				if want := strings.TrimSuffix(markerName+"."+o.Part.String(), ".0-of-0"); err != nil || name != want {
					t.Fatalf("the list of part %s is %s, want %s: %v", o.Part, name, want, err)
				}
				return tree, m
			}
		}
		t.Fatalf("part %s has no list", o.Part)
		return nil, marker{}
	}
	whole, list := publish(o)
	for _, of := range []int{1, 7} {
		union, sums, held := map[string]string{}, map[string]sum{}, 0
		for number := 1; number <= of; number++ {
			o.Part = themes.Part{Number: number, Of: of}
			part, m := publish(o)
			for name, text := range part {
				if _, twice := union[name]; twice {
					t.Errorf("%s is in two of %d parts", name, of)
				}
				union[name] = text
			}
			maps.Copy(sums, m.Sums)
			if len(part) > 0 {
				held++
			}
			if m.Digest != list.Digest || m.Serial != list.Serial {
				t.Errorf("part %s is of %s, serial %d, and the whole of %s, serial %d", o.Part, m.Digest, m.Serial, list.Digest, list.Serial)
			}
		}
		if !equal(union, whole) || !maps.Equal(sums, list.Sums) {
			t.Errorf("%d parts together have %d files, and the whole has %d:\n%v\n%v", of, len(union), len(whole), slices.Sorted(maps.Keys(union)), slices.Sorted(maps.Keys(whole)))
		}
		if of > 1 && held < 2 {
			t.Errorf("of %d parts only %d hold anything", of, held)
		}
	}
}

// TestPartOfNothing publishes every part of a site of one notice: most are empty, and
// folders all the same.
func TestPartOfNothing(t *testing.T) {
	pages := 0
	for number := 1; number <= 7; number++ {
		dir := filepath.Join(t.TempDir(), "public")
		done, err := Build(small(nil), Options{Part: themes.Part{Number: number, Of: 7}}).Publish(Where{Public: dir}, Policy{})
		if err != nil {
			t.Fatal(err)
		}
		tree := files(t, dir)
		if len(tree) != done.Public.Files+1 {
			t.Errorf("part %d has %d files and a list, and says %d", number, len(tree), done.Public.Files)
		}
		if _, ok := tree["shop/index.html"]; ok {
			pages++
		}
	}
	if pages != 1 {
		t.Errorf("the page is in %d parts", pages)
	}
}
