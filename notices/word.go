package notices

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// longList is the number of items from which a sentence ends in a list.
const longList = 4

// sentence words a statement: the author's own text, or one composed of its facts.
func (r *resolver) sentence(e *inventory.Entry, s *Statement) Sentence {
	if text := e.Text("text"); text != "" {
		r.checkText(e, s)
		return Sentence{Text: fold(text)}
	}
	c := r.compose(e, s)
	if missing := c.nothingToSay(); missing {
		r.needsText(e)
	}
	switch s.Kind {
	case "keep":
		return c.keeping()
	case "duty":
		return c.duty()
	}
	return c.doing()
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func (r *resolver) needsText(e *inventory.Entry) {
	r.report(finding.Finding{
		Code: "needs-text", Place: e.Place,
		Message: fmt.Sprintf("there is too little in %q to make a sentence of", e.ID),
		Help:    "say which data or what for, or write the whole sentence as text",
	})
}

// composer words one statement.
type composer struct {
	r      *resolver
	w      *words.Words
	e      *inventory.Entry
	s      *Statement
	labels map[string]string // wording of an entry in this sentence only
	not    bool              // the sentence says what is not done
	list   string            // the selector whose items end the sentence, "" for none
	slots  words.Slots
}

func (r *resolver) compose(e *inventory.Entry, s *Statement) *composer {
	c := &composer{r: r, w: r.words, e: e, s: s, labels: map[string]string{}, slots: words.Slots{}}
	for _, p := range e.Values["labels"].Pairs {
		c.labels[p.Key] = p.Value
	}
	never := s.Keep != nil && s.Keep.Period.Never() && s.Keep.From == ""
	c.not = s.Kind == "bar" || s.Kind == "closed" || never
	c.checkLabels()
	c.chooseList()
	c.front()
	c.tail()
	return c
}

// chooseList finds the longest list that is too long to stand inside a sentence.
func (c *composer) chooseList() {
	longest := longList - 1
	choose := func(name string, ids []string) {
		if len(ids) > longest {
			c.list, longest = name, len(ids)
		}
	}
	switch c.s.Kind {
	case "duty":
		choose("right", c.s.Rights)
	case "keep":
		choose("categories", c.s.Categories)
	default:
		choose("categories", c.s.Categories)
		choose("recipients", c.s.Recipients)
		choose("purposes", c.s.Purposes)
	}
}

// nothingToSay reports whether a statement has no fact that a sentence could be about.
func (c *composer) nothingToSay() bool {
	s := c.s
	none := len(s.Categories)+len(s.Purposes)+len(s.Recipients) == 0
	switch s.Kind {
	case "use", "share":
		return none && len(s.Sources) == 0
	case "bar":
		return none && s.Age.IsZero() && len(s.Forms)+len(s.Except) == 0 && slices.Equal(s.Actions, everyAction())
	case "duty":
		return len(s.Rights)+len(s.Owed) == 0 && s.Duty.Contact == nil && s.Duty.HeldBy == "" && (len(s.Events) == 0 || s.Duty.Within.IsZero())
	}
	return false
}

// label is the wording of an entry in this sentence.
func (c *composer) label(k inventory.Kind, id string) string {
	if l, ok := c.labels[id]; ok {
		return words.Inside(l)
	}
	switch k {
	case inventory.KindGate:
		return c.r.gates[id].Label
	case inventory.KindRight:
		return c.r.rights[id].Label
	case inventory.KindEvent:
		return c.r.events[id].Label
	}
	return c.r.label(k, id)
}

// labelsOf words several entries; one without words is left out.
func (c *composer) labelsOf(k inventory.Kind, list []string) []string {
	var out []string
	for _, id := range list {
		if l := c.label(k, id); l != "" && c.r.spend(len(l)) {
			out = append(out, l)
		}
	}
	return out
}

// join lists items with “and”, or with “or” where the sentence denies.
func (c *composer) join(items []string) string {
	if c.not {
		return c.w.Lists.Or.Join(items)
	}
	return c.w.Lists.And.Join(items)
}

// enclose joins items after which the sentence goes on.
func (c *composer) enclose(items []string) string {
	list := c.w.Lists.And.Enclose(items)
	if c.not {
		list = c.w.Lists.Or.Enclose(items)
	}
	if len(items) > 0 && c.w.Lists.Relative.In(items[len(items)-1]) {
		list += "," // “the courier that brings your parcel, to …”
	}
	return list
}

// front fills the slots that open a sentence: in which role, for whom, under which
// circumstances.
func (c *composer) front() {
	var roles []string
	for _, id := range c.s.Roles {
		roles = append(roles, c.w.Roles[id])
	}
	c.slots["roles"] = c.w.Lists.Or.Join(roles)
	c.slots["groups"], c.slots["conditions"] = c.r.circumstances(c.s.Audiences, c.s.Where, c.ageOfReader(), c.s.When, c.label)
	c.slots["front"] = c.w.Front.Fill(c.slots)
}

// ageOfReader is the statement's age where the reader is addressed; a bar without
// an audience speaks of “anyone under 13” instead.
func (c *composer) ageOfReader() inventory.AgeRange {
	if c.s.Kind == "bar" && len(c.s.Audiences) == 0 {
		return inventory.AgeRange{}
	}
	return c.s.Age
}

type labeller func(inventory.Kind, string) string

// circumstances words whom something concerns: groups of people by name, and
// clauses about the reader.
func (r *resolver) circumstances(audiences []string, where Where, age inventory.AgeRange, when []string, label labeller) (groups, conditions string) {
	var names, clauses, all []string
	for _, id := range audiences {
		names = append(names, label(inventory.KindAudience, id))
		if clause := r.audiences[id].Clause; clause != "" {
			clauses = append(clauses, words.Inside(clause))
		}
	}
	w := r.words
	if len(clauses) > 0 && len(clauses) == len(names) {
		names = nil
		all = append(all, w.Lists.If.Join(clauses))
	}
	groups = w.Lists.And.Join(names)
	if len(where.Customer) > 0 {
		groups = w.Conditions.Customer.Fill(words.Slots{"groups": groups, "places": r.regions(where.Customer)})
	}
	if a := r.age(w.Conditions.Age, age); a != "" {
		all = append(all, a)
	}
	for _, place := range []struct {
		phrase  words.Template
		regions []inventory.Region
	}{{w.Conditions.Person, where.Person}, {w.Conditions.Host, where.Host}} {
		if len(place.regions) > 0 {
			all = append(all, place.phrase.Fill(words.Slots{"places": r.regions(place.regions)}))
		}
	}
	for _, id := range when {
		if l := label(inventory.KindGate, id); l != "" {
			all = append(all, l)
		}
	}
	return groups, w.Lists.And.Join(all)
}

// age words a range of ages.
func (r *resolver) age(phrases words.Ages, a inventory.AgeRange) string {
	slots := words.Slots{"from": fmt.Sprint(a.From), "under": fmt.Sprint(a.Under), "last": fmt.Sprint(a.Under - 1)}
	switch {
	case a.IsZero():
		return ""
	case a.Under == 0:
		return phrases.From.Fill(slots)
	case a.From == 0:
		return phrases.Under.Fill(slots)
	case a.Under == a.From+1:
		return phrases.One.Fill(slots)
	}
	return phrases.Between.Fill(slots)
}

// tail fills the slots of what a sentence hangs on: what must be open, and what
// must not have been used.
func (c *composer) tail() {
	var needs, facts, stops []string
	add := func(id string) {
		g, l := c.r.gates[id], c.label(inventory.KindGate, id)
		switch {
		case l == "": // reported
		case c.r.stops(id):
			stops = append(stops, l)
		case g.Denies:
			needs = append(needs, l)
		default:
			facts = append(facts, l)
		}
	}
	for _, id := range c.gates() {
		add(id)
	}
	if len(needs) > 0 {
		needs, facts = append(needs, facts...), nil
	}
	need, stop := c.anyBasis()
	needs, stops = appendText(needs, need), appendText(stops, stop)
	c.slots["needs"] = c.w.Lists.And.Join(needs)
	c.slots["facts"] = c.w.Lists.And.Join(facts)
	c.slots["stops"] = c.w.Lists.Or.Join(stops)
	c.slots["lift"] = c.w.Lists.Or.Join(c.labelsOf(inventory.KindGate, c.s.Unless))
}

// gates lists what a statement hangs on: its own gates, and, of a permit, those of
// its one basis and those without which nothing goes to its one recipient.
func (c *composer) gates() []string {
	out := slices.Clone(c.s.Gates)
	if c.s.Kind == "bar" || c.s.Kind == "closed" {
		return out
	}
	if len(c.s.Bases) == 1 {
		out = append(out, refIDs(c.r.bases[c.s.Bases[0]].Gates)...)
	}
	if len(c.s.Recipients) == 1 {
		if rec := c.r.recipients[c.s.Recipients[0]]; rec.Outside == "" {
			out = append(out, refIDs(rec.Gates)...)
		}
	}
	return unique(out)
}

// anyBasis words the gates of several bases, any one of which suffices: what must
// have been done for one of them, or what must not have been done. Where a basis
// needs nothing, nothing is said.
func (c *composer) anyBasis() (needs, stops string) {
	if len(c.s.Bases) < 2 || c.s.Kind == "bar" || c.s.Kind == "closed" {
		return "", ""
	}
	var need, stop []string
	for _, id := range c.s.Bases {
		gates := refIDs(c.r.bases[id].Gates)
		if len(gates) == 0 {
			return "", ""
		}
		labels := c.w.Lists.And.Join(c.labelsOf(inventory.KindGate, gates))
		if labels == "" {
			continue // reported
		}
		if slices.ContainsFunc(gates, func(id string) bool { return !c.r.stops(id) }) {
			need = append(need, labels)
		} else {
			stop = append(stop, labels)
		}
	}
	if len(stop) > 0 { // open by itself until someone uses it
		return "", c.w.Lists.And.Join(unique(stop))
	}
	return c.w.Lists.Or.Join(unique(need)), ""
}

func appendText(list []string, text string) []string {
	if text == "" {
		return list
	}
	return append(list, text)
}

// stops reports whether a gate is open until someone acts.
func (r *resolver) stops(gate string) bool {
	k := r.gates[gate].Kind
	return k == "opt-out" || k == "objection"
}

func refIDs(refs []Ref) []string {
	var out []string
	for _, x := range refs {
		out = append(out, x.ID)
	}
	return out
}

// checkLabels reports every gate of the sentence that has no words.
func (c *composer) checkLabels() {
	all := slices.Concat(c.gates(), c.s.Unless, c.s.When)
	if c.s.Keep != nil && c.s.Keep.While != "" {
		all = append(all, c.s.Keep.While)
	}
	for _, id := range c.s.Bases {
		all = append(all, refIDs(c.r.bases[id].Gates)...)
	}
	for _, id := range all {
		if c.label(inventory.KindGate, id) == "" && !c.r.wordless[id] {
			c.r.wordless[id] = true
			c.r.needsLabel(c.e, id)
		}
	}
}

func (r *resolver) needsLabel(e *inventory.Entry, gate string) {
	place := e.Place
	if g := r.byID[inventory.KindGate][gate]; g != nil {
		place = g.Place
	}
	r.report(finding.Finding{
		Code: "needs-label", Place: place,
		Message: fmt.Sprintf("the fact %q has no words, and a sentence needs them", gate),
		Help:    "give it a label that completes “if …”",
		Related: []finding.Related{{Place: e.Place, Message: "the sentence of this entry names it"}},
	})
}

// doing words a use, a share, a bar or a closed clause.
func (c *composer) doing() Sentence {
	c.shareSlots()
	phrase := c.phrase()
	if c.list == "" {
		c.slots["tail"] = c.w.Tail.End.Fill(c.slots)
		c.slots["only"] = c.only()
		c.slots["sources"] = c.sources()
		return Sentence{Text: words.Raise(phrase.Short.Fill(c.slots))}
	}
	c.slots["aside"] = c.aside()
	c.leadTail()
	return c.listed(phrase.List.Fill(c.slots))
}

func (c *composer) phrase() words.Sentence {
	switch {
	case c.s.Kind == "closed":
		return c.w.Closed
	case c.s.Kind == "bar" && c.slots["lift"] != "":
		return c.w.Lifted
	case c.s.Kind == "bar":
		return c.w.Bar
	case c.message():
		return c.w.Message
	}
	return c.w.Use
}

// message reports whether the statement sends something to the reader.
func (c *composer) message() bool {
	return c.s.Kind == "use" && slices.Equal(c.s.Actions, []string{"send"}) && len(c.s.Recipients) == 0
}

// leadTail fills the tail of a sentence whose list comes last.
func (c *composer) leadTail() {
	opened := c.slots["conditions"] != "" || c.slots["purposes"] != "" && !c.not || c.slots["aside"] != "" || c.slots["lift"] != ""
	if opened {
		c.slots["tail"] = c.w.Tail.After.Fill(c.slots)
	} else {
		c.slots["tail"] = c.w.Tail.First.Fill(c.slots)
	}
}

// listed puts the lead before the items of the statement's long list.
func (c *composer) listed(lead string) Sentence {
	last := c.w.Items.And
	if c.not {
		last = c.w.Items.Or
	}
	var items []string
	switch c.list {
	case "categories":
		items = c.items()
	case "recipients":
		items = c.labelsOf(inventory.KindRecipient, c.s.Recipients)
	case "purposes":
		items = c.labelsOf(inventory.KindPurpose, c.s.Purposes)
	case "right":
		items = c.labelsOf(inventory.KindRight, c.s.Rights)
	}
	return list(words.Raise(lead), items, c.w.Items.Item, last)
}

// list makes a sentence of a lead and items.
func list(lead string, labels []string, item, last words.Template) Sentence {
	s := Sentence{Lead: lead}
	for i, l := range labels {
		t := item
		if i == len(labels)-1 {
			t = last
		}
		s.Items = append(s.Items, t.Fill(words.Slots{"item": l}))
	}
	s.Text = s.Lead + " " + strings.Join(s.Items, " ")
	return s
}

// shareSlots fills what is done, with which data, to whom and what for.
func (c *composer) shareSlots() {
	c.slots["purposes"] = c.purposes()
	if c.list == "purposes" {
		c.slots["purposes"], c.slots["into"] = "", c.w.Following.Purposes
	}
	c.slots["it"] = c.pronoun()
	c.slots["what"] = c.what()
	if c.s.Only == "recipient" && c.list != "" {
		c.slots["what"] = c.w.Only.Recipient.What.Fill(words.Slots{"what": cmp.Or(c.slots["what"], c.w.Following.Data)})
	}
	c.slots["recipients"] = c.recipients()
	c.slots["act"] = c.act()
}

func (c *composer) purposes() string {
	items := c.labelsOf(inventory.KindPurpose, c.s.Purposes)
	if c.not {
		return c.w.Lists.ToOr.Join(items)
	}
	return c.w.Lists.To.Join(items)
}

// recipients names who receives data, and where they are.
func (c *composer) recipients() string {
	named := c.enclose(c.labelsOf(inventory.KindRecipient, c.s.Recipients))
	if c.list == "recipients" {
		named = c.w.Following.Others
	}
	if len(c.s.Where.Destination) == 0 {
		return named
	}
	if named == "" && slices.Contains(c.s.Actions, "share") {
		named = c.w.Anything.Others
	}
	return c.w.Conditions.To.Fill(words.Slots{"recipients": named, "places": c.r.regions(c.s.Where.Destination)})
}

// what names the data of the sentence, its form, and what is left out of it.
func (c *composer) what() string {
	var forms []string
	for _, f := range c.s.Forms {
		forms = append(forms, c.w.Forms[f])
	}
	form := c.w.Form.Fill(words.Slots{"forms": c.w.Lists.Or.Join(forms)})
	if len(forms) == 0 {
		form = ""
	}
	except := ""
	if len(c.s.Except) > 0 {
		t := c.w.Except.Yes
		if c.not {
			t = c.w.Except.No
		}
		except = t.Fill(words.Slots{"except": c.w.Lists.Or.Join(c.labelsOf(inventory.KindCategory, c.s.Except))})
	}
	out := c.data(form+except != "")
	for _, more := range []string{form, except, c.anyone()} {
		if strings.HasPrefix(more, ",") {
			out += more
		} else if more != "" {
			out += " " + more
		}
	}
	return out
}

// data names the categories, or personal data as such.
func (c *composer) data(qualified bool) string {
	switch {
	case c.list == "categories" && c.not:
		return c.w.Following.NoData
	case c.list == "categories" && c.s.List == "illustrative":
		return c.w.Anything.SuchList
	case c.list == "categories" && !qualified && c.s.Kind != "keep" && !c.message():
		return "" // “we collect and use:”
	case c.list == "categories":
		return c.w.Following.Data
	case len(c.s.Categories) > 0:
		return c.examples(c.enclose(c.items()))
	case c.message():
		return ""
	case formless(c.s.Forms):
		return c.w.Anything.Formless
	}
	if c.slots["conditions"] != "" && c.slots["groups"] == "" && len(c.s.Except) == 0 {
		return c.w.Anything.Yours.Fill(words.Slots{"data": c.r.term()})
	}
	return c.r.term()
}

// items are the categories, and what stands for more where the list can grow.
func (c *composer) items() []string {
	items := c.labelsOf(inventory.KindCategory, c.s.Categories)
	if c.s.List == "open" && !c.not {
		items = append(items, c.w.Anything.Other)
	}
	return items
}

// examples says so of data that is given as examples.
func (c *composer) examples(items string) string {
	if c.s.List != "illustrative" || c.not {
		return items
	}
	return c.w.Anything.Such.Fill(words.Slots{"items": items})
}

// formless reports whether data in these forms identifies nobody.
func formless(forms []string) bool {
	return len(forms) > 0 && !slices.ContainsFunc(forms, func(f string) bool {
		return !slices.Contains([]string{"de-identified", "aggregated", "anonymous"}, f)
	})
}

// anyone says whose data a bar without an audience is about.
func (c *composer) anyone() string {
	if c.s.Age == c.ageOfReader() {
		return ""
	}
	t := c.w.Conditions.About
	if slices.Equal(c.s.Actions, []string{"collect"}) {
		t = c.w.Conditions.From
	}
	return t.Fill(words.Slots{"anyone": c.r.age(c.w.Conditions.Anyone, c.s.Age)})
}

// pronoun stands for the data in a second sentence.
func (c *composer) pronoun() string {
	labels := c.labelsOf(inventory.KindCategory, c.s.Categories)
	if len(labels) > 1 || len(labels) == 1 && c.w.Pronouns.Plural.In(labels[0]) {
		return c.w.Pronouns.Many
	}
	return c.w.Pronouns.Singular
}

// act is the verb phrase: what is done with which data, and to whom.
func (c *composer) act() string {
	give, let := c.verbs()
	s := words.Slots{"what": c.slots["what"], "recipients": c.slots["recipients"], "it": c.slots["it"]}
	if s["recipients"] == "" && len(give) > 0 && len(let) == 0 && !c.not {
		s["recipients"] = c.w.Anything.Others
	}
	if s["recipients"] == "" {
		return c.actAlone(inOrder(append(give, let...), inventory.Actions), s)
	}
	if len(give) > 0 {
		s["to"] = c.w.Actions[give[len(give)-1]].To
	}
	switch {
	case len(let) == 0:
		s["verbs"] = c.joinVerbs(give)
		if s["recipients"] == c.w.Following.Others {
			s["recipients"] = "" // “we share it with:”
		}
		return c.w.Acts.Give.Fill(s)
	case len(give) > 0:
		return c.actBoth(give, let, s)
	case slices.Equal(let, []string{"access"}):
		return c.w.Acts.Access.Fill(s)
	}
	s["verbs"] = c.joinVerbs(let)
	return c.w.Acts.Let.Fill(s)
}

// actAlone words what we do ourselves. To send, without a recipient, is to contact
// the reader; where a purpose says so already it is not said twice.
func (c *composer) actAlone(actions []string, s words.Slots) string {
	phrase := c.w.Acts.Plain
	if i := slices.Index(actions, "send"); i >= 0 && len(actions) > 1 && !c.not {
		actions = slices.Delete(actions, i, i+1)
		if !c.saysMessage() {
			phrase = c.w.Acts.Message
		}
	}
	if s["verbs"] = c.joinVerbs(actions); c.list == "categories" && phrase.String() == c.w.Acts.Message.String() {
		phrase = c.w.Acts.MessageLead
	}
	return phrase.Fill(s)
}

func (c *composer) saysMessage() bool {
	return slices.ContainsFunc(c.labelsOf(inventory.KindPurpose, c.s.Purposes), c.w.Acts.MessageSaid.In)
}

// actBoth words what we give and what they do with it: in a sentence of its own,
// unless a list ends this one.
func (c *composer) actBoth(give, let []string, s words.Slots) string {
	s["verbs"], s["others"] = c.joinVerbs(give), c.joinVerbs(let)
	switch {
	case c.not:
		return c.w.Acts.Both.No.Fill(s)
	case c.list != "":
		s["what"] = cmp.Or(s["what"], c.w.Following.Data)
		return c.w.Acts.Both.Yes.Fill(s)
	}
	may := c.w.Acts.May
	if len(c.s.Recipients) > 1 {
		may = c.w.Acts.MayAll
	}
	c.slots["may"] = words.Raise(may.Fill(s))
	return c.w.Acts.Give.Fill(s)
}

// verbs divides the actions by who acts: we give, or we let others do it.
func (c *composer) verbs() (give, let []string) {
	actions := c.s.Actions
	if slices.Equal(actions, everyAction()) {
		switch {
		case len(c.s.Recipients)+len(c.s.Where.Destination) > 0:
			actions = c.w.Acts.Sharing
		case len(c.s.Purposes) > 0:
			actions = c.w.Acts.Using
		default:
			actions = c.w.Acts.Every
		}
	}
	for _, a := range actions {
		if c.w.Actions[a].Family == "give" {
			give = append(give, a)
		} else {
			let = append(let, a)
		}
	}
	return give, let
}

func (c *composer) joinVerbs(actions []string) string {
	var verbs []string
	for _, a := range actions {
		verbs = append(verbs, c.w.Actions[a].Verb)
	}
	return c.join(verbs)
}

// sources says where the data comes from, as a sentence of its own.
func (c *composer) sources() string {
	var labels []string
	for _, s := range c.s.Sources {
		labels = append(labels, c.label(inventory.KindSource, s.ID))
	}
	if len(labels) == 0 {
		return ""
	}
	return c.w.Source.Statement.Fill(words.Slots{"it": c.slots["it"], "sources": c.w.Lists.And.Join(labels)})
}

// closure is the phrase for the statement's `only`.
func (c *composer) closure() words.Closure {
	switch {
	case c.s.Only == "recipient" && len(c.s.Recipients) > 0:
		return c.w.Only.Recipient
	case c.s.Only == "basis" && len(c.s.Bases) > 0:
		return c.w.Only.Basis
	case c.s.Only != "category":
		return words.Closure{}
	case c.s.Kind == "keep":
		return c.w.Only.Keep
	case c.s.Kind == "share":
		return c.w.Only.Share
	}
	return c.w.Only.Use
}

// only closes the sentence. Where other statements speak of the same data or
// recipients, it says that this notice, not this sentence, is the limit.
func (c *composer) only() string {
	if c.shared() {
		return c.closure().Beyond.Fill(c.closureSlots())
	}
	return c.closure().After.Fill(c.closureSlots())
}

// shared reports whether another statement permits something with what this one
// closes: it names the same entry, one below or above it, or, of data, none at all.
func (c *composer) shared() bool {
	kind, key := inventory.KindCategory, "categories"
	if c.s.Only == "recipient" {
		kind, key = inventory.KindRecipient, "recipients"
	}
	own := ids(c.e, key)
	related := map[string]bool{}
	for _, id := range own {
		related[id] = true
		maps.Copy(related, c.r.above(kind, id))
		for _, m := range c.r.membersOf(kind, id) {
			related[m] = true
		}
	}
	named := c.r.permits(key, c.s.Kind == "keep")
	if kind == inventory.KindCategory {
		related[""] = true // a permit without categories speaks of all data
	}
	for id := range related {
		others := named[id]
		if slices.Contains(own, id) {
			others--
		}
		if others > 0 {
			return true
		}
	}
	return false
}

// permits counts the statements that permit something with each entry, under ""
// those that name none. Only a keep minds how long others keep.
func (r *resolver) permits(key string, keeps bool) map[string]int {
	at := fmt.Sprint(key, keeps)
	if r.permitted[at] != nil {
		return r.permitted[at]
	}
	count := map[string]int{}
	for _, e := range r.in.Entries {
		if e.Kind != inventory.KindUse && e.Kind != inventory.KindShare && !(keeps && e.Kind == inventory.KindKeep) {
			continue
		}
		named := unique(ids(e, key))
		for _, id := range named {
			count[id]++
		}
		if len(named) == 0 {
			count[""]++
		}
	}
	r.permitted[at] = count
	return count
}

func (r *resolver) membersOf(k inventory.Kind, id string) []string {
	if k == inventory.KindRecipient {
		return r.recipients[id].Members
	}
	return r.categories[id].Members
}

func (c *composer) aside() string {
	if c.slots["purposes"] != "" {
		return c.closure().Aside.Fill(c.closureSlots())
	}
	return c.closure().Bare.Fill(c.closureSlots())
}

func (c *composer) closureSlots() words.Slots {
	var bases []string
	for _, id := range c.s.Bases {
		bases = append(bases, c.r.bases[id].Label)
	}
	return words.Slots{"it": c.slots["it"], "recipients": c.slots["recipients"], "bases": c.w.Lists.Or.Join(bases)}
}
