package tables

import (
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// keep is a retention rule.
type keep struct {
	while         symbol // a fact, or 0
	whileID       string
	whileMissing  symbol // a phrase
	from          string // an event, or ""
	fromMissing   symbol // likewise
	length        string
	period        document.Period
	longer        bool
	longerMissing symbol // likewise
	ending        symbol // an obligation
	ends          bool   // there is one
}

func (c *compiler) keep(d *document.Keep) *keep {
	if d == nil {
		return nil
	}
	k := &keep{
		while: c.symbols[gateField].of(d.While), whileID: d.While, whileMissing: c.phrase(whileMissing(d)),
		from: d.From, fromMissing: c.phrase(fromMissing(d)), length: d.Length, period: d.Period, longer: d.Longer, longerMissing: c.phrase(longerMissing),
	}
	k.ending, k.ends = c.ending[d]
	return k
}

// keeping takes a keep through its steps.
func (r *run) keeping(k *keep) own {
	held := own{open: true, code: decision.Permitted}
	switch {
	case k.length == "never" && k.from == "":
		return own{code: decision.RetentionElapsed, ending: true}
	case k.while != 0 && r.open.has(k.while):
		return held
	case r.legallyHeld():
		return own{open: true, code: decision.LegalHold}
	case k.length == "indefinite":
		return held
	case k.length == "unstated", k.from == "":
		return r.vague(k)
	}
	since, ok := r.since[k.from]
	if !ok {
		return own{code: decision.RetentionUnknown, detail: k.from, missing: k.fromMissing, lacks: true}
	}
	from, _ := readMoment(since)
	return r.dated(k, endOf(from, k.period, r.engine.holidays))
}

func (r *run) legallyHeld() bool {
	return r.notice.legalHold != 0 && r.stands.has(r.notice.legalHold)
}

// vague is a keep that cannot be counted: it holds, unless it is bound to a fact,
// which by now is closed.
func (r *run) vague(k *keep) own {
	switch {
	case k.while == 0:
		return own{open: true, code: decision.Permitted}
	case r.stated.has(k.while):
		return own{code: decision.RetentionElapsed}
	}
	return own{code: decision.RetentionUnknown, detail: k.whileID, missing: k.whileMissing, lacks: true}
}

// dated is a keep whose last day is known.
func (r *run) dated(k *keep, last ending) own {
	due := last.String()
	lawful := k.longer && r.notice.requiresLonger != 0 && r.open.has(r.notice.requiresLonger)
	if lawful || !last.passed(r.on) {
		return own{open: true, code: decision.Permitted, due: due}
	}
	over := own{code: decision.RetentionElapsed, due: due, ending: true, dated: true, overdue: true}
	if k.longer {
		over.missing, over.lacks = k.longerMissing, true
	}
	return over
}
