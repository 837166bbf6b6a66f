package themes

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fixtureLaws has a demand in every state.
func fixtureLaws() Laws {
	demand := func(id, state string) Demand {
		return Demand{Check: id, Title: "Demand " + id, Law: "The law in our words.", Citation: "§ 2-d", Severity: "error", State: state, Tests: []string{"club_test.rego: test_" + state}}
	}
	met, lacking, accepted, excepted, idle := demand("c-1", "met"), demand("c-2", "lacking"), demand("c-3", "accepted"), demand("c-4", "excepted"), demand("c-5", "idle")
	met.Met = []Evidence{{"keep-payment", "/garden-club/#keep-payment", "notices/garden-club/notice.toml:3:1", ""}, {"basis.contract", "", "notices/garden-club/notice.toml:9:1", ""}}
	lacking.Lacking, lacking.Unconfirmed = []Evidence{{Text: "nothing says so", Help: "say <i>it</i> below [notice]"}, {Text: "nothing says <b>it</b>", Place: "notices/garden-club/notice.toml:4:13", Help: "say <i>it</i> below [notice]"}}, true
	accepted.Lacking, accepted.Why = lacking.Lacking, "known-gap"
	excepted.Lacking, excepted.Why = lacking.Lacking, "The page is being written. (Legal, until 2027-01-31)"
	idle.Why = "no recipient is a processor"
	return Laws{
		Title: "Notices of the Garden Club", Reviewed: "2026-11-21", Unconfirmed: 1, BaseURL: "https://legal.example/",
		Laws: []Law{
			{ID: "club-law", Title: "Law on Clubs", Citation: "Clubs Act", Reviewed: "2026-11-21", Checks: 9, Confirmed: 8, LeavesOut: []string{"penalties"}, Rules: fixtureRules(), Notices: []LawNotice{
				{ID: "garden-club", Title: "Privacy notice", Capacity: "club", Standing: []Standing{{"lacking", 1}, {"accepted", 1}, {"excepted", 1}, {"met", 1}, {"idle", 1}}, Demands: []Demand{met, lacking, accepted, excepted, idle}, Documents: fixtureMade()},
				{ID: "rose-club", Title: "Privacy notice of roses", Standing: []Standing{{"met", 1}}, Demands: []Demand{met}},
			}},
			{ID: "own", Checks: 2, Confirmed: 2, Notices: []LawNotice{{ID: "garden-club", Title: "Privacy notice", Standing: []Standing{{"met", 1}}, Demands: []Demand{met}}}},
			{ID: "plant-law", Title: "Law on Plants", Citation: "Plants Act", Reviewed: "2026-11-21", Checks: 1, Confirmed: 1, Notices: []LawNotice{{ID: "garden-club", Title: "Privacy notice", Standing: []Standing{{"met", 1}}, Demands: []Demand{met}}}},
		},
	}
}

func fixtureRules() []LawRule {
	return []LawRule{
		{ID: "club-r-sale", Text: "A club must not sell data.", Citation: "§ 3",
			Touches: []LawTouch{{"garden-club", []Evidence{{"sell", "/garden-club/#sell", "notices/garden-club/notice.toml:12:1", ""}}, []Evidence{{Text: "the law forbids what this permits", Path: "/garden-club/#sell", Place: "notices/garden-club/notice.toml:13:1"}}}},
			Cases:   []LawCase{{"A club sells its list of members: that is forbidden.", "deny", false}, {"A club gives its list away.", "none", true}}},
		{ID: "club-r-tell", Text: "A club tells its members.", Citation: "§ 4", Owes: true, Unconfirmed: true, Cases: []LawCase{{"A club meets.", "owes", false}}},
	}
}

func fixtureMade() []LawDocument {
	return []LawDocument{
		{ID: "club-law/rights", Title: "Rights of members", Path: "/garden-club/club-law/rights/", Sections: []LawSection{
			{Title: "Sale", Citation: "§ 3", State: "met", Checks: []string{"c-1"}, Entries: []Evidence{{"no-sale", "/garden-club/#no-sale", "notices/garden-club/notice.toml:20:1", ""}}},
			{Title: "Meetings", State: "lacking", Checks: []string{"c-2"}},
		}, Findings: []Evidence{{Text: "club-law/rights has nothing under “Meetings”", Place: "notices/garden-club/notice.toml:5:13"}}},
		{ID: "club-law/nothing", Findings: []Evidence{{Text: "no law pack has a document “club-law/nothing”", Place: "notices/garden-club/notice.toml:6:13"}}},
	}
}

func renderLaws(t *testing.T, theme *Theme, l Laws) map[string][]byte {
	t.Helper()
	files, found := theme.RenderLaws(l)
	if len(found) > 0 {
		t.Fatal(messages(found))
	}
	out := map[string][]byte{}
	for _, f := range files {
		out[f.Path] = f.Data
	}
	return out
}

func TestLawsPage(t *testing.T) {
	page := string(renderLaws(t, plain(t), fixtureLaws())["laws.html"])
	for _, want := range []string{
		"This is not legal advice. The law packs were last reviewed on 21 November 2026. Demands below that are unconfirmed, for nobody has read them in a source: 1.",
		`href="https://legal.example/garden-club/#keep-payment">/garden-club/#keep-payment</a> <span class="place">notices/garden-club/notice.toml:3:1</span>`,
		"<code>basis.contract</code> <span class=\"place\">", "nothing says &lt;b&gt;it&lt;/b&gt;", `<span class="remedy">say &lt;i&gt;it&lt;/i&gt; below [notice]</span>`, "§ 2-d (unconfirmed)", "<li>penalties</li>", "club_test.rego: test_met",
		"The pack has 9 checks: 8 confirmed in a source, 1 unconfirmed.", `<span class="as">as club</span>`, "accepted by an issue", "A club must not sell data.</span>", ">forbidden</span>", ">owed</span>",
		`<a href="https://legal.example/garden-club/#sell"><code>sell</code></a>`, "No statement speaks of it.", "that is forbidden. <span class=\"verdict\">denied</span>", "<li class=\"spared\">A club gives its list away.",
		`<a href="https://legal.example/garden-club/club-law/rights/">/garden-club/club-law/rights/</a>`, "club-law/rights has nothing under “Meetings”", ">empty</span>", "no law pack has a document “club-law/nothing”", "§ 4 (unconfirmed)",
		`<a href="#law_club-law">Law on Clubs</a> <span class="lacking">1 lacking</span>`, `<a href="https://legal.example/garden-club/#sell">the law forbids what this permits</a>`,
		`<h2 id="law_own">Rules of our own</h2>`, "There are 2 checks, asked of every notice.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n, rows := strings.Count(page, `class="remedy"`), strings.Count(page, "nothing says so"); n != rows || n == 0 {
		t.Errorf("what to write for two in a row stands %d times in %d rows", n, rows)
	}
	var order []int // what somebody has to act on comes first
	for _, row := range []string{`<tr class="lacking">`, `<tr class="accepted">`, `<tr class="excepted">`, `<tr class="met">`, `<tr class="idle">`, `<tr class="forbids">`} {
		order = append(order, strings.Index(page, row))
	}
	if !slices.IsSorted(order) || order[0] < 0 {
		t.Errorf("rows lacking, accepted, excepted, met, idle, and rules begin at %v", order)
	}
	l := fixtureLaws()
	l.BaseURL, l.Beside = "", "../public/"
	if page := string(renderLaws(t, plain(t), l)["laws.html"]); !strings.Contains(page, `<a href="../public/garden-club/index.html#sell"><code>sell</code></a>`) ||
		!strings.Contains(page, `<a href="../public/garden-club/club-law/rights/index.html">/garden-club/club-law/rights/</a>`) {
		t.Error("beside the site, the page does not link to it")
	}
	l.Beside = "../a strange\"one/" // to which no page may link
	renderLaws(t, plain(t), l)
	l.Counted, l.Beside = true, ""
	for i := range l.Laws {
		for j := range l.Laws[i].Notices {
			l.Laws[i].Notices[j].Demands, l.Laws[i].Notices[j].Documents = nil, nil
		}
	}
	page = string(renderLaws(t, plain(t), l)["laws.html"])
	if strings.Contains(page, "<table>") || strings.Contains(page, "only_met") || !strings.Contains(page, "laws.csv") || !strings.Contains(page, `<span class="met">1 met</span>`) {
		t.Errorf("a page that counts is\n%s", page)
	}
	theme, faults := override(map[string]string{"plain/words/en.toml": "[laws]\ntitle = \"What we owe\"\n", "plain/laws.css": "body { background: url(//x.example/y.png) }"})
	if len(faults) != 1 || !strings.Contains(faults[0], "themes/plain/laws.css:1:1") {
		t.Errorf("a style that loads from elsewhere: %v", faults)
	}
	if files := renderLaws(t, theme, l); !strings.Contains(string(files["laws.html"]), "<h1>What we owe</h1>") || strings.Contains(string(files["laws.css"]), "x.example") {
		t.Error("the words of the workspace are not used, or its unsafe style is")
	}
}

// TestLawsPageInBrowser opens the page from the disk, as an auditor does: axe finds nothing, it
// never leaves a narrow screen, and its filter works without a script.
func TestLawsPageInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	ctx, script, dir := browser(t), axe(t), t.TempDir()
	for _, theme := range embeddedThemes(t) {
		for name, data := range renderLaws(t, theme, fixtureLaws()) {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		page := "file://" + filepath.ToSlash(filepath.Join(dir, "laws.html"))
		must(t, ctx, chromedp.Navigate(page), chromedp.Evaluate[chromedp.Void](script+";0"))
		for _, width := range []int64{320, 1280} {
			must(t, ctx, chromedp.EmulateViewport(width, 900))
			if over := evaluate[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d px: %v px too wide: %s", theme.name, width, over, evaluate[string](t, ctx, widest))
			}
			for _, scheme := range schemes(width) {
				media(t, ctx, "", scheme)
				for _, v := range evaluate[[]string](t, ctx, axeRun) {
					t.Errorf("%s %s at %d px: %s", theme.name, scheme, width, v)
				}
			}
		}
		shown := `[...document.querySelectorAll("tbody tr")].filter(r => r.getClientRects().length > 0).length`
		// Which of them are to be seen is settled with the frame after next.
		tests := `new Promise(then => requestAnimationFrame(() => requestAnimationFrame(() => then(
			[...document.querySelectorAll(".tests li")].every(li => li.checkVisibility({contentVisibilityAuto: true}))))))`
		for medium, want := range map[string]bool{"screen": false, "print": true} {
			media(t, ctx, medium, "light")
			if got := evaluate[bool](t, ctx, tests); got != want {
				t.Errorf("%s: the tests of checks are there in %s: %v, want %v", theme.name, medium, got, want)
			}
		}
		media(t, ctx, "", "light")
		for fragment, want := range map[string]int{"": 12, "#only_lacking": 2, "#only_met": 5, "#only_all": 12, "#law_plant-law": 12, "#only_forbids": 1, "#only_owes": 1} {
			must(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(page+fragment))
			if got := evaluate[int](t, ctx, shown); got != want {
				t.Errorf("%s: %s shows %d rows, want %d", theme.name, fragment, got, want)
			}
		}
	}
}
