package policies

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/policies/rego"
)

// Rules of the workspace's own are Rego that somebody else wrote. A notice they are about
// is answered by the Rego alone; nothing of it is compiled to tables.

// own compiles what rules of the workspace's own need of the notice; nothing where none
// is about it.
func (c *notice) own(d *laws.Denies) *document.Own {
	if d == nil {
		return nil
	}
	out := &document.Own{Denies: map[string]document.Denial{}}
	for i := range d.Rules {
		r := &d.Rules[i]
		if r.Reaches(c.ID) {
			out.Denies[r.ID] = document.Denial{Rank: i, Reason: document.ReasonFragment{
				Code: decision.OwnRule, Source: "own", Rule: r.ID, Citation: r.Citation, Text: r.Title, Detail: r.Place.String(),
			}}
		}
	}
	if len(out.Denies) == 0 {
		return nil
	}
	class, kind, sort := map[string]string{}, map[string]string{}, map[string]string{}
	for i := range c.Categories {
		class[c.Categories[i].ID] = c.Categories[i].Class
	}
	for i := range c.Purposes {
		kind[c.Purposes[i].ID] = c.Purposes[i].Kind
	}
	for i := range c.Recipients {
		sort[c.Recipients[i].ID] = c.Recipients[i].Kind
	}
	out.Entries = map[string]map[string]document.Entry{
		"category": c.categories.told(class), "purpose": c.purposes.told(kind), "recipient": c.recipients.told(sort), "audience": c.audiences.told(nil),
	}
	return out
}

// told gives what each leaf lies in and what that is, by id of the entry.
func (g groups) told(is map[string]string) map[string]document.Entry {
	all := map[string]document.Entry{document.Unstated: {In: []string{}, Is: []string{}}}
	for leaf := range g.bottom {
		e := document.Entry{In: []string{leaf}, Is: []string{}}
		for _, id := range slices.Sorted(maps.Keys(g.leaves)) {
			if !g.covers(id, leaf) {
				continue
			}
			if id != leaf {
				e.In = append(e.In, id)
			}
			if word := is[id]; word != "" && !slices.Contains(e.Is, word) {
				e.Is = append(e.Is, word)
			}
		}
		all[leaf] = e
	}
	return all
}

// CheckOwn holds the rules of the workspace's own that deny against the notices they are
// about: what a rule names has to be there, and no rule may break or take long on some
// questions of each kind. It is a part of [Check].
func CheckOwn(ctx context.Context, set *notices.Set, d *laws.Denies) []finding.Finding {
	if d == nil {
		return nil
	}
	var found []finding.Finding
	for _, n := range set.Notices {
		c := newNotice(n)
		own := c.own(d)
		if own == nil {
			continue
		}
		if err := c.enact(); err != nil {
			continue // the check of the law says so
		}
		for _, f := range append(c.strange(d), c.tried(ctx, d, own)...) {
			f.Code, f.Notice = "own-rule", n.ID
			found = append(found, f)
		}
	}
	finding.Sort(found)
	return found
}

// UnknownNotices reports rules of the workspace's own that are about notices of which
// there are none.
func UnknownNotices(set *notices.Set, d *laws.Denies) (found []finding.Finding) {
	if d == nil {
		return nil
	}
	var ids []string
	for _, n := range set.Notices {
		ids = append(ids, n.ID)
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		for _, id := range r.Notices {
			if !slices.Contains(ids, id) {
				found = append(found, finding.Finding{Code: "own-rule", Place: r.Place,
					Message: fmt.Sprintf("the deny %q is about the notice %q, and there is none", r.ID, id), Help: closest("notice", id, ids, "write the id of a notice")})
			}
		}
	}
	return found
}

// strange reports what rules name and the notice does not have: a rule that compares
// with a misspelt id never denies.
func (c *notice) strange(d *laws.Denies) (found []finding.Finding) {
	gates := c.gates()
	c.lawGates(gates, map[string][]string{})
	known := c.known([indexed]map[string]int{})
	words := map[string][]string{
		"action": ownActions(), "form": inventory.Forms, "role": inventory.Roles,
		"classes": inventory.Classes, "purpose_kinds": inventory.PurposeKinds, "recipient_kinds": inventory.RecipientKinds,
		"category": ids(known.Categories), "categories": ids(known.Categories), "purpose": ids(known.Purposes), "purposes": ids(known.Purposes),
		"recipient": ids(known.Recipients), "recipients": ids(known.Recipients), "audience": ids(known.Audiences), "audiences": ids(known.Audiences),
		"basis": ids(known.Bases), "open": ids(gates), "since": ids(known.Events), "documents": ids(known.Documents),
	}
	for _, x := range d.Named {
		list, closed := words[x.Field]
		if !closed || x.Name == document.Unstated || slices.Contains(list, x.Name) || !d.Deny(x.Rule).Reaches(c.ID) {
			continue
		}
		found = append(found, finding.Finding{
			Place:   finding.Place{File: x.File, Line: x.Line, Col: x.Col},
			Message: fmt.Sprintf("the deny %q looks for %q in %s, and for the notice %q there is none", x.Rule, x.Name, x.Field, c.ID),
			Help:    closest("word", x.Name, list, "name the notices that it is for below custom: notices"),
		})
	}
	return found
}

func ids[V any](known map[string]V) []string { return slices.Sorted(maps.Keys(known)) }

// Bounds of trying rules out: questions of a notice, and how long a rule may take over
// all of them. A real one takes microseconds over each.
const (
	mostTries   = 40
	ownPatience = 5 * time.Second
)

// tried asks the rules some questions, so that one that breaks is found before anybody
// asks: every action and every leaf come up, with much else stated and with nothing.
func (c *notice) tried(ctx context.Context, d *laws.Denies, own *document.Own) (found []finding.Finding) {
	since := map[string]any{}
	for _, id := range ids(c.known([indexed]map[string]int{}).Events) {
		since[id] = "2026-01-01"
	}
	open := values(ids(c.gates()))
	var inputs []map[string]any
	for k := range mostTries {
		inputs = append(inputs, c.try(k, own, since, open))
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		if !r.Reaches(c.ID) {
			continue
		}
		ctx, stop := context.WithTimeout(ctx, ownPatience)
		for _, input := range inputs {
			_, err := d.Run(ctx, r.ID, input)
			if err == nil {
				continue
			}
			f := finding.Finding{Place: r.Place, Message: fmt.Sprintf("the deny %q takes too long", r.ID), Help: "a rule is asked with every question: look at less, or in fewer loops"}
			if ctx.Err() == nil {
				at := rego.Faults(err)[0]
				f.Place = finding.Place{File: at.File, Line: at.Line, Col: at.Col}
				f.Message, f.Help = fmt.Sprintf("the deny %q breaks on a question: %s", r.ID, firstLine(at.Message)), "a question on which it breaks is denied, whatever the notice says"
			}
			found = append(found, f)
			break
		}
		stop()
	}
	return found
}

// firstLine is what OPA says, without the values it says it of.
func firstLine(message string) string {
	first, _, _ := strings.Cut(message, "\n")
	return strings.TrimSuffix(first, ":")
}

// try is one question as the rules see it: every second states much, with what has
// happened and which gates are open.
func (c *notice) try(k int, own *document.Own, since map[string]any, open []any) map[string]any {
	actions := ownActions()
	input := map[string]any{
		"notice": c.ID, "action": actions[k%len(actions)], "on": "2026-01-31", "day": "2026-01-31", "age": -1,
		"form": "", "role": "", "basis": "", "channel": "", "open": []any{}, "since": map[string]any{}, "documents": map[string]any{}, "counts": map[string]any{},
	}
	for i, field := range []struct{ leaf, in, is string }{
		{"category", "categories", "classes"}, {"purpose", "purposes", "purpose_kinds"}, {"recipient", "recipients", "recipient_kinds"}, {"audience", "audiences", ""},
	} {
		leaves := ids(own.Entries[field.leaf]) // what is not stated comes first
		leaf := leaves[k*(2*i+1)%len(leaves)]
		entry := own.Entries[field.leaf][leaf]
		input[field.leaf], input[field.in] = leaf, values(entry.In)
		if field.is != "" {
			input[field.is] = values(entry.Is)
		}
	}
	place := map[string]any{"person": []any{}, "customer": []any{}, "host": []any{}, "destination": []any{}}
	input["place"] = place
	if k%2 == 0 {
		return input
	}
	for field := range place {
		place[field] = values([]string{"DE", "DE", "EU", "EEA"})
	}
	input["on"], input["age"], input["since"], input["counts"] = "2026-01-31T12:00:00Z", 17, since, map[string]any{"affected": 1}
	input["form"], input["role"], input["basis"], input["channel"] = inventory.Forms[0], inventory.Roles[0], inventory.BasisKinds[0], "form"
	input["open"] = open
	return input
}

// ownActions are the actions that rules of the workspace's own are asked about: a right that
// people have is not for them.
func ownActions() []string {
	return slices.DeleteFunc(slices.Clone(inventory.Actions), func(a string) bool { return a == "respond" })
}

// values is a list as OPA takes it.
func values(texts []string) []any {
	all := make([]any, len(texts))
	for i, t := range texts {
		all[i] = t
	}
	return all
}

// ownError is what stands in the way of a policy where rules of the workspace's own are
// wrong.
func ownError(found []finding.Finding) error {
	var all []string
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s: %s", f.Place, f.Message))
	}
	return fmt.Errorf("rules of the workspace’s own: %s", strings.Join(all, "; "))
}

// dated finds what looks like a day.
var dated = regexp.MustCompile(`"\d{4}-\d{2}-\d{2}`)

// daysOf lists the days that rules name, sorted.
func daysOf(rules map[string]string) []string {
	var days []string
	for _, text := range rules {
		for _, day := range dated.FindAllString(text, -1) {
			if _, err := time.Parse(time.DateOnly, day[1:]); err == nil {
				days = append(days, day[1:])
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// ownRules holds a policy's own rules against what its notices say of them.
func ownRules(ctx context.Context, doc *Document) error {
	reached := doc.Own()
	if len(reached) == 0 && len(doc.Rules) == 0 {
		return nil
	}
	d, err := rego.NewDenies(ctx, doc.Rules)
	if err != nil {
		return fmt.Errorf("rules of the workspace’s own: %w", err)
	}
	for notice, rules := range reached {
		for _, id := range rules {
			if !slices.Contains(d.IDs, id) {
				return fmt.Errorf("the policy has lost the rule %q, which is about the notice %q", id, notice)
			}
		}
	}
	return nil
}

// withoutOwn is the policy of those notices that no rule of the workspace's own is about.
func withoutOwn(doc *Document) *Document {
	rest := *doc
	rest.Notices = map[string]*document.Notice{}
	for id, n := range doc.Notices {
		if n.Own == nil {
			rest.Notices[id] = n
		}
	}
	return &rest
}
