package site

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// judged is what one statement means for a person.
type judged struct {
	Anchor  string `json:"anchor"`
	Verdict string `json:"verdict"` // yes, no, open (something is missing), off (it does not concern them)
	Words   string `json:"words"`
	Why     string `json:"why,omitempty"`
}

// person answers for one person beside every statement, and tells which addenda do
// not reach them: of each its anchor and those of its statements.
func (p *Preview) person(w http.ResponseWriter, r *http.Request) {
	now, n, question, ok := p.asked(w, r)
	if !ok {
		return
	}
	told := struct {
		Statements []judged   `json:"statements"`
		Away       [][]string `json:"away"`
		Fault      string     `json:"fault,omitempty"`
	}{[]judged{}, [][]string{}, ""}
	var who decision.Question
	e, err := p.engine(now, n)
	switch {
	case err != nil:
		told.Fault = err.Error()
	case json.Unmarshal(question, &who) != nil:
		told.Fault = "An age is a whole number, and a place a name or a code such as US-CA."
	default:
		told.Fault = stranger(&who)
	}
	if told.Fault != "" {
		answer(w, told)
		return
	}
	away := map[string]bool{}
	for i := range n.Addenda {
		a := &n.Addenda[i]
		if reaches(n, a, who) {
			continue
		}
		away[a.ID] = true
		anchors := []string{a.Anchor}
		for _, s := range n.Statements {
			if s.Addendum == a.ID {
				anchors = append(anchors, s.Anchor)
			}
		}
		told.Away = append(told.Away, anchors)
	}
	for i := range n.Statements {
		s := &n.Statements[i]
		if s.Addendum != "" && away[s.Addendum] {
			continue
		}
		told.Statements = append(told.Statements, judge(r.Context(), e, n, s, who))
	}
	answer(w, told)
}

// stranger says what is wrong with an age or a place, in place of answering as if it
// were none. Places that go by their names get their codes.
func stranger(who *decision.Question) string {
	if who.Age != nil && *who.Age < 0 {
		return "An age is a number of whole years, from 0 on."
	}
	for _, place := range []*string{&who.Place.Person, &who.Place.Customer} {
		if *place == "" {
			continue
		}
		meant, err := inventory.MeantRegion(*place)
		if err != nil {
			return err.Error() + "."
		}
		*place = string(meant)
	}
	return ""
}

// reaches reports whether an addendum is for a person, as far as is stated: what is
// left open may be so.
func reaches(n *notices.Notice, a *notices.Addendum, who decision.Question) bool {
	in := func(place string, regions []inventory.Region) bool {
		return place == "" || len(regions) == 0 || slices.ContainsFunc(regions, func(r inventory.Region) bool {
			return inventory.Region(place).In(r) || r.In(inventory.Region(place))
		})
	}
	if !in(who.Place.Person, a.Where.Person) || !in(who.Place.Customer, a.Where.Customer) {
		return false
	}
	if who.Age != nil && !a.Age.IsZero() && !a.Age.Has(*who.Age) {
		return false
	}
	return len(a.Audiences) == 0 || len(who.Audiences) == 0 || slices.ContainsFunc(a.Audiences, func(r notices.Ref) bool {
		return slices.ContainsFunc(who.Audiences, func(id string) bool { return related(n, r.ID, id) })
	})
}

// related reports whether one audience is the other or a part of it.
func related(n *notices.Notice, a, b string) bool {
	for _, g := range n.Audiences {
		if g.ID == a && slices.Contains(g.Members, b) || g.ID == b && slices.Contains(g.Members, a) {
			return true
		}
	}
	return a == b
}

// questions are those a statement answers: one for each thing it is about, the person
// and the day taken from who.
func questions(s *notices.Statement, who decision.Question) []decision.Question {
	lax := false
	who.Notice, who.Strict = "", &lax
	one := func(list []string) []string {
		if len(list) == 0 {
			return []string{""}
		}
		return list
	}
	var all []decision.Question
	for _, action := range s.Actions {
		if s.Kind == "duty" && action != "respond" {
			continue
		}
		for _, purpose := range one(s.Purposes) {
			for _, recipient := range one(s.Recipients) {
				for _, right := range one(s.Rights) {
					for _, event := range one(s.Events) {
						q := who
						q.Action, q.Purpose, q.Recipient, q.Right, q.Event = action, purpose, recipient, right, event
						q.Categories = s.Categories
						if len(s.Forms) > 0 {
							q.Form = s.Forms[0]
						}
						if all = append(all, q); len(all) == mostQuestions {
							return all
						}
					}
				}
			}
		}
	}
	return all
}

// mostQuestions is how many are asked for one statement; the rest would say the same.
const mostQuestions = 24

// judge asks what a statement is about and sums the answers up.
func judge(ctx context.Context, e *policies.Engine, n *notices.Notice, s *notices.Statement, who decision.Question) judged {
	j := judged{Anchor: s.Anchor, Verdict: "off", Words: "Does not concern this person"}
	var allowed, denied, cited int
	var against *decision.Answer
	for _, q := range questions(s, who) {
		q.Notice = n.ID
		a := e.Decide(ctx, q)
		if slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Statement == s.ID }) {
			cited++
		}
		if a.Allow {
			allowed++
			continue
		}
		if denied++; against == nil || len(a.Missing) > len(against.Missing) {
			against = &a
		}
	}
	switch {
	case s.Kind == "bar" || s.Kind == "closed":
		if cited > 0 && denied > 0 {
			j.Verdict, j.Words, j.Why = "no", "Forbidden today", unless(n, s)
		}
	case s.Kind == "duty":
		switch {
		case cited > 0 && allowed > 0:
			j.Verdict, j.Words = "yes", "This person can ask for it"
			if len(s.Rights) == 0 {
				j.Words = "Owed to this person"
			}
		case cited > 0:
			j.Verdict, j.Words, j.Why = "open", "Not as things stand", why(n, s, against)
		}
	case cited == 0 && denied > 0 && against.Outcome == decision.NotCovered && len(against.Missing) == 0: // nothing in the notice speaks of them
	case allowed > 0 && denied == 0:
		j.Verdict, j.Words = "yes", "May be done today"
	case allowed > 0:
		j.Verdict, j.Words, j.Why = "open", "In part", why(n, s, against)
	case against != nil && len(against.Missing) > 0 && against.Reasons[0].Code != decision.Barred:
		j.Verdict, j.Words, j.Why = "open", "Not yet", why(n, s, against)
	case against != nil:
		j.Verdict, j.Words, j.Why = "no", "May not be done", why(n, s, against)
	}
	return j
}

// unless says what would lift a bar.
func unless(n *notices.Notice, s *notices.Statement) string {
	var labels []string
	for _, id := range s.Unless {
		for _, g := range n.Gates {
			if g.ID == id && g.Label != "" {
				labels = append(labels, g.Label)
			}
		}
	}
	if len(labels) == 0 {
		return ""
	}
	return "unless " + strings.Join(labels, " or ")
}

// why says what stands in the way: what is missing, or the sentence that forbids it.
func why(n *notices.Notice, s *notices.Statement, a *decision.Answer) string {
	var lacks, days []string
	for _, m := range a.Missing {
		if day, words := missingWords(n, m); day {
			days = append(days, words)
		} else if words != "" {
			lacks = append(lacks, words)
		}
	}
	var said []string
	if len(lacks) > 0 {
		said = append(said, "only if "+strings.Join(slices.Compact(lacks), "; "))
	}
	if len(days) > 0 {
		said = append(said, "it depends on when "+strings.Join(slices.Compact(days), ", and when "))
	}
	if len(said) > 0 {
		return strings.Join(said, "; ")
	}
	for _, r := range a.Reasons {
		if r.Text != "" && r.Statement != s.ID {
			return r.Text
		}
	}
	if len(a.Reasons) > 0 {
		return strings.ReplaceAll(a.Reasons[0].Code, "_", " ")
	}
	return ""
}

// missingWords words what an answer misses: a day since which something is so, or an
// act.
func missingWords(n *notices.Notice, missing string) (day bool, words string) {
	kind, id, _ := strings.Cut(missing, ":")
	if kind == "since" {
		return true, eventWords(n, id)
	}
	for _, g := range n.Gates {
		if g.ID == id {
			words = g.Label
		}
	}
	return false, words
}

func eventWords(n *notices.Notice, id string) string {
	for _, e := range n.Events {
		if e.ID == id {
			return e.Label
		}
	}
	return id
}
