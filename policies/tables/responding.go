package tables

import (
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// duty is a duty to answer.
type duty struct {
	within, every *document.Period
	clock         string
	via           []string // nil where any channel does
	heldBy        string
}

func (*compiler) duty(d *document.Duty) *duty {
	if d == nil {
		return nil
	}
	return &duty{d.Within, d.Every, d.Clock, listedOnly(d.Via), d.HeldBy}
}

// responding takes a duty through its steps.
func (r *run) responding(d *duty) own {
	channel := r.channel
	switch {
	case d.heldBy != "":
		return own{code: decision.HeldByOther, detail: d.heldBy, owes: true}
	case !accepts(d.via, channel):
		return own{code: decision.WrongChannel, detail: channel}
	case d.every != nil && r.tooOften(*d.every):
		return own{code: decision.TooOften}
	}
	since, ok := r.since[d.clock]
	if !ok || d.within == nil {
		return own{open: true, code: decision.Permitted}
	}
	from, _ := readMoment(since)
	deadline := endOf(from, *d.within, r.engine.holidays)
	due := deadline.String()
	if deadline.passed(r.on) {
		return own{code: decision.Late, due: due, owes: true, dated: true, overdue: true}
	}
	return own{open: true, code: decision.Permitted, due: due, dated: true}
}

// tooOften reports whether an earlier request is so recent that another is not
// due yet.
func (r *run) tooOften(every document.Period) bool {
	for _, request := range r.earlier {
		at, _ := readMoment(request)
		if at.day <= r.on.day && endOf(at, every, r.engine.holidays).day > r.on.day {
			return true
		}
	}
	return false
}
