package policies

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/tables"
)

// Advice says, for whoever writes a question, what an answer leaves to guess: which id may
// have been meant by one that nobody knows, what a field takes that is wrong, and why an act
// that the question states does not count. Each is a clause for people. It has no part in the decision, and is empty for
// a notice that only Rego answers for.
func (e *Engine) Advice(question []byte, a decision.Answer) (all []string) {
	if e == nil || a.Allow {
		return nil
	}
	known, ok := e.rules.(*tables.Engine)
	if !ok {
		return nil
	}
	var q decision.Question
	_ = json.Unmarshal(question, &q) // of what cannot be read there is nothing to say
	for _, r := range a.Reasons {
		if r.Code == decision.BadQuestion && r.Source == "engine" {
			all = append(all, Remedy(r.Detail, question))
		}
		kind, unknown := strings.CutPrefix(r.Code, "unknown_")
		if unknown && r.Source == "engine" && r.Code != decision.UnknownPlace {
			ids := known.Known(q.Notice, kind)
			if r.Code == decision.UnknownAction {
				ids = inventory.Actions
			}
			all = append(all, meant(kind, r.Detail, ids)...)
		}
	}
	for _, place := range []string{q.Place.Person, q.Place.Customer, q.Place.Host, q.Place.Destination} {
		if _, err := inventory.ParseRegion(place); place != "" && err != nil {
			all = append(all, "place: "+err.Error())
		}
	}
	on := q.On
	if on == "" {
		on = e.now().UTC().Format("2006-01-02")
	}
	for _, missing := range a.Missing {
		_, id, _ := strings.Cut(missing, ":")
		act, stated := q.Gates[id]
		if !stated {
			continue
		}
		by, via := known.Gate(q.Notice, id)
		all = append(all, fmt.Sprintf("gate %q is stated, but %s", id, act.Short(on, by, via)))
	}
	return all
}

// meant says which id may have been meant by one that is none, or which there are.
func meant(kind, id string, ids []string) []string {
	there := "there is " + inventory.Few(ids)
	switch near := inventory.Meant(id, ids); {
	case id == "" && len(ids) > 0:
		return []string{fmt.Sprintf("the question names no %s; %s", kind, there)}
	case near != "":
		return []string{kind + ": " + near}
	case len(ids) > 0:
		return []string{kind + ": " + there}
	}
	return nil
}

const aDay = "a day such as 2026-01-31, or an instant such as 2026-01-31T10:00:00Z"

// takes says what a field of a question takes.
var takes = map[string]string{
	"notice":     "the id of a notice",
	"action":     "one of " + strings.Join(inventory.Actions, ", "),
	"categories": `a list of ids, such as ["contact"]`,
	"purpose":    "the id of a purpose",
	"recipient":  "the id of a recipient",
	"audiences":  `a list of ids, such as ["customer"]`,
	"age":        "a whole number of completed years, such as 12",
	"form":       "one of " + strings.Join(inventory.Forms, ", "),
	"basis":      "the id or the kind of a basis",
	"right":      "the id of a right; the action respond needs it, or an event",
	"event":      "the id of an event",
	"channel":    "a text, such as email",
	"role":       "one of " + strings.Join(inventory.Roles, ", "),
	"place":      "person, customer, host and destination, each a place such as GB, US-CA or EU",
	"gates":      `for each gate true, false or an object with "on", "by", "via" and "ended"; on and ended are ` + aDay,
	"documents":  "for each document forbids or permits",
	"since":      "for each event " + aDay,
	"earlier":    "a list, each part of which is " + aDay,
	"counts":     "for each count a whole number, such as 500",
	"on":         aDay,
	"strict":     "true or false",

	"resource.type": "category, notice, purpose, recipient, right, event, basis or audience",
}

// bounds of a question, by the fault of one that is beyond them.
var bounds = map[string]string{
	"combinations": "the groups it names have too many members: at most 1,000 combinations can be asked about at once",
	"size":         "it has more than 64 KiB",
	"depth":        "it is nested more than 32 deep",
}

// Remedy says, for people, what is right where a question has a field that is wrong: the
// detail of a reason [decision.BadQuestion], or of one that no question has.
func Remedy(field string, question []byte) string {
	if field == "question" {
		return notJSON(question)
	}
	if bound := bounds[field]; bound != "" {
		return "the question is too large: " + bound
	}
	if what := takes[field]; what != "" {
		return fmt.Sprintf("the field %q takes %s", field, what)
	}
	said := fmt.Sprintf("there is no field %q", field)
	if near := inventory.Closest(field, fields); near != "" {
		return fmt.Sprintf("%s; the closest is %q", said, near)
	}
	return said + "; there are " + strings.Join(fields, ", ")
}

// notJSON says why bytes are no question at all.
func notJSON(question []byte) string {
	var syntax *json.SyntaxError
	var object map[string]json.RawMessage
	err := json.Unmarshal(question, &object)
	switch {
	case len(question) == 0:
		return `there is no question; it is a JSON object, such as {"notice": "…", "action": "use"}, which OPA’s Data API takes under "input"`
	case errors.As(err, &syntax):
		return fmt.Sprintf("this is no JSON: %v, at byte %d", err, syntax.Offset)
	case err != nil || object == nil:
		return `a question is a JSON object, such as {"notice": "…", "action": "use"}`
	}
	return "a field is given twice, or a number is not written in plain digits"
}

// fields are the names a question's JSON may have.
var fields = func() (names []string) {
	for f := range reflect.TypeFor[decision.Question]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()
