package inventory

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// Workspace is what candor.toml says, or its defaults where the file or a key is
// missing. Paths are slash-separated and relative to the workspace.
type Workspace struct {
	Title    string // of the site's index
	Notices  string // folder of the notices
	Policies string // folder of the organisation's own Rego, "" for none
	Themes   string // folder of theme overrides, "" for none
	Theme    string // name of the theme in use
	BaseURL  string // where the site will stand, "" while unknown; for canonical links and the sitemap
	Banner   string // shown on every page of the site, "" for none
	Valid    Period // how long a signed policy answers from the day it is issued; zero where nothing is said

	LawReports bool // what law packs find does not stop a publish
	Exceptions []Exception
	Accepted   []AcceptedRule
	Holidays   []Date // days that are no business days, beside Saturdays and Sundays; sorted
	Moved      []Move
	Rules      map[string]string // the organisation's own Rego, by file, its tests left out

	ThemesAt, ThemeAt finding.Place // of the folder and the name of the theme
}

// AcceptedRule is a rule of a law pack that nobody has confirmed and that counts all
// the same.
type AcceptedRule struct {
	ID    string
	Place finding.Place
}

// Move sends readers of an old address to a notice.
type Move struct {
	From  string // path in the site
	To    string // id of a notice
	Place finding.Place
}

// Exception switches a check of a law pack off until a day.
type Exception struct {
	Check  string
	Notice string // "" for every notice
	Reason string
	Owner  string
	Until  Date
	Place  finding.Place // of the check
}

// workspaceFile is the file that makes a folder a workspace.
const workspaceFile = "candor.toml"

const defaultNotices = "notices"

// workspaceTable is the language of candor.toml.
var workspaceTable = Table{Kind: "workspace", Shape: Single, Doc: "What makes a folder a workspace, and where its parts are. Every key may be left out, and so may the file.", Fields: []Field{
	{Key: "title", Type: Text, Doc: "Title of the site's index.", Example: `"Our privacy notices"`},
	{Key: "notices", Type: Text, Doc: "Folder of the notices; notices unless you say otherwise.", Example: `"notices"`},
	{Key: "policies", Type: Text, Doc: "Folder of rules of your own, in Rego: checks that every notice is asked, and what decisions deny.", Example: `"policies"`},
	{Key: "themes", Type: Text, Doc: "Folder of your own templates.", Example: `"themes"`},
	{Key: "theme", Type: Text, Doc: "Name of the theme: plain, gov, or a folder of your own under themes; plain unless you say otherwise.", Example: `"plain"`},
	{Key: "base-url", Type: URL, Doc: "Where the site will stand, for canonical links and the sitemap.", Example: `"https://privacy.example.org/"`},
	{Key: "banner", Type: Text, Doc: "Shown on every page of the site.", Example: `"A demonstration."`},
	{Key: "valid", Type: PeriodType, Doc: "How long a signed policy answers from the day it is issued; P30D unless you say otherwise.", Example: `"P30D"`},
}}

// publishTable and the others are the tables of candor.toml.
var (
	lawsTable = Table{Kind: "laws", Shape: Single, Doc: "How law packs are read in decisions.", Fields: []Field{
		{Key: "accepts", Type: Loose, Doc: "Rules and gates of law packs that are unconfirmed and count all the same; `candor laws --rules` lists them.", Example: `["ny2d-r-court"]`},
	}}
	calendarTable = Table{Kind: "calendar", Shape: Single, Doc: "The calendar of deadlines in business days.", Fields: []Field{
		{Key: "holidays", Type: Dates, Doc: "Days that are no business days, beside Saturdays and Sundays: for every deadline in business days, of notices and of laws.", Example: `[2026-12-25, 2027-01-01]`},
	}}
	publishTable = Table{Kind: "publish", Shape: Single, Doc: "What stands in the way of publishing.", Fields: []Field{
		{Key: "law", Type: Enum, Values: []string{"refuse", "report"}, Doc: "report: what law packs find are warnings; refuse, the default: their errors stop a publish.", Example: `"report"`},
	}}
	exceptionTable = Table{Kind: "exception", Shape: Listed, Doc: "A check of a law pack that is switched off for a while. Once it has ended it is a warning for 30 days, then an error.", Fields: []Field{
		{Key: "check", Type: Text, Required: true, Doc: "Id of the check.", Example: `"ny2d-121-6-signed"`},
		{Key: "notice", Type: Text, Doc: "Id of the notice; left out, every one.", Example: `"steptech"`},
		{Key: "reason", Type: Text, Required: true, Doc: "Why.", Example: `"The district signs in January."`},
		{Key: "owner", Type: Text, Required: true, Doc: "Who answers for it.", Example: `"Legal"`},
		{Key: "until", Type: DateType, Required: true, Doc: "The last day on which it holds.", Example: `2027-01-31`},
	}}
	movedTable = Table{Kind: "moved", Shape: Listed, Doc: "An old address that leads to a notice, for hosts that read the file _redirects.", Fields: []Field{
		{Key: "from", Type: Text, Required: true, Doc: "Path in the site, as seen from its root; what lies below it moves with it.", Example: `"privacy-policy"`},
		{Key: "to", Type: Text, Required: true, Doc: "Id of the notice.", Example: `"shop"`},
	}}
)

// WorkspaceOf reads candor.toml, the rules in the folder that it names, and nothing else.
func WorkspaceOf(fsys fs.FS) Workspace {
	l := &loader{fsys: fsys, sources: map[string]*source{}, damaged: map[string]bool{}, before: new(Memory)}
	return l.workspace()
}

// Folders are the folders that hold what the workspace is made of, as candor.toml
// names them.
func (w Workspace) Folders() []string {
	return slices.DeleteFunc([]string{w.Notices, w.Policies, w.Themes}, func(dir string) bool { return dir == "" })
}

// workspace reads candor.toml, if there is one.
func (l *loader) workspace() Workspace {
	w := Workspace{Notices: defaultNotices, Theme: "plain"}
	if _, err := fs.Stat(l.fsys, workspaceFile); errors.Is(err, fs.ErrNotExist) {
		return w
	}
	r := l.document(workspaceFile)
	if r == nil {
		return w
	}
	var policiesAt finding.Place
	into := map[string]*string{"title": &w.Title, "notices": &w.Notices, "policies": &w.Policies, "themes": &w.Themes, "theme": &w.Theme, "base-url": &w.BaseURL, "banner": &w.Banner}
	for _, n := range r.root.nodes {
		switch {
		case n.key == string(publishTable.Kind) && n.shape == tableShape:
			w.LawReports = r.settings(publishTable, n).Text("law") == "report"
			continue
		case n.key == string(exceptionTable.Kind) && n.shape == tablesArea:
			for _, item := range n.items {
				w.Exceptions = append(w.Exceptions, r.exception(item))
			}
			continue
		case n.key == string(lawsTable.Kind) && n.shape == tableShape:
			v := r.settings(lawsTable, n).Value("accepts")
			for i, id := range v.List {
				w.Accepted = append(w.Accepted, AcceptedRule{id, v.Items[i]})
			}
			continue
		case n.key == string(calendarTable.Kind) && n.shape == tableShape:
			w.Holidays = r.settings(calendarTable, n).Value("holidays").Dates()
			continue
		case n.key == string(movedTable.Kind) && n.shape == tablesArea:
			for _, item := range n.items {
				v := r.settings(movedTable, item)
				w.Moved = append(w.Moved, Move{v.Text("from"), v.Text("to"), v.Value("from").Place})
			}
			continue
		}
		i := slices.IndexFunc(workspaceTable.Fields, func(f Field) bool { return f.Key == n.key })
		if i < 0 {
			r.unknownSetting(n)
			continue
		}
		f := &workspaceTable.Fields[i]
		v, ok := r.value(f, n)
		switch {
		case !ok:
		case f.Type == PeriodType:
			w.Valid = r.validity(n, v.Period())
		case r.insideWorkspace(f, n, v.Text):
			*into[n.key] = v.Text
			if at := map[string]*finding.Place{"themes": &w.ThemesAt, "theme": &w.ThemeAt, "policies": &policiesAt}[n.key]; at != nil {
				*at = v.Place
			}
		}
	}
	l.findings = append(l.findings, r.done()...)
	if w.Policies != "" {
		w.Rules = l.rules(w.Policies, policiesAt)
	}
	return w
}

// settings reads a table of candor.toml.
func (r *reading) settings(t Table, n *node) *Entry {
	e := &Entry{Kind: t.Kind, Place: r.place(n.keyAt)}
	var keys []string
	for _, f := range t.Fields {
		keys = append(keys, f.Key)
		switch c := n.get(f.Key); {
		case c != nil:
			if v, ok := r.value(&f, c); ok {
				e.Values = append(e.Values, v)
			}
		case f.Required:
			r.report("missing-key", n.keyAt, fmt.Sprintf("this %s has no %s", t.Kind, f.Key), fmt.Sprintf("write, for example, %s = %s", f.Key, f.Example))
		}
	}
	for _, c := range n.nodes {
		if !slices.Contains(keys, c.key) {
			help := "it takes " + oneOf(keys)
			if near := closest(c.key, keys); near != "" {
				help = fmt.Sprintf("a key with a similar name is %q", near)
			}
			r.report("unknown-key", c.keyAt, fmt.Sprintf("%s has no key %q", headerOf(&t, ""), c.key), help)
		}
	}
	return e
}

func (r *reading) exception(n *node) Exception {
	v := r.settings(exceptionTable, n)
	return Exception{
		Check: v.Text("check"), Notice: v.Text("notice"), Reason: v.Text("reason"), Owner: v.Text("owner"),
		Until: v.Value("until").Date(), Place: v.Value("check").Place,
	}
}

// validity takes a period that ends.
func (r *reading) validity(n *node, p Period) Period {
	if p.Word == "" && p.BusinessDays == 0 && p != (Period{written: true}) {
		return p
	}
	r.report("bad-period", n.at, fmt.Sprintf("a policy cannot be valid for %q", p), `write a period that ends, such as "P30D"`)
	return Period{}
}

func (r *reading) unknownSetting(n *node) {
	var keys []string
	for _, f := range workspaceTable.Fields {
		keys = append(keys, f.Key)
	}
	keys = append(keys, string(publishTable.Kind), string(exceptionTable.Kind), string(lawsTable.Kind), string(calendarTable.Kind), string(movedTable.Kind))
	help := "it takes " + oneOf(keys)
	if near := closest(n.key, keys); near != "" {
		help = fmt.Sprintf("a key with a similar name is %q", near)
	}
	if tableOf(Kind(n.key)) != nil {
		help = "this belongs in a file of a notice, such as notices/my-notice/notice.toml"
	}
	r.report("unknown-key", n.keyAt, fmt.Sprintf("candor.toml has no key %q", n.key), help)
}

// insideWorkspace keeps folders within the workspace, written in one way.
func (r *reading) insideWorkspace(f *Field, n *node, s string) bool {
	if f.Key != "notices" && f.Key != "policies" && f.Key != "themes" {
		return true
	}
	if fs.ValidPath(s) {
		return true
	}
	r.report("bad-file-name", n.at, fmt.Sprintf("%q is not a folder inside the workspace", s), "write its name as seen from candor.toml, with / between folders and none at the end")
	return false
}
