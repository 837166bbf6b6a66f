package themes

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"time"
)

// TestEndlessOnce makes forty pages by a template without an end: its time is spent once.
// What does not come to it is made, and the next Render tries again.
func TestEndlessOnce(t *testing.T) {
	theme, faults := override(map[string]string{"plain/html/footer.html": `{{range 1000000000000}}{{end}}`})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	s := fixtureSite()
	s.Notices, s.Statutory = nil, nil
	for i := range 40 {
		n := fixture()
		n.ID = fmt.Sprintf("n%d", i)
		s.Notices = append(s.Notices, n)
	}
	var m Memory
	start := time.Now()
	files, found := m.Render(theme, s)
	if took := time.Since(start); took > 20*time.Second { // and not forty times two
		t.Errorf("took %v", took)
	}
	pages, texts := 0, 0
	for _, f := range files {
		switch path.Ext(f.Path) {
		case ".html":
			pages++
		case ".md":
			texts++
		}
	}
	late := map[string]bool{}
	for _, f := range found {
		if strings.Contains(f.Message, "longer than 2 seconds") && f.Place.File == "themes/plain/html/footer.html" {
			late[f.Notice] = true
		}
	}
	if pages > 1 || texts != 40 || len(late) != 41 { // 404.html has no footer; the index is no notice
		t.Errorf("%d pages and %d texts are made, and %d notices without one; want 0 or 1, 40 and 41", pages, texts, len(late))
	}
	good, _ := override(nil)
	if files, found := m.Render(good, s); len(found) > 0 || len(files) < 40*5 {
		t.Errorf("after it was mended %d files are made: %v", len(files), messages(found))
	}
}
