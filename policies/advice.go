package policies

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/tables"
)

// Advice says, for whoever writes a question, what an answer leaves to guess: which id may
// have been meant by one that nobody knows, and why an act that the question states does
// not count. Each is a clause for people. It has no part in the decision, and is empty for
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
		if kind, unknown := strings.CutPrefix(r.Code, "unknown_"); unknown && r.Source == "engine" {
			if near := inventory.Meant(r.Detail, known.Known(q.Notice, kind)); near != "" {
				all = append(all, kind+": "+near)
			}
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
