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

// prepare lays out what holds for all combinations of a question, or finds its faults.
// An engine without a fresh policy says only that.
func (r *run) prepare(q *decision.Question) {
	e := r.engine
	none := len(r.faults) > 0 && r.faults[0].code == noQuestion
	if r.about = &e.rules; !none {
		if r.speaker = e.notice(q.Notice); r.speaker != nil {
			r.notice, r.about = r.speaker.terms, &r.speaker.validity
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
	sound := r.notice != nil && r.lay(q)
	if !sound || len(r.faults) > 0 {
		r.check(q)
		if len(r.faults) == 0 { // lay and check never part
			r.fault(decision.EvaluationFailed, "")
		}
		return
	}
	if r.combinations() > mostCombinations {
		r.bad("combinations")
	}
}

// lay lays out what holds for every combination. It reports whether the question is
// sound; what is wrong with it, check finds.
func (r *run) lay(q *decision.Question) bool {
	r.facts = [asked]symbol{}
	ok := r.look(action, q.Action) && r.facts[action] != 0
	ok = r.look(form, q.Form) && ok
	ok = r.look(role, q.Role) && ok
	ok = r.look(right, q.Right) && ok
	ok = r.look(event, q.Event) && ok
	ok = r.unfold(q) && ok
	ok = r.look(basisField, q.Basis) && ok
	if r.responds = q.Action == "respond"; r.responds {
		ok = ok && (q.Right != "" || q.Event != "")
	}
	if r.age = -1; q.Age != nil {
		r.age = *q.Age
		ok = ok && isCount(r.age)
	}
	if r.on = (moment{day: int(r.seconds/daySeconds) + epoch}); q.On != "" {
		var isDay bool
		r.on, isDay = readMoment(q.On)
		ok = ok && isDay
	}
	ok = r.locate(&q.Place) && ok
	ok = r.act(q) && ok
	if r.documents = r.documents[:0]; len(q.Documents) > 0 {
		for id, says := range q.Documents {
			x := r.notice.lexicon.find(documentField, id)
			ok = ok && x != 0
			if says == "forbids" {
				r.documents.add(x)
			}
		}
	}
	r.channel, r.since, r.earlier, r.counts = q.Channel, q.Since, q.Earlier, q.Counts
	r.strict = q.Strict == nil || *q.Strict
	if len(q.Since) > 0 {
		for id := range q.Since {
			ok = ok && r.notice.lexicon.find(event, id) != 0
		}
	}
	if ok && len(q.Since)+len(q.Earlier)+len(q.Counts)+len(q.Documents) > 0 {
		r.checkLists(q)
	}
	return ok && len(r.faults) == 0
}

// look finds the word that the question has for a field, which may leave it out.
func (r *run) look(of field, id string) bool {
	if id == "" {
		return true
	}
	r.facts[of] = r.notice.lexicon.find(of, id)
	return r.facts[of] != 0
}

// check finds what is wrong with a question.
func (r *run) check(q *decision.Question) {
	if r.notice == nil {
		r.fault(decision.UnknownNotice, q.Notice)
	} else {
		r.checkKnown(q)
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
	r.checkLists(q)
	for _, a := range q.Gates {
		if a.On != "" && !isMoment(a.On) || a.Ended != "" && !isMoment(a.Ended) {
			r.bad("gates")
		}
	}
	for _, code := range []string{q.Place.Person, q.Place.Customer, q.Place.Host, q.Place.Destination} {
		r.checkPlace(code)
	}
}

// checkLists finds the entries that are broken whatever the notice.
func (r *run) checkLists(q *decision.Question) {
	for _, request := range q.Earlier {
		if !isMoment(request) {
			r.bad("earlier")
		}
	}
	for _, since := range q.Since {
		if !isMoment(since) {
			r.bad("since")
		}
	}
	for _, number := range q.Counts {
		if !isCount(number) {
			r.bad("counts")
		}
	}
	for _, says := range q.Documents {
		if says != "forbids" && says != "permits" {
			r.bad("documents")
		}
	}
}

// checkKnown finds the ids that the notice does not have.
func (r *run) checkKnown(q *decision.Question) {
	r.known(category, decision.UnknownCategory, q.Categories...)
	r.known(audience, decision.UnknownAudience, q.Audiences...)
	for _, one := range []struct {
		of       field
		code, id string
	}{
		{purpose, decision.UnknownPurpose, q.Purpose}, {recipientField, decision.UnknownRecipient, q.Recipient},
		{basisField, decision.UnknownBasis, q.Basis}, {right, decision.UnknownRight, q.Right}, {event, decision.UnknownEvent, q.Event},
	} {
		if one.id != "" {
			r.known(one.of, one.code, one.id)
		}
	}
	for id := range q.Since {
		r.known(event, decision.UnknownEvent, id)
	}
	for id := range q.Documents {
		r.known(documentField, decision.UnknownDocument, id)
	}
	for id := range q.Gates {
		r.knownGate(id)
	}
	for _, id := range r.unsaid {
		r.knownGate(id)
	}
}

// known looks ids up.
func (r *run) known(of field, code string, ids ...string) {
	for _, id := range ids {
		if r.notice.lexicon.find(of, id) == 0 {
			r.fault(code, id)
		}
	}
}

func (r *run) knownGate(id string) {
	if !r.notice.gates[r.notice.lexicon.find(gateField, id)].known {
		r.fault(decision.UnknownGate, id)
	}
}

func isMoment(s string) bool {
	_, ok := readMoment(s)
	return ok
}

// isCount reports whether an age or a count is one.
func isCount(n int) bool { return n >= 0 && n < 1_000_000_000 }

// checkPlace asks for the form of a place, if one is stated.
func (r *run) checkPlace(code string) {
	if code != "" && !isPlaceCode(code) {
		r.fault(decision.UnknownPlace, code)
	}
}

// isPlaceCode reports whether a text looks like a place: two capitals, optionally a dash
// and one to three capitals or digits; or EEA.
func isPlaceCode(code string) bool {
	if code == "EEA" {
		return true
	}
	country, part, divided := strings.Cut(code, "-")
	ok := len(country) == 2 && isCapital(country[0]) && isCapital(country[1])
	if divided {
		ok = ok && len(part) >= 1 && len(part) <= 3
		for i := range len(part) {
			ok = ok && (isCapital(part[i]) || part[i] >= '0' && part[i] <= '9')
		}
	}
	return ok
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }
