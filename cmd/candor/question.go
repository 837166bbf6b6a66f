package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// questionFlag is a flag of ask and the field of the question it states.
type questionFlag struct {
	flag, field string
	put         func(question map[string]any, q questionFlag, values []string) error
	example     string // of a pair
}

// questionFlags in the order of the help.
var questionFlags = []questionFlag{
	{"notice", "notice", putText, ""},
	{"action", "action", putText, ""},
	{"category", "categories", putList, ""},
	{"purpose", "purpose", putText, ""},
	{"recipient", "recipient", putText, ""},
	{"form", "form", putText, ""},
	{"basis", "basis", putText, ""},
	{"role", "role", putText, ""},
	{"right", "right", putText, ""},
	{"event", "event", putText, ""},
	{"channel", "channel", putText, ""},
	{"audience", "audiences", putList, ""},
	{"age", "age", putAge, ""},
	{"person", "person", putPlace, ""},
	{"customer", "customer", putPlace, ""},
	{"host", "host", putPlace, ""},
	{"destination", "destination", putPlace, ""},
	{"gate", "gates", putGates, ""},
	{"since", "since", putPairs, "account-closed=2026-01-31"},
	{"earlier", "earlier", putList, ""},
	{"count", "counts", putCounts, "affected=500"},
	{"document", "documents", putPairs, "contract=forbids"},
	{"on", "on", putText, ""},
}

// single is the one value of a flag that takes one. A second would leave open
// which of them was asked about.
func (q questionFlag) single(values []string) (string, error) {
	if len(values) > 1 {
		return "", wrong(fmt.Errorf("--%s is given twice: %q and %q", q.flag, values[0], values[1]))
	}
	if strings.TrimSpace(values[0]) == "" {
		return "", q.empty()
	}
	return values[0], nil
}

func (q questionFlag) empty() error {
	return wrong(fmt.Errorf("--%s is empty: give it a value, or leave it out if that is not stated", q.flag))
}

func putText(question map[string]any, q questionFlag, values []string) error {
	value, err := q.single(values)
	question[q.field] = value
	return err
}

func putPlace(question map[string]any, q questionFlag, values []string) error {
	value, err := q.single(values)
	place, _ := question["place"].(map[string]string)
	if place == nil {
		place = map[string]string{}
		question["place"] = place
	}
	place[q.field] = value
	return err
}

func putList(question map[string]any, q questionFlag, values []string) error {
	var all []string
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part == "" {
				return q.empty()
			}
			all = append(all, part)
		}
	}
	question[q.field] = all
	return nil
}

// decimal is a whole number in the one way everyone reads alike.
var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

func putAge(question map[string]any, q questionFlag, values []string) error {
	value, err := q.single(values)
	if err != nil {
		return err
	}
	if !decimal.MatchString(value) {
		return wrong(fmt.Errorf("--age %s is no number of completed years", value), "--age 12")
	}
	question[q.field] = json.Number(value)
	return nil
}

// pairs reads name=value flags.
func (q questionFlag) pairs(values []string) (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range values {
		name, value, ok := strings.Cut(pair, "=")
		if name, value = strings.TrimSpace(name), strings.TrimSpace(value); !ok || name == "" || value == "" {
			return nil, wrong(fmt.Errorf("--%s %s is no pair", q.flag, pair), fmt.Sprintf("--%s %s", q.flag, q.example))
		}
		if _, twice := out[name]; twice {
			return nil, wrong(fmt.Errorf("--%s names %q twice", q.flag, name))
		}
		out[name] = value
	}
	return out, nil
}

func putPairs(question map[string]any, q questionFlag, values []string) error {
	pairs, err := q.pairs(values)
	question[q.field] = pairs
	return err
}

func putCounts(question map[string]any, q questionFlag, values []string) error {
	pairs, err := q.pairs(values)
	counts := map[string]json.Number{}
	for name, value := range pairs {
		if !decimal.MatchString(value) {
			return wrong(fmt.Errorf("--count %s=%s has no whole number", name, value), "--count "+q.example)
		}
		counts[name] = json.Number(value)
	}
	question[q.field] = counts
	return err
}

// putGates passes the records of acts on as they stand: what they may hold is for
// the engine to say.
func putGates(question map[string]any, q questionFlag, values []string) error {
	gates := map[string]json.RawMessage{}
	for _, pair := range values {
		name, value, given := strings.Cut(pair, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if name == "" {
			return q.empty()
		}
		if !given {
			value = "true"
		}
		if value != "true" && value != "false" && !(strings.HasPrefix(value, "{") && json.Valid([]byte(value))) {
			return wrong(fmt.Errorf("--gate %s is neither true, false nor a JSON object", pair), `--gate newsletter='{"on":"2026-01-02","by":"person"}'`)
		}
		if _, twice := gates[name]; twice {
			return wrong(fmt.Errorf("--gate names %q twice", name))
		}
		gates[name] = json.RawMessage(value)
	}
	question[q.field] = gates
	return nil
}
