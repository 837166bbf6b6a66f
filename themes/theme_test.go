package themes

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// override loads plain with the given files of the workspace's themes folder.
func override(files map[string]string) (*Theme, []string) {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	theme, fs := Load(fsys, "plain")
	return theme, messages(slices.DeleteFunc(fs, func(f finding.Finding) bool { return f.Severity != finding.Error }))
}

// TestStrays: what nothing uses is reported with the name that was meant, and what
// something uses is not.
func TestStrays(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, data := range map[string]string{
		"plain/html/footr.html": "x", "plain/html/own.html": "y", "plain/text/notice.text": "z",
		"plain/html/masthead.html": `{{template "own.html" .}}{{word "own.key"}}`,
		"plain/words/en.toml":      "# words\n[section]\n  rigths = \"a\"\nrights = \"b\"\n\n[own]\nkey = \"c\"\nby-x = \"d\"\n\n[page]\nskipp = \"e\"\n",
		"plain/words/de.toml":      "[page]\nskip = \"f\"\n\n[contakt]\nprivacy = \"g\"\n",
		"plain/styles.css":         "x", "plain/README.md": "x", "plain/.keep": "",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	show := func(fs []finding.Finding) []string {
		var out []string
		for _, f := range fs {
			out = append(out, fmt.Sprintf("%s %s: %s: %s (%s)", f.Severity, f.Code, f.Place, f.Message, f.Help))
		}
		return out
	}
	_, found := Load(fsys, "plain")
	want := []string{
		`warning theme-unused: themes/plain/html/footr.html: nothing uses the template "footr.html" (a similar name is "footer.html")`,
		`warning theme-unused: themes/plain/styles.css: a theme has no "styles.css" (a similar name is "style.css")`,
		`warning theme-unused: themes/plain/text/notice.text: nothing uses the template "notice.text" (a similar name is "notice.txt")`,
		`warning theme-unused: themes/plain/words/de.toml:5:1: nothing asks for the word "contakt.privacy" (a similar name is "contact.privacy")`,
		`warning theme-unused: themes/plain/words/en.toml:3:1: nothing asks for the word "section.rigths" (a similar name is "section.rights")`,
		`warning theme-unused: themes/plain/words/en.toml:8:1: nothing asks for the word "own.by-x" (a word takes the place of one with its key, or a template asks for it)`,
		`warning theme-unused: themes/plain/words/en.toml:11:1: nothing asks for the word "page.skipp" (a similar name is "page.skip")`,
	}
	if got := show(found); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	_, found = Load(fstest.MapFS{"plian/style.css": {}, "club/style.css": {}}, "plain")
	if got := show(found); !slices.Equal(got, []string{`warning theme-unused: themes/plian: the theme in use is "plain", and this folder changes nothing of it (a similar name is "plain")`}) {
		t.Errorf("a misspelt folder: %q", got)
	}
	if _, found = Load(fstest.MapFS{"club/style.css": {}}, "plain"); len(found) > 0 {
		t.Errorf("another look: %v", show(found))
	}
	club := fstest.MapFS{"club/style.css": {}, "club/html/masthead.html": {Data: []byte(`{{word (index .Dates 0)}}`)}, "club/words/en.toml": {Data: []byte("[any]\nkey = \"x\"\n")}}
	if _, found = Load(club, "club"); len(found) > 0 {
		t.Errorf("words that only running a template shows: %v", show(found))
	}
}

func TestOverride(t *testing.T) {
	theme, faults := override(map[string]string{
		"plain/html/footer.html": `<footer><p>{{word "page.skip"}} of {{.Site.Title}}{{if .Root}}<img src="{{.Root}}assets/logo.png" alt="">{{end}}</p></footer>`,
		"plain/html/own.html":    `<p>never used</p>`,
		"plain/words/en.toml":    "[page]\nskip = \"Over there\"\n",
		"plain/style.css":        "body { color: red; background: url(logo.png) }",
		"plain/assets/logo.png":  "not really a picture",
	})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	files, fs := theme.Render(fixtureSite())
	if len(fs) > 0 {
		t.Fatal(messages(fs))
	}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
		if f.Path == "garden-club/index.html" {
			for _, want := range []string{`<footer><p>Over there of Notices of the Garden Club<img src="../assets/logo.fe1a4ab1fb63.png" alt=""></p></footer>`, `<a class="skip" href="#page_main">Over there</a>`, "In brief"} {
				if !strings.Contains(string(f.Data), want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if fs := Verify(fixture(), f.Data); len(fs) > 0 {
				t.Error(messages(fs))
			}
		}
	}
	if !slices.Contains(paths, "assets/logo.fe1a4ab1fb63.png") || slices.Contains(paths, "assets/logo.png") {
		t.Errorf("the picture has another name: %q", paths)
	}
	if style := string(theme.stylesheet().Data); style != "body { color: red; background: url(logo.fe1a4ab1fb63.png) }" {
		t.Errorf("the style is %q", style)
	}
	for _, f := range files {
		if f.Path == "_headers" && strings.Count(string(f.Data), "immutable") != 2 {
			t.Errorf("_headers keeps other files than the style and the picture:\n%s", f.Data)
		}
	}
	if slices.Contains(paths, plain(t).stylesheet().Path) {
		t.Error("the stylesheet kept its name although its bytes changed")
	}
}

func TestNamedTheme(t *testing.T) {
	fsys := fstest.MapFS{"club/words/en.toml": &fstest.MapFile{Data: []byte("[section]\nrights = \"What you may ask\"\n")}}
	theme, fs := Load(fsys, "club")
	if len(fs) > 0 {
		t.Fatal(messages(fs))
	}
	files, fs := theme.RenderNotice(fixtureSite(), fixture())
	if len(fs) > 0 || len(files) != 11 {
		t.Fatal(len(files), messages(fs))
	}
	if page := string(files[0].Data); !strings.Contains(page, "What you may ask") || !strings.Contains(page, "assets/club.") {
		t.Error("the theme club does not show")
	}
	theme, fs = Load(fsys, "clbu")
	if len(fs) != 1 || !strings.Contains(fs[0].Message, `there is no theme "clbu"`) {
		t.Errorf("findings for an unknown theme: %v", messages(fs))
	}
	if _, fs := theme.Render(fixtureSite()); len(fs) > 0 {
		t.Errorf("the stand-in does not render: %v", messages(fs))
	}
}

// TestGov: the second theme stands on the first. It has a look and words of its own
// and few templates, and each of these takes the place of one of plain's.
func TestGov(t *testing.T) {
	theme, faults := Load(nil, "gov")
	if len(faults) > 0 {
		t.Fatal(messages(faults))
	}
	own, err := fs.ReadDir(embedded, "gov/html")
	if err != nil || len(own) == 0 || len(own) > 4 {
		t.Fatalf("gov has %d templates of its own, %v: few are wanted", len(own), err)
	}
	for _, e := range own {
		if _, err := embedded.ReadFile("plain/html/" + e.Name()); err != nil {
			t.Errorf("%s overrides nothing", e.Name())
		}
	}
	s := fixtureSite()
	s.Notices[0].Language = "en-US" // stands on the words of en, whichever theme has them
	page := string(theme.render(t, s)["garden-club/index.html"])
	for _, want := range []string{`<div class="band"><p>Garden Club Ltd</p></div>`, ">Summary</h2>", "assets/gov.", "January 1, 2026", "At a glance"} {
		if strings.Contains(page, want) == (want == "At a glance") {
			t.Errorf("the page of gov and %q", want)
		}
	}
	fsys := fstest.MapFS{"gov/words/en.toml": &fstest.MapFile{Data: []byte("[section]\nbrief = \"In short\"\n")}}
	theme, faults = Load(fsys, "gov")
	if page := string(theme.render(t, s)["garden-club/index.html"]); len(faults) > 0 || !strings.Contains(page, ">In short</h2>") || !strings.Contains(page, `class="band"`) {
		t.Errorf("an override of gov does not stand on it: %v", messages(faults))
	}
}

// TestBrokenOverride: what is wrong is reported with its place, and plain's file
// stands in, so that the site still renders.
func TestBrokenOverride(t *testing.T) {
	cases := []struct{ name, file, data, want string }{
		{"syntax", "html/footer.html", "<footer>\n{{if}}\n</footer>", "themes/plain/html/footer.html:2:"},
		{"unclosed", "html/footer.html", "{{range .Notices}}", "themes/plain/html/footer.html:1:"},
		{"unknown function", "html/footer.html", "a\n{{printf \"%99999999d\" 1}}", `themes/plain/html/footer.html:2:1: template: the function "printf" is not part of a theme`},
		{"html function", "html/footer.html", "{{html .Title .Title}}", `the function "html"`},
		{"call", "html/footer.html", "{{call .Title}}", `the function "call"`},
		{"tick", "html/footer.html", "{{candorTick}}", `the function "candorTick"`},
		{"loops in loops", "html/footer.html", "\n" + strings.Repeat("{{range .}}", maxLoops+2) + strings.Repeat("{{end}}", maxLoops+2), "themes/plain/html/footer.html:2:1: more than 5 loops"},
		{"recursion", "html/footer.html", `{{template "footer.html" .}}`, `template "footer.html" calls itself`},
		{"recursion of two", "html/footer.html", `{{template "head.html" .}}{{template "notice.html" .}}`, "calls itself"},
		{"define", "html/footer.html", `{{define "x"}}y{{end}}`, "a template is a file of its own"},
		{"script", "html/footer.html", "<script>{{.Title}}</script>", "nothing may be inserted inside <script>"},
		{"style", "html/footer.html", "<style>a{color:{{.Title}}}</style>", "nothing may be inserted inside <style>"},
		{"handler", "html/footer.html", `<p onclick="{{.Title}}">`, `nothing may be inserted into the attribute "onclick"`},
		{"style attribute", "html/footer.html", `<p style="{{.Title}}">`, `nothing may be inserted into the attribute "style"`},
		{"srcset", "html/footer.html", `<img srcset="{{.Title}}">`, `nothing may be inserted into the attribute "srcset"`},
		{"meta", "html/head.html", `<meta content="{{.Title}}">`, `nothing may be inserted into the attribute "content"`},
		{"unquoted", "html/footer.html", `<p title={{.Title}}>`, `the value of "title" must stand in quotes`},
		{"element name", "html/footer.html", `<{{.Title}}>`, "the name of an element"},
		{"attribute name", "html/footer.html", `<p {{.Title}}="x">`, "the name of an attribute"},
		{"comment", "html/footer.html", `<!-- {{.Title}} -->`, "inside a comment"},
		{"words", "words/en.toml", "[page]\nskip = \n", "themes/plain/words/en.toml:2:"},
		{"style from elsewhere", "style.css", "a{}\n@import 'https://x.example/y.css';", "themes/plain/style.css:2:1: the style may load nothing from elsewhere"},
		{"style by URL", "style.css", "a{background:url( \"https://x.example/y.png\")}", "may load nothing from elsewhere"},
		{"style by host", "style.css", "a{background:url(//x.example/y.png)}", "may load nothing from elsewhere"},
		{"asset", "assets/x.svg", "<svg/>", "an asset is a picture"},
		{"huge file", "html/footer.html", strings.Repeat("x", maxThemeFile+1), "larger than 1 MiB"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			theme, faults := override(map[string]string{"plain/" + c.file: c.data})
			if !slices.ContainsFunc(faults, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("findings %q, want one with %q", faults, c.want)
			}
			if _, fs := theme.Render(fixtureSite()); len(fs) > 0 {
				t.Errorf("the site does not render: %v", messages(fs))
			}
		})
	}
}

// TestHostileTemplate: what can only show while rendering ends in a finding with
// its place, within the limits of a page.
func TestHostileTemplate(t *testing.T) {
	chain := map[string]string{"plain/html/footer.html": `{{template "b0.html" .}}`, "plain/html/b40.html": ""}
	for i := range 40 {
		chain[fmt.Sprintf("plain/html/b%d.html", i)] = strings.Repeat(fmt.Sprintf(`{{template "b%d.html" .}}`, i+1), 2)
	}
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"missing field", map[string]string{"plain/html/footer.html": "<p>\n{{.Nothing}}"}, `themes/plain/html/footer.html:2:3: template: there is no field "Nothing" here`},
		{"missing word", map[string]string{"plain/html/footer.html": `{{word "no.such"}}`}, `the theme has no word "no.such"`},
		{"missing template", map[string]string{"plain/html/footer.html": `{{template "none.html" .}}`}, `none.html`},
		{"method", map[string]string{"plain/html/footer.html": `{{.Notice.Brief.String}}`}, `there is no field "String" here`},
		{"index out of range", map[string]string{"plain/html/footer.html": `{{index .Notices 99}}`}, "out of range"},
		{"endless loop", map[string]string{"plain/html/footer.html": `{{range 1000000000000}}{{end}}`}, "longer than 2 seconds"},
		{"loops in loops", map[string]string{"plain/html/footer.html": `{{range 1000000}}{{range 1000000}}{{if 1}}{{end}}{{end}}{{end}}`}, "longer than 2 seconds"},
		{"doubling", chain, "longer than 2 seconds"},
		{"doubling a text", map[string]string{"plain/html/footer.html": "{{$s := `\\`}}{{range 60}}{{$s = md $s}}{{end}}{{$s}}"}, "beyond 5 MiB"},
		{"endless text", map[string]string{"plain/text/notice.txt": `{{range 1000000000000}}{{end}}`}, "longer than 2 seconds"},
		{"doubling a text in Markdown", map[string]string{"plain/text/notice.md": "{{$s := `\\`}}{{range 60}}{{$s = md $s}}{{end}}{{$s}}"}, "beyond 5 MiB"},
		{"endless text in a sentence", map[string]string{"plain/html/statement.html": `{{range 1000000000}}{{with 1}}{{if 1}}{{end}}{{end}}{{end}}`}, "longer than 2 seconds"},
		{"huge output", map[string]string{"plain/html/footer.html": `{{range 1000000000}}xxxxxxxxxxxxxxxxxxxxxxxx{{end}}`}, "beyond 5 MiB"},
		{"static script", map[string]string{"plain/html/footer.html": `<script src="x.js"></script>`}, "the page holds the element <script>"},
		{"static handler", map[string]string{"plain/html/footer.html": `<p onclick="x()">y</p>`}, "the page holds <p onclick="},
		{"picture from elsewhere", map[string]string{"plain/html/footer.html": `<img src="https://x.example/y.png" alt="">`}, "the page holds <img src="},
		{"style from elsewhere", map[string]string{"plain/html/footer.html": `<link rel="stylesheet" href="https://x.example/y.css">`}, "the page holds <link href="},
		{"form", map[string]string{"plain/html/footer.html": `<form action="https://x.example/"></form>`}, "the page holds the element <form>"},
		{"refresh", map[string]string{"plain/html/footer.html": `<meta http-equiv="refresh" content="0">`}, "the page holds <meta http-equiv="},
		{"no policy", map[string]string{"plain/html/head.html": `<title>{{.Title}}</title>`}, "the page has no content security policy"},
	}
	s := fixtureSite()
	s.Statutory = nil // a document is made from the same templates, in as much time
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			theme, faults := override(c.files)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, fs := theme.RenderNotice(s, fixture())
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			runtime.ReadMemStats(&after)
			if used := after.HeapSys - before.HeapSys; after.HeapSys > before.HeapSys && used > 256<<20 {
				t.Errorf("used %d MiB", used>>20)
			}
			if !slices.ContainsFunc(messages(fs), func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("findings %q, want one with %q", messages(fs), c.want)
			}
		})
	}
}

// TestViewIsPlain: no value a template can reach has a method to call.
func TestViewIsPlain(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type, at string)
	walk = func(typ reflect.Type, at string) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		if typ.NumMethod() > 0 {
			t.Errorf("%s (%v) has %d methods", at, typ, typ.NumMethod())
		}
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(typ.Elem(), at)
		case reflect.Map:
			t.Errorf("%s is a map", at)
		case reflect.Struct:
			if p := reflect.PointerTo(typ); p.NumMethod() > 0 {
				t.Errorf("%s (%v) has %d methods", at, p, p.NumMethod())
			}
			for i := range typ.NumField() {
				f := typ.Field(i)
				walk(f.Type, at+"."+f.Name)
			}
		case reflect.String, reflect.Bool, reflect.Int:
		default:
			t.Errorf("%s is a %v", at, typ.Kind())
		}
	}
	walk(reflect.TypeFor[View](), "View")
	t.Logf("%d types", len(seen))
}

// TestViewHoldsNothingInternal: the model has a type for what is internal, and
// no view is made from it or from a place in a file.
func TestViewHoldsNothingInternal(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				walk(typ.Field(i).Type)
			}
		}
	}
	walk(reflect.TypeFor[Site]())
	walk(reflect.TypeFor[View]())
	for typ := range seen {
		if typ == reflect.TypeFor[notices.Internal]() || typ == reflect.TypeFor[notices.Record]() || typ.PkgPath() == "github.com/candor-privacy/candor/notices/finding" {
			t.Errorf("%v can be reached from what a theme is given", typ)
		}
	}
}

const canary = `"><img src=x onerror=alert(1)>'<b>` + "`${1}`"

// spoiled is the fixture and its site with a text added to every string of the model,
// but for those for which the language admits no other words. It also counts them.
func spoiled(canary string) (Site, int) {
	n, fields := fixture(), 0
	var fill func(v reflect.Value, name string)
	fill = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				fill(v.Elem(), name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				fill(v.Index(i), name)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					fill(v.Field(i), f.Name)
				}
			}
		case reflect.String:
			fields++
			switch name {
			case "ID", "Anchor", "Language", "Section", "Kind", "Addendum", "Class", "Role", "For", "List", "Forms":
			default:
				v.SetString(v.String() + canary)
			}
		}
	}
	fill(reflect.ValueOf(n).Elem(), "")
	s := fixtureSite()
	s.Title, s.Banner, s.Digest = s.Title+canary, s.Banner+canary, s.Digest+canary
	s.Notices = []*notices.Notice{n}
	return s, fields
}

// TestCanary puts markup into every string of the model and looks for an element that
// should not be there. TestAttacksInBrowser opens the same pages.
func TestCanary(t *testing.T) {
	s, fields := spoiled(canary)
	pages := 0
	for _, theme := range embeddedThemes(t) {
		files, fs := theme.Render(s)
		for _, f := range fs {
			// A sentence and its parts no longer agree once each has a canary.
			if f.Code != codeProse && !strings.Contains(f.Message, "should hold this sentence") {
				t.Error(f.Message)
			}
		}
		for _, f := range files {
			if path.Ext(f.Path) != ".html" {
				continue
			}
			pages++
			doc, err := html.Parse(strings.NewReader(string(f.Data)))
			if err != nil {
				t.Fatal(err)
			}
			for e := range doc.Descendants() {
				if e.Type == html.ElementNode && (e.Data == "img" || e.Data == "b" || hasAttr(e, "onerror")) {
					t.Errorf("%s holds <%s>", f.Path, e.Data)
				}
			}
			if bad := indexTree(doc).active; bad != "" {
				t.Errorf("%s: %s", f.Path, bad)
			}
		}
	}
	if fields < 200 || pages != 10 {
		t.Errorf("%d fields, %d pages: too few to prove anything", fields, pages)
	}
	t.Logf("%d strings, %d pages", fields, pages)
}

// TestWords: every word a template asks for exists, and none is left over.
func TestWords(t *testing.T) {
	theme := plain(t)
	used := map[string]bool{}
	prefixes := []string{"section.", "date.", "table.any", "table.all", "table.as", "table.others-for", "brief.all-data", "page.number", "people.everyone", "list.and", "missing.title", "recipient.beyond", "recipient-kind.", "reach.for", "contact.", "brief.with", "brief.all", "brief.more-below", "table.kind", "brief.unclear", "table.for", "table.everyone", "people.age-", "source.said", "class.", "recipient-said.", "table.while", "table.until", "brief.ask", "laws.title", "laws.closing", "laws.covers", "laws.own", "statutory.place", "statutory.service"} // asked for by the view
	dynamic := regexp.MustCompile(`word "([a-z-]+)" [.$]`)
	static := regexp.MustCompile(`word "([a-z-]+\.[a-z-]+)"`)
	err := fs.WalkDir(embedded, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || (!strings.Contains(p, "/html/") && !strings.Contains(p, "/text/")) {
			return err
		}
		data, err := embedded.ReadFile(p)
		for _, m := range static.FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = true
			if _, ok := theme.words["en"][m[1]]; !ok {
				t.Errorf("%s asks for the word %q", p, m[1])
			}
		}
		for _, m := range dynamic.FindAllStringSubmatch(string(data), -1) {
			prefixes = append(prefixes, m[1]+".")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(theme.words["en"])) {
		if !used[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nothing asks for the word %q", key)
		}
	}
}

func TestDates(t *testing.T) {
	w := plain(t).words["en"]
	for iso, want := range map[string]string{"2013-07-01": "1 July 2013", "2024-01": "January 2024", "2018": "2018", "2026-11-21": "21 November 2026"} {
		if got := w.date(iso); got != want {
			t.Errorf("%s: got %q, want %q", iso, got, want)
		}
	}
}

// TestConcurrent: one theme serves several goroutines.
func TestConcurrent(t *testing.T) {
	theme, s := plain(t), fixtureSite()
	want, _ := theme.RenderNotice(s, s.Notices[0])
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 3 {
				if got, _ := theme.RenderNotice(s, s.Notices[0]); !reflect.DeepEqual(got, want) {
					t.Error("another result than alone")
				}
			}
		})
	}
	wg.Wait()
}

// TestDeepTemplate: a template that is all brackets ends in an error, or in a
// page, but never in a crash.
func TestDeepTemplate(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"brackets", "{{" + strings.Repeat("(", 500_000) + "1" + strings.Repeat(")", 500_000) + "}}", "max expression depth exceeded"},
		{"never closed", strings.Repeat("{{if 1}}", 100_000), "unexpected EOF"},
		{"nested", strings.Repeat("{{if 1}}", 60_000) + strings.Repeat("{{end}}", 60_000), ""},
	} {
		theme, faults := override(map[string]string{"plain/html/footer.html": c.data})
		if got := strings.Join(faults, ""); !strings.Contains(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s: findings %.200q, want one with %q", c.name, got, c.want)
		}
		if files, _ := theme.RenderNotice(fixtureSite(), fixture()); len(files) != 11 {
			t.Errorf("%s: %d files", c.name, len(files))
		}
	}
}
