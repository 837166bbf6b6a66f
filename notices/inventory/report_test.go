package inventory

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices/finding"
)

var update = flag.Bool("update", false, "rewrite goldens and generated files")

// workspace writes the files of an archive to a folder and opens it as users'
// workspaces are opened. A name may say how a file is written: "a -> b" makes a
// link, "(utf-16)" and "(latin-1)" another encoding.
func workspace(t testing.TB, files []file) *os.Root {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		if f.name == "report" {
			continue
		}
		name, target, link := strings.Cut(f.name, " -> ")
		name, encoding, _ := strings.Cut(name, " (")
		at := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(at), 0o755))
		if link {
			must(t, os.Symlink(target, at))
			continue
		}
		must(t, os.WriteFile(at, encoded(f.data, encoding), 0o644))
	}
	root, err := os.OpenRoot(dir)
	must(t, err)
	t.Cleanup(func() { root.Close() })
	return root
}

func encoded(b []byte, encoding string) []byte {
	var out []byte
	switch encoding {
	case "utf-16)":
		for _, u := range utf16.Encode([]rune("\ufeff" + string(b))) {
			out = append(out, byte(u), byte(u>>8))
		}
		return out
	case "latin-1)":
		for _, r := range string(b) {
			out = append(out, byte(r))
		}
		return out
	}
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// archives reads the golden reports: input files, and under "report" the exact
// text that a terminal without colour shows.
func archives(t testing.TB) map[string]*archive {
	t.Helper()
	names, err := filepath.Glob("testdata/reports/*.txtar")
	must(t, err)
	out := map[string]*archive{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		must(t, err)
		out[n] = parseArchive(b)
	}
	return out
}

// load reads an archive's workspace on the day its first line names.
func load(t testing.TB, a *archive) (*Inventory, []finding.Finding) {
	t.Helper()
	var o Options
	first, _, _ := strings.Cut(a.comment, "\n")
	if day, ok := strings.CutPrefix(first, "today: "); ok {
		d, err := ParseDate(day)
		must(t, err)
		o.Today = d
	}
	return LoadAt(workspace(t, a.files).FS(), o)
}

func TestReports(t *testing.T) {
	for name, a := range archives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			_, fs := load(t, a)
			var got bytes.Buffer
			finding.Text(&got, fs, finding.TextOptions{})
			report := &a.files[len(a.files)-1]
			if *update {
				report.data = got.Bytes()
				must(t, os.WriteFile(name, a.bytes(), 0o644))
			}
			if diff := cmp.Diff(string(report.data), got.String()); diff != "" {
				t.Errorf("report differs (-want +got); rewrite with -update:\n%s", diff)
			}
		})
	}
}

// TestCodes: every code has a report that shows it, and every finding a page.
func TestCodes(t *testing.T) {
	seen := map[string]bool{"too-many": true} // TestBombs shows it
	for name, a := range archives(t) {
		_, fs := load(t, a)
		for _, f := range fs {
			seen[f.Code] = true
			page, ok := finding.Explain(f.Code)
			if !ok {
				t.Errorf("%s: the code %q has no page", name, f.Code)
			} else if page.Severity != f.Severity {
				t.Errorf("%s: %q is %s in its page and %s in a finding", name, f.Code, page.Severity, f.Severity)
			}
			if f.Message == "" || f.Help == "" {
				t.Errorf("%s: %s: a finding without message or help", name, f.Code)
			}
		}
	}
	for _, code := range finding.Codes() {
		if !seen[code] && ours(t, code) {
			t.Errorf("no report shows %q", code)
		}
	}
}

// ours reports whether a code is one of this package, not of a floor above.
func ours(t *testing.T, code string) bool {
	names, err := filepath.Glob("*.go")
	must(t, err)
	for _, n := range names {
		b, err := os.ReadFile(n)
		must(t, err)
		if !strings.HasSuffix(n, "_test.go") && bytes.Contains(b, []byte(`"`+code+`"`)) {
			return true
		}
	}
	return false
}
