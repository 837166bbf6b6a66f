package tables

import (
	"math/big"

	"github.com/candor-privacy/candor/policies/decision"
)

// noQuestion marks the fault of bytes that are no question; it stands alone.
const noQuestion = ""

// read reads a question in JSON: what it states, and the faults of what cannot be
// read. A field that is null is not stated.
func (r *run) read(question []byte) {
	value, fault := decision.Parse(question)
	switch {
	case fault != "":
		r.fault(noQuestion, fault)
	case value.Kind != decision.Object:
		r.fault(noQuestion, decision.FaultJSON)
	default:
		r.readFields(value)
	}
}

func (r *run) readFields(fields decision.Value) {
	r.question.Notice = fields.Member("notice").Text
	if fields.Member("notice").Kind != decision.Text {
		r.question.Notice = ""
	}
	known := r.engine.notice(r.question.Notice) != nil
	for _, m := range fields.Members {
		if m.Value.Kind != decision.Null && !r.readField(m.Name, m.Value, known) {
			r.bad(m.Name)
		}
	}
}

// readField reads a field, and reports whether there is such a field and the value is
// of its type. known tells whether the notice is known, without which no id is looked
// up.
func (r *run) readField(name string, value decision.Value, known bool) bool {
	q := &r.question
	switch name {
	case "notice":
		return value.Kind == decision.Text
	case "action":
		return readText(value, &q.Action)
	case "purpose":
		return readText(value, &q.Purpose)
	case "recipient":
		return readText(value, &q.Recipient)
	case "form":
		return readText(value, &q.Form)
	case "basis":
		return readText(value, &q.Basis)
	case "right":
		return readText(value, &q.Right)
	case "event":
		return readText(value, &q.Event)
	case "channel":
		return readText(value, &q.Channel)
	case "role":
		return readText(value, &q.Role)
	case "on":
		return readText(value, &q.On)
	case "categories":
		return r.readIDs(name, value, known, &q.Categories)
	case "audiences":
		return r.readIDs(name, value, known, &q.Audiences)
	case "age":
		n, ok := whole(value)
		q.Age = &n
		return ok
	case "strict":
		strict := value.Kind == decision.True
		q.Strict = &strict
		return isTruth(value)
	case "place":
		return r.readPlace(value)
	case "gates":
		return r.readGates(value)
	case "documents":
		return readTexts(value, &q.Documents)
	case "since":
		return readTexts(value, &q.Since)
	case "earlier":
		return r.readEarlier(value)
	case "counts":
		return r.readCounts(value)
	}
	return false
}

func isTruth(v decision.Value) bool { return v.Kind == decision.True || v.Kind == decision.False }

// isTextOrNull is what a text may be inside of an object, where null says nothing.
func isTextOrNull(v decision.Value) bool { return v.Kind == decision.Text || v.Kind == decision.Null }

// textOf is the text of a value that is one, or "".
func textOf(v decision.Value) string {
	if v.Kind == decision.Text {
		return v.Text
	}
	return ""
}

func readText(value decision.Value, to *string) bool {
	*to = textOf(value)
	return value.Kind == decision.Text
}

// readIDs reads a list of ids. What an object holds in its place is looked up as well.
func (r *run) readIDs(name string, value decision.Value, known bool, to *[]string) bool {
	read := func(x decision.Value) {
		if x.Kind == decision.Text {
			*to = append(*to, x.Text)
		} else if known {
			r.bad(name)
		}
	}
	for _, x := range value.Items {
		read(x)
	}
	for _, m := range value.Members {
		read(m.Value)
	}
	return value.Kind == decision.List
}

// readPlace reads the places. Those of a list in its place are looked up as well.
func (r *run) readPlace(value decision.Value) bool {
	for _, x := range value.Items {
		if x.Kind == decision.Text {
			r.checkPlace(x.Text)
		}
	}
	ok, to := value.Kind == decision.Object, &r.question.Place
	for _, m := range value.Members {
		code := textOf(m.Value)
		switch m.Name {
		case "person":
			to.Person = code
		case "customer":
			to.Customer = code
		case "host":
			to.Host = code
		case "destination":
			to.Destination = code
		default:
			r.checkPlace(code)
			ok = false
		}
		ok = ok && isTextOrNull(m.Value)
	}
	return ok
}

// readGates reads the acts. null says nothing of one.
func (r *run) readGates(value decision.Value) bool {
	ok := value.Kind == decision.Object
	r.question.Gates = make(map[string]decision.Act, len(value.Members))
	for _, m := range value.Members {
		if m.Value.Kind == decision.Null {
			r.unsaid = append(r.unsaid, m.Name)
			continue
		}
		act, isAct := readAct(m.Value)
		r.question.Gates[m.Name] = act
		ok = ok && isAct
	}
	return ok
}

// readAct reads false, true, or an object of what is known of the act.
func readAct(value decision.Value) (decision.Act, bool) {
	if isTruth(value) {
		return decision.Act{Happened: value.Kind == decision.True}, true
	}
	ok := value.Kind == decision.Object
	a := decision.Act{Happened: ok}
	for _, m := range value.Members {
		ok = ok && isTextOrNull(m.Value)
		switch s := textOf(m.Value); m.Name {
		case "on":
			a.On = s
		case "by":
			a.By = s
		case "via":
			a.Via = s
		case "ended":
			a.Ended = s
		default:
			ok = false
		}
	}
	return a, ok
}

// readTexts reads an object of texts.
func readTexts(value decision.Value, to *map[string]string) bool {
	ok := value.Kind == decision.Object
	*to = make(map[string]string, len(value.Members))
	for _, m := range value.Members {
		(*to)[m.Name] = textOf(m.Value)
		ok = ok && m.Value.Kind == decision.Text
	}
	return ok
}

func (r *run) readEarlier(value decision.Value) bool {
	ok := value.Kind == decision.List
	for _, x := range value.Items {
		r.question.Earlier = append(r.question.Earlier, textOf(x))
		ok = ok && x.Kind == decision.Text
	}
	return ok
}

func (r *run) readCounts(value decision.Value) bool {
	ok := value.Kind == decision.Object
	r.question.Counts = make(map[string]int, len(value.Members))
	for _, m := range value.Members {
		n, isCount := whole(m.Value)
		r.question.Counts[m.Name] = n
		ok = ok && isCount
	}
	return ok
}

// whole reads a number without fraction that is not negative.
func whole(value decision.Value) (int, bool) {
	if value.Kind != decision.Number {
		return 0, false
	}
	n := 0
	for i := range len(value.Text) {
		c := value.Text[i]
		if c < '0' || c > '9' || n > 1_000_000_000 { // -0, 12.0: rare, so it may take its time
			return exactly(value.Text)
		}
		n = 10*n + int(c-'0')
	}
	return n, n < 1_000_000_000
}

func exactly(number string) (int, bool) {
	exact, ok := new(big.Rat).SetString(number)
	if !ok || !exact.IsInt() || exact.Sign() < 0 || exact.Cmp(big.NewRat(1_000_000_000, 1)) >= 0 {
		return 0, false
	}
	return int(exact.Num().Int64()), true
}
