package policies

import (
	"encoding/json"
	"fmt"
	"slices"
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
			if near := Meant(r.Detail, known.Known(q.Notice, kind)); near != "" {
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
		all = append(all, fmt.Sprintf("gate %q is stated, but %s", id, Short(act, on, by, via)))
	}
	return all
}

// Meant says which of some ids may be meant by another: those that begin so, else the
// closest; "" where there is none.
func Meant(id string, ids []string) string {
	begin := slices.DeleteFunc(slices.Clone(ids), func(known string) bool { return id == "" || !strings.HasPrefix(known, id) })
	near := inventory.Closest(id, ids)
	if len(begin) == 1 {
		near = begin[0]
	}
	switch {
	case len(begin) > 1:
		return "these begin so: " + Few(begin)
	case near != "":
		return fmt.Sprintf("the closest is %q", near)
	}
	return ""
}

// Few lists the first of many ids; of few, all.
func Few(ids []string) string {
	const few = 13
	if len(ids) <= few {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:few], ", "), len(ids)-few)
}

// Short says why an act does not count on the day asked about, for a gate that takes it by
// some and via some alone, nil for any.
func Short(act decision.Act, on string, by, via []string) string {
	day := func(date string) string { return date[:min(len(date), len("2006-01-02"))] }
	switch {
	case act == decision.Act{}:
		return "as false"
	case act.Ended != "" && day(act.Ended) <= day(on):
		return fmt.Sprintf("it ended %s and the question is about %s", act.Ended, day(on))
	case act.On != "" && day(act.On) > day(on):
		return fmt.Sprintf("it is of %s and the question is about %s", act.On, day(on))
	case act.By != "" && len(by) > 0 && !slices.Contains(by, act.By):
		return fmt.Sprintf("by %q, not by one of: %s", act.By, strings.Join(by, ", "))
	case act.Via != "" && len(via) > 0 && !slices.Contains(via, act.Via):
		return fmt.Sprintf("via %q, not via one of: %s", act.Via, strings.Join(via, ", "))
	}
	return "it does not count"
}
