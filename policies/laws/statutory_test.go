package laws

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/inventory"
)

// TestDocuments asks of every document that it can be owed, and that each section can be
// filled: its checks are checks of its law, in a capacity that owes the document, and its
// topics are topics that some check looks for.
func TestDocuments(t *testing.T) {
	files, err := fs.Glob(statutory, "*/documents/*.toml")
	if err != nil || len(files) == 0 || len(files) != len(Documents("")) {
		t.Fatalf("%d files, %d documents, %v", len(files), len(Documents("")), err)
	}
	topics, err := Topics()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range Documents("") {
		t.Run(d.Name(), func(t *testing.T) {
			if file := path.Join(d.Law, "documents", d.ID+".toml"); !slices.Contains(files, file) {
				t.Errorf("there is no %s", file)
			}
			p, err := Open(d.Law)
			if err != nil {
				t.Fatal(err)
			}
			var known, titles []string
			for _, as := range p.Capacities {
				known = append(known, as.Key)
			}
			owed := d.Capacity
			if len(owed) == 0 {
				owed = known
			}
			for _, as := range d.Capacity {
				if !slices.Contains(known, as) {
					t.Errorf("the law knows no capacity %q", as)
				}
			}
			for _, s := range d.Sections {
				if slices.Contains(titles, s.Title) {
					t.Errorf("two sections are called %q", s.Title)
				}
				titles = append(titles, s.Title)
				if since := sinceOf(p, s.Checks); s.Since != since {
					t.Errorf("%s: it is the law since %s, and its checks since %s", s.Title, s.Since, since)
				}
				as := s.Capacity
				if len(as) == 0 {
					as = owed
				}
				for _, id := range s.Checks {
					c := p.Check(id)
					if c == nil {
						t.Errorf("%s: the law has no check %q", s.Title, id)
						continue
					}
					for _, capacity := range as {
						if !c.For(capacity) {
							t.Errorf("%s: %s is not asked of a %s", s.Title, id, capacity)
						}
					}
					for topic := range c.Says {
						if !slices.Contains(s.Says, topic) && len(s.Rights)+len(s.Statements)+len(s.Contacts)+len(s.Entries) == 0 && !elsewhere(d, topic) {
							t.Errorf("%s: %s looks for %q, which no section places", s.Title, id, topic)
						}
					}
				}
				for _, topic := range s.Says {
					if !slices.Contains(topics, topic) {
						t.Errorf("%s: no check looks for %q", s.Title, topic)
					}
				}
				if len(s.Says)+len(s.Rights)+len(s.Events)+len(s.Statements)+len(s.Entries)+len(s.Recipients)+len(s.Contacts)+len(s.Sources)+len(s.Gates) == 0 {
					t.Errorf("%s: nothing can stand there", s.Title)
				}
				if s.Text != "" && !strings.HasSuffix(s.Text, ".") {
					t.Errorf("%s: its text has no full stop", s.Title)
				}
			}
		})
	}
}

// elsewhere reports whether some section of a document places a topic.
func elsewhere(d *Statutory, topic string) bool {
	return slices.ContainsFunc(d.Statutory.Sections, func(s inventory.StatutorySection) bool { return slices.Contains(s.Says, topic) })
}

// sinceOf is the first day on which one of some checks is asked, none where one always was.
func sinceOf(p *Pack, checks []string) (first inventory.Date) {
	for i, id := range checks {
		c := p.Check(id)
		if c == nil || c.Since.IsZero() {
			return inventory.Date{}
		}
		if i == 0 || c.Since.Before(first) {
			first = c.Since
		}
	}
	return first
}
