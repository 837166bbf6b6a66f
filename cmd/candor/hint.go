package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/site"
)

// asked is a question as the hints look at it. What they cannot read they say
// nothing of; the engine alone decides what a question is.
type asked struct {
	text   []byte
	notice string
	decision.Question
}

func (a *app) asked(question []byte) asked {
	k := asked{text: question, notice: noticeOf(question)}
	_ = json.Unmarshal(question, &k.Question)
	if k.On == "" {
		k.On = a.now().UTC().Format("2006-01-02")
	}
	return k
}

// toState says how to state what is missing, or why what was stated does not
// count.
func (k asked) toState(missing string, n *notices.Notice) string {
	kind, id, _ := strings.Cut(missing, ":")
	if kind == "since" {
		return "--since " + id + "=DATE states it"
	}
	act, stated := k.Gates[id]
	if !stated {
		hint := "--gate " + id + " states it"
		if g := laws.Gate(id); g != nil {
			hint += ": " + g.Label
		}
		return hint
	}
	g := gate(n, id)
	return "stated, but " + act.Short(k.On, g.By, g.Via)
}

func gate(n *notices.Notice, id string) notices.Gate {
	if n != nil {
		for _, g := range n.Gates {
			if g.ID == id {
				return g
			}
		}
	}
	if g := laws.Gate(id); g != nil {
		return notices.Gate{ID: g.ID, Kind: g.Kind, By: g.By}
	}
	return notices.Gate{}
}

// toAssert says how to state what an answer assumes.
func toAssert(assumed string) string {
	if id, ok := strings.CutSuffix(assumed, " not used"); ok {
		return "--gate " + id + "=false states it"
	}
	if id, ok := strings.CutSuffix(assumed, " holds"); ok {
		return "--gate " + id + " states it"
	}
	flag, _, _ := strings.Cut(assumed, " ")
	switch flag {
	case "age":
		return "--age N states it"
	case "person", "customer", "host", "destination":
		return "--" + flag + " PLACE states it"
	case "form", "role":
		return "--" + flag + " WORD states it"
	case "audience", "category", "purpose", "recipient", "right", "event":
		return "--" + flag + " ID states it"
	}
	return ""
}

// suggest tells, for every id and field that a question may not have, what it may.
func (a *app) suggest(answer decision.Answer, k asked, s *site.Site) {
	a.strangePlaces(answer, k)
	for _, r := range answer.Reasons {
		kind, unknown := strings.CutPrefix(r.Code, "unknown_")
		switch {
		case r.Source == "engine" && unknown:
			a.say("%s", unknownID(kind, r.Detail, k, s))
		case r.Source == "engine" && r.Code == decision.BadQuestion:
			said := policies.Remedy(r.Detail, k.text)
			if r.Detail == "right" {
				said += ": --right ID or --event ID"
			}
			a.say("%s", said)
		case r.Code == decision.NoStatement && k.thin() != "":
			a.say("hint: the question is thin: say %s", k.thin())
		}
	}
}

// others says for whom the notice speaks of what it does not cover for everybody, and of
// which other actions it does.
func (a *app) others(ctx context.Context, engine *policies.Engine, k asked, s *site.Site) {
	n := s.Set.Notice(k.notice)
	if n == nil {
		return
	}
	covered := func(q decision.Question) bool { return engine.Decide(ctx, q).Outcome != decision.NotCovered }
	if len(k.Audiences) == 0 {
		var some []string
		for _, audience := range n.Audiences {
			q := k.Question
			q.Audiences = []string{audience.ID}
			if covered(q) {
				some = append(some, "--audience "+audience.ID)
			}
		}
		if len(some) > 0 {
			a.say("hint: the notice speaks of it for some people only: %s", inventory.Few(some))
			return
		}
	}
	var some []string
	for _, action := range inventory.Actions {
		q := k.Question
		q.Action = action
		if action != k.Action && action != "respond" && covered(q) {
			some = append(some, "--action "+action)
		}
	}
	if len(some) > 0 {
		a.say("hint: the notice speaks of it for other actions: %s", strings.Join(some, ", "))
	}
}

// strange is a place of a question that has the form of a code and is none, such as UK.
// The engine knows places by their form only, and no rule holds there.
type strange struct {
	flag, place string
	err         error
}

func (k asked) strange() (all []strange) {
	for _, s := range []strange{{"person", k.Place.Person, nil}, {"customer", k.Place.Customer, nil}, {"host", k.Place.Host, nil}, {"destination", k.Place.Destination, nil}} {
		if _, s.err = inventory.ParseRegion(s.place); s.place != "" && s.err != nil {
			all = append(all, s)
		}
	}
	return all
}

// strangePlaces warns of strange places in a question that came as JSON; flags may not
// state any.
func (a *app) strangePlaces(answer decision.Answer, k asked) {
	told := map[string]bool{}
	for _, s := range k.strange() {
		refused := func(r decision.Reason) bool { return r.Code == decision.UnknownPlace && r.Detail == s.place }
		if !told[s.place] && !slices.ContainsFunc(answer.Reasons, refused) {
			a.say("hint: %v", s.err)
		}
		told[s.place] = true
	}
}

// thin names what a question would have to say to be about anything, or "".
func (k asked) thin() string {
	var lacks []string
	if len(k.Categories) == 0 {
		lacks = append(lacks, "--category")
	}
	if k.Purpose == "" {
		lacks = append(lacks, "--purpose")
	}
	if k.Action == "respond" {
		return ""
	}
	return strings.Join(lacks, " and ")
}

// unknownID says what might have been meant by an id.
func unknownID(kind, id string, k asked, s *site.Site) string {
	if kind == "place" {
		if _, err := inventory.ParseRegion(id); err != nil && strings.Contains(err.Error(), "ISO code") {
			return err.Error()
		}
		return fmt.Sprintf("there is no place %q; a place is a country such as GB, a part of one such as US-CA, EU or EEA", id)
	}
	ids := known(kind, s.Set.Notice(k.notice), s.Set)
	said := fmt.Sprintf("there is no %s %q", kind, id)
	if id == "" {
		said = fmt.Sprintf("the question names no %s", kind)
	}
	if len(ids) == 0 {
		return said
	}
	if near := inventory.Meant(id, ids); near != "" {
		return said + "; " + near
	}
	said += "; there is " + inventory.Few(ids)
	if kind != "action" && kind != "notice" {
		said += fmt.Sprintf("; candor ask --notice %s --list shows all", k.notice)
	}
	return said
}

// known lists the ids of a kind that a question may name.
func known(kind string, n *notices.Notice, set *notices.Set) []string {
	switch {
	case kind == "action":
		return inventory.Actions
	case kind == "notice":
		return idsOf(set.Notices, func(n *notices.Notice) string { return n.ID })
	case n == nil:
		return nil
	}
	ids := slices.Concat(vocabulary(kind, n), builtin[kind], lawful(kind, n, set))
	slices.Sort(ids)
	return slices.Compact(ids)
}

// lawful lists what the laws that a notice switches on may be asked about, as its
// policy knows it; of notices with errors there is none.
func lawful(kind string, n *notices.Notice, set *notices.Set) []string {
	if set.Errors > 0 || !slices.Contains([]string{"gate", "right", "event"}, kind) {
		return nil
	}
	doc, err := policies.Compile(&notices.Set{Notices: []*notices.Notice{n}, Accepted: set.Accepted, Holidays: set.Holidays}, policies.Options{})
	if err != nil {
		return nil
	}
	about := doc.Notices[n.ID]
	switch kind {
	case "gate":
		return slices.Collect(maps.Keys(about.Gates))
	case "right":
		return stated(about.Known.Rights)
	}
	return stated(about.Known.Events)
}

// stated are the ids that a vocabulary of a policy holds.
func stated[V any](known map[string]V) []string {
	return slices.DeleteFunc(slices.Collect(maps.Keys(known)), func(id string) bool { return id == document.Unstated })
}

func vocabulary(kind string, n *notices.Notice) []string {
	switch kind {
	case "category":
		return idsOf(n.Categories, func(e notices.Category) string { return e.ID })
	case "purpose":
		return idsOf(n.Purposes, func(e notices.Purpose) string { return e.ID })
	case "recipient":
		return idsOf(n.Recipients, func(e notices.Recipient) string { return e.ID })
	case "audience":
		return idsOf(n.Audiences, func(e notices.Audience) string { return e.ID })
	case "basis":
		return idsOf(n.Bases, func(e notices.Basis) string { return e.ID })
	case "right":
		return idsOf(n.Rights, func(e notices.Right) string { return e.ID })
	case "event":
		return idsOf(n.Events, func(e notices.Event) string { return e.ID })
	case "gate":
		return idsOf(n.Gates, func(e notices.Gate) string { return e.ID })
	case "document":
		return idsOf(n.Documents, func(e notices.Document) string { return e.ID })
	}
	return nil
}

func idsOf[E any](entries []E, id func(E) string) []string {
	var out []string
	for _, e := range entries {
		out = append(out, id(e))
	}
	return out
}

// builtin are the ids every notice knows.
var builtin = map[string][]string{
	"basis": inventory.BasisKinds,
	"right": inventory.BuiltinRights,
	"event": inventory.BuiltinEvents,
	"gate":  slices.Concat(inventory.ReservedFacts, inventory.BuiltinFacts),
}

// kinds of ids, by the flag that states one.
var kinds = []string{"category", "purpose", "recipient", "audience", "basis", "right", "event", "gate", "document"}

// ways are the words in which a question may say who did what a gate is named for, and
// how; with others the gate stays closed.
type ways struct {
	By  []string `json:"by,omitempty"`
	Via []string `json:"via,omitempty"`
}

// list prints every id a question about a notice may name, and the words it may use
// where the notice knows some alone: of gates, and of the channels of requests.
func (a *app) list(notice string, s *site.Site) error {
	n := s.Set.Notice(notice)
	if n == nil {
		return wrong(fmt.Errorf("%s", unknownID("notice", notice, asked{}, s)))
	}
	ids := map[string][]string{}
	for _, kind := range kinds {
		ids[kind] = append([]string{}, known(kind, n, s.Set)...)
	}
	gates := map[string]ways{}
	for _, id := range ids["gate"] {
		if g := gate(n, id); len(g.By)+len(g.Via) > 0 {
			gates[id] = ways{g.By, g.Via}
		}
	}
	channels := []string{}
	for _, statement := range n.Statements {
		if statement.Duty != nil {
			channels = append(channels, statement.Duty.Via...)
		}
	}
	slices.Sort(channels)
	channels = slices.Compact(channels)
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version  int                 `json:"version"`
			Notice   string              `json:"notice"`
			IDs      map[string][]string `json:"ids"`
			Gates    map[string]ways     `json:"gates"`
			Channels []string            `json:"channels"`
		}{1, notice, ids, gates, channels})
	}
	for _, kind := range kinds {
		if list := ids[kind]; len(list) > 0 {
			fmt.Fprintf(a.out, "--%s\n%s\n", kind, wrap(strings.Join(list, " "), "  ", a.style(a.out).Width))
		}
	}
	if len(channels) > 0 {
		fmt.Fprintf(a.out, "--channel\n  %s\n", strings.Join(channels, "\n  "))
	}
	for _, id := range slices.Sorted(maps.Keys(gates)) {
		fmt.Fprintf(a.out, "--gate %s='{…}'\n", id)
		for _, by := range gates[id].By {
			fmt.Fprintf(a.out, "  by   %s\n", by)
		}
		for _, via := range gates[id].Via {
			fmt.Fprintf(a.out, "  via  %s\n", via)
		}
	}
	return nil
}
