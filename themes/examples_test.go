package themes

import (
	"os"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// examples resolves the worked examples of the repository.
func examples(t testing.TB) Site {
	t.Helper()
	root, err := os.OpenRoot("..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	inv, _ := inventory.Load(root.FS())
	set, _ := notices.Resolve(inv)
	if len(set.Notices) == 0 {
		t.Fatal("the repository has no example notices")
	}
	return Site{Title: set.Title, Banner: set.Banner, BaseURL: set.BaseURL, Digest: set.Digest, Notices: set.Notices}
}

func TestExamplesVerify(t *testing.T) {
	s := examples(t)
	for _, theme := range embeddedThemes(t) {
		files := theme.render(t, s)
		for _, n := range s.Notices {
			if fs := Verify(n, files[n.ID+"/index.html"]); len(fs) > 0 {
				t.Errorf("%s, %s: %v", theme.name, n.ID, messages(fs))
			}
		}
		for _, page := range []string{"index.html", "404.html"} {
			if fs := Verify(nil, files[page]); len(fs) > 0 {
				t.Errorf("%s, %s: %v", theme.name, page, messages(fs))
			}
		}
	}
}
