package inventory

import (
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// open reports permits that look limited and that nothing ever closes: a period that
// begins at no event, and consent that no gate asks for. Consent that nobody can
// withdraw is reported at its gate.
func (c *checking) open() {
	clocks, consents, ways := c.sound("no-clock"), c.sound("no-consent"), c.sound("no-withdrawal")
	for _, e := range c.Of(KindKeep) {
		p := e.Value("period").Period()
		if e.Inherited && clocks || !c.whole(e) || p.IsZero() || p.Word != "" || p.Never() || says(e, "from", "while") || c.accepted("no-clock", e) {
			continue
		}
		c.find("no-clock", at(e, "period"), fmt.Sprintf("%s says how long and not from when, so that the time is never over", title(e)), `write from = and the event it begins with, such as "account-closed"`)
	}
	asked := map[string]bool{} // gates of consent
	gates := c.Of(KindGate)
	own := slices.ContainsFunc(gates, func(e *Entry) bool { return !(e.Inherited && ways) })
	for _, k := range []Kind{KindUse, KindShare, KindKeep} {
		for _, e := range c.Of(k) {
			if own || !(e.Inherited && consents) {
				c.consent(e, asked)
			}
		}
	}
	for _, e := range gates {
		if !(e.Inherited && ways) && asked[e.ID] && !says(e, "withdraw") && c.whole(e) && !c.accepted("no-withdrawal", e) {
			c.find("no-withdrawal", e.Place, fmt.Sprintf("%s is a legal basis, and nothing says how it is withdrawn", title(e)), `write withdraw = and the ways to take it back, such as ["unsubscribe link"]`)
		}
	}
}

// consent reports a permit that rests on consent which none of its gates asks for, and
// notes the gates that do.
func (c *checking) consent(e *Entry, asked map[string]bool) {
	bases := e.Value("bases")
	for i, id := range bases.List {
		gates := slices.Clip(e.List("gates"))
		kind, place := id, e.Place
		if i < len(bases.Items) {
			place = bases.Items[i]
		}
		var related []finding.Related
		if b := c.entry(KindBasis, id); b != nil {
			kind, gates = b.Text("kind"), append(gates, b.List("gates")...)
			related = append(related, finding.Related{Place: b.Place, Message: title(b) + " is here"})
		}
		if kind != "consent" {
			continue
		}
		closes := e.Refused("gates") || c.entry(KindBasis, id) != nil && c.entry(KindBasis, id).Refused("gates", "kind")
		for _, gate := range gates {
			switch g := c.entry(KindGate, gate); {
			case g == nil || g.Refused("kind") || !g.Has("kind"): // said already
				closes = true
			case g.Text("kind") == "consent":
				asked[gate], closes = true, true
			case g.Text("kind") == "authority":
				closes = true
			}
		}
		if !closes && !(e.Inherited && c.sound("no-consent")) && c.whole(e) && !c.accepted("no-consent", e) {
			c.find("no-consent", place, fmt.Sprintf("%s rests on consent that no gate asks for, so that services are never asked for it", title(e)), "write a [gate] of the kind consent, and name it under gates of the basis or of the statement", related...)
		}
	}
}
