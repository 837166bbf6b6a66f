package themes

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"
	"text/template/parse"
	"time"

	"github.com/candor-privacy/candor/notices/finding"
)

//go:embed plain gov
var embedded embed.FS

// Default is the embedded theme that every other stands on.
const Default = "plain"

// Findings of this package.
const (
	codeTheme = "theme-broken"      // a template, words file or asset of a theme
	codeStray = "theme-unused"      // a template or word that nothing uses
	codePage  = "page-broken"       // a finished page breaks a promise
	codeProse = "prose-not-allowed" // Markdown that cannot be published as written
)

const maxThemeFile = 1 << 20

// styleName is the style of the pages that are published.
const styleName = "style.css"

// Theme is a set of templates with their words, style and assets. It is never
// changed after Load and may be used by several goroutines.
type Theme struct {
	name      string
	label     string           // folder of the overrides, for places
	html      templates        // "page.html"
	text      templates        // "notice.md", "notice.txt"
	written   map[string]words // by language, as the files have them
	words     map[string]words // by language, each completed
	style     []byte
	lawsStyle []byte            // of the page about the laws
	assets    map[string][]byte // by name, of the workspace only
	kept      []File            // style and assets as they are published

	programs map[string]func() *program // by the name of the template, made when first needed; nil for none
}

// templates are parsed templates by file name.
type templates map[string]*parse.Tree

// Load returns the theme of the given name: an embedded one, or the folder of that
// name in overrides on top of plain. A folder with the name of an embedded theme
// overrides that. Overrides may be nil. The theme returned always works; a broken
// override is reported and the embedded file stands in for it.
func Load(overrides fs.FS, name string) (*Theme, []finding.Finding) {
	if name == "" {
		name = Default
	}
	built := builtIn()[name]
	switch {
	case overrides != nil && folderExists(overrides, name):
		if built == nil {
			built = builtIn()[Default]
		}
		t := built().as(name)
		found := append(t.add(overrides, name, true), t.strays(overrides, name, built())...)
		t.keep()
		finding.Sort(found)
		return t, found
	case built == nil:
		t := builtIn()[Default]().as(name)
		t.keep()
		return t, []finding.Finding{*fault(finding.Place{}, fmt.Sprintf("there is no theme %q: make the folder %s, or write one of %s", name, t.label, strings.Join(Names(), ", ")))}
	case overrides != nil:
		return built(), strayFolder(overrides, name)
	}
	return built(), nil
}

// builtIn are the themes that others stand on, by name, each loaded once.
var builtIn = sync.OnceValue(func() map[string]func() *Theme {
	plain := sync.OnceValue(func() *Theme {
		t := &Theme{html: templates{}, text: templates{}, written: map[string]words{}}
		return t.as(Default).embed()
	})
	all := map[string]func() *Theme{Default: plain}
	for _, name := range Names() {
		if name != Default {
			all[name] = sync.OnceValue(func() *Theme { return plain().as(name).embed() })
		}
	}
	return all
})

// embed lays the embedded folder of the theme's name over it. That keeps the rules of
// themes, which a test proves.
func (t *Theme) embed() *Theme {
	if found := t.add(embedded, t.name, false); len(found) > 0 {
		panic("themes: the embedded theme is broken: " + found[0].Message)
	}
	t.keep()
	return t
}

// as is a copy of the theme under a name, for more to be laid over it.
func (t *Theme) as(name string) *Theme {
	c := *t
	c.name, c.label = name, path.Join("themes", name)
	c.html, c.text, c.assets, c.written = maps.Clone(t.html), maps.Clone(t.text), map[string][]byte{}, map[string]words{}
	for lang, w := range t.written {
		c.written[lang] = maps.Clone(w)
	}
	c.programs = map[string]func() *program{}
	for _, name := range programmed {
		c.programs[name] = sync.OnceValue(func() *program { return c.compile(name) })
	}
	return &c
}

// Names lists the embedded themes.
func Names() []string {
	var out []string
	entries, _ := embedded.ReadDir(".")
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func folderExists(fsys fs.FS, name string) bool {
	if !fs.ValidPath(name) || strings.ContainsAny(name, `/\`) {
		return false
	}
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

// Executed gives the theme without its programs: the template packages execute every
// template, many times slower. It makes the same bytes, and is there to show that.
func (t *Theme) Executed() *Theme {
	c := *t
	c.programs = nil
	return &c
}

// add lays the files of dir over what the theme has.
func (t *Theme) add(fsys fs.FS, dir string, own bool) []finding.Finding {
	out := readWords(fsys, dir, t.label, t.written)
	t.words = whole(t.written)
	for kind, trees := range t.trees() {
		out = append(out, t.addTemplates(fsys, path.Join(dir, kind), kind, trees, own)...)
	}
	for name, style := range map[string]*[]byte{styleName: &t.style, lawsStyle: &t.lawsStyle} {
		data, err := readLimited(fsys, path.Join(dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			out = append(out, *fault(finding.Place{File: path.Join(t.label, name)}, err.Error()))
		default:
			var unsafe *finding.Finding
			if own {
				unsafe = t.checkStyle(name, data)
			}
			if unsafe != nil {
				out = append(out, *unsafe)
			} else {
				*style = data
			}
		}
	}
	if own {
		out = append(out, t.addAssets(fsys, path.Join(dir, "assets"))...)
	}
	finding.Sort(out)
	return out
}

// addTemplates parses each file of a folder. Overrides must bear the name of a
// template of plain or be used by one that does.
func (t *Theme) addTemplates(fsys fs.FS, dir, kind string, trees templates, own bool) []finding.Finding {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil
	}
	var out []finding.Finding
	before := maps.Clone(trees)
	for _, e := range entries {
		place := finding.Place{File: path.Join(t.label, kind, e.Name())}
		data, err := readLimited(fsys, path.Join(dir, e.Name()))
		if err != nil {
			out = append(out, *fault(place, err.Error()))
			continue
		}
		tree, err := parseTemplate(e.Name(), string(data))
		if err != nil {
			out = append(out, *templateFault(place, err))
			continue
		}
		if !own {
			tick(tree.Root)
		} else if faults := inspect(tree, kind == "html"); len(faults) > 0 {
			for _, f := range faults {
				place.Line, place.Col = lineOf(string(data), f.pos), 1
				out = append(out, *fault(place, f.message))
			}
			continue
		}
		trees[e.Name()] = tree
	}
	if !own {
		return out
	}
	if loop := findLoop(trees); loop != "" {
		out = append(out, *fault(finding.Place{File: path.Join(t.label, kind, loop)}, fmt.Sprintf("template %q calls itself, directly or through another", loop)))
		maps.Copy(trees, before)
		for name := range trees {
			if before[name] == nil {
				delete(trees, name)
			}
		}
	}
	return out
}

var unsafeStyle = regexp.MustCompile(`(?i)@import|url\(\s*['"]?\s*(?:[a-z][a-z0-9+.-]*:|//)|expression\(|</style`)

// checkStyle refuses a stylesheet that would load something from elsewhere.
func (t *Theme) checkStyle(name string, style []byte) *finding.Finding {
	loc := unsafeStyle.FindIndex(style)
	if loc == nil {
		return nil
	}
	place := finding.Place{File: path.Join(t.label, name), Line: lineOf(string(style), loc[0]), Col: 1}
	return fault(place, fmt.Sprintf("the style may load nothing from elsewhere: %q", style[loc[0]:loc[1]]))
}

var assetName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}\.(png|jpg|jpeg|webp|avif|gif|ico)$`)

func (t *Theme) addAssets(fsys fs.FS, dir string) []finding.Finding {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil
	}
	var out []finding.Finding
	for _, e := range entries {
		place := finding.Place{File: path.Join(t.label, "assets", e.Name())}
		if !assetName.MatchString(e.Name()) {
			out = append(out, *fault(place, "an asset is a picture with a lower-case name that ends in png, jpg, webp, avif, gif or ico"))
			continue
		}
		data, err := readLimited(fsys, path.Join(dir, e.Name()))
		if err != nil {
			out = append(out, *fault(place, err.Error()))
			continue
		}
		t.assets[e.Name()] = data
	}
	return out
}

// readLimited reads a regular file of at most 1 MiB.
func readLimited(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path.Base(name))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxThemeFile+1))
	if err == nil && len(data) > maxThemeFile {
		err = fmt.Errorf("%s is larger than 1 MiB", path.Base(name))
	}
	return data, err
}

// parseTemplate parses one file into one tree; blocks and definitions inside a
// file are not part of a theme's language.
func parseTemplate(name, text string) (*parse.Tree, error) {
	trees, err := parse.Parse(name, text, "", "", stubFuncs())
	if err != nil {
		return nil, err
	}
	for other := range trees {
		if other != name {
			return nil, fmt.Errorf("template: %s:1: a template is a file of its own: move %q into one", name, other)
		}
	}
	if tree := trees[name]; tree != nil {
		return tree, nil
	}
	return &parse.Tree{Name: name, ParseName: name, Root: &parse.ListNode{NodeType: parse.NodeList}}, nil
}

func stubFuncs() map[string]any {
	out := map[string]any{}
	for name := range allowedFuncs {
		out[name] = func() string { return "" }
	}
	return out
}

// run is one rendering: what a worker needs to make one file after the other.
type run struct {
	theme  *Theme
	words  words
	prose  *proseWriter
	away   []string // from the page made last, nil while that is not known
	press  press
	made   recall
	reader reader
	draft  []byte // scratch

	lends bool     // the files of a notice are good until the next notice
	texts [][]byte // that it lends
	lent  int      // of them

	viewed *builder // of the notice whose page was made last
	late   *late    // of all runs that make the same site

	// Templates, made when one has to be executed, with a clock each file winds up anew.
	limit *limit
	html  *template.Template
	text  *texttemplate.Template
}

func (t *Theme) newRun() *run {
	return &run{theme: t, limit: &limit{}, prose: newProseWriter(), late: &late{}}
}

// given gives a file that a function appends to the room it gets: lent, or the caller's.
func (r *run) given(file func(to []byte) []byte) []byte {
	if r.lent == len(r.texts) {
		r.texts = append(r.texts, nil)
	}
	data := file(r.texts[r.lent][:0])
	r.texts[r.lent] = data
	if !r.lends {
		return bytes.Clone(data)
	}
	r.lent++
	return data
}

// templates makes the templates of the run ready to be executed.
func (r *run) templates() error {
	if r.html != nil {
		return nil
	}
	funcs := r.funcs()
	pages := template.New("").Option("missingkey=error").Funcs(funcs)
	for _, name := range slices.Sorted(maps.Keys(r.theme.html)) {
		if _, err := pages.AddParseTree(name, r.theme.html[name].Copy()); err != nil {
			return err
		}
	}
	texts := texttemplate.New("").Option("missingkey=error").Funcs(funcs)
	for _, name := range slices.Sorted(maps.Keys(r.theme.text)) {
		if _, err := texts.AddParseTree(name, r.theme.text[name].Copy()); err != nil {
			return err
		}
	}
	r.html, r.text = pages, texts
	return nil
}

// render makes one file of a view within the limits of a page, by the program of its
// template or, where there is none or it gives up, by executing it. What it gives is good
// until that template has made two more files.
func (r *run) render(kind, name string, v View) ([]byte, *finding.Finding) {
	if f := r.late.of(r.theme, kind, name); f != nil {
		return nil, f
	}
	start := time.Now()
	if g := r.theme.program(name); g != nil {
		if data, ok := g.run(&r.press, r.words, v, maxPageTime/2); ok {
			return data, nil
		}
	}
	place := finding.Place{File: path.Join(r.theme.label, kind, name)}
	if err := r.templates(); err != nil {
		return nil, templateFault(place, err)
	}
	execute := r.html.ExecuteTemplate
	if kind == "text" {
		execute = r.text.ExecuteTemplate
	}
	out := r.limit.start(maxPageTime - time.Since(start))
	defer r.limit.cancel()
	if err := execute(out, name, v); err != nil {
		f := templateFault(place, err)
		if errors.Is(err, errTooLong) {
			r.late.add(kind, path.Base(f.Place.File), *f)
		}
		return nil, f
	}
	return out.Bytes(), nil
}

var templateError = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// templateFault turns an error of the template packages into a finding with the
// file and line of the template it happened in.
func templateFault(place finding.Place, err error) *finding.Finding {
	message := err.Error()
	if m := templateError.FindStringSubmatch(message); m != nil {
		place.File = path.Join(path.Dir(place.File), m[1])
		place.Line, _ = strconv.Atoi(m[2])
		place.Col, _ = strconv.Atoi(m[3])
		place.Col++
		message = m[4]
		if late := outOfTime.FindStringSubmatch(message); late != nil { // where exactly is chance
			place = finding.Place{File: path.Join(path.Dir(place.File), late[1])}
			message = late[2]
		}
	}
	return fault(place, "template: "+plainError(message))
}

var executing = regexp.MustCompile(`^executing "[^"]*" at (<.*>): (?s:(.*))$`)
var noFunction = regexp.MustCompile(`function ("\w+") not defined`)
var outOfTime = regexp.MustCompile(`^executing "([^"]*)" at <` + tickFunc + `>: error calling ` + tickFunc + `: (.*)$`)
var noField = regexp.MustCompile(`can't evaluate field (\w+) in type .*`)

// plainError drops the type names from what the template packages report.
func plainError(s string) string {
	at := ""
	if m := executing.FindStringSubmatch(s); m != nil {
		at, s = " at "+m[1], m[2]
	}
	s = noFunction.ReplaceAllString(s, `the function $1 is not part of a theme: there are `+funcNames())
	s = noField.ReplaceAllString(s, `there is no field "$1" here`)
	return strings.TrimPrefix(s, "error calling word: ") + at
}

func fault(place finding.Place, message string) *finding.Finding {
	return &finding.Finding{Code: codeTheme, Place: place, Message: message}
}

func lineOf(text string, pos int) int {
	return 1 + strings.Count(text[:min(max(pos, 0), len(text))], "\n")
}

// Loaded are the files that pages load: the style and the pictures.
func (t *Theme) Loaded() []File { return slices.Clone(t.kept) }

// stylesheet is the style as it is published.
func (t *Theme) stylesheet() File { return t.kept[0] }

// keep names the style and the pictures so that a name changes with its bytes: a page
// never meets those of another version, and a browser may keep them for ever. Templates
// and the style go on to call a picture by its own name.
func (t *Theme) keep() {
	names := map[string]string{}
	t.kept = []File{{}}
	for _, name := range slices.Sorted(maps.Keys(t.assets)) {
		ext := path.Ext(name)
		f := named(strings.TrimSuffix(name, ext), ext, t.assets[name])
		t.kept, names[name] = append(t.kept, f), path.Base(f.Path)
	}
	if len(names) > 0 {
		t.style = inStyle.ReplaceAllFunc(t.style, func(url []byte) []byte {
			m := inStyle.FindSubmatch(url)
			if name := names[string(m[2])]; name != "" {
				return slices.Concat(m[1], []byte(name), m[3])
			}
			return url
		})
		for _, trees := range t.trees() {
			for name, tree := range trees {
				trees[name] = tree.Copy() // others may stand on it
				rename(trees[name].Root, names)
			}
		}
	}
	t.kept[0] = named(t.name, ".css", t.style)
}

func named(stem, ext string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{Path: "assets/" + stem + "." + hex.EncodeToString(sum[:6]) + ext, Data: data}
}

var (
	inStyle    = regexp.MustCompile(`(url\(\s*["']?(?:\./)?)([a-z0-9][a-z0-9._-]*)(["']?\s*\))`)
	inTemplate = regexp.MustCompile(`\bassets/[a-z0-9][a-z0-9._-]*`)
)

// rename calls pictures in the text of a template by the names they are published under.
func rename(l *parse.ListNode, names map[string]string) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = inTemplate.ReplaceAllFunc(n.Text, func(address []byte) []byte {
				if name := names[path.Base(string(address))]; name != "" {
					return []byte("assets/" + name)
				}
				return address
			})
		case *parse.IfNode:
			rename(n.List, names)
			rename(n.ElseList, names)
		case *parse.RangeNode:
			rename(n.List, names)
			rename(n.ElseList, names)
		case *parse.WithNode:
			rename(n.List, names)
			rename(n.ElseList, names)
		}
	}
}
