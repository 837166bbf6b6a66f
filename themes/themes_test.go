package themes

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
)

var update = flag.Bool("update", false, "rewrite golden files")

func plain(t testing.TB) *Theme {
	t.Helper()
	theme, fs := Load(nil, "")
	if len(fs) > 0 {
		t.Fatalf("plain has findings: %v", fs)
	}
	return theme
}

// embeddedThemes are all there are, plain first.
func embeddedThemes(t testing.TB) []*Theme {
	t.Helper()
	out := []*Theme{plain(t)}
	for _, name := range Names() {
		theme, fs := Load(nil, name)
		if len(fs) > 0 {
			t.Fatalf("%s has findings: %v", name, fs)
		}
		if name != Default {
			out = append(out, theme)
		}
	}
	if len(out) < 2 {
		t.Fatal("there is only one theme")
	}
	return out
}

// render makes the site with plain and fails on any finding.
func render(t testing.TB, s Site) map[string][]byte {
	t.Helper()
	return plain(t).render(t, s)
}

func (theme *Theme) render(t testing.TB, s Site) map[string][]byte {
	t.Helper()
	files, fs := theme.Render(s)
	if len(fs) > 0 {
		t.Fatalf("findings: %v", fs)
	}
	out := map[string][]byte{}
	for _, f := range files {
		out[f.Path] = f.Data
	}
	return out
}

func TestFixtureVerifies(t *testing.T) {
	s := fixtureSite()
	files := render(t, s)
	if fs := Verify(s.Notices[0], files["garden-club/index.html"]); len(fs) > 0 {
		t.Errorf("page of the fixture: %v", messages(fs))
	}
}

func messages(fs []finding.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Place.String()+": "+f.Message)
	}
	return out
}

func TestGolden(t *testing.T) {
	for path, got := range render(t, fixtureSite()) {
		if filepath.Ext(path) == ".css" {
			continue
		}
		golden := filepath.Join("testdata", "golden", filepath.FromSlash(path))
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s differs from %s: run go test ./themes -update and read the diff", path, golden)
		}
	}
}

// TestEmbeddedThemesKeepTheRules holds them to what an override is held to when it is
// loaded.
func TestEmbeddedThemesKeepTheRules(t *testing.T) {
	for _, name := range Names() {
		if found := builtIn()[Default]().as(name).add(embedded, name, true); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}
