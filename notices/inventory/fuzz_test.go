package inventory

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/candor-privacy/candor/notices/finding"
)

// FuzzLoad: whatever the bytes, Load ends with findings that are sorted, lie in
// their file and can be shown on a terminal and read by a machine.
func FuzzLoad(f *testing.F) {
	for _, a := range archives(f) {
		for _, file := range a.files {
			if file.name != "report" {
				f.Add(file.data, []byte("[addendum]\ntitle='x'\n"))
			}
		}
	}
	for _, name := range []string{"valid", "invalid"} {
		for i, file := range suite(f, name) {
			if i%5 == 0 {
				f.Add([]byte("[party]\n"), file.data)
			}
		}
	}
	good := []byte("[notice]\ntitle='x'\nlanguage='en'\n[category.a]\nlabel='a'\n[[use]]\nid='u'\ncategories=['a']\n")
	f.Fuzz(func(t *testing.T, a, b []byte) {
		fsys := fstest.MapFS{
			"candor.toml":            {Data: b},
			"notices/x/good.toml":    {Data: good},
			"notices/x/a.toml":       {Data: a},
			"notices/x/b.toml":       {Data: b},
			"notices/x/text.md":      {Data: b},
			"notices/y/notice.toml":  {Data: append([]byte("[notice]\nextends='x'\nprose='../x/text.md'\n"), a...)},
			"notices/_shared/z.toml": {Data: a},
		}
		inv, fs := LoadAt(fsys, Options{Today: Date{2026, 11, 21, Day}})
		checkFindings(t, fsys, fs)
		for _, n := range inv.Notices {
			for _, e := range n.Entries {
				if e.Place.IsZero() || !e.isSingle() && !validID(e.ID) {
					t.Errorf("an entry without place or id: %+v", e)
				}
			}
		}
	})
}

func (e *Entry) isSingle() bool { return tableOf(e.Kind).Shape == Single }

func checkFindings(t *testing.T, fsys fstest.MapFS, fs []finding.Finding) {
	t.Helper()
	sorted := slices.Clone(fs)
	finding.Sort(sorted)
	for i, f := range fs {
		if f.Place != sorted[i].Place {
			t.Fatalf("findings are not sorted: %s comes at %d", f.Place, i)
		}
		inFile(t, fsys, f, f.Place)
		for _, r := range f.Related {
			inFile(t, fsys, f, r.Place)
		}
	}
	var text, js bytes.Buffer
	finding.Text(&text, fs, finding.TextOptions{})
	if !utf8.Valid(text.Bytes()) {
		t.Fatal("the report is not UTF-8")
	}
	for _, r := range text.String() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("the report holds %U", r)
		}
	}
	if err := finding.JSON(&js, fs, ""); err != nil || !json.Valid(js.Bytes()) {
		t.Fatalf("no valid JSON: %v", err)
	}
}

func inFile(t *testing.T, fsys fstest.MapFS, f finding.Finding, p finding.Place) {
	t.Helper()
	if p.Line == 0 {
		return
	}
	file := fsys[p.File]
	if file == nil {
		t.Fatalf("%s: %s: there is no such file", p, f.Code)
	}
	lines := strings.Split(strings.TrimPrefix(string(file.Data), string(bom)), "\n")
	if p.Line > len(lines) || p.EndLine > len(lines) || p.EndLine < p.Line {
		t.Fatalf("%s: %s: lies outside its file", p, f.Code)
	}
	line := lines[p.Line-1]
	if p.Col < 1 || p.Col > len(line)+1 || p.Line == p.EndLine && p.EndCol < p.Col {
		t.Fatalf("%s: %s: lies outside its line", p, f.Code)
	}
}
