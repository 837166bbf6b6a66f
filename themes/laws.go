package themes

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// Laws is what the page about the laws says: law by law and notice by notice, each
// demand with what meets it. The page stays with the organisation.
type Laws struct {
	Title       string // of the workspace
	Reviewed    string // the day before which no pack was held against its law, 2026-11-21; "" where no law was asked
	Unconfirmed int    // demands that nobody has read in a source
	BaseURL     string // absolute address of the site, "" while unknown
	Beside      string // relative path of the site from the page, with a slash at the end, for while it is; "" for none
	Laws        []Law
	Counted     bool // the demands of each notice are too many for a page, and only counted
}

// Law is one law that notices are held against.
type Law struct {
	ID, Title, Citation, Reviewed string   // the last three are empty of the workspace's own rules
	Checks, Confirmed             int      // checks in the pack, and those read in a source
	LeavesOut                     []string // parts of the law that the pack has nothing on
	Rules                         []LawRule
	Notices                       []LawNotice
}

// LawRule is what a law forbids or owes when a service asks.
type LawRule struct {
	ID, Text, Citation string
	Owes               bool // and does not forbid
	Unconfirmed        bool
	Touches            []LawTouch // notices that permit what it forbids, or beside whose statements it owes something
	Cases              []LawCase
}

// LawTouch is the statements of a notice that a rule reaches.
type LawTouch struct {
	Notice         string // id
	Statements     []Evidence
	Contradictions []Evidence // what was found of them: that one permits what the rule forbids
}

// LawCase is a case in plain English that shows a rule, and is a test of it.
type LawCase struct {
	Text    string
	Outcome string // what the law says: deny, owes or none
	Spared  bool   // it shows where the rule stops
}

// LawNotice is how one notice stands to a law.
type LawNotice struct {
	ID, Title, Capacity string
	Standing            []Standing // what the demands come to, none that no demand comes to
	Demands             []Demand
	Documents           []LawDocument
}

// LawDocument is how a document stands that a law asks for and a notice has made.
type LawDocument struct {
	ID, Title, Addendum string
	Path                string // in the site, "" where it cannot be made
	Sections            []LawSection
	Findings            []Evidence // what is wrong with it
}

// LawSection is a section of such a document, with what stands in it.
type LawSection struct {
	Title, Citation, State string // met, lacking, accepted or excepted
	Checks                 []string
	Entries                []Evidence
}

// Standing counts the demands in one state: met, lacking, accepted, excepted or idle.
type Standing struct {
	State  string
	Number int
}

// Demand is one row: what the law demands, how the notice stands to it, and by which
// rule and which tests that is told.
type Demand struct {
	Check, Title, Law, Citation, Severity, State string
	Why                                          string // of what is accepted, excepted or idle
	Unconfirmed                                  bool
	Met                                          []Evidence
	Lacking                                      []Evidence
	Tests                                        []string
}

// Evidence is an entry that meets a demand, or what is lacking and where.
type Evidence struct {
	Text  string // the id of an entry, or what is lacking
	Path  string // in the site, of the entry; "" for none
	Place string // file:line:column
	Help  string // what to write for what is lacking
}

// lawsView is [Laws] as the template gets it.
type lawsView struct {
	Title, Closing string
	Laws           []lawView
	States         []string // there are demands in
	Effects        []string // there are rules of: forbids, owes
	Counted        bool
}

type lawView struct {
	ID, Title, Citation, Covers string
	Lacking                     string // how many demands are, in words; "" for none
	LeavesOut                   []string
	Rules                       []lawRuleView
	Notices                     []lawNoticeView
}

type lawRuleView struct {
	LawRule
	Touches []lawTouchView
}

// conflicts is how many statements permit what a rule forbids.
func conflicts(r lawRuleView) (n int) {
	for _, t := range r.Touches {
		n += len(t.Contradictions)
	}
	return n
}

type lawTouchView struct {
	Notice                     string
	Statements, Contradictions []evidenceView
}

type lawNoticeView struct {
	ID, Title, Capacity string
	Standing            []standingView
	Demands             []demandView
	Documents           []lawDocumentView
}

type lawDocumentView struct {
	LawDocument
	Page     evidenceView
	Findings []evidenceView
	Sections []lawSectionView
}

type lawSectionView struct {
	LawSection
	Entries []evidenceView
}

type standingView struct{ State, Number string }

type demandView struct {
	Demand
	Met, Lacking []evidenceView
}

type evidenceView struct {
	Text, Place, Help string
	Href              link
}

// Names of the page about the laws and of its style.
const (
	lawsPage  = "laws.html"
	lawsStyle = "laws.css"
)

// RenderLaws makes the page about the laws, and its style.
func (t *Theme) RenderLaws(l Laws) ([]File, []finding.Finding) {
	r := t.newRun()
	r.use("en")
	v := View{Lang: "en", Title: r.words["laws.title"], Stylesheet: lawsStyle, Site: siteView{Title: l.Title}, Laws: r.laws(l)}
	data, found := r.page(lawsPage, v, nil)
	if data == nil {
		return nil, found
	}
	return []File{{lawsStyle, t.lawsStyle}, {lawsPage, data}}, found
}

func (r *run) laws(l Laws) *lawsView {
	w := r.words
	v := &lawsView{Title: l.Title, Counted: l.Counted}
	v.Closing = w["laws.closing-own"]
	if l.Reviewed != "" {
		v.Closing = w.fill("laws.closing", "date", w.date(l.Reviewed), "number", strconv.Itoa(l.Unconfirmed))
	}
	there := map[string]bool{}
	for _, law := range l.Laws {
		of := lawView{ID: law.ID, Title: law.Title, Citation: law.Citation, LeavesOut: law.LeavesOut}
		of.Covers = w.fill("laws.covers-own", "checks", strconv.Itoa(law.Checks))
		if law.Reviewed == "" {
			of.Title = w["laws.own"]
		} else {
			of.Covers = w.fill("laws.covers", "checks", strconv.Itoa(law.Checks), "confirmed", strconv.Itoa(law.Confirmed), "unconfirmed", strconv.Itoa(law.Checks-law.Confirmed), "date", w.date(law.Reviewed))
		}
		for _, rule := range law.Rules {
			rv := lawRuleView{LawRule: rule}
			for _, t := range rule.Touches {
				rv.Touches = append(rv.Touches, lawTouchView{t.Notice, l.evidence(t.Statements), l.evidence(t.Contradictions)})
			}
			of.Rules = append(of.Rules, rv)
		}
		slices.SortStableFunc(of.Rules, func(a, b lawRuleView) int { return cmp.Compare(conflicts(b), conflicts(a)) })
		lacking := 0
		for _, n := range law.Notices {
			nv := lawNoticeView{ID: n.ID, Title: n.Title, Capacity: n.Capacity}
			for _, s := range n.Standing {
				nv.Standing = append(nv.Standing, standingView{s.State, strconv.Itoa(s.Number)})
				there[s.State] = true
				if s.State == urgency[0] {
					lacking += s.Number
				}
			}
			for _, d := range n.Demands {
				nv.Demands = append(nv.Demands, demandView{d, l.evidence(d.Met), l.evidence(d.Lacking)})
			}
			for _, d := range n.Documents {
				dv := lawDocumentView{LawDocument: d, Page: l.evidence([]Evidence{{Text: d.ID, Path: d.Path}})[0], Findings: l.evidence(d.Findings)}
				for _, s := range d.Sections {
					dv.Sections = append(dv.Sections, lawSectionView{s, l.evidence(s.Entries)})
				}
				nv.Documents = append(nv.Documents, dv)
			}
			slices.SortStableFunc(nv.Demands, func(a, b demandView) int { return byUrgency(a.State, b.State) })
			of.Notices = append(of.Notices, nv)
		}
		if lacking > 0 {
			of.Lacking = strconv.Itoa(lacking) + " " + w["law-count.lacking"]
		}
		v.Laws = append(v.Laws, of)
	}
	for _, state := range urgency {
		if there[state] {
			v.States = append(v.States, state)
		}
	}
	for _, effect := range []string{"forbids", "owes"} {
		owes := effect == "owes"
		if slices.ContainsFunc(l.Laws, func(law Law) bool {
			return slices.ContainsFunc(law.Rules, func(r LawRule) bool { return r.Owes == owes })
		}) {
			v.Effects = append(v.Effects, effect)
		}
	}
	return v
}

// evidence links entries to the site: at its address, or on the disk, where no host makes
// a page of a folder. What to write for several in a row stands once, below the last.
func (l *Laws) evidence(all []Evidence) []evidenceView {
	var out []evidenceView
	for i, e := range all {
		if i+1 < len(all) && all[i+1].Help == e.Help {
			e.Help = ""
		}
		v := evidenceView{Text: e.Text, Place: e.Place, Help: e.Help, Href: link{Text: e.Path}}
		folder, fragment, found := strings.Cut(strings.TrimPrefix(e.Path, "/"), "#")
		switch base := baseURL(l.BaseURL); {
		case e.Path == "":
		case base != "":
			v.Href = webLink(base+e.Path[1:], e.Path)
		case l.Beside != "":
			if found {
				fragment = "#" + fragment
			}
			if href := l.Beside + folder + "index.html" + fragment; relative(href) {
				v.Href.Href = template.URL(href)
			}
		}
		out = append(out, v)
	}
	return out
}

// urgency is the order of the states in which demands stand: first what somebody has to
// act on.
var urgency = []string{"lacking", "accepted", "excepted", "met", "idle"}

func byUrgency(a, b string) int {
	return cmp.Compare(slices.Index(urgency, a), slices.Index(urgency, b))
}
