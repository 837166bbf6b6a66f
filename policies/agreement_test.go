package policies_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/themes"
)

// The point of it all: what the page says and what the policy answers agree. The
// test renders the examples, asks the question space of each, and holds every
// answer against the page a reader would open.

// page is the text of each anchor of one rendered notice, white space folded.
type page map[string]string

// read renders a set with a theme and collects the text under every id.
func read(t testing.TB, set *notices.Set, overrides fs.FS) map[string]page {
	t.Helper()
	theme, found := themes.Load(overrides, "plain")
	if len(found) > 0 {
		t.Fatalf("theme: %v", found)
	}
	files, _ := theme.Render(themes.Site{Title: set.Title, Digest: set.Digest, Notices: set.Notices})
	out := map[string]page{}
	for _, f := range files {
		if dir, ok := strings.CutSuffix(f.Path, "/index.html"); ok {
			root, err := html.Parse(bytes.NewReader(f.Data))
			if err != nil {
				t.Fatalf("%s: %v", f.Path, err)
			}
			out[dir] = page{}
			out[dir].collect(root)
		}
	}
	return out
}

func (p page) collect(n *html.Node) {
	if n.Type == html.ElementNode {
		for _, a := range n.Attr {
			if a.Key == "id" {
				p[a.Val] = strings.Join(strings.Fields(textOf(n)), " ")
			}
		}
	}
	for c := range n.ChildNodes() {
		p.collect(c)
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		} else if d.Type == html.ElementNode {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// says reports whether the sentence stands at the path an answer cites.
func says(pages map[string]page, path, sentence string) bool {
	file, anchor, _ := strings.Cut(path, "#")
	text := pages[strings.Trim(file, "/")][anchor]
	return sentence != "" && strings.Contains(text, strings.Join(strings.Fields(sentence), " "))
}

// breach tells how an answer and the pages disagree, "" when they agree. The set
// is the one the page was made from.
func breach(set *notices.Set, pages map[string]page, q decision.Question, a decision.Answer) string {
	n := set.Notice(q.Notice)
	for _, r := range a.Reasons {
		if r.Source == "notice" && r.Statement != "" && (r.At == nil || !says(pages, r.At.Path, r.Text)) {
			return fmt.Sprintf("the answer rests on %q, which does not stand at its place", r.Text)
		}
	}
	if a.Allow && !slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Statement != "" }) {
		return "allowed, and no sentence is cited"
	}
	stated, barred := onThePage(n, pages, q)
	switch {
	case barred != "" && a.Outcome != decision.Deny:
		return fmt.Sprintf("%s, though the page bars it: %q", a.Outcome, barred)
	case a.Allow || stated == "":
		return ""
	}
	for _, r := range a.Reasons {
		if r.Code != decision.NoStatement {
			return ""
		}
	}
	return fmt.Sprintf("the page states it (%q) and the answer names nothing that stands in the way", stated)
}

// onThePage finds a permit and a bar that reach some combination of the question
// and whose sentence is in the page.
func onThePage(n *notices.Notice, pages map[string]page, q decision.Question) (stated, barred string) {
	o := &oracleRun{q: q, n: n, on: spaceDay}
	for _, c := range o.combinations() {
		if o.outside(c) {
			continue
		}
		for i := range n.Statements {
			s := &n.Statements[i]
			if s.Kind == "closed" || o.selectors(s.Selector, s.Addendum, c).match != met || !o.speaks(s) || !says(pages, s.Path, s.Sentence.Text) {
				continue
			}
			if lifted, _ := o.lifted(s); s.Kind == "bar" && !lifted {
				barred = s.Sentence.Text
			} else if s.Kind != "bar" {
				stated = s.Sentence.Text
			}
		}
	}
	return stated, barred
}

// TestNoticeAndPolicyAgree asks every class of every example's question space and
// holds each answer of the Rego against the tables, the oracle and the page.
func TestNoticeAndPolicyAgree(t *testing.T) {
	set := examples(t)
	pages := read(t, set, nil)
	normative, quick := both(t, set, policies.Options{})
	total := 0
	for _, n := range set.Notices {
		t.Run(n.ID, func(t *testing.T) {
			classes, whole, asked := space(n), 0, 0
			for _, c := range classes {
				whole += c.size()
				for q := range c.questions(*spaceSample) {
					asked++
					a := normative.Decide(t.Context(), q)
					if diff := cmp.Diff(a, quick.Decide(t.Context(), q)); diff != "" {
						t.Fatalf("%s\nRego and tables part (-Rego +tables):\n%s", asJSON(q), diff)
					}
					if diff := disagree(a, oracle(set, spaceDay, q)); diff != "" {
						t.Fatalf("%s\nengine and oracle part (-oracle +engine):\n%s", asJSON(q), diff)
					}
					if b := breach(set, pages, q, a); b != "" {
						t.Fatalf("%s\npage and policy part: %s", asJSON(q), b)
					}
				}
			}
			total += asked
			t.Logf("%d classes, %d questions in the whole space, %d asked, 0 counterexamples", len(classes), whole, asked)
		})
	}
	t.Logf("%d questions asked", total)
}

// TestDisagreementIsFound breaks the theme, a rule and a word, one at a time, and
// expects the comparison of page and policy to notice each.
func TestDisagreementIsFound(t *testing.T) {
	whole := examples(t)
	set := &notices.Set{Title: whole.Title, Digest: whole.Digest, Internal: whole.Internal, Notices: []*notices.Notice{whole.Notice("career-masterclass"), whole.Notice("steptech")}}
	pages := read(t, set, nil)
	sound := newEngine(t, set)
	if n := breaches(t, set, pages, sound); n > 0 {
		t.Fatalf("%d counterexamples before anything is broken", n)
	}
	t.Run("a theme drops a sentence", func(t *testing.T) {
		file, broken := withoutSentences(t)
		overrides := fstest.MapFS{file: {Data: []byte(broken)}}
		expectBreaches(t, set, read(t, set, overrides), sound)
	})
	t.Run("a rule ignores a bar", func(t *testing.T) {
		expectBreaches(t, set, pages, newEngine(t, without(set, "bar")))
	})
	t.Run("a word says another duration", func(t *testing.T) {
		expectBreaches(t, set, pages, newEngine(t, reworded(set, "12 months", "18 months")))
	})
}

func expectBreaches(t *testing.T, set *notices.Set, pages map[string]page, engine *policies.Engine) {
	t.Helper()
	if breaches(t, set, pages, engine) == 0 {
		t.Error("no counterexample was found")
	}
}

// breaches asks one question of every eighth class and counts where page and
// policy part.
func breaches(t *testing.T, set *notices.Set, pages map[string]page, engine *policies.Engine) (found int) {
	t.Helper()
	asked := 0
	for _, n := range set.Notices {
		classes := space(n)
		for i := 0; i < len(classes); i += 8 {
			for q := range classes[i].questions(1) {
				asked++
				if breach(set, pages, q, engine.Decide(t.Context(), q)) != "" {
					found++
				}
			}
		}
	}
	t.Logf("%d counterexamples in %d questions", found, asked)
	return found
}

// withoutSentences takes the sentence out of the theme's statement template.
func withoutSentences(t *testing.T) (file, text string) {
	t.Helper()
	const name = "plain/html/statement.html"
	b, err := os.ReadFile("../themes/" + name)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(b), "<p>{{.Text}}</p>{{end}}</div>", "{{end}}</div>", 1)
	if broken == string(b) {
		t.Fatalf("%s does not place the sentence where this test looks for it", name)
	}
	return name, broken
}

// without copies the set and leaves out the statements of a kind.
func without(set *notices.Set, kind string) *notices.Set {
	return changed(set, func(n *notices.Notice) {
		n.Statements = slices.DeleteFunc(slices.Clone(n.Statements), func(s notices.Statement) bool { return s.Kind == kind })
	})
}

// reworded copies the set and replaces words in every sentence.
func reworded(set *notices.Set, old, new string) *notices.Set {
	return changed(set, func(n *notices.Notice) {
		n.Statements = slices.Clone(n.Statements)
		for i := range n.Statements {
			s := &n.Statements[i].Sentence
			s.Text = strings.ReplaceAll(s.Text, old, new)
		}
	})
}

func changed(set *notices.Set, change func(*notices.Notice)) *notices.Set {
	out := *set
	out.Notices = nil
	for _, n := range set.Notices {
		copied := *n
		change(&copied)
		out.Notices = append(out.Notices, &copied)
	}
	return &out
}
