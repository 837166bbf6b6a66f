// Package filter answers two questions that services ask of many data at once, from
// decisions alone: which fields of a record may be, say, sent ([Select]), and until
// when a record may be kept ([Keep]). It decides nothing itself: it is told how to ask,
// so that Go callers (package policies) and callers over HTTP (package serve) get the
// same answers.
package filter

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Field is one field of a record, such as a column or a key, and the categories of
// data that it holds.
type Field struct {
	Name       string   `json:"name"`
	Categories []string `json:"categories"`
}

// Selection says which fields of a record a question allows.
type Selection struct {
	Allowed []string      `json:"allowed"` // names, in the order given
	Denied  []DeniedField `json:"denied"`
	// Answer is the one answer to the question about the allowed fields together: it
	// holds what is owed for them. Where no field is allowed it does not allow either.
	Answer decision.Answer `json:"answer"`
}

// DeniedField is a field that has to be left out, and why.
type DeniedField struct {
	Name   string          `json:"name"`
	Answer decision.Answer `json:"answer"`
}

// Select tells which fields a question allows. ask puts the question about categories,
// which are sorted, each once, and at least one. A field is allowed when all of its
// categories are. One without categories holds nobody knows what: it is asked about as
// a category that no notice knows.
func Select(fields []Field, ask func(categories []string) decision.Answer) Selection {
	s := Selection{Allowed: []string{}, Denied: []DeniedField{}}
	answers := map[string]decision.Answer{}
	about := func(categories []string) decision.Answer { // the same ones are asked about once
		categories = Categories(categories)
		key := strings.Join(categories, "\x00")
		answer, asked := answers[key]
		if !asked {
			answer = ask(categories)
			answers[key] = answer
		}
		return answer
	}
	var allowed, all []string
	for _, f := range fields {
		answer := about(f.Categories)
		all = append(all, f.Categories...)
		if !answer.Allow {
			s.Denied = append(s.Denied, DeniedField{f.Name, answer})
			continue
		}
		s.Allowed = append(s.Allowed, f.Name)
		allowed = append(allowed, f.Categories...)
	}
	if len(s.Allowed) == 0 {
		s.Answer = about(all)
		return s
	}
	// What is allowed one by one is allowed together, unless it unfolds into too many
	// combinations or time runs out: then nothing is.
	if s.Answer = about(allowed); !s.Answer.Allow {
		s.Allowed, s.Denied = []string{}, []DeniedField{}
		for _, f := range fields {
			s.Denied = append(s.Denied, DeniedField{f.Name, s.Answer})
		}
	}
	return s
}

// Categories are those to ask about: sorted, each once. Without any, a question would
// be about no data in particular, and so there is one then that no notice knows.
func Categories(ids []string) []string {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return []string{""}
	}
	return ids
}
