package notices

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// figure is a number that a statement's facts hold and its text must name.
type figure struct {
	n      int
	units  []string // names of its unit; nil for an age
	said   []string // whole phrases that say the same
	expect string   // how the composed sentence would put it
}

// checkText compares an author's own sentence with the facts beside it. It looks
// for what would make the page say something else than the policy does: a missing
// or another figure, a bar without a no, a condition that the text keeps to itself.
// A language without phrases of its own is not looked at.
func (r *resolver) checkText(e *inventory.Entry, s *Statement) {
	if !r.exact {
		return
	}
	r.checkFigures(e, s)
	text := e.Text("text")
	denies := s.Kind == "bar" || s.Kind == "closed" || s.Keep != nil && s.Keep.Period.Never()
	switch {
	case denies && !r.words.DenialSaid.In(text):
		r.reportText(e, "text-omits-no", "the text does not say that something is not done, which is what its facts mean", "say what is not done")
	case r.hangsOn(s) && !r.words.ConditionSaid.In(text):
		r.reportText(e, "text-omits-condition", "the text promises more than its facts: it does not say what this hangs on", "say “only if …” or “unless …”, as the gates beside it do")
	}
}

func (r *resolver) reportText(e *inventory.Entry, code, message, help string) {
	if r.accepted(code, e.ID) {
		return
	}
	r.report(finding.Finding{Code: code, Severity: finding.Warning, Place: e.Values["text"].Place, Message: message, Help: help})
}

// accepted reports whether an issue of the notice answers a warning about these
// statements: its authors know of it and keep it.
func (r *resolver) accepted(code string, statements ...string) bool {
	about := r.answered[code]
	return about[""] || slices.ContainsFunc(statements, func(id string) bool { return about[id] })
}

// hangsOn reports whether a permit can be refused for want of an act, or a bar lifted.
func (r *resolver) hangsOn(s *Statement) bool {
	switch s.Kind {
	case "use", "share", "keep":
		return slices.ContainsFunc(s.Gates, func(id string) bool { return r.gates[id].Denies })
	case "bar", "closed":
		return len(s.Unless) > 0
	}
	return false
}

// checkFigures reports figures that the text lacks. One that is missing may be
// meant so; one that another takes the place of is an error.
func (r *resolver) checkFigures(e *inventory.Entry, s *Statement) {
	text := strings.ToLower(fold(e.Text("text")))
	figures := r.figures(s)
	for _, f := range figures {
		if r.says(text, f) {
			continue
		}
		found := finding.Finding{
			Code: "text-omits-figure", Severity: finding.Warning, Place: e.Values["text"].Place,
			Message: fmt.Sprintf("the text does not say “%s”, which the facts beside it do", f.expect),
			Help:    fmt.Sprintf("write “%s” in the text, or correct the fact", f.expect),
		}
		if other := r.contradiction(text, f, figures); other != "" {
			found.Severity = finding.Error
			found.Message = fmt.Sprintf("the text says “%s” where the facts beside it say “%s”", other, f.expect)
		}
		if found.Severity == finding.Warning && r.accepted(found.Code, e.ID) {
			continue
		}
		r.report(found)
	}
}

// figures lists the numbers of a statement's facts.
func (r *resolver) figures(s *Statement) []figure {
	var out []figure
	for _, n := range []int{s.Age.From, s.Age.Under} {
		if n > 0 {
			out = append(out, figure{n: n, expect: strconv.Itoa(n)})
		}
	}
	if s.Keep != nil {
		out = append(out, r.periodFigures(s.Keep.Period)...)
	}
	if s.Duty != nil {
		out = append(out, r.periodFigures(s.Duty.Within)...)
		often := r.periodFigures(s.Duty.Every)
		for i := range often {
			often[i].expect = r.everyWords(s.Duty.Every)
			often[i].said = append([]string{often[i].expect}, r.words.EverySaid[s.Duty.Every.String()]...)
		}
		out = append(out, often...)
	}
	return out
}

func (r *resolver) periodFigures(p inventory.Period) []figure {
	var out []figure
	for _, x := range parts(p) {
		u, d := r.words.Units[x.unit], r.words.Deadlines[x.unit]
		units := slices.DeleteFunc([]string{d.One, d.Other, u.One, u.Other}, func(s string) bool { return s == "" })
		out = append(out, figure{n: x.n, units: units, expect: r.number(x.n) + " " + unitName(u, x.n)})
	}
	return out
}

// says reports whether a text names a figure, in letters or in digits.
func (r *resolver) says(text string, f figure) bool {
	if slices.ContainsFunc(f.said, func(s string) bool { return holdsWords(text, s) }) {
		return true
	}
	numbers := []string{strconv.Itoa(f.n)}
	if f.n < len(r.words.Numbers) {
		numbers = append(numbers, r.words.Numbers[f.n])
	}
	for _, n := range numbers {
		if f.units == nil && holdsWords(text, n) {
			return true
		}
		for _, u := range f.units {
			if holdsWords(text, n+" "+u) || holdsWords(text, n+"-"+u) {
				return true
			}
		}
	}
	return false
}

// contradiction finds another number with a figure's unit that is none of the
// statement's own figures.
func (r *resolver) contradiction(text string, f figure, own []figure) string {
	units := quoted(f.units)
	slices.SortFunc(units, func(a, b string) int { return len(b) - len(a) }) // “months” before “month”
	pattern := `(\d+)[ -](?:` + strings.Join(units, "|") + `)`
	if f.units == nil {
		pattern = r.words.AgeSaid
	}
	re, err := regexp.Compile(`(?i)(?:^|[^\pL\d])` + strings.ReplaceAll(pattern, `(\d+)`, `(\d+|`+strings.Join(quoted(r.words.Numbers), "|")+`)`))
	if err != nil {
		return ""
	}
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		n := r.value(m[1])
		if !slices.ContainsFunc(own, func(o figure) bool { return o.n == n && (o.units == nil) == (f.units == nil) }) {
			return strings.Trim(m[0], " ,.;:()")
		}
	}
	return ""
}

func (r *resolver) value(number string) int {
	if n, err := strconv.Atoi(number); err == nil {
		return n
	}
	return slices.Index(r.words.Numbers, number)
}

func quoted(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = regexp.QuoteMeta(s)
	}
	return out
}

// holdsWords reports whether a phrase stands in a text as whole words.
func holdsWords(text, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		if !wordAt(text, i-1) && !wordAt(text, i+len(phrase)) {
			return true
		}
		from = i + 1
	}
}

func wordAt(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9' || text[i] >= 0x80)
}

// sameSentences warns of statements that read alike: readers take the second for
// a mistake, and an answer that cites one could cite the other.
func (r *resolver) sameSentences() {
	first := map[string]string{}
	for _, s := range r.n.Statements {
		key := s.Addendum + "\x00" + s.Sentence.Text
		id, again := first[key]
		if !again {
			first[key] = s.ID
			continue
		}
		if r.accepted("same-sentence", id, s.ID) {
			continue
		}
		r.report(finding.Finding{
			Code: "same-sentence", Severity: finding.Warning, Place: r.statementEntry(s.ID).Place,
			Message: fmt.Sprintf("%q and %q read exactly alike", id, s.ID),
			Help:    "merge them, say what sets them apart, or give one of them its own text",
			Related: []finding.Related{{Place: r.statementEntry(id).Place, Message: "the first one is here"}},
		})
	}
}

func (r *resolver) statementEntry(id string) *inventory.Entry {
	for _, k := range statementKinds {
		if e := r.byID[k][id]; e != nil {
			return e
		}
	}
	return &inventory.Entry{}
}
