package tables

import (
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// fault is something wrong with a question.
type fault struct{ code, detail string }

func (r *run) fault(code, detail string) { r.faults = append(r.faults, fault{code, detail}) }

// bad is the fault of a broken field.
func (r *run) bad(field string) { r.fault(decision.BadQuestion, field) }

// prepare reads the question, and where nothing is wrong with it lays out what
// holds for all its combinations. An engine without a fresh policy says only that.
func (r *run) prepare() {
	e := r.engine
	none := len(r.faults) > 0 && r.faults[0].code == noQuestion
	if r.about = &e.rules; !none {
		if r.notice = e.notices[r.question.Notice]; r.notice != nil {
			r.about = &r.notice.validity
		}
	}
	switch {
	case !e.ready:
		r.faults = append(r.faults[:0], fault{decision.NotReady, ""})
		return
	case e.rules.ended(r.seconds) || r.about.ended(r.seconds):
		r.faults = append(r.faults[:0], fault{decision.BundleExpired, ""})
		return
	case none:
		r.faults = append(r.faults[:0], fault{decision.BadQuestion, r.faults[0].detail})
		return
	}
	r.check()
	if len(r.faults) > 0 {
		return
	}
	if r.unfold() > mostCombinations {
		r.bad("combinations")
		return
	}
	r.lay()
}

// lay lays out what holds for every combination.
func (r *run) lay() {
	q, n := &r.question, r.notice
	r.facts = [placed]symbol{
		action: n.symbols[action][q.Action], form: n.symbols[form][q.Form], role: n.symbols[role][q.Role],
		right: n.symbols[right][q.Right], event: n.symbols[event][q.Event], basisField: n.symbols[basisField][q.Basis],
	}
	r.age = -1
	if q.Age != nil {
		r.age = *q.Age
	}
	r.locate(person, q.Place.Person)
	r.locate(customer, q.Place.Customer)
	r.locate(host, q.Place.Host)
	r.locate(destination, q.Place.Destination)
	r.on = moment{day: int(r.seconds/daySeconds) + epoch}
	if q.On != "" {
		r.on, _ = readMoment(q.On)
	}
	r.documents = r.documents[:0]
	for id, says := range q.Documents {
		if says == "forbids" {
			r.documents.add(n.documentIDs[id])
		}
	}
	r.act()
}

// check finds what is wrong with a question.
func (r *run) check() {
	q := &r.question
	if r.notice == nil {
		r.fault(decision.UnknownNotice, q.Notice)
	} else {
		r.checkKnown()
	}
	if !r.engine.words.Actions[q.Action] {
		r.fault(decision.UnknownAction, q.Action)
	}
	if q.Age != nil && !isCount(*q.Age) {
		r.bad("age")
	}
	if q.Action == "respond" && q.Right == "" && q.Event == "" {
		r.bad("right")
	}
	if q.On != "" && !isMoment(q.On) {
		r.bad("on")
	}
	if q.Form != "" && !r.engine.words.Forms[q.Form] {
		r.bad("form")
	}
	if q.Role != "" && !r.engine.words.Roles[q.Role] {
		r.bad("role")
	}
	r.checkLists()
	for _, code := range []string{q.Place.Person, q.Place.Customer, q.Place.Host, q.Place.Destination} {
		r.checkPlace(code)
	}
}

// checkLists finds the entries that are broken whatever the notice.
func (r *run) checkLists() {
	for _, request := range r.question.Earlier {
		if !isMoment(request) {
			r.bad("earlier")
		}
	}
	for _, since := range r.question.Since {
		if !isMoment(since) {
			r.bad("since")
		}
	}
	for _, number := range r.question.Counts {
		if !isCount(number) {
			r.bad("counts")
		}
	}
	for _, says := range r.question.Documents {
		if says != "forbids" && says != "permits" {
			r.bad("documents")
		}
	}
	for _, a := range r.question.Gates {
		if a.On != "" && !isMoment(a.On) || a.Ended != "" && !isMoment(a.Ended) {
			r.bad("gates")
		}
	}
}

// checkKnown finds the ids that the notice does not have.
func (r *run) checkKnown() {
	q, n := &r.question, r.notice
	r.lookUp(0, decision.UnknownCategory, q.Categories...)
	r.lookUp(3, decision.UnknownAudience, q.Audiences...)
	if q.Purpose != "" {
		r.lookUp(1, decision.UnknownPurpose, q.Purpose)
	}
	if q.Recipient != "" {
		r.lookUp(2, decision.UnknownRecipient, q.Recipient)
	}
	r.look(n.symbols[basisField], decision.UnknownBasis, q.Basis)
	r.look(n.symbols[right], decision.UnknownRight, q.Right)
	r.look(n.symbols[event], decision.UnknownEvent, q.Event)
	for id := range q.Since {
		if n.symbols[event][id] == 0 {
			r.fault(decision.UnknownEvent, id)
		}
	}
	for id := range q.Documents {
		if n.documentIDs[id] == 0 {
			r.fault(decision.UnknownDocument, id)
		}
	}
	for id := range q.Gates {
		r.lookUpGate(id)
	}
	for _, id := range r.unsaid {
		r.lookUpGate(id)
	}
}

func (r *run) lookUp(which int, code string, ids ...string) {
	for _, id := range ids {
		if _, ok := r.notice.known[which][id]; !ok {
			r.fault(code, id)
		}
	}
}

// look looks one id up that may be left out.
func (r *run) look(known symbols, code, id string) {
	if id != "" && known[id] == 0 {
		r.fault(code, id)
	}
}

func (r *run) lookUpGate(id string) {
	if x := r.notice.gateIDs[id]; x == 0 || !r.notice.gate(x).known {
		r.fault(decision.UnknownGate, id)
	}
}

func isMoment(s string) bool {
	_, ok := readMoment(s)
	return ok
}

// isCount reports whether an age or a count is one.
func isCount(n int) bool { return n >= 0 && n < 1_000_000_000 }

// checkPlace asks for the form of a place: two capitals, optionally a dash and one
// to three capitals or digits; or EEA.
func (r *run) checkPlace(code string) {
	if code == "" || code == "EEA" {
		return
	}
	country, part, divided := strings.Cut(code, "-")
	ok := len(country) == 2 && isCapital(country[0]) && isCapital(country[1])
	if divided {
		ok = ok && len(part) >= 1 && len(part) <= 3
		for i := range len(part) {
			ok = ok && (isCapital(part[i]) || part[i] >= '0' && part[i] <= '9')
		}
	}
	if !ok {
		r.fault(decision.UnknownPlace, code)
	}
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }
