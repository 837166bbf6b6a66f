package themes

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// supplement is the page of the fixture's first document.
const supplement = "garden-club/us-ny-2d/supplement/index.html"

func TestDocumentPage(t *testing.T) {
	files := render(t, fixtureSite())
	page, err := ReadPage(files[supplement])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ section, words string }{
		{"part_1", "We never use pupil data for targeted advertising."},
		{"part_1", "We use the following to provide services and goods: contact details; and payment details."},
		{"part_1", "Every message tells how to stop further ones."},
		{"part_2", "Standard Contractual Clauses"},
		{"part_3", "How it is encrypted."},
		{"part_3", "The notice says nothing about this."},
	} {
		if !page.Says(want.section, want.words) {
			t.Errorf("%s does not say %q", want.section, want.words)
		}
	}
	if s := string(files[supplement]); strings.Contains(s, "#part_contact") || !strings.Contains(s, `href="../../index.html#no-ads"`) {
		t.Error("the document does not link to the sentence in the notice")
	}
	notice := string(files["garden-club/index.html"])
	for _, want := range []string{`href="us-ny-2d/supplement/index.html"`, `href="uk-gdpr/article-13/index.html"`} {
		if strings.Count(notice, want) != 1 {
			t.Errorf("the notice does not link to its document once: %s", want)
		}
	}
}

// TestSignatures: a document that belongs to a contract ends in lines to sign on, for us and
// for the other party.
func TestSignatures(t *testing.T) {
	s := fixtureSite()
	const contract = "It was made with Example Falls on 22 June 2026."
	s.Notices[0].Documents = append(s.Notices[0].Documents,
		notices.Document{ID: "contract", Anchor: "document-contract", Addendum: "us-ny-2d", Label: "the contract", With: "Example Falls", Sentence: contract},
		notices.Document{ID: "other", Anchor: "document-other", Label: "another contract", With: "Another Club"})
	made := s.Statutory["garden-club"]
	made[0].Signed, made[0].Sections[0].Entries = true, []string{"document.contract"}
	files := render(t, s)
	page := string(files[supplement])
	for _, want := range []string{contract, "<dd>Garden Club Ltd</dd>", "<dd>Example Falls</dd>", `<dt>Signature</dt><dd class="line"></dd>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	text := string(files[strings.TrimSuffix(supplement, "index.html")+"document.txt"])
	if strings.Contains(page+text, "Another Club") || !strings.Contains(text, "- For: Example Falls") || !strings.Contains(text, "- Date: ____") {
		t.Errorf("it is signed by another, or its text by nobody:\n%s", text)
	}
	if notice := string(files["garden-club/index.html"]); !strings.Contains(notice, contract) {
		t.Error("the notice does not say with whom the contract is")
	}
	if page := string(files["garden-club/uk-gdpr/article-13/index.html"]); strings.Contains(page, "Signature") {
		t.Error("a document is signed that belongs to no contract")
	}
	made[0].Addendum = ""
	s.Notices[0].Documents = s.Notices[0].Documents[:len(s.Notices[0].Documents)-1]
	if page := string(render(t, s)[supplement]); !strings.Contains(page, `<dt>For</dt><dd class="line"></dd>`) {
		t.Error("there is no line for a party whose name is not known")
	}
}

// TestProseInDocuments: links of Markdown lead where they lead in the notice, though the
// page stands deeper.
func TestProseInDocuments(t *testing.T) {
	s := fixtureSite()
	s.Notices[0].Notes[0].Prose = "See [the list](#category-contact) and [the others](/index.html)."
	page := string(render(t, s)["garden-club/uk-gdpr/article-13/index.html"])
	for _, want := range []string{`href="../../index.html#category-contact"`, `href="../../../index.html"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

// TestDocumentDropsSentence: a template that leaves a sentence out, or changes it, is
// found out.
func TestDocumentDropsSentence(t *testing.T) {
	for name, template := range map[string]string{"dropped": `<p>{{.Title}}</p>`, "hidden": `<p hidden>{{.Text}}</p>`} {
		t.Run(name, func(t *testing.T) {
			theme, found := Load(fstest.MapFS{"plain/html/placed.html": {Data: []byte(template)}}, "plain")
			if len(found) > 0 {
				t.Fatal(messages(found))
			}
			_, found = theme.Render(fixtureSite())
			lost := 0
			for _, f := range found {
				if f.Code == codePage && f.Notice == "garden-club" && f.Severity == finding.Error && strings.Contains(f.Message, "should hold this sentence") {
					lost++
				}
			}
			if lost != 5 {
				t.Errorf("%d sentences are missed, want 5: %v", lost, messages(found))
			}
		})
	}
}

// TestDocumentAccessible runs axe-core over the documents, narrow and wide, and holds
// what is printed against what is read.
func TestDocumentAccessible(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	files := map[string][]byte{}
	for _, theme := range embeddedThemes(t) {
		for name, data := range theme.render(t, fixtureSite()) {
			files[theme.name+"/"+name] = data
		}
	}
	script, base, ctx := axe(t), serve(t, files), browser(t)
	for _, theme := range embeddedThemes(t) {
		for _, look := range []struct {
			page   string
			width  int64
			scheme string
		}{{supplement, 320, "light"}, {supplement, 1280, "dark"}, {"garden-club/uk-gdpr/article-13/index.html", 768, "light"}} {
			must(t, ctx, chromedp.EmulateViewport(look.width, 900), chromedp.Navigate(base+theme.name+"/"+look.page))
			if over := evaluate[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s, %s at %d px: %v px too wide: %s", theme.name, look.page, look.width, over, evaluate[string](t, ctx, widest))
			}
			must(t, ctx, chromedp.Evaluate[chromedp.Void](script+";0"))
			media(t, ctx, "", look.scheme)
			for _, v := range evaluate[[]string](t, ctx, axeRun) {
				t.Errorf("%s, %s %s at %d px: %s", theme.name, look.page, look.scheme, look.width, v)
			}
		}
		media(t, ctx, "print", "light")
		printed := evaluate[string](t, ctx, `document.body.innerText`)
		media(t, ctx, "", "light")
		if !strings.Contains(printed, "Standard Contractual Clauses") && !strings.Contains(printed, "You can complain at any time.") || strings.Contains(printed, "In the notice") {
			t.Errorf("%s prints: %s", theme.name, printed)
		}
	}
}
