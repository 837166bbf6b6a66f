package inventory

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/finding"
)

// around is what the example of a page stands in, where it is no whole file: the
// header above its keys.
var around = map[string]string{
	"bad-file-name":     "[document.a]\nlabel = \"a\"\n",
	"too-large":         "[party]\n",
	"hidden-control":    "[party]\n",
	"zero-width":        "[category.a]\n",
	"wrong-type":        "[recipient.a]\nkind = \"staff\"\nlabel = \"a\"\n",
	"empty":             "[[use]]\nid = \"a\"\n",
	"repeated":          "[[use]]\nid = \"a\"\n",
	"unknown-word":      "[gate.a]\n",
	"bad-date":          "[notice]\n",
	"bad-period":        "[[keep]]\nid = \"a\"\n",
	"bad-age":           "[audience.a]\n",
	"bad-place":         "[recipient.a]\n",
	"bad-where":         "[[bar]]\nid = \"a\"\n",
	"look-alike-host":   "[document.a]\n",
	"bad-link":          "[document.a]\n",
	"bad-email":         "[contact.a]\n",
	"bad-language":      "[notice]\n",
	"date-order":        "[notice]\n",
	"contract-ended":    "[document.a]\nlabel = \"a\"\nwith = \"b\"\n",
	"review-overdue":    "[notice]\n",
	"not-yet-effective": "[notice]\n",
}

// notTOML are pages whose examples are names of files, of more than one file, or rules.
var notTOML = []string{"own-rule", "no-notices", "unreadable", "link", "missing-file", "encoding", "duplicate-table", "duplicate-file", "too-many"}

// TestPageExamples: the wrong example of each page gets its finding, and the right
// one does not.
func TestPageExamples(t *testing.T) {
	for _, code := range finding.Codes() {
		if !ours(t, code) || strings.Contains(strings.Join(notTOML, " "), code) {
			continue
		}
		t.Run(code, func(t *testing.T) {
			page, _ := finding.Explain(code)
			if !gets(code, page.Wrong) {
				t.Errorf("no finding for\n%s", page.Wrong)
			}
			if gets(code, page.Right) {
				t.Errorf("a finding for\n%s", page.Right)
			}
		})
	}
}

func gets(code, example string) bool {
	files := fstest.MapFS{"notices/a/students.md": {Data: []byte("Hello.")}}
	body, addenda, _ := strings.Cut(example, "# addenda/")
	files["notices/a/notice.toml"] = &fstest.MapFile{Data: []byte(around[code] + body)}
	if name, text, ok := strings.Cut(addenda, "\n"); ok {
		files["notices/a/addenda/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, fs := LoadAt(files, Options{Today: Date{2026, 11, 21, Day}})
	for _, f := range fs {
		if f.Code == code {
			return true
		}
	}
	return false
}
