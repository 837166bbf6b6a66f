package tables

import (
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// phrases gives, in order, what an answer about the notice may list as missing or
// assumed, each once. An answer notes such a phrase by its place here, so that it needs
// not be sorted.
func phrases(doc *document.Terms) []string {
	all := []string{longerMissing}
	for _, g := range doc.Gates {
		all = append(append(all, g.Missing...), g.Unused)
	}
	for _, s := range doc.Scope {
		for _, id := range s.When {
			all = append(all, holds(id))
		}
	}
	for _, r := range doc.Recipients {
		for _, t := range r.Gates {
			all = append(all, inside(t.Outside))
		}
	}
	for _, s := range doc.Statements {
		for _, words := range s.Negated {
			all = append(all, words...)
		}
		for _, t := range s.Tests {
			all = append(all, t.Negated)
		}
		if s.Rule != nil {
			all = append(all, sinceMissing(s.Rule.From))
		}
		if s.Duty != nil {
			all = append(all, sinceMissing(s.Duty.Clock))
		}
		if s.Keep != nil {
			all = append(all, whileMissing(s.Keep), fromMissing(s.Keep))
		}
	}
	slices.Sort(all)
	return slices.Clone(slices.Compact(all))
}

const longerMissing = "fact:law-requires-longer"

func holds(gate string) string                { return gate + " holds" }
func inside(region string) string             { return "destination inside " + region }
func whileMissing(k *document.Keep) string    { return "fact:" + k.While }
func fromMissing(k *document.Keep) string     { return sinceMissing(k.From) }
func sinceMissing(event string) string        { return "since:" + event }
func (c *compiler) phrase(text string) symbol { return symbol(c.phraseAt[text]) }

func (c *compiler) phrases(texts []string) (out []symbol) {
	for _, text := range texts {
		out = append(out, c.phrase(text))
	}
	return out
}
