package inventory

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// Rules are what a law decides at run time, as the rules.toml of its pack says it:
// what it forbids and what it owes, with the vocabulary that these name.
type Rules struct {
	Rules       []Rule // in the order written
	Gates       []RuleGate
	Obligations []RuleObligation
	Events      []Pair // events of the law's own with their labels
	Rights      []Pair // likewise
}

// Rule is one prohibition or one duty of a law. Its selectors speak of what any notice
// has, never of the ids of one; an empty one means any.
type Rule struct {
	ID        string
	Kind      Kind   // KindBar or KindDuty
	Text      string // the law in our words
	Citation  string
	Sources   []string // keys of the law's Sources in which the row was read
	Confirmed bool     // false for what nobody has read in a source: it is told and changes nothing
	Since     Date     // first and last day in force; zero for open
	Until     Date
	Capacity  []string // in which it binds; none for all

	Actions    []string
	Classes    []string // of categories
	Except     []string // classes of which the category is none
	Kinds      []string // of purposes
	Recipients []string // kinds of recipients
	Unbound    bool     // of these recipients, only those with whom the notice shows no agreement
	Forms      []string
	Roles      []string
	Bases      []string // kinds
	Rights     []string
	Events     []string
	Where      Where
	Outside    []Region // the destination is none of these and lies in none
	Age        AgeRange
	Affected   int // so many people at least; 0 for any number

	When   []string // facts that must all hold for it to speak
	Unless []string // gates any of which lifts it
	Owed   []string

	From   string // of a bar: it speaks once Period has passed since this event
	Period Period
	Within Period // of a duty: its deadline
	By     string // instead, a month and a day: "09-01", of the year in which the event falls
	Clock  string // the event it runs from
	Or     string // the event that stands in for the clock where a question does not state it, "" for none

	Place finding.Place
}

// InForce reports whether the rule is in force on a day; the zero day asks for all that
// have not ended.
func (r *Rule) InForce(on Date) bool {
	if on.IsZero() {
		return r.Until.IsZero()
	}
	return !on.Before(r.Since) && (r.Until.IsZero() || !r.Until.Before(on))
}

// RuleGate is a gate that rules name. A gate of the notice opens it as well where it is
// of the same kind, lets nobody do it but those in By, and is at least as strong.
type RuleGate struct {
	ID, Kind, Label string
	By              []string
	Strength        string
	Confirmed       bool // false for what nobody has read in a source: it lifts no rule that counts
	Place           finding.Place
}

// RuleObligation is what a rule owes.
type RuleObligation struct {
	ID, Text, To, Fee string
	Via               []string
	Place             finding.Place
}

// ruleKeys are the keys of every rule.
var ruleKeys = []Field{
	{Key: "id", Type: Text, Required: true, Doc: "Id of the rule: never changed, never used again.", Example: `"ny2d-r-sale"`},
	{Key: "text", Type: Text, Required: true, Doc: "The law in our words, as a sentence: the text of the reason.", Example: `"A contractor must not sell student data."`},
	{Key: "citation", Type: Text, Required: true, Doc: "Where the law says it.", Example: `"8 NYCRR 121.9(a)(8)"`},
	{Key: "source", Type: Words, Doc: "Keys of [sources] in pack.toml in which it was read.", Example: `["S8"]`},
	{Key: "status", Type: Enum, Values: []string{"unconfirmed"}, Doc: "unconfirmed: nobody has read it in a source. It is told, and changes nothing until a workspace accepts it.", Example: `"unconfirmed"`},
	{Key: "since", Type: DateType, Doc: "The first day it is in force.", Example: `2026-06-19`},
	{Key: "until", Type: DateType, Doc: "The last day it is in force.", Example: `2026-06-18`},
	{Key: "capacity", Type: Words, Doc: "The capacities of [capacities] it binds; left out, all.", Example: `["contractor"]`},
	{Key: "actions", Type: Enums, Values: Actions, Doc: "What is done. Left out: all but respond and delete, and for a duty with a right or an event respond.", Example: `["share"]`},
	{Key: "classes", Type: Enums, Values: Classes, Doc: "Classes of the data.", Example: `["student"]`},
	{Key: "except", Type: Enums, Values: Classes, Doc: "Classes of which the data is none; what is not stated is of none.", Example: `["directory"]`},
	{Key: "kinds", Type: Enums, Values: PurposeKinds, Doc: "Kinds of the purpose.", Example: `["sale"]`},
	{Key: "recipients", Type: Enums, Values: RecipientKinds, Doc: "Kinds of the recipient.", Example: `["partner"]`},
	{Key: "agreement", Type: Bool, Doc: "false: only recipients with which the notice shows no agreement.", Example: `false`},
	{Key: "forms", Type: Enums, Values: Forms, Doc: "Forms of the data.", Example: `["identified"]`},
	{Key: "roles", Type: Enums, Values: Roles, Doc: "The role a question states.", Example: `["operator"]`},
	{Key: "bases", Type: Enums, Values: BasisKinds, Doc: "Kinds of the basis a question states.", Example: `["consent"]`},
	{Key: "right", Type: Loose, Doc: "The right a person uses: built in, or a [right] of this file.", Example: `"access"`},
	{Key: "event", Type: Loose, Doc: "The event that calls for it: built in, or an [event] of this file.", Example: `"breach"`},
	{Key: "where", Type: WhereType, Doc: "Where the person, customer, host or destination is.", Example: `{ person = "US-FL" }`},
	{Key: "outside", Type: Loose, Doc: "Regions in none of which the destination is.", Example: `["EEA"]`},
	{Key: "age", Type: Age, Doc: "Ages in completed years.", Example: `{ under = 13 }`},
	{Key: "affected", Type: Number, Doc: "From so many people on (`counts.affected`); a question that does not count them is taken to reach it.", Example: `500`},
	{Key: "when", Type: Loose, Doc: "Facts that must all hold: a [gate] of this file, or built in.", Example: `["breach-attributed"]`},
	{Key: "unless", Type: Loose, Doc: "Gates any of which lifts it.", Example: `["ny2d-consent"]`},
	{Key: "owed", Type: Loose, Doc: "Ids of [obligation]s. A duty has some; a bar may.", Example: `["ny2d-tell-agency"]`},
}

// barRule, dutyRule and the others are the tables of rules.toml.
var (
	barRule = Table{Kind: KindBar, Shape: Listed, Doc: "What the law forbids.", Fields: append(slices.Clone(ruleKeys),
		Field{Key: "from", Type: Text, Doc: "The event after which it forbids; with `period`, once that has passed.", Example: `"contract-end"`},
		Field{Key: "period", Type: PeriodType, Doc: "How long after `from` it begins to forbid; P0D unless you say otherwise.", Example: `"P30D"`},
	)}
	dutyRule = Table{Kind: KindDuty, Shape: Listed, Doc: "What the law owes when a person asks or something happens, or for what is done.", Fields: append(slices.Clone(ruleKeys),
		Field{Key: "within", Type: PeriodType, Doc: "Deadline: hours, days, business days or calendar months.", Example: `"P7D"`},
		Field{Key: "by", Type: Text, Doc: "Instead of `within`: a month and a day, of the year in which the event falls.", Example: `"09-01"`},
		Field{Key: "clock", Type: Loose, Doc: "The event the deadline runs from, and one that stands in for it where a question does not state it; left out, the one event of the duty, or request.", Example: `["discovery", "breach"]`},
	)}
	ruleGateTable = Table{Kind: KindGate, Shape: Keyed, Doc: "What lifts a rule, or makes it speak.", Fields: []Field{
		{Key: "kind", Type: Enum, Values: GateKinds, Required: true, Doc: "consent, authority, opt-out, objection or fact.", Example: `"consent"`},
		{Key: "label", Type: Text, Required: true, Doc: "The act or fact as a clause, for those who answer for it.", Example: `"the parent has agreed in writing"`},
		{Key: "by", Type: Loose, Doc: "Who may do it.", Example: `["parent"]`},
		{Key: "strength", Type: Enum, Values: Strengths, Doc: "How strong it has to be: a gate of a notice of the same kind that is at least as strong, and that nobody else may open, opens it too.", Example: `"written"`},
		{Key: "status", Type: Enum, Values: []string{"unconfirmed"}, Doc: "unconfirmed: nobody has read in a source that it lifts anything. It lifts no rule that counts until a workspace accepts it.", Example: `"unconfirmed"`},
	}}
	ruleObligationTable = Table{Kind: KindObligation, Shape: Keyed, Doc: "What is owed.", Fields: []Field{
		{Key: "text", Type: Text, Required: true, Doc: "What has to be done, as a sentence.", Example: `"Tell the educational agency of the breach."`},
		{Key: "to", Type: Text, Doc: "To whom.", Example: `"the educational agency"`},
		{Key: "via", Type: Words, Doc: "Through which channel.", Example: `["e-mail"]`},
		{Key: "fee", Type: Text, Doc: "What it may cost.", Example: `"free of charge"`},
	}}
	ruleEventTable = Table{Kind: KindEvent, Shape: Keyed, Doc: "An event of the law's own.", Fields: []Field{{Key: "label", Type: Text, Required: true, Doc: "Completes “when …”.", Example: `"the breach is discovered"`}}}
	ruleRightTable = Table{Kind: KindRight, Shape: Keyed, Doc: "A right of the law's own.", Fields: []Field{{Key: "label", Type: Text, Required: true, Doc: "Completes “You can …”.", Example: `"have a student's content deleted"`}}}
)

// ReadRules reads the rules.toml of the pack of a law. What is wrong in it comes sorted
// by its place.
func ReadRules(fsys fs.FS, file string, law *Law) (*Rules, []finding.Finding) {
	l := &loader{fsys: fsys, sources: map[string]*source{}, damaged: map[string]bool{}}
	r := l.document(file)
	if r == nil {
		return nil, l.findings
	}
	x := &ruling{reading: r, law: law, rules: &Rules{}, spans: map[string]*node{}, used: map[string]bool{}}
	for _, n := range r.root.nodes {
		x.table(n)
	}
	for i := range x.rules.Rules {
		x.check(&x.rules.Rules[i])
	}
	x.unused()
	found := append(l.findings, r.done()...)
	finding.Sort(found)
	return x.rules, found
}

// ruling reads the rules of one law.
type ruling struct {
	*reading
	law   *Law
	rules *Rules
	spans map[string]*node // entries, by kind.id
	used  map[string]bool  // vocabulary that rules name, by kind.id
}

func (x *ruling) table(n *node) {
	switch {
	case n.key == string(KindBar) && n.shape == tablesArea:
		x.each(n, &barRule)
	case n.key == string(KindDuty) && n.shape == tablesArea:
		x.each(n, &dutyRule)
	case n.key == string(KindGate) && n.shape == tableShape:
		x.keyed(n, &ruleGateTable, func(id string, v *Entry, at finding.Place) {
			x.rules.Gates = append(x.rules.Gates, RuleGate{id, v.Text("kind"), v.Text("label"), v.List("by"), v.Text("strength"), v.Text("status") == "", at})
		})
	case n.key == string(KindObligation) && n.shape == tableShape:
		x.keyed(n, &ruleObligationTable, func(id string, v *Entry, at finding.Place) {
			x.rules.Obligations = append(x.rules.Obligations, RuleObligation{id, v.Text("text"), v.Text("to"), v.Text("fee"), v.List("via"), at})
		})
	case n.key == string(KindEvent) && n.shape == tableShape:
		x.keyed(n, &ruleEventTable, func(id string, v *Entry, _ finding.Place) {
			x.rules.Events = append(x.rules.Events, Pair{id, v.Text("label")})
		})
	case n.key == string(KindRight) && n.shape == tableShape:
		x.keyed(n, &ruleRightTable, func(id string, v *Entry, _ finding.Place) {
			x.rules.Rights = append(x.rules.Rights, Pair{id, v.Text("label")})
		})
	default:
		x.report("unknown-table", n.keyAt, fmt.Sprintf("the rules of a law have no table %q", n.key), "they have [[bar]], [[duty]], [gate.the-id], [obligation.the-id], [event.the-id] and [right.the-id]")
	}
}

func (x *ruling) keyed(n *node, t *Table, enter func(string, *Entry, finding.Place)) {
	for _, c := range n.nodes {
		if c.shape != tableShape {
			x.report("wrong-shape", c.keyAt, fmt.Sprintf("[%s] needs a second part, the id of the entry", t.Kind), "write "+headerOf(t, "")+" and this line below it")
			continue
		}
		if x.entryID(t, c.key, c.keyAt) {
			x.spans[string(t.Kind)+"."+c.key] = c
			enter(c.key, x.settings(*t, c), x.place(c.keyAt))
		}
	}
}

func (x *ruling) each(n *node, t *Table) {
	for _, item := range n.items {
		v := x.settings(*t, item)
		id := v.Text("id")
		if id == "" || !x.entryID(t, id, item.get("id").at) {
			continue
		}
		if x.spans["rule."+id] != nil {
			x.report("repeated", item.get("id").at, fmt.Sprintf("there is a rule %q already", id), "give this one an id of its own")
			continue
		}
		x.spans["rule."+id] = item
		x.rules.Rules = append(x.rules.Rules, ruleOf(t.Kind, id, v))
	}
}

func ruleOf(kind Kind, id string, v *Entry) Rule {
	r := Rule{
		ID: id, Kind: kind, Text: v.Text("text"), Citation: v.Text("citation"), Sources: v.List("source"), Confirmed: v.Text("status") == "",
		Since: v.Value("since").Date(), Until: v.Value("until").Date(), Capacity: v.List("capacity"),
		Actions: v.List("actions"), Classes: v.List("classes"), Except: v.List("except"), Kinds: v.List("kinds"), Recipients: v.List("recipients"),
		Unbound: v.Has("agreement") && !v.Value("agreement").Bool, Forms: v.List("forms"), Roles: v.List("roles"), Bases: v.List("bases"),
		Rights: v.List("right"), Events: v.List("event"), Where: v.Value("where").Where(), Age: v.Value("age").Age(), Affected: v.Value("affected").Number(),
		When: v.List("when"), Unless: v.List("unless"), Owed: v.List("owed"),
		From: v.Text("from"), Period: v.Value("period").Period(), Within: v.Value("within").Period(), By: v.Text("by"), Place: v.Value("id").Place,
	}
	for _, s := range v.List("outside") {
		r.Outside = append(r.Outside, Region(s))
	}
	answers := kind == KindDuty && len(r.Rights)+len(r.Events) > 0
	switch {
	case len(r.Actions) > 0:
	case answers:
		r.Actions = []string{"respond"}
	default:
		r.Actions = slices.DeleteFunc(slices.Clone(Actions), func(a string) bool { return a == "respond" || a == "delete" })
	}
	if clock := v.List("clock"); len(clock) > 0 {
		r.Clock = clock[0]
		if len(clock) > 1 {
			r.Or = clock[1]
		}
	} else if kind == KindDuty && len(r.Events) == 1 {
		r.Clock = r.Events[0]
	} else if kind == KindDuty {
		r.Clock = "request"
	}
	return r
}

// check asks of a rule what no single value shows.
func (x *ruling) check(rule *Rule) {
	n := x.spans["rule."+rule.ID]
	at := func(key string) span {
		if c := n.get(key); c != nil {
			return c.at
		}
		return n.keyAt
	}
	say := func(code, key, message, help string) { x.report(code, at(key), message, help) }
	if rule.Confirmed && len(rule.Sources) == 0 {
		say("missing-key", "", fmt.Sprintf("the rule %q names no source", rule.ID), `write source = ["S1"] with a key of [sources] in pack.toml, or status = "unconfirmed"`)
	}
	x.among(n, "source", rule.Sources, keysOf(x.law.Sources), "key of [sources] in pack.toml")
	x.among(n, "capacity", rule.Capacity, keysOf(x.law.Capacities), "capacity of pack.toml")
	for _, d := range []struct {
		key  string
		date Date
	}{{"since", rule.Since}, {"until", rule.Until}} {
		if n.get(d.key) != nil && d.date.Precision != Day {
			say("bad-date", d.key, fmt.Sprintf("%q takes a whole date", d.key), "write, for example, "+d.key+" = 2026-06-19")
		}
	}
	if !rule.Since.IsZero() && !rule.Until.IsZero() && rule.Until.Before(rule.Since) {
		say("date-order", "until", fmt.Sprintf("the rule %q ends before it begins", rule.ID), "until is the last day in force, since the first")
	}
	gates := builtin(KindGate)
	for _, g := range x.rules.Gates {
		gates = append(gates, g.ID)
	}
	x.names(n, KindGate, "when", rule.When, gates)
	x.names(n, KindGate, "unless", rule.Unless, gates)
	var obligations []string
	for _, o := range x.rules.Obligations {
		obligations = append(obligations, o.ID)
	}
	x.names(n, KindObligation, "owed", rule.Owed, obligations)
	events := append(builtin(KindEvent), keysOf(x.rules.Events)...)
	x.names(n, KindEvent, "event", rule.Events, events)
	if n.get("clock") != nil {
		x.names(n, KindEvent, "clock", slices.DeleteFunc([]string{rule.Clock, rule.Or}, func(s string) bool { return s == "" }), events)
	}
	if rule.From != "" {
		x.names(n, KindEvent, "from", []string{rule.From}, events)
	}
	x.names(n, KindRight, "right", rule.Rights, append(builtin(KindRight), keysOf(x.rules.Rights)...))
	for i, s := range rule.Outside {
		if _, err := ParseRegion(string(s)); err != nil {
			x.held(err, "bad-place", x.item(n, "outside", i))
		}
	}
	if rule.Kind == KindDuty && len(rule.Owed) == 0 {
		say("missing-key", "", fmt.Sprintf("the duty %q owes nothing", rule.ID), "write owed = [\"…\"] with the id of an [obligation]")
	}
	if rule.Kind == KindDuty && slices.Contains(rule.Actions, "respond") != (len(rule.Rights)+len(rule.Events) > 0) {
		say("missing-key", "actions", fmt.Sprintf("the duty %q has a right or an event without the action respond, or that without them", rule.ID), "leave out actions for a duty that answers; name no right or event for one that goes with another action")
	}
	if n.get("period") != nil && rule.From == "" {
		say("missing-key", "period", fmt.Sprintf("the rule %q does not say from when its period runs", rule.ID), `write, for example, from = "contract-end"`)
	}
	if n.get("by") != nil {
		if _, err := ParseDate("2001-" + rule.By); err != nil || len(rule.By) != len("09-01") {
			say("bad-date", "by", fmt.Sprintf("%q is no month and day", rule.By), `write, for example, "09-01" for 1 September; a day that every year has`)
		}
		if n.get("within") != nil {
			say("bad-period", "by", fmt.Sprintf("the rule %q has two deadlines", rule.ID), "write within or by")
		}
	}
	if rule.Within.Word != "" || rule.Period.Word != "" {
		say("bad-period", "within", "a law’s period has a figure", `write, for example, "P7D", "PT72H" or "2 business days"`)
	}
	if n.get("agreement") != nil && !rule.Unbound {
		say("unknown-word", "agreement", `"agreement" is false or left out`, "take the line out")
	}
}

// among reports what is not in a list of the pack's own.
func (x *ruling) among(n *node, key string, given, known []string, what string) {
	for i, s := range given {
		if !slices.Contains(known, s) {
			help := "there are: " + strings.Join(known, ", ")
			if near := closest(s, known); near != "" {
				help = fmt.Sprintf("a similar one is %q", near)
			}
			x.report("unknown-id", x.item(n, key, i).at, fmt.Sprintf("there is no %s %q", what, s), help)
		}
	}
}

// names reports what is not in the vocabulary, and notes what is.
func (x *ruling) names(n *node, kind Kind, key string, given, known []string) {
	for _, id := range given {
		x.used[string(kind)+"."+id] = true
	}
	x.among(n, key, given, known, string(kind))
}

// item is the place of an element of a list, or of what stands for one.
func (x *ruling) item(n *node, key string, i int) *node {
	c := n.get(key)
	if i < len(c.items) {
		return c.items[i]
	}
	return c
}

// unused reports vocabulary that no rule names.
func (x *ruling) unused() {
	for key, n := range x.spans {
		if kind, id, _ := strings.Cut(key, "."); kind != "rule" && !x.used[key] {
			x.report("unused", n.keyAt, fmt.Sprintf("no rule names the %s %q", kind, id), "name it, or take it out")
		}
	}
}

func keysOf(pairs []Pair) (keys []string) {
	for _, p := range pairs {
		keys = append(keys, p.Key)
	}
	return keys
}
