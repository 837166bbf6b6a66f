package site

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// parlour is a workspace with something to ask: a consent, an addendum, and parts of
// the page that open.
func parlour(t *testing.T) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	for name, f := range small(map[string]string{
		"themes/plain/html/statement.html": `<div class="statement"><div class="sentence" id="{{.ID}}"><p>{{.Text}}</p></div><details><summary>More</summary><p>About {{.ID}}.</p></details></div>`,
		"notices/shop/more.toml": `
[gate.letters]
kind     = "consent"
label    = "you have agreed to letters"
by       = ["person"]
withdraw = ["unsubscribe link"]

[purpose.marketing]
label = "send you letters"

[[use]]
id         = "letters"
categories = ["orders"]
purposes   = ["marketing"]
gates      = ["letters"]
bases      = ["consent"]
` + strings.Join(fillers(), ""),
		"notices/shop/addenda/nz.toml": `
[addendum]
title = "For New Zealanders"
where = { person = "NZ" }

[[bar]]
id      = "no-sale"
actions = ["transfer"]
text    = "We never sell what we know about New Zealanders."
`,
	}) {
		put(t, filepath.Join(dir, name), string(f.Data))
	}
	return dir, filepath.Join(dir, "notices", "shop", "notice.toml")
}

// fillers make the page long enough to scroll.
func fillers() []string {
	var out []string
	for _, word := range strings.Fields("judge rank score grade sort weigh label watch follow count rate test guess chart probe rule") {
		out = append(out, "\n[[bar]]\nid = \"no-"+word+"\"\nactions = [\"decide\"]\ntext = \"We never let a machine "+word+" you.\"\n")
	}
	return out
}

// previewed opens a page of a running preview.
func previewed(t *testing.T, ctx context.Context, dir string) (url string) {
	t.Helper()
	p := NewPreview(dir, Options{Now: time.Now})
	running, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(running, func(Built) {}) }()
	t.Cleanup(func() { stop(); <-done })
	server := httptest.NewServer(p)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	open(t, ctx, server.URL+"/shop/")
	becomes(t, ctx, "the bar", furniture+`.querySelector(".bar").innerText`, "No findings")
	return server.URL
}

// does runs statements in the page.
func does(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void]("(async () => {"+script+"})().then(() => undefined)", chromedp.EvalAwaitPromise)); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

// TestPreviewKeepsThePage edits above what is being read: the page is the same page,
// scrolled to the same line, with the same parts open and the same words selected.
func TestPreviewKeepsThePage(t *testing.T) {
	ctx := browser(t)
	dir, file := parlour(t)
	previewed(t, ctx, dir)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	does(t, ctx, `
		window.same = document.getElementById("no-guess");
		same.nextElementSibling.open = true;
		same.scrollIntoView({ block: "center", behavior: "instant" });
		getSelection().selectAllChildren(same.querySelector("p"));
		window.top0 = same.getBoundingClientRect().top;
		window.marks = 0;
		new MutationObserver((list) => { window.marks += list.filter((m) => m.target.hasAttribute("data-candor-changed")).length })
			.observe(document.body, { attributes: true, subtree: true, attributeFilter: ["data-candor-changed"] })`)
	put(t, file, strings.Replace(string(good), "[[bar]]", "[[bar]]\nid = \"first\"\nactions = [\"decide\"]\ntext = \"We first of all never do what nobody would expect of us, as is only right and proper.\"\n\n[[bar]]", 1))
	becomes(t, ctx, "the new sentence", pageText, "nobody would expect of us")
	for what, script := range map[string]string{
		"the element":   `String(window.same?.isConnected && document.getElementById("no-guess") === same)`,
		"what was open": `String(same.nextElementSibling.open)`,
		"the selection": `String(String(getSelection()).trim() === "We never let a machine guess you.")`,
		"the place":     `String(Math.abs(same.getBoundingClientRect().top - top0) < 3 && scrollY > 200)`,
		"a mark":        `String(window.marks > 0 && window.marks < 20)`,
	} {
		becomes(t, ctx, what+" after an edit", script, "true")
	}
	put(t, file, string(good))
	becomes(t, ctx, "taken back", `String(!document.body.innerText.includes("nobody would expect") && same.isConnected && Math.abs(same.getBoundingClientRect().top - top0) < 3)`, "true")
	put(t, filepath.Join(dir, "themes", "plain", "style.css"), "body { color: rgb(1, 2, 3); }")
	becomes(t, ctx, "the new style", `getComputedStyle(document.body).color`, "rgb(1, 2, 3)")
	becomes(t, ctx, "the same page", `String(same.isConnected)`, "true")
}

// TestPreviewAsk says whose data it is, and asks one question.
func TestPreviewAsk(t *testing.T) {
	ctx := browser(t)
	dir, file := parlour(t)
	previewed(t, ctx, dir)
	ask := `const root = ` + furniture + `; const panel = root.querySelector("#ask");
		const set = (name, value) => { const field = panel.querySelector("[name=" + name + "]"); field.value = value; field.dispatchEvent(new Event("change", { bubbles: true })) };
		const tick = (on) => { const box = panel.querySelector("[name=gate][value=letters]"); box.checked = on; box.dispatchEvent(new Event("change", { bubbles: true })) };`
	verdict := func(id string) string {
		return `document.querySelector("#` + id + ` .candor-verdict")?.innerText ?? "none"`
	}
	does(t, ctx, `[...`+furniture+`.querySelectorAll(".bar button")].find((b) => b.innerText === "Ask").click()`)
	becomes(t, ctx, "the panel", furniture+`.querySelector("#ask").innerText`, "One question")
	becomes(t, ctx, "no verdict yet", verdict("orders"), "none")
	does(t, ctx, ask+`set("person", "gb")`)
	becomes(t, ctx, "what may be done", verdict("orders"), "May be done today")
	becomes(t, ctx, "what needs a consent", verdict("letters"), "Not yet · only if you have agreed to letters")
	becomes(t, ctx, "what is barred", verdict("no-decisions"), "Forbidden today")
	becomes(t, ctx, "an addendum for others", `String(document.getElementById("no-sale").getClientRects().length)`, "0")
	does(t, ctx, ask+`tick(true)`)
	becomes(t, ctx, "after the consent", verdict("letters"), "May be done today")
	does(t, ctx, ask+`set("person", "new zealand")`)
	becomes(t, ctx, "an addendum that reaches", `document.getElementById("no-sale").innerText`, "Forbidden today")
	good, _ := os.ReadFile(file)
	put(t, file, strings.Replace(string(good), "a machine decide", "any machine judge", 1))
	becomes(t, ctx, "a save while asking", pageText, "We never let any machine judge about you.")
	becomes(t, ctx, "and the verdict still", verdict("no-decisions"), "Forbidden today")
	does(t, ctx, ask+`set("person", "Narnia")`)
	becomes(t, ctx, "no such place", furniture+`.querySelector("#ask .sum").innerText`, "is not a place")

	does(t, ctx, ask+`set("person", ""); tick(false); set("action", "use"); set("category", "orders"); set("purpose", "marketing"); panel.querySelectorAll("form")[1].requestSubmit()`)
	becomes(t, ctx, "the answer", furniture+`.querySelector("#ask .verdict").innerText`, "deny")
	answer := furniture + `.querySelector("#ask").textContent`
	for _, want := range []string{"consent missing", "notices/shop/more.toml:12:14", "consent:letters", "/v1/decision --json '{\"notice\":\"shop\",\"action\":\"use\"", "candor ask --json", "opa eval", "DecideJSON"} {
		becomes(t, ctx, "the answer", `String(`+answer+`.includes(`+"`"+strings.ReplaceAll(want, "`", "")+"`"+`)) + `+answer, "true")
	}
	becomes(t, ctx, "the sentence it rests on", `String(document.getElementById("letters").hasAttribute("data-candor-cited"))`, "true")
	does(t, ctx, `[...`+furniture+`.querySelectorAll("#ask button")].find((b) => b.innerText === "Everyone again").click()`)
	becomes(t, ctx, "nothing left in the page", `String(document.querySelectorAll(".candor-verdict, [data-candor-away]").length)`, "0")
}

// TestPreviewByKeyboard goes through the furniture without a pointer.
func TestPreviewByKeyboard(t *testing.T) {
	ctx := browser(t)
	dir, _ := parlour(t)
	previewed(t, ctx, dir)
	focus := furniture + `.activeElement?.innerText ?? "none"`
	does(t, ctx, `const links = document.querySelectorAll("a[href]"); links[links.length - 1].focus()`)
	press(t, ctx, kb.Tab)
	becomes(t, ctx, "the first button after the page", focus, "No findings")
	press(t, ctx, kb.Enter)
	becomes(t, ctx, "the findings", furniture+`.querySelector("#findings:not([hidden])")?.innerText ?? "none"`, "Nothing is wrong")
	press(t, ctx, kb.Escape)
	becomes(t, ctx, "closed", furniture+`.querySelector("#findings:not([hidden])")?.innerText ?? "none"`, "none")
	becomes(t, ctx, "the focus where it was", focus, "No findings")
	press(t, ctx, kb.Tab)
	becomes(t, ctx, "the next", focus, "Source")
	press(t, ctx, " ")
	becomes(t, ctx, "places of statements", `document.getElementById("orders").dataset.candorSource ?? "none"`, "notices/shop/notice.toml:21:14")
	does(t, ctx, `document.querySelector("a[href]").focus()`)
	for range 200 {
		if at, _ := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.activeElement.matches("#orders .candor-source")`)); at {
			break
		}
		press(t, ctx, kb.Tab)
	}
	press(t, ctx, kb.Enter)
	becomes(t, ctx, "the place of a statement that was chosen", furniture+`.querySelector("[role=status]").textContent`, "notices/shop/notice.toml:21:14")
	does(t, ctx, furniture+`.querySelector(".bar button[aria-pressed]").focus()`)
	press(t, ctx, " ")
	becomes(t, ctx, "no places any more", `String(document.querySelectorAll(".candor-source, [data-candor-source]").length)`, "0")
	press(t, ctx, kb.Tab)
	becomes(t, ctx, "the last", focus, "Ask")
	press(t, ctx, kb.Enter)
	becomes(t, ctx, "the panel", furniture+`.querySelector("#ask:not([hidden])")?.innerText ?? "none"`, "Whose data?")
	becomes(t, ctx, "the first field", `String(`+furniture+`.activeElement?.name)`, "audience")
	press(t, ctx, kb.Tab)
	press(t, ctx, "9")
	press(t, ctx, kb.Tab)
	becomes(t, ctx, "answers to what was typed", `document.querySelector("#orders .candor-verdict")?.innerText ?? "none"`, "May be done today")
	press(t, ctx, kb.Escape)
	becomes(t, ctx, "back at the button", focus, "Ask")
}

// TestPreviewFurnitureIsAccessible runs axe-core over a page with everything open, in CI
// in both colours.
func TestPreviewFurnitureIsAccessible(t *testing.T) {
	ctx := browser(t)
	dir, file := parlour(t)
	url := previewed(t, ctx, dir)
	axe, err := os.ReadFile("../themes/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	good, _ := os.ReadFile(file)
	check := func(what string) {
		t.Helper()
		does(t, ctx, string(axe))
		becomes(t, ctx, what, `axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] })
			.then((r) => JSON.stringify(r.violations.map((v) => [v.id, ...v.nodes.map((n) => n.html + " " + n.failureSummary)])))`, "[]")
	}
	schemes := []string{"dark"}
	if os.Getenv("CI") == "true" {
		schemes = append(schemes, "light")
	}
	for _, scheme := range schemes {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
			t.Fatal(err)
		}
		open(t, ctx, url+"/shop/")
		becomes(t, ctx, "the bar", furniture+`.querySelector(".bar").innerText`, "No findings")
		does(t, ctx, furniture+`.querySelector(".bar button[aria-pressed]").click()`)
		becomes(t, ctx, "the places of statements", `document.querySelector("#orders .candor-source")?.innerText ?? "none"`, "notices/shop/notice.toml:21:14")
		check(scheme + ", the bar and the places")
		does(t, ctx, `const root = `+furniture+`; [...root.querySelectorAll(".bar button")].find((b) => b.innerText === "Ask").click()`)
		becomes(t, ctx, "the panel", furniture+`.querySelector("#ask").innerText`, "One question")
		does(t, ctx, `const panel = `+furniture+`.querySelector("#ask"); const age = panel.querySelector("[name=age]"); age.value = "9"; age.dispatchEvent(new Event("change", { bubbles: true }));
			panel.querySelector("[name=purpose]").value = "marketing"; panel.querySelectorAll("form")[1].requestSubmit()`)
		becomes(t, ctx, "the answer", furniture+`.querySelector("#ask .verdict")?.innerText ?? "none"`, "not covered")
		does(t, ctx, furniture+`.querySelector("#ask details:last-of-type").open = true`)
		check(scheme + ", asked")
		put(t, file, strings.Replace(string(good), `label = "your orders"`, `label = “your orders”`, 1))
		becomes(t, ctx, "the overlay", overlayText, "notices/shop/notice.toml:15:")
		check(scheme + ", with the overlay")
		press(t, ctx, kb.Escape)
		does(t, ctx, furniture+`.querySelector(".bar button").click()`)
		check(scheme + ", the findings")
		put(t, file, string(good))
		becomes(t, ctx, "mended", furniture+`.querySelector(".bar").innerText`, "No findings")
	}
}
