package themes

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

// entries are the templates that make files, with their folders.
var entries = [][2]string{{"html", "notice.html"}, {"html", "index.html"}, {"html", "404.html"}, {"text", "notice.md"}, {"text", "notice.txt"}}

// pair is a theme run by programs, and the same theme executed.
type pair struct{ by, as *run }

func (theme *Theme) pair() pair { return pair{theme.newRun(), theme.Executed().newRun()} }

// alike makes every file of a view in both ways, and compares them.
func (p pair) alike(t interface {
	Helper()
	Fatalf(string, ...any)
}, v View) {
	t.Helper()
	by, as := p.by, p.as
	by.use(v.Lang)
	as.use(v.Lang)
	for _, e := range entries {
		got, gotFault := by.render(e[0], e[1], v)
		want, wantFault := as.render(e[0], e[1], v)
		if !reflect.DeepEqual(gotFault, wantFault) {
			t.Fatalf("%s: finding %v, executed %v", e[1], gotFault, wantFault)
		}
		if !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Fatalf("%s, byte %d: got %.200q, executed %.200q", e[1], at, got[max(at-80, 0):], want[max(at-80, 0):])
		}
	}
}

// views are those of the pages of a site.
func (r *run) views(s Site) []View {
	var out []View
	for _, n := range s.Notices {
		r.use(n.Language)
		v := r.view(s, n.Language, n.Title, n.ID+"/index.html")
		v.Notice = newBuilder(n, r.words, r.prose).notice()
		for _, m := range s.Notices {
			v.Notices = append(v.Notices, card(m, r.words))
		}
		out = append(out, v)
	}
	return out
}

// TestProgramsAreWhole: nothing in a built-in theme has to be executed.
func TestProgramsAreWhole(t *testing.T) {
	for _, theme := range embeddedThemes(t) {
		r := theme.newRun()
		for _, v := range r.views(examples(t)) {
			for _, e := range entries {
				g := theme.program(e[1])
				if g == nil {
					t.Fatalf("%s: %s has no program", theme.name, e[1])
				}
				r.use(v.Lang)
				if _, ok := g.run(&r.press, r.words, v, time.Minute); !ok {
					t.Errorf("%s: the program of %s gives up on %s", theme.name, e[1], v.Notice.ID)
				}
			}
		}
	}
}

// TestProgramsWriteTheSame: the pages of all we have, of what attacks them, and of no
// notice at all.
func TestProgramsWriteTheSame(t *testing.T) {
	spoilt, _ := spoiled(canary)
	worse, _ := spoiled("%2f%zz javascript:alert(1) \x00\xff\ufdd0é</title>")
	attacks, _ := attacked(t)
	for _, theme := range embeddedThemes(t) {
		p, r := theme.pair(), theme.newRun()
		pages := 0
		for _, s := range []Site{examples(t), fixtureSite(), spoilt, worse, {Title: "Attacks", Notices: attacks}} {
			for _, v := range r.views(s) {
				p.alike(t, v)
				pages++
			}
		}
		p.alike(t, View{Lang: "en"})
		if pages < 10 {
			t.Errorf("only %d pages", pages)
		}
	}
}

// TestProgramsOfOverrides: what a workspace may write in a template of its own, known to
// the compiler or not, gives the same bytes or the same finding.
func TestProgramsOfOverrides(t *testing.T) {
	for _, c := range []struct {
		name, data string
		known      bool
	}{
		{"variables", `{{$s := "a"}}{{range $i, $n := .Notice.Sections}}{{if $i}}{{$s = $n.Title}}{{end}}{{$i}}{{$s}}{{end}}{{$s}}`, true},
		{"a variable inside", `{{$s := "a"}}{{with .Notice}}{{$s := .Title}}{{$s}}{{end}}{{$s}}{{$.Title}}`, true},
		{"condition that declares", `{{if $t := .Title}}{{$t}}{{else}}none{{$t}}{{end}}{{with $n := .Notice}}{{$n.Title}}{{.Title}}{{end}}`, true},
		{"else with", `{{with .Feed}}{{.}}{{else with .Lang}}{{.}}{{else}}none{{end}}`, true},
		{"else of a loop", `{{range .Notice.Sections}}{{range .Cookies}}{{.Label}}{{else}}no cookies in {{.Title}}{{end}}{{end}}`, true},
		{"else of a loop with variables", `{{range $s := .Notice.Sections}}{{$s.Title}}{{else}}{{$s}}{{end}}`, false},
		{"index and len", `{{len .Notice.Sections}}{{len .Title}}{{(index .Notice.Sections 1).Title}}{{if gt (len .Notice.Dates) 1}}{{index .Notice.Dates 1}}{{end}}`, true},
		{"index too far", `{{(index .Notice.Sections 999).Title}}`, true},
		{"index before", `{{(index .Notice.Sections -1).Title}}`, true},
		{"pipelines", `{{.Title | md}}{{"a" | word "page" | md}}`, true},
		{"pipeline of words", `{{"skip" | word "page" | md}}{{word "page" "skip" | len}}`, true},
		{"comparisons", `{{range .Notice.Sections}}{{if eq .Kind "rights"}}1{{end}}{{if ne .Kind "rights"}}2{{end}}{{if lt .ID .Title}}3{{end}}{{if ge (len .Groups) 2}}4{{end}}{{end}}`, true},
		{"eq of many", `{{if eq .Lang "de" "en"}}1{{end}}`, false},
		{"eq of two types", `{{if eq .Lang 1}}1{{end}}`, false},
		{"value of or", `{{or .Feed .Canonical .Title}}{{and .Feed .Title}}{{(or .Notice .Notice).Title}}`, true},
		{"truth of or", `{{if or .Feed .Notices .Notice (not .Title)}}1{{end}}{{if and .Title .Notice.Sections (eq 1 1)}}2{{end}}`, true},
		{"value of or of two types", `{{or .Feed .Notices}}`, false},
		{"numbers", `{{range .Notice.Sections}}{{range .Groups}}{{range .Blocks}}{{.Level}}<i title="{{.Level}}"></i>{{end}}{{end}}{{end}}{{1}}{{0x10}}`, false},
		{"bools", `{{true}}{{range .Notice.Sections}}{{.Prevails}}<a href="?{{.Prevails}}">x</a>{{end}}`, true},
		{"a list", `{{.Notice.Dates}}`, false},
		{"a struct", `{{.Site}}`, false},
		{"a nil pointer", `{{range .Notice.Sections}}{{.Party.Name}}{{end}}`, true},
		{"attributes", `<p title="{{.Title}}" lang='{{.Lang}}' class="x {{.Title}}" id="{{.Title}}">x</p>`, true},
		{"addresses", `<a href="{{.Title}}">a</a><a href="/x/{{.Title}}">b</a><a href="?q={{.Title}}">c</a><a href="#{{.Title}}">d</a><img src="{{.Title}}" alt="{{.Title}}">`, true},
		{"addresses known", `{{range .Notice.Contents}}<a href="{{.Href}}">a</a><a href="x/{{.Href}}">b</a><a href="?{{.Href}}">c</a><b title="{{.Href}}">{{.Href}}</b>{{end}}`, true},
		{"HTML elsewhere", `{{range .Notice.Sections}}{{with .Prose.HTML}}<p title="{{.}}">x</p><a href="{{.}}">y</a>{{end}}{{end}}`, true},
		{"an attribute from a template", `<p title="{{template "list.html" .Notice.Dates}}">x</p>`, false},
		{"a choice in an attribute", `<p class="{{if .Title}}a{{else}}b{{end}}">x</p>`, true},
		{"half a tag", `<p {{if .Title}}title="x"{{end}}>x</p>`, true},
		{"break and continue", `{{range .Notice.Sections}}{{if .Party}}{{continue}}{{end}}{{.Title}}{{break}}{{end}}`, false},
		{"a number of rounds", `{{range 3}}x{{.}}{{end}}`, false},
		{"comments", `a{{/* nothing */}}b<!-- c -->d`, true},
		{"no value", `{{template "own.html"}}`, false},
		{"no field", `{{if .Title}}{{.Nothing}}{{end}}`, false},
		{"no word", `{{word "no.such"}}`, true},
		{"no template", `{{if .Feed}}{{template "none.html" .}}{{end}}`, false},
		{"too many arguments", `{{.Title 1}}`, false},
		{"md of an address", `{{range .Notice.Contents}}{{md .Href}}{{end}}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			theme, faults := override(map[string]string{"plain/html/footer.html": c.data, "plain/html/own.html": "x"})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if known := theme.program("notice.html") != nil; known != c.known {
				t.Errorf("has a program: %v, want %v", known, c.known)
			}
			p := theme.pair()
			spoilt, _ := spoiled(canary + "%2f :")
			for _, s := range []Site{fixtureSite(), spoilt} {
				for _, v := range theme.newRun().views(s) {
					p.alike(t, v)
				}
			}
		})
	}
}

// strange are texts that a page must be careful with.
var strange = []string{"", "", "a", "x y", "é", "<", ">", "&", "'", `"`, "+", "`", "%", "%2f", "%zz", ":", "javascript:", "https://a.example/?a=b&c", "mailto:a@b.example",
	"#", "/", "//", "?", "=", "&amp;", "</title>", "<b>", "<!--", "\x00", "\xff", "\ufffd", "\ufdd0", "\u2028", "\n", "illustrative", "open", "consent", "controller"}

var aText = rapid.Map(rapid.SliceOfN(rapid.SampledFrom(strange), 0, 4), func(parts []string) string { return strings.Join(parts, "") })

// draw fills a value of a view at random, to a certain depth.
func draw(t *rapid.T, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(aText.Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(rapid.Int64Range(0, 6).Draw(t, "int"))
	case reflect.Pointer:
		if depth > 0 && rapid.Bool().Draw(t, "some") {
			v.Set(reflect.New(v.Type().Elem()))
			draw(t, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth <= 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "len"), 2))
		for i := range v.Len() {
			draw(t, v.Index(i), depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				draw(t, f, depth)
			} else if v.Type().Field(i).Anonymous { // its own fields can be
				draw(t, f, depth)
			}
		}
	}
}

// TestProgramsOfRandomViews gives templates what no notice would.
func TestProgramsOfRandomViews(t *testing.T) {
	var pairs []pair
	for _, theme := range embeddedThemes(t) {
		pairs = append(pairs, theme.pair())
	}
	rapid.Check(t, func(rt *rapid.T) {
		v := View{}
		draw(rt, reflect.ValueOf(&v).Elem(), 4)
		v.Lang = "en"
		for _, p := range pairs {
			p.alike(rt, v)
		}
	})
}

// TestEscapers: what stands in a table is what html/template says of whole texts.
func TestEscapers(t *testing.T) {
	if len(escapers()) != len(places) {
		t.Errorf("%d escapers at %d places", len(escapers()), len(places))
	}
	sure, all := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.OneOf(aText, rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(rt, "text")
		for name, e := range escapers() {
			for _, v := range []any{s, template.URL(s)} {
				p := &press{}
				all++
				if e.table(reflect.TypeOf(v)).write(p, s) {
					sure++
					if want := e.ask(v); string(p.out) != want {
						rt.Fatalf("%s of %T %q: got %q, want %q", name, v, s, p.out, want)
					}
				}
			}
		}
	})
	if sure < all/4 {
		t.Errorf("only %d of %d texts were escaped by table", sure, all)
	}
}

// TestHostileProgram: a template that a program runs, and runs on, ends in a finding of
// the template itself, in the time a file has.
func TestHostileProgram(t *testing.T) {
	loops := strings.Repeat(`{{range $.Notice.Sections}}`, maxLoops) + `%s` + strings.Repeat(`{{end}}`, maxLoops)
	for _, c := range []struct{ name, data, want string }{
		{"loops", fmt.Sprintf(loops, ""), "own.html: template: the page takes longer than 2 seconds"},
		{"loops that escape", fmt.Sprintf(loops, `{{if eq (md .Title) "x"}}{{end}}`), "longer than 2 seconds"},
		{"loops that print", fmt.Sprintf(loops, `{{.Title}}`), "beyond 5 MiB"},
		{"doubling", "{{$s := `\\\\`}}" + fmt.Sprintf(loops, `{{$s = md $s}}`) + "{{$s}}", "beyond 5 MiB"},
		{"a large text again and again", "{{$s := md `" + strings.Repeat("*", 500_000) + "`}}" + fmt.Sprintf(loops, `{{$t := md $s}}`), "longer than 2 seconds"},
	} {
		t.Run(c.name, func(t *testing.T) {
			theme, faults := override(map[string]string{"plain/html/footer.html": fmt.Sprintf(loops, `{{template "own.html" $}}`), "plain/html/own.html": c.data})
			if len(faults) > 0 || theme.program("notice.html") == nil {
				t.Fatal("no program", faults)
			}
			r := theme.newRun()
			v := r.views(fixtureSite())[0]
			start := time.Now()
			_, fault := r.render("html", "notice.html", v)
			if took := time.Since(start); took > maxPageTime+2*time.Second { // of a loaded machine
				t.Errorf("took %v", took)
			}
			// A loaded machine comes to the end of its time before anything else.
			if fault == nil || !strings.Contains(fault.Place.File+": "+fault.Message, c.want) && !strings.Contains(fault.Message, "longer than 2 seconds") {
				t.Errorf("finding %v, want %q", fault, c.want)
			}
		})
	}
}

// FuzzProgram: any template, any text in every field, made by program and by template.
func FuzzProgram(f *testing.F) {
	f.Add(`{{.Title}}<a href="{{.Root}}">{{word "page.skip"}}</a>`, canary)
	f.Add(`{{range $i, $s := .Notice.Sections}}{{if $i}}, {{end}}<a href="#{{.ID}}">{{$s.Title}}</a>{{end}}`, "%2f :&amp;")
	f.Add("{{$s := `a`}}{{with .Notice}}{{$s = .Title}}{{or .Version $s}}{{end}}{{index .Notices 0 | len}}", "é\x00\xff")
	for _, name := range []string{"brief.html", "table.html", "cells.html", "phrase.html", "reach.html"} {
		data, err := embedded.ReadFile(path.Join("plain/html", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add("{{with .Notice}}"+string(data)+"{{end}}", "x")
	}
	f.Fuzz(func(t *testing.T, data, text string) {
		fsys := fstest.MapFS{}
		for _, name := range []string{"plain/html/footer.html", "plain/text/notice.txt"} {
			fsys[name] = &fstest.MapFile{Data: []byte(data)}
		}
		theme, _ := Load(fsys, "plain")
		s, _ := spoiled(text)
		v := theme.newRun().views(s)[0]
		start := time.Now()
		theme.newRun().render("html", "notice.html", v)
		if time.Since(start) > maxPageTime/4 {
			t.Skip("near the limit, where clocks decide")
		}
		theme.pair().alike(t, v)
	})
}
