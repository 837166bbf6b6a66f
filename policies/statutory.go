package policies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/laws"
)

// Statutory is a document that a law asks for, made of what a notice says: it places
// entries of the notice and words none.
type Statutory struct {
	Law, ID  string // of the pack and of the document in it
	Addendum string // of the notice, where it is made with one; "" where it is made of the notice as a whole
	Path     string // in the site: "/quillwood/us-ny/supplement/"
	Title    string
	Citation string
	Text     string // what it is and for whom, in words of the pack
	Signed   bool   // it belongs to a contract, whose parties sign it
	Sections []StatutorySection
}

// StatutorySection is a section of such a document.
type StatutorySection struct {
	Title    string
	Citation string
	Text     string
	Checks   []string // ids of the checks that demand it
	Entries  []string // that stand in it, in the order of the notice: ids of statements, kind.id of others, "party"
}

// Documents makes the documents that a notice and its addenda ask for, in their order, as
// the law asks for them on a day; on the zero day, as it does or will. What cannot be made
// is left out; [Check] reports it.
func Documents(n *notices.Notice, on inventory.Date) []Statutory {
	var all []Statutory
	for _, w := range wishes(n, on) {
		if w.fault == "" && !w.document.Coming(on) {
			all = append(all, w.make(n, on))
		}
	}
	return all
}

// Wanted is a document that a notice asks for, with how it stands.
type Wanted struct {
	Notice   string            `json:"notice"`
	Addendum string            `json:"addendum,omitempty"` // that asks for it
	Law      string            `json:"law"`                // of its name
	Document string            `json:"document"`
	Title    string            `json:"title,omitempty"`
	Citation string            `json:"citation,omitempty"`
	Path     string            `json:"path,omitempty"` // in the site, "" where it cannot be made
	Sections []WantedSection   `json:"sections,omitempty"`
	Findings []finding.Finding `json:"findings,omitempty"` // why it is not made, or what is empty
}

// WantedSection is a section of such a document.
type WantedSection struct {
	Title    string   `json:"title"`
	Citation string   `json:"citation,omitempty"`
	Checks   []string `json:"checks,omitempty"` // that demand it
	State    State    `json:"state"`            // Met where something stands in it, Accepted and Excepted as its checks are
	Entries  []Entry  `json:"entries,omitempty"`
}

// wish is a document that a notice or an addendum asks for.
type wish struct {
	entry    string // the notice, or addendum.id
	index    int    // among those that the entry asks for
	name     string
	addendum string
	document *laws.Statutory
	law      *inventory.Law
	addenda  []string // that count, with the body
	as       string   // the capacity

	fault, help string
}

// wishes lists what is asked for, with what stands in the way.
func wishes(n *notices.Notice, on inventory.Date) []wish {
	var all []wish
	for i, name := range n.Statutory {
		all = append(all, wish{entry: "notice", index: i, name: name})
	}
	for _, a := range n.Addenda {
		for i, name := range a.Statutory {
			all = append(all, wish{entry: "addendum." + a.ID, index: i, name: name, addendum: a.ID})
		}
	}
	if len(all) == 0 {
		return nil
	}
	switched := (&checker{set: &notices.Set{}}).asked(n)
	taken := map[string]bool{}
	for i := range all {
		w := &all[i]
		w.find(n, switched, on)
		if w.fault == "" && taken[w.path(n)] {
			w.fault, w.help = fmt.Sprintf("%s is asked for twice", w.name), "take one of them out"
		}
		taken[w.path(n)] = true
	}
	return all
}

// find looks up what is wished and whether the notice can have it.
func (w *wish) find(n *notices.Notice, switched []*asked, on inventory.Date) {
	var names []string
	for _, d := range laws.Documents("") {
		names = append(names, d.Name())
		if d.Name() == w.name {
			w.document = d
		}
	}
	if w.document == nil {
		w.fault, w.help = fmt.Sprintf("no law pack has a document %q", w.name), closest("name", w.name, names, "candor laws lists the documents")
		return
	}
	i := slices.IndexFunc(switched, func(a *asked) bool { return a.law == w.document.Law })
	below := slices.IndexFunc(n.Addenda, func(a notices.Addendum) bool { return a.ID == w.addendum })
	switch {
	case i < 0 && below < 0:
		w.fault, w.help = fmt.Sprintf("the notice does not answer to %s", w.document.Law), fmt.Sprintf("write laws = [%q] below [notice], or ask for the document in the addendum that names the law", w.document.Law)
		return
	case below >= 0 && n.Addenda[below].Law != w.document.Law:
		w.fault, w.help = fmt.Sprintf("this addendum does not answer to %s", w.document.Law), fmt.Sprintf("write law = %q below [addendum], or ask for the document below [notice]", w.document.Law)
		return
	}
	law, err := laws.About(w.document.Law)
	if err != nil {
		w.fault, w.help = err.Error(), "this is a fault of candor, not of your files: please report it"
		return
	}
	w.law, w.as = law, cmp.Or(switched[i].capacity, n.Party.Role)
	if w.addenda = reaching(n, law.Where, switched[i]); below >= 0 {
		w.addenda = []string{w.addendum}
		if i := slices.IndexFunc(n.Capacity, func(k notices.Capacity) bool { return k.Law == w.document.Law }); i < 0 {
			w.as = cmp.Or(n.Addenda[below].Role, n.Party.Role)
		}
	}
	switch {
	case !w.document.For(w.as) && capacityIn(n, law, switched[i]) == "":
		w.fault, w.help = fmt.Sprintf("%s is a document of a %s, and the notice does not say in which capacity it answers to the law", w.name, strings.Join(w.document.Capacity, " or a ")), askCapacity(w.document.Law, law, switched[i].body)
	case !w.document.For(w.as):
		w.fault, w.help = fmt.Sprintf("%s is a document of a %s, and the notice answers to the law as %s", w.name, strings.Join(w.document.Capacity, " or a "), cmp.Or(w.as, "neither")), "the capacity stands below [capacity], or as role below [addendum]"
	case w.document.Gone(on):
		w.fault, w.help = fmt.Sprintf("the law asked for %s until %s", w.name, w.document.Until), fmt.Sprintf("ask for what has taken its place, or take it out: candor laws %s lists the documents", w.document.Law)
	}
}

// path is where the document stands in the site.
func (w *wish) path(n *notices.Notice) string {
	if w.document == nil {
		return ""
	}
	return n.Path + cmp.Or(w.addendum, w.document.Law) + "/" + w.document.ID + "/"
}

// make makes the document.
func (w *wish) make(n *notices.Notice, on inventory.Date) Statutory {
	d := Statutory{
		Law: w.document.Law, ID: w.document.ID, Addendum: w.addendum, Path: w.path(n),
		Title: w.document.Title, Citation: w.document.Citation, Text: w.document.Text, Signed: w.document.Signed && w.contracted(n),
	}
	p := newPicker(n, w)
	for i := range w.document.Sections {
		s := &w.document.Sections[i]
		if s.Coming(on) || s.Gone(on) {
			continue
		}
		of := StatutorySection{Title: s.Title, Citation: s.Citation, Text: s.Text, Entries: p.pick(s)}
		asked := len(s.Capacity) == 0 || slices.Contains(s.Capacity, w.as)
		if asked {
			of.Checks = s.Checks
		}
		if len(of.Entries) > 0 || asked && !s.Optional {
			d.Sections = append(d.Sections, of)
		}
	}
	return d
}

// contracted reports whether the document is of one contract.
func (w *wish) contracted(n *notices.Notice) bool {
	return w.addendum != "" || slices.ContainsFunc(n.Documents, func(d notices.Document) bool { return d.With != "" && d.Addendum == "" })
}

// reaching lists the addenda that count under a law: those that name it, and those that
// name no other and apply within its places.
func reaching(n *notices.Notice, where inventory.Where, a *asked) []string {
	ids := slices.Clone(a.addenda)
	for i := range n.Addenda {
		if of := &n.Addenda[i]; within(of.Where, where) && !(packName(of.Law) && of.Law != "") {
			ids = append(ids, of.ID)
		}
	}
	return ids
}

// documents notes how the documents stand that are asked for, and reports those that
// cannot be made and those of which the law demands sections that nothing fills.
func (c *checker) documents(n *notices.Notice) {
	for _, w := range wishes(n, c.on) {
		place := c.record(n, w.entry).Item("documents", w.index)
		law, id, _ := strings.Cut(w.name, "/")
		wanted := Wanted{Notice: n.ID, Law: law, Document: id, Addendum: w.addendum}
		before := len(c.Findings)
		switch {
		case w.fault != "":
			c.find(n, finding.Finding{Code: "unknown-document", Place: place, Message: w.fault, Help: w.help})
		case w.document.Coming(c.on):
			wanted.Title, wanted.Citation, wanted.Path = w.document.Title, w.document.Citation, w.path(n)
			c.find(n, finding.Finding{
				Code: "document-early", Place: place, Law: w.document.Citation, Pack: law,
				Message: fmt.Sprintf("the law asks for %s from %s on", w.name, w.document.Since), Help: "nothing need be done: it can be published before the day",
			})
		default:
			c.document(n, &w, &wanted, place)
		}
		wanted.Findings = slices.Clone(c.Findings[before:])
		c.Documents = append(c.Documents, wanted)
	}
}

// document notes how one document stands.
func (c *checker) document(n *notices.Notice, w *wish, wanted *Wanted, place finding.Place) {
	d := w.make(n, c.on)
	wanted.Title, wanted.Citation, wanted.Path = d.Title, d.Citation, d.Path
	var empty, checks []string
	for _, s := range d.Sections {
		section := WantedSection{Title: s.Title, Citation: s.Citation, Checks: s.Checks, State: Met}
		for _, e := range s.Entries {
			section.Entries = append(section.Entries, Entry{e, pathOf(n, e), c.record(n, e).Place})
		}
		if len(s.Entries) == 0 {
			section.State = c.excused(n, s.Checks)
		}
		if wanted.Sections = append(wanted.Sections, section); section.State != Lacking {
			continue
		}
		what := "“" + s.Title + "”"
		if len(s.Checks) > 0 {
			what += " (" + strings.Join(s.Checks, ", ") + ")"
		}
		empty, checks = append(empty, what), append(checks, s.Checks...)
	}
	if len(empty) == 0 {
		return
	}
	help := "write what the section asks for, or tick the entry that says it: candor laws " + d.Law + " --checks lists the topics"
	if len(checks) > 0 {
		help = "candor explain " + checks[0] + " tells what to write"
	}
	c.find(n, finding.Finding{
		Code: "document-incomplete", Place: place, Law: d.Citation, Pack: d.Law, Help: help,
		Message: fmt.Sprintf("%s has nothing under %s", w.name, strings.Join(empty, ", ")),
	})
}

// excused is how an empty section stands: Accepted or Excepted where an issue of the
// notice, or an exception that holds, says that none of its checks is met.
func (c *checker) excused(n *notices.Notice, checks []string) State {
	state := Lacking
	for _, check := range checks {
		switch x := c.exception(check, n.ID); {
		case issue(n, check, "") != nil:
			state = Accepted
		case x != nil && !c.ended(x, 0):
			state = Excepted
		default:
			return Lacking
		}
	}
	return state
}
