package tables

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Bounds of a question in JSON.
const (
	maxBytes  = 64 << 10
	maxDepth  = 32
	maxDigits = 32
)

// noQuestion marks the fault of bytes that are no question; it stands alone.
const noQuestion = ""

// Faults of bytes that are no question, as details of bad_question.
var (
	errDepth = errors.New("depth")
	errJSON  = errors.New("question")
)

// object is a JSON object.
type object map[string]any

// read reads a question in JSON: what it states, and the faults of what cannot be
// read. A field that is null is not stated.
func (r *run) read(question []byte) {
	value, fault := parse(question)
	fields, ok := value.(object)
	switch {
	case fault != "":
		r.fault(noQuestion, fault)
	case !ok:
		r.fault(noQuestion, errJSON.Error())
	default:
		r.readFields(fields)
	}
}

func (r *run) readFields(fields object) {
	r.question.Notice, _ = fields["notice"].(string)
	known := r.engine.notices[r.question.Notice] != nil
	for name, value := range fields {
		if value == nil {
			continue
		}
		if read := readers[name]; read == nil || !read(r, value, known) {
			r.bad(name)
		}
	}
}

// readers read a field each, and report whether the value is of its type. The last
// argument tells whether the notice is known, without which no id is looked up.
var readers = map[string]func(r *run, value any, known bool) bool{
	"notice":    text(func(q *decision.Question) *string { return &q.Notice }),
	"action":    text(func(q *decision.Question) *string { return &q.Action }),
	"purpose":   text(func(q *decision.Question) *string { return &q.Purpose }),
	"recipient": text(func(q *decision.Question) *string { return &q.Recipient }),
	"form":      text(func(q *decision.Question) *string { return &q.Form }),
	"basis":     text(func(q *decision.Question) *string { return &q.Basis }),
	"right":     text(func(q *decision.Question) *string { return &q.Right }),
	"event":     text(func(q *decision.Question) *string { return &q.Event }),
	"channel":   text(func(q *decision.Question) *string { return &q.Channel }),
	"role":      text(func(q *decision.Question) *string { return &q.Role }),
	"on":        text(func(q *decision.Question) *string { return &q.On }),

	"categories": ids("categories", func(q *decision.Question) *[]string { return &q.Categories }),
	"audiences":  ids("audiences", func(q *decision.Question) *[]string { return &q.Audiences }),

	"age": (*run).readAge, "strict": (*run).readStrict, "place": (*run).readPlace, "gates": (*run).readGates,
	"documents": (*run).readDocuments, "since": (*run).readSince, "earlier": (*run).readEarlier, "counts": (*run).readCounts,
}

// text reads a field of one text.
func text(of func(*decision.Question) *string) func(*run, any, bool) bool {
	return func(r *run, value any, _ bool) bool {
		s, ok := value.(string)
		*of(&r.question) = s
		return ok
	}
}

// ids reads a list of ids. What an object holds in its place is looked up as well.
func ids(name string, of func(*decision.Question) *[]string) func(*run, any, bool) bool {
	return func(r *run, value any, known bool) bool {
		list, ok := value.([]any)
		if o, is := value.(object); is {
			for _, x := range o {
				list = append(list, x)
			}
		}
		for _, x := range list {
			if id, isText := x.(string); isText {
				*of(&r.question) = append(*of(&r.question), id)
			} else if known {
				r.bad(name)
			}
		}
		return ok
	}
}

func (r *run) readAge(value any, _ bool) bool {
	n, ok := whole(value)
	r.question.Age = &n
	return ok
}

func (r *run) readStrict(value any, _ bool) bool {
	strict, ok := value.(bool)
	r.question.Strict = &strict
	return ok
}

// readPlace reads the places. Those of a list in its place are looked up as well.
func (r *run) readPlace(value any, _ bool) bool {
	fields, ok := value.(object)
	list, _ := value.([]any)
	for _, x := range list {
		if code, isText := x.(string); isText {
			r.checkPlace(code)
		}
	}
	to := &r.question.Place
	for name, x := range fields {
		code, isText := x.(string)
		switch name {
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
		ok = ok && (isText || x == nil)
	}
	return ok
}

// readGates reads the acts. null says nothing of one.
func (r *run) readGates(value any, _ bool) bool {
	fields, ok := value.(object)
	r.question.Gates = make(map[string]decision.Act, len(fields))
	for id, x := range fields {
		if x == nil {
			r.unsaid = append(r.unsaid, id)
			continue
		}
		a, isAct := readAct(x)
		r.question.Gates[id] = a
		ok = ok && isAct
	}
	return ok
}

// readAct reads false, true, or an object of what is known of the act.
func readAct(value any) (decision.Act, bool) {
	if happened, ok := value.(bool); ok {
		return decision.Act{Happened: happened}, true
	}
	fields, ok := value.(object)
	a := decision.Act{Happened: ok}
	for name, x := range fields {
		s, isText := x.(string)
		ok = ok && (isText || x == nil)
		switch name {
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

func (r *run) readDocuments(value any, _ bool) (ok bool) {
	r.question.Documents, ok = texts(value)
	return ok
}

func (r *run) readSince(value any, _ bool) (ok bool) {
	r.question.Since, ok = texts(value)
	return ok
}

// texts reads an object of texts.
func texts(value any) (map[string]string, bool) {
	fields, ok := value.(object)
	out := make(map[string]string, len(fields))
	for id, x := range fields {
		s, isText := x.(string)
		out[id] = s
		ok = ok && isText
	}
	return out, ok
}

func (r *run) readEarlier(value any, _ bool) bool {
	list, ok := value.([]any)
	for _, x := range list {
		s, isText := x.(string)
		r.question.Earlier = append(r.question.Earlier, s)
		ok = ok && isText
	}
	return ok
}

func (r *run) readCounts(value any, _ bool) bool {
	fields, ok := value.(object)
	r.question.Counts = make(map[string]int, len(fields))
	for id, x := range fields {
		n, isCount := whole(x)
		r.question.Counts[id] = n
		ok = ok && isCount
	}
	return ok
}

// whole reads a number without fraction that is not negative.
func whole(value any) (int, bool) {
	number, _ := value.(json.Number)
	exact, ok := new(big.Rat).SetString(number.String())
	if !ok || !exact.IsInt() || exact.Sign() < 0 || exact.Cmp(big.NewRat(1_000_000_000, 1)) >= 0 {
		return 0, false
	}
	return int(exact.Num().Int64()), true
}

// parse reads one JSON value strictly: bounded in size and depth, no key twice,
// nothing after it. It returns the detail of the fault, or "".
func parse(question []byte) (any, string) {
	if len(question) > maxBytes {
		return nil, "size"
	}
	d := json.NewDecoder(bytes.NewReader(question))
	d.UseNumber()
	value, err := parseValue(d, 0)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return value, ""
		}
	}
	if errors.Is(err, errDepth) {
		return nil, errDepth.Error()
	}
	return nil, errJSON.Error()
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return parseObject(d, depth)
		}
		return parseArray(d, depth)
	case json.Number:
		if len(t) > maxDigits || strings.ContainsAny(t.String(), "eE") {
			return nil, errJSON
		}
	}
	return token, nil
}

func parseObject(d *json.Decoder, depth int) (any, error) {
	fields := object{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := key.(string)
		if _, twice := fields[name]; twice {
			return nil, errJSON
		}
		if fields[name], err = parseValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return fields, err
}

func parseArray(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		value, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token()
	return list, err
}
