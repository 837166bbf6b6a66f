package notices

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// mostNamed is the number of purposes up to which a choice names what hangs on it.
const mostNamed = 3

// choices words each gate that is somebody's choice, by what hangs on it.
func (r *resolver) choices() {
	permits := r.gated()
	for i := range r.n.Gates {
		g := &r.n.Gates[i]
		e := r.entry(inventory.KindGate, g.ID)
		if e == nil {
			continue
		}
		g.Sentence = fold(e.Text("text"))
		if g.Kind == "fact" || g.Sentence != "" && g.Title != "" {
			r.signals(g)
			continue
		}
		purposes, recipients := r.opened(g.ID, permits)
		if g.Title == "" {
			g.Title = r.choiceTitle(g, purposes, recipients)
		}
		if g.Sentence != "" {
			r.signals(g)
			continue
		}
		join := r.words.Lists.And.Enclose // the sentence goes on
		if r.stops(g.ID) {
			join = r.words.Lists.Or.Join
		}
		slots := words.Slots{
			"label": g.Label, "by": r.deciders(g),
			"effect": words.Finish(fold(g.Effect)), "exempt": words.Finish(fold(g.Exempt)),
			"via": r.words.Lists.Or.Join(g.Via), "withdraw": r.words.Lists.Or.Join(g.Withdraw),
		}
		slots["purposes"] = join(r.labelsOf(inventory.KindPurpose, purposes))
		slots["recipients"] = join(r.labelsOf(inventory.KindRecipient, recipients))
		slots["data"] = r.term()
		g.Sentence = words.Raise(r.words.Choices[g.Kind].Fill(slots))
		r.signals(g)
	}
}

// choiceTitle is the heading of a choice whose author gave it none: what sort of choice
// it is, and what hangs on it.
func (r *resolver) choiceTitle(g *Gate, purposes, recipients []string) string {
	var titles []string
	for _, id := range purposes {
		titles = append(titles, r.purposes[id].Title)
	}
	return r.words.Gates[g.Kind].Title.Fill(words.Slots{
		"purposes": strings.Join(titles, r.words.Lists.And.StrongSep), "recipients": r.words.Lists.And.Join(r.labelsOf(inventory.KindRecipient, recipients)),
	})
}

// signals adds to a choice which signals of a browser make it.
func (r *resolver) signals(g *Gate) {
	if len(g.Signals) == 0 || g.Kind != "opt-out" && g.Kind != "objection" {
		g.Signals = nil // a signal is a refusal, and opens nothing
		return
	}
	var names []string
	for _, s := range g.Signals {
		names = append(names, r.words.Signals[s])
	}
	g.Sentence = words.Finish(g.Sentence) + " " + r.words.Choices["signals"].Fill(words.Slots{"signals": r.words.Lists.Or.Join(names)})
}

func (r *resolver) labelsOf(k inventory.Kind, list []string) []string {
	var out []string
	for _, id := range list {
		out = append(out, r.label(k, id))
	}
	return out
}

// permit is a use or a share, and the gates it hangs on.
type permit struct {
	kind                        inventory.Kind
	purposes, recipients, gates []string
}

func (p permit) hangsOn(gate string) bool { return slices.Contains(p.gates, gate) }

// gated lists every permit with the gates of its own and of its one basis.
func (r *resolver) gated() []permit {
	uses, shares := r.of(inventory.KindUse), r.of(inventory.KindShare)
	out := make([]permit, 0, len(uses)+len(shares))
	for _, e := range slices.Concat(uses, shares) {
		p := permit{e.Kind, unique(ids(e, "purposes")), unique(ids(e, "recipients")), ids(e, "gates")}
		if bases := unique(ids(e, "bases")); len(bases) == 1 && r.bases[bases[0]] != nil {
			p.gates = slices.Concat(p.gates, refIDs(r.bases[bases[0]].Gates))
		}
		out = append(out, p)
	}
	return out
}

// opened lists what is done only if a gate is open: the purposes of the uses that
// hang on it, or, where only shares do, their recipients. What something else is
// permitted for or goes to is left out, and a long list is as good as none.
func (r *resolver) opened(gate string, permits []permit) (purposes, recipients []string) {
	for _, p := range permits {
		switch {
		case !p.hangsOn(gate):
		case p.kind == inventory.KindUse:
			purposes = append(purposes, p.purposes...)
		default:
			recipients = append(recipients, p.recipients...)
		}
	}
	if purposes, recipients = unique(purposes), unique(recipients); len(purposes) > mostNamed || len(recipients) > mostNamed {
		return nil, nil
	}
	if len(purposes) > 0 {
		recipients = nil
	}
	free := func(k inventory.Kind, id string, named func(permit) []string) bool {
		return r.entry(k, id) == nil || slices.ContainsFunc(permits, func(p permit) bool {
			if p.hangsOn(gate) {
				return false
			}
			list := named(p)
			return slices.ContainsFunc(list, func(other string) bool { return r.related(k, id, other) }) ||
				len(list) == 0 && (k == inventory.KindRecipient) == (p.kind == inventory.KindShare)
		})
	}
	purposes = slices.DeleteFunc(purposes, func(id string) bool {
		return free(inventory.KindPurpose, id, func(p permit) []string { return p.purposes })
	})
	recipients = slices.DeleteFunc(recipients, func(id string) bool {
		return free(inventory.KindRecipient, id, func(p permit) []string { return p.recipients })
	})
	return purposes, recipients
}

// related reports whether one entry is the other, or above or below it.
func (r *resolver) related(k inventory.Kind, a, b string) bool {
	if k == inventory.KindPurpose {
		x, y := r.purposes[a], r.purposes[b]
		return a == b || x != nil && slices.Contains(x.Members, b) || y != nil && slices.Contains(y.Members, a)
	}
	x, y := r.recipients[a], r.recipients[b]
	return a == b || x != nil && slices.Contains(x.Members, b) || y != nil && slices.Contains(y.Members, a)
}

// deciders names who decides, where the clause leaves it open.
func (r *resolver) deciders(g *Gate) string {
	own, by := r.entry(inventory.KindGate, g.ID).Has("label"), r.distinct(g.By)
	switch {
	case slices.Equal(by, []string{"person"}), !own && g.Label != r.words.Gates[g.Kind].Label:
		return ""
	case own && len(by) == 1 && strings.Contains(g.Label, by[0]):
		return "" // “a parent has signed”
	}
	return r.bodies(by)
}

// distinct leaves out bodies that the word for another of them names too: it would be
// “a parent or guardian, or a guardian”.
func (r *resolver) distinct(by []string) []string {
	return slices.DeleteFunc(slices.Clone(by), func(id string) bool { return slices.Contains(by, r.words.Named[id]) })
}

// bodies names who may open a gate: a word for a legal role, an audience or a
// recipient. A word that stands for none of them is left out.
func (r *resolver) bodies(by []string) string {
	var out []string
	for _, id := range by {
		switch {
		case r.words.Bodies[id] != "":
			out = append(out, r.words.Bodies[id])
		case r.audiences[id] != nil:
			out = append(out, words.Inside(r.audiences[id].Label))
		case r.recipients[id] != nil:
			out = append(out, r.recipients[id].Label)
		}
	}
	return r.words.Lists.Or.Enclose(out)
}
