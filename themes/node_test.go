//go:build node

package themes

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// validator checks pages against the HTML standard, from a package of npm.
const validator = "html-validate@10.17.0"

// strictness is all that the standard asks. Where a telephone number breaks at the end
// of a line is for the style.
const strictness = `{"extends": ["html-validate:standard"], "rules": {"tel-non-breaking": "off"}, "root": true}`

// TestPagesAreValidInNode puts every page of the examples and of the small club, in
// every theme, to a validator, and one that is broken to see that it looks.
func TestPagesAreValidInNode(t *testing.T) {
	dir := t.TempDir()
	run := func(command ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	put := func(name string, data []byte) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("package.json", []byte("{}"))
	put(".htmlvalidate.json", []byte(strictness))
	if out, err := run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", validator); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	check := []string{"npx", "html-validate", "--formatter", "text"}
	for _, theme := range embeddedThemes(t) {
		for _, site := range []map[string][]byte{theme.render(t, examples(t)), theme.render(t, fixtureSite())} {
			for _, page := range pagesOf(site) {
				put("pages/"+theme.name+"/"+page, site[page])
			}
		}
	}
	if out, err := run(append(check, "pages/**/*.html")...); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	put("broken.html", []byte("<!DOCTYPE html><html lang=\"en\"><head><title>x</title></head><body><p id=\"a\"></p><p id=\"a\"><ul></ul></p></body></html>"))
	if out, err := run(append(check, "broken.html")...); err == nil {
		t.Errorf("a broken page passes:\n%s", out)
	}
}
