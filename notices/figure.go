package notices

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// figure is a number that a statement's facts hold and its text must name.
type figure struct {
	age    int      // completed years, or 0
	same   []part   // a length of time, first as the facts have it, then in other units
	said   []string // whole phrases that say the same
	expect string   // how the composed sentence would put it
}

// checkText compares an author's own sentence with the facts beside it. It looks
// for what would make the page say something else than the policy does: a missing
// or another figure, a bar without a no, a condition that the text keeps to itself.
// A language without phrases of its own is not looked at.
func (r *resolver) checkText(e *inventory.Entry, s *Statement) {
	if !r.exact || e.Refused() { // facts that are not there cannot be told
		return
	}
	r.checkFigures(e, s)
	r.checkDenial(e, s)
	r.checkCondition(e, s)
}

// checkDenial reports a text that has no word of denial where its facts forbid: it
// says the opposite of what is decided.
func (r *resolver) checkDenial(e *inventory.Entry, s *Statement) {
	text, help := e.Text("text"), "say so, as in “we never …” or “we do not …”"
	switch {
	case s.Keep != nil && s.Keep.Period.Never():
		if r.saysGone(text, s.Keep) {
			return
		}
		help = "say so, as in “we do not keep …” or “we return … and delete …”"
	case s.Kind != "bar" && s.Kind != "closed" || r.words.DenialSaid.In(text):
		return
	}
	r.report(finding.Finding{
		Code: "text-omits-no", Place: e.Value("text").Place,
		Message: "the text must say that this is never done, because its facts forbid it", Help: help,
	})
}

// saysGone reports whether a text says that data is not kept: in so many words, or by what
// becomes of it. Where it goes at an event, it may also say until when it is there.
func (r *resolver) saysGone(text string, k *Keep) bool {
	return r.words.DenialSaid.In(text) || r.words.EndingSaid.In(text) || k.From != "" && r.words.ConditionSaid.In(text)
}

// checkCondition reports a text that is silent of a condition its facts have: it
// promises what is refused, or forbids what can be allowed.
func (r *resolver) checkCondition(e *inventory.Entry, s *Statement) {
	text := e.Text("text")
	names := func(gate string) bool {
		return strings.Contains(strings.ToLower(fold(text)), strings.ToLower(r.gates[gate].Label))
	}
	gates, message := r.hangsOn(s)
	if len(gates) == 0 || r.words.ConditionSaid.In(text) || slices.ContainsFunc(gates, names) {
		return
	}
	r.report(finding.Finding{
		Code: "text-omits-condition", Place: e.Value("text").Place,
		Message: fmt.Sprintf(message, r.gates[gates[0]].Label),
		Help:    "say it in the text, as in “only if …” or “unless …”",
	})
}

func (r *resolver) reportText(e *inventory.Entry, code, message, help string) {
	if r.accepted(code, e.ID) {
		return
	}
	r.report(finding.Finding{Code: code, Severity: finding.Warning, Place: e.Value("text").Place, Message: message, Help: help})
}

// accepted reports whether an issue of the notice answers a warning about these
// statements: its authors know of it and keep it.
func (r *resolver) accepted(code string, statements ...string) bool {
	about := r.answered[code]
	return about[""] || slices.ContainsFunc(statements, func(id string) bool { return about[id] })
}

// hangsOn lists the acts for want of which a permit is refused, or that lift a
// bar, and says what a text without them leaves out. Those of a statement's one
// basis count too.
func (r *resolver) hangsOn(s *Statement) (gates []string, message string) {
	switch s.Kind {
	case "bar", "closed":
		return s.Unless, "the text must say what lifts this: %s"
	case "use", "share", "keep":
		all := slices.Clone(s.Gates)
		if len(s.Bases) == 1 {
			all = append(all, refIDs(r.bases[s.Bases[0]].Gates)...)
		}
		gates = slices.DeleteFunc(all, func(id string) bool { return !r.gates[id].Denies })
	}
	if len(gates) > 0 && r.stops(gates[0]) {
		return gates, "the text must say that this is not done if %s"
	}
	return gates, "the text must say that this is done only if %s"
}

// checkFigures reports figures that the text lacks, and lengths of time that none
// of the facts has. A figure that is missing may be meant so; one that another
// takes the place of is an error.
func (r *resolver) checkFigures(e *inventory.Entry, s *Statement) {
	text := strings.ToLower(fold(e.Text("text")))
	figures := r.figures(s)
	added := r.added(text, figures)
	for _, f := range figures {
		if r.says(text, f) {
			continue
		}
		found := finding.Finding{
			Code: "text-omits-figure", Severity: finding.Warning, Place: e.Value("text").Place,
			Message: fmt.Sprintf("the text does not say “%s”, which the facts beside it do", f.expect),
			Help:    fmt.Sprintf("write “%s” in the text, or correct the fact", f.expect),
		}
		if other := r.contradiction(text, f, added); other != "" {
			found.Code, found.Severity = "text-contradicts-figure", finding.Error
			found.Message = fmt.Sprintf("the text says “%s” where the facts beside it say “%s”", other, f.expect)
			added = slices.DeleteFunc(added, func(a mention) bool { return a.words == other })
		}
		if found.Severity == finding.Warning && r.accepted(found.Code, e.ID) {
			continue
		}
		r.report(found)
	}
	for _, a := range added {
		r.reportText(e, "text-adds-figure",
			fmt.Sprintf("the text says “%s”, which none of the facts beside it does, so that no decision knows of it", a.words),
			"write it as a fact too, such as period or within, or leave it out of the text")
	}
}

// figures lists the numbers of a statement's facts.
func (r *resolver) figures(s *Statement) []figure {
	var out []figure
	for _, n := range []int{s.Age.From, s.Age.Under} {
		if n > 0 {
			out = append(out, figure{age: n, expect: strconv.Itoa(n)})
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
		out = append(out, figure{same: equal(x), expect: r.number(x.n) + " " + unitName(r.words.Units[x.unit], x.n)})
	}
	return out
}

// equal lists a length of time in every unit that gives it exactly.
func equal(x part) []part {
	same := []part{x}
	for _, u := range []struct {
		large, small string
		n            int
	}{{"years", "months", 12}, {"weeks", "days", 7}} {
		switch {
		case x.unit == u.large:
			same = append(same, part{x.n * u.n, u.small})
		case x.unit == u.small && x.n%u.n == 0:
			same = append(same, part{x.n / u.n, u.large})
		}
	}
	return same
}

// says reports whether a text names a figure, in letters or in digits.
func (r *resolver) says(text string, f figure) bool {
	if slices.ContainsFunc(f.said, func(s string) bool { return holdsWords(text, s) }) {
		return true
	}
	if f.age > 0 {
		return slices.ContainsFunc(r.numbers(f.age), func(n string) bool { return holdsWords(text, n) })
	}
	return r.saysOne(text, f) || slices.ContainsFunc(r.mentions(text), func(m mention) bool { return slices.Contains(f.same, m.part) })
}

// saysOne reports whether a text names a single unit without a number: “a year”.
func (r *resolver) saysOne(text string, f figure) bool {
	return slices.ContainsFunc(f.same, func(x part) bool {
		return x.n == 1 && slices.ContainsFunc(r.words.Ones, func(one string) bool { return holdsWords(text, one+" "+r.words.Units[x.unit].One) })
	})
}

func (r *resolver) numbers(n int) []string {
	if n < len(r.words.Numbers) {
		return []string{strconv.Itoa(n), r.words.Numbers[n]}
	}
	return []string{strconv.Itoa(n)}
}

// mention is a length of time that a text names.
type mention struct {
	part
	words string
}

// mentions lists the lengths of time in a text.
func (r *resolver) mentions(text string) []mention {
	var out []mention
	for _, m := range r.words.Lengths(text) {
		out = append(out, mention{part{r.value(m[2]), r.unit(m[3])}, m[1]})
	}
	return out
}

// unit finds the unit a text calls by a name.
func (r *resolver) unit(name string) string {
	for _, table := range []map[string]words.Unit{r.words.Units, r.words.Deadlines} {
		for unit, u := range table {
			if name == u.One || name == u.Other {
				return unit
			}
		}
	}
	return ""
}

// added lists the lengths of time in a text that none of its facts has.
func (r *resolver) added(text string, own []figure) []mention {
	return slices.DeleteFunc(r.mentions(text), func(m mention) bool {
		return slices.ContainsFunc(own, func(f figure) bool {
			return slices.Contains(f.same, m.part) || slices.ContainsFunc(f.said, func(s string) bool { return strings.Contains(s, m.words) && holdsWords(text, s) })
		})
	})
}

// contradiction finds what stands in a text in place of a figure: another length of
// time, or another age.
func (r *resolver) contradiction(text string, f figure, added []mention) string {
	if f.age == 0 {
		for _, a := range added {
			if slices.ContainsFunc(f.same, func(x part) bool { return x.unit == a.unit }) {
				return a.words
			}
		}
		return ""
	}
	re, err := regexp.Compile(`(?:^|[^\pL\d])(` + r.words.AgeSaid + `)(?:$|[^\pL\d])`)
	if err != nil {
		return ""
	}
	if m := re.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

func (r *resolver) value(number string) int {
	if n, err := strconv.Atoi(number); err == nil {
		return n
	}
	return slices.Index(r.words.Numbers, number)
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
	if !r.readsAlike() {
		return
	}
	type words struct{ addendum, text string }
	first := make(map[words]string, len(r.n.Statements))
	for i := range r.n.Statements {
		s := &r.n.Statements[i]
		key := words{s.Addendum, s.Sentence.Text}
		id, again := first[key]
		if !again {
			first[key] = s.ID
			continue
		}
		r.alike = true
		if r.accepted("same-sentence", id, s.ID) {
			continue
		}
		r.report(finding.Finding{
			Code: "same-sentence", Severity: finding.Warning, Place: r.stated(s.ID).Place,
			Message: fmt.Sprintf("%q and %q read exactly alike", id, s.ID),
			Help:    "merge them, say what sets them apart, or give one of them its own text",
			Related: []finding.Related{{Place: r.stated(id).Place, Message: "the first one is here"}},
		})
	}
}
