package tables

import "github.com/candor-privacy/candor/policies/decision"

// The places of a question, and how many there are.
const (
	person = iota
	customer
	host
	destination
	places
)

// unfolded are the fields that a question may name groups in.
var unfolded = [...]field{category, purpose, recipientField, audience}

// mostCombinations is how many a question may unfold into.
const mostCombinations = 1000

// leaf is a leaf of a vocabulary, and its class in the indexes.
type leaf struct {
	symbol symbol
	class  int32
}

// notStated is the one leaf of what a question leaves out.
var notStated = []leaf{{}}

// unfold finds the leaves of what the question names. It reports whether the notice
// knows all of it.
func (r *run) unfold(q *decision.Question) bool {
	known := r.spread(0, q.Categories)
	known = r.one(1, q.Purpose) && known
	known = r.one(2, q.Recipient) && known
	return r.spread(3, q.Audiences) && known
}

// combinations is how many combinations of leaves there are.
func (r *run) combinations() int {
	size := 1
	for _, leaves := range r.leaves {
		size *= len(leaves)
	}
	return size
}

// one finds the leaves of an id that may be left out.
func (r *run) one(which int, id string) (known bool) {
	if id == "" {
		r.leaves[which] = notStated
		return true
	}
	r.leaves[which], known = r.notice.below(which, id)
	return known
}

// spread finds the leaves of several ids, each once.
func (r *run) spread(which int, ids []string) (known bool) {
	switch len(ids) {
	case 0:
		r.leaves[which] = notStated
		return true
	case 1:
		r.leaves[which], known = r.notice.below(which, ids[0])
		return known
	}
	known = true
	all := r.several[which][:0]
	for _, id := range ids {
		leaves, ok := r.notice.below(which, id)
		known = known && ok
		for _, leaf := range leaves {
			all = appendOnce(all, leaf)
		}
	}
	r.several[which], r.leaves[which] = all, all
	return known
}

func appendOnce(all []leaf, x leaf) []leaf {
	for _, y := range all {
		if x == y {
			return all
		}
	}
	return append(all, x)
}

// below gives the leaves of an id.
func (n *terms) below(which int, id string) ([]leaf, bool) {
	at := n.lexicon.find(unfolded[which], id)
	if at == 0 {
		return nil, false
	}
	return n.leaves[n.spans[at-1]:n.spans[at]], true
}

// alike keeps one leaf of each class, where a decision asks for no more of a leaf than
// its class: the others would say the same.
func (r *run) alike(which int) {
	if len(r.leaves[which]) == 1 {
		return
	}
	r.seen = r.seen[:0]
	kept := r.several[which][:0]
	for _, x := range r.leaves[which] {
		if !r.seen.has(symbol(x.class)) {
			r.seen.add(symbol(x.class))
			kept = append(kept, x)
		}
	}
	r.several[which], r.leaves[which] = kept, kept
}

// combine decides every combination and keeps what those with the strictest
// outcome say together.
func (r *run) combine() {
	if !r.responds && len(r.documents) == 0 {
		r.alike(0)
		r.alike(1)
	}
	first, lawful := true, r.lawful()
	for _, c := range r.leaves[0] {
		for _, p := range r.leaves[1] {
			for _, to := range r.leaves[2] {
				for _, who := range r.leaves[3] {
					r.facts[category], r.facts[purpose], r.facts[recipientField], r.facts[audience] = c.symbol, p.symbol, to.symbol, who.symbol
					r.classes = [len(unfolded)]int32{c.class, p.class, to.class, who.class}
					if lawful {
						r.consult()
					}
					if first {
						r.decide()
						first = false
						continue
					}
					r.said, r.rest = r.rest, r.said
					r.said.reset()
					r.decide()
					switch {
					case r.rest.outcome > r.said.outcome:
						r.said, r.rest = r.rest, r.said
					case r.rest.outcome == r.said.outcome:
						r.said.join(r.rest)
					}
				}
			}
		}
	}
}
