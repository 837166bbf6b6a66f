package tables

// field is one of the things a selector may ask for.
type field int

const (
	action field = iota
	form
	role
	right
	event
	basisField
	category
	purpose
	recipientField
	audience
	placed // and from here on the places
)

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

// unfold finds the leaves of what the question names, and how many combinations
// of them there are. What is not stated is one leaf, nought.
func (r *run) unfold() int {
	q := &r.question
	r.spread(0, q.Categories...)
	r.spread(1, q.Purpose)
	r.spread(2, q.Recipient)
	r.spread(3, q.Audiences...)
	size := 1
	for _, leaves := range r.leaves {
		size *= len(leaves)
	}
	return size
}

func (r *run) spread(which int, ids ...string) {
	leaves := r.leaves[which][:0]
	for _, id := range ids {
		for _, leaf := range r.notice.known[which][id] {
			leaves = appendOnce(leaves, leaf)
		}
	}
	if len(ids) == 0 {
		leaves = append(leaves, leaf{})
	}
	r.leaves[which] = leaves
}

func appendOnce(all []leaf, x leaf) []leaf {
	for _, y := range all {
		if x == y {
			return all
		}
	}
	return append(all, x)
}

// combine decides every combination and keeps what those with the strictest
// outcome say together.
func (r *run) combine() {
	first, lawful := true, r.lawful()
	for _, c := range r.leaves[0] {
		for _, p := range r.leaves[1] {
			for _, to := range r.leaves[2] {
				for _, who := range r.leaves[3] {
					r.facts[category], r.facts[purpose], r.facts[recipientField], r.facts[audience] = c.symbol, p.symbol, to.symbol, who.symbol
					r.classes = [len(unfolded)]int32{c.class, p.class, to.class, who.class}
					r.next.reset()
					r.decide()
					switch {
					case first || r.next.outcome > r.said.outcome:
						r.said, r.next = r.next, r.said
					case r.next.outcome == r.said.outcome:
						r.said.join(&r.next)
					}
					first = false
					if lawful {
						r.consult()
					}
				}
			}
		}
	}
}
