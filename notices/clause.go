package notices

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
)

// defaultClock is the event a duty's deadline runs from unless its author says or
// the duty names one event.
const defaultClock = "request"

// clock is the event a duty's deadline runs from.
func clock(e *inventory.Entry) string {
	events := unique(ids(e, "event"))
	switch {
	case e.Has("clock"):
		return e.Text("clock")
	case len(events) == 1:
		return events[0]
	}
	return defaultClock
}

// statements resolves every statement, of the body and of addenda, in the order
// of the inventory.
func (r *resolver) statements() {
	n := 0
	for _, k := range statementKinds {
		n += len(r.of(k))
	}
	if n == 0 {
		return
	}
	r.n.Statements, r.made = make([]Statement, 0, n), make([]made, 0, n)
	for _, e := range r.in.Entries {
		if !slices.Contains(statementKinds, e.Kind) || !r.first(e) {
			continue
		}
		s := r.next()
		if r.takeStatement(e, s) {
			continue
		}
		if r.broken(e) {
			r.partial = true
			r.n.Statements = r.n.Statements[:len(r.n.Statements)-1]
			continue
		}
		found, left := len(r.found), r.left
		r.statement(e, s)
		s.Sentence = r.sentence(e, s)
		r.keepStatement(e, len(r.found) == found, left-r.left)
	}
	if len(r.n.Statements) == 0 {
		r.n.Statements = nil
	}
	r.sameSentences()
}

// next makes room for a statement.
func (r *resolver) next() *Statement {
	at := len(r.n.Statements)
	r.n.Statements = r.n.Statements[:at+1]
	return &r.n.Statements[at]
}

// broken reports whether a statement names something that is not there. Left in
// without the name, it would speak of everything.
func (r *resolver) broken(e *inventory.Entry) bool {
	return slices.ContainsFunc(refFields[e.Kind], func(f reference) bool {
		return slices.ContainsFunc(ids(e, f.key), func(id string) bool { return !r.knows(f.to, id) })
	})
}

// statement fills in what an entry says, but for its sentence.
func (r *resolver) statement(e *inventory.Entry, s *Statement) {
	*s = Statement{
		ID: e.ID, Kind: string(e.Kind), Addendum: e.Addendum, Anchor: e.ID, Path: r.n.Path + "#" + e.ID,
		Prose: r.prose(e), List: e.Text("list"), Selector: selector(e),
		Sources: r.refs(e, "sources", inventory.KindSource),
		Bases:   unique(ids(e, "bases")), Gates: unique(ids(e, "gates")), Unless: unique(ids(e, "unless")), When: unique(ids(e, "when")),
		Owed: unique(ids(e, "owed")), Only: e.Text("only"),
	}
	if len(s.Actions) == 0 {
		s.Actions = defaultActions(e.Kind)
	}
	switch e.Kind {
	case inventory.KindKeep:
		s.Keep = r.keep(e, s)
	case inventory.KindDuty:
		s.Duty = r.duty(e)
	}
	if s.Section = e.Text("section"); s.Section == "" {
		s.Section = r.section(s)
	}
}

// selector reads what a statement or an issue is about.
func selector(e *inventory.Entry) Selector {
	w := e.Value("where").Where()
	return Selector{
		Actions: inOrder(ids(e, "actions"), inventory.Actions), Audiences: unique(ids(e, "audiences")),
		Categories: unique(ids(e, "categories")), Except: unique(ids(e, "except")), Purposes: unique(ids(e, "purposes")),
		Recipients: unique(ids(e, "recipients")), Forms: inOrder(ids(e, "forms"), inventory.Forms), Roles: inOrder(ids(e, "roles"), inventory.Roles),
		Rights: unique(ids(e, "right")), Events: unique(ids(e, "event")),
		Where: Where{Person: w.Person, Customer: w.Customer, Host: w.Host, Destination: w.Destination},
		Age:   e.Value("age").Age(),
	}
}

// defaultActions are those of a statement whose author names none.
func defaultActions(k inventory.Kind) []string {
	switch k {
	case inventory.KindUse:
		return []string{"use"}
	case inventory.KindShare:
		return []string{"share"}
	case inventory.KindKeep:
		return []string{"retain"}
	case inventory.KindDuty:
		return []string{"respond"}
	}
	return everyAction()
}

// everyAction is what a bar or a closed clause forbids: all but answering people.
func everyAction() []string { return slices.Clone(allButRespond) }

var allButRespond = slices.DeleteFunc(slices.Clone(inventory.Actions), func(a string) bool { return a == "respond" })

func (r *resolver) keep(e *inventory.Entry, s *Statement) *Keep {
	k := &Keep{
		While: e.Text("while"), From: e.Text("from"), Period: e.Value("period").Period(),
		Longer: e.Text("longer"), Then: inOrder(ids(e, "then"), inventory.Endings),
	}
	if k.Period.IsZero() {
		k.Period, _ = inventory.ParsePeriod("unstated") // a missing period is an error of the inventory
	}
	k.Words = r.periodWords(k.Period)
	if len(k.Then) > 0 {
		k.Ending = Obligation{ID: strings.Join(k.Then, "-or-"), Text: r.endingText(e, s, k)}
	}
	return k
}

func (r *resolver) duty(e *inventory.Entry) *Duty {
	d := &Duty{
		Within: e.Value("within").Period(), Clock: clock(e), Every: e.Value("every").Period(), Via: e.List("via"),
		Covers: e.Text("covers"), HeldBy: e.Text("held-by"), Fee: e.Text("fee"), Qualifier: e.Text("qualifier"),
		Contact: r.contact(e),
	}
	return d
}

// section places a statement whose author names no section.
func (r *resolver) section(s *Statement) string {
	switch s.Kind {
	case "use":
		return "use"
	case "share", "closed":
		return "sharing"
	case "keep":
		return "retention"
	case "bar":
		return r.barSection(s)
	}
	return dutySection(s)
}

// barSection puts a bar with what it forbids.
func (r *resolver) barSection(s *Statement) string {
	only := func(actions ...string) bool {
		return !slices.ContainsFunc(s.Actions, func(a string) bool { return !slices.Contains(actions, a) })
	}
	switch {
	case s.Age.Under > 0 || r.aboutChildren(s):
		return "children"
	case only("collect"):
		return "collection"
	case only("store", "retain"):
		return "retention"
	case only("transfer"):
		return "transfers"
	case len(s.Recipients) > 0 || only("share", "transfer", "display", "send", "access"):
		return "sharing"
	}
	return "use"
}

// aboutChildren reports whether a statement speaks of people under an age only.
func (r *resolver) aboutChildren(s *Statement) bool {
	for _, id := range s.Audiences {
		if r.audiences[id].Age.Under == 0 {
			return false
		}
	}
	return len(s.Audiences) > 0
}

func dutySection(s *Statement) string {
	switch {
	case slices.Contains(s.Rights, "complaint"):
		return "complaints"
	case len(s.Rights) > 0:
		return "rights"
	case slices.Contains(s.Events, "change") || slices.Contains(s.Events, "material-change"):
		return "changes"
	case slices.Contains(s.Events, "breach"):
		return "security"
	case slices.Contains(s.Events, "complaint"):
		return "complaints"
	}
	return "rights"
}

func (r *resolver) notes() {
	for _, e := range r.of(inventory.KindNote) {
		n := Note{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Section: e.Text("section"), Addendum: e.Addendum, Title: e.Text("title"),
			Text: e.Text("text"), Items: e.List("items"), Audiences: r.refs(e, "audiences", inventory.KindAudience), Prose: r.prose(e),
		}
		for _, p := range e.Value("links").Pairs() {
			n.Links = append(n.Links, Link{URL: p.Key, Label: p.Value})
		}
		r.n.Notes = append(r.n.Notes, n)
	}
}

func (r *resolver) addenda() {
	for _, e := range r.of(inventory.KindAddendum) {
		w := e.Value("where").Where()
		a := Addendum{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Title: e.Text("title"),
			Where: Where{Person: w.Person, Customer: w.Customer, Host: w.Host, Destination: w.Destination}, Age: e.Value("age").Age(),
			Audiences: r.refs(e, "audiences", inventory.KindAudience), Law: e.Text("law"), Role: e.Text("role"), Statutory: e.List("documents"),
			GovernedBy: r.refs(e, "governed-by", inventory.KindDocument), Owed: r.owed(e), Prevails: e.Value("prevails").Bool,
			Text: e.Text("text"), Prose: r.prose(e),
		}
		a.Applies = r.applies(&a)
		r.n.Addenda = append(r.n.Addenda, a)
	}
}

func (r *resolver) issues() {
	for _, e := range r.of(inventory.KindIssue) {
		i := Issue{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Kind: e.Text("kind"), Text: e.Text("text"), Between: unique(ids(e, "between")),
			About: unique(ids(e, "about")), Runtime: e.Text("runtime"), Publish: e.Value("publish").Bool, Accepts: e.List("accepts"),
			Selector: selector(e),
		}
		if i.Runtime == "" {
			i.Runtime = "stricter"
		}
		r.n.Issues = append(r.n.Issues, i)
	}
}

// unique drops repeated ids and keeps the order. A list without any is given as it is,
// with no room to grow into.
func unique(list []string) []string {
	const few = 8
	if len(list) == 0 {
		return nil
	}
	if len(list) <= few {
		for i, id := range list {
			if slices.Contains(list[:i], id) {
				return withoutRepeats(list)
			}
		}
		return slices.Clip(list)
	}
	return withoutRepeats(list)
}

func withoutRepeats(list []string) []string {
	out, seen := make([]string, 0, len(list)), make(map[string]bool, len(list))
	for _, id := range list {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// inOrder lists the members of a closed list that an author names, in the order
// of that list.
func inOrder(named, all []string) []string {
	var out []string
	for _, w := range all {
		if slices.Contains(named, w) {
			out = append(out, w)
		}
	}
	return out
}
