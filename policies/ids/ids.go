// Package ids writes the ids of a policy as constants for the services that ask it,
// so that a purpose which is renamed in the inventory breaks the build of a service,
// and not its decisions.
//
// [Go] and [TypeScript] take the compiled policy, so that what they name is exactly
// what a question may say. Of an entry they give the id and not its label: a sentence
// that is worded better changes no service.
//
// # Names
//
// An id is words of small letters and digits with dashes between them. Different ids
// have different names:
//
//	purpose         Go                  TypeScript
//	hire-people     PurposeHirePeople   hirePeople
//	plan-1, plan1   PurposePlan_1, …    plan_1, plan1
//	2fa             Purpose2fa          _2fa
//
// A name in Go that belongs to a notice has it in front, and an underscore between,
// as in Intoo_PurposeRecruitment: without one, the purpose purpose-b of the notice a
// and the purpose b of the notice a-purpose would meet. Linters leave generated files
// alone.
//
// The same policy gives the same bytes.
package ids

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// kind is one vocabulary of a notice, or one that all share.
type kind struct {
	one, many string // as in "Category" and "categories"
	ids       []string
}

// shared are the words that belong to the language, for every notice.
func shared(doc *document.Document) []kind {
	return []kind{
		{"Action", "actions", sorted(doc.Words.Actions)},
		{"Form", "forms", sorted(doc.Words.Forms)},
		{"Role", "roles", sorted(doc.Words.Roles)},
	}
}

// own are the vocabularies of one notice.
func own(n *document.Notice) []kind {
	return []kind{
		{"Category", "categories", sorted(n.Known.Categories)},
		{"Purpose", "purposes", sorted(n.Known.Purposes)},
		{"Recipient", "recipients", sorted(n.Known.Recipients)},
		{"Audience", "audiences", sorted(n.Known.Audiences)},
		{"Basis", "bases", sorted(n.Known.Bases)},
		{"Gate", "gates", sorted(n.Gates)},
		{"Right", "rights", sorted(n.Known.Rights)},
		{"Event", "events", sorted(n.Known.Events)},
		{"Document", "documents", sorted(n.Known.Documents)},
	}
}

// sorted are the ids of a vocabulary; [document.Unstated] is none.
func sorted[V any](set map[string]V) []string {
	ids := slices.Sorted(maps.Keys(set))
	return slices.DeleteFunc(ids, func(id string) bool { return id == document.Unstated })
}
