package serve

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
)

// evaluation is the four parts of an AuthZEN request, as JSON; nil where it has none.
type evaluation struct{ subject, action, resource, context []byte }

// newEvaluation reads the parts of a request. A part it has takes the place of the
// whole default.
func newEvaluation(request, defaults []member) evaluation {
	part := func(name string) []byte {
		if own := stated(request, name); own != nil {
			return own
		}
		return stated(defaults, name)
	}
	return evaluation{part("subject"), part("action"), part("resource"), part("context")}
}

// stated gives the value of a name; nil when there is none, or null.
func stated(object []member, name string) []byte {
	if value := lookup(object, name); string(value) != "null" {
		return value
	}
	return nil
}

// fields of a question that the type of a resource stands for.
var resourceFields = map[string]struct {
	name string
	list bool
}{
	"category":  {"categories", true},
	"audience":  {"audiences", true},
	"notice":    {"notice", false},
	"purpose":   {"purpose", false},
	"recipient": {"recipient", false},
	"right":     {"right", false},
	"event":     {"event", false},
	"basis":     {"basis", false},
}

// question is one being put together. What cannot be put into it becomes a field
// that no question has, or a value that no field takes: so it is the engine that
// denies, with everything else it finds.
type question struct {
	fields     []member
	size       int
	incomplete bool // something that AuthZEN requires is missing or of a wrong type
}

// questionFrom makes the question that an evaluation asks.
func questionFrom(e evaluation) *question {
	q := &question{size: len(e.subject) + len(e.action) + len(e.resource) + len(e.context)}
	if q.size > maxBody { // no question is that long; do not copy it for every default
		q.fault("size")
		return q
	}
	subject := q.part("subject", e.subject, "type", "id")
	action := q.part("action", e.action, "name")
	resource := q.part("resource", e.resource, "type", "id")
	if name, ok := textOf(lookup(action, "name")); ok {
		q.text("action", name)
	}
	if audience, _ := textOf(lookup(subject, "type")); audience != "" {
		q.list("audiences", audience)
	}
	kind, _ := textOf(lookup(resource, "type"))
	id, _ := textOf(lookup(resource, "id"))
	switch field, known := resourceFields[kind]; {
	case !known:
		q.fault("resource.type")
	case id == "":
	case field.list:
		q.list(field.name, id)
	default:
		q.text(field.name, id)
	}
	for _, part := range [][]member{subject, action, resource} {
		q.more("properties", stated(part, "properties"))
	}
	q.more("context", e.context)
	return q
}

// part reads one part and sees to it that what AuthZEN requires of it are texts.
func (q *question) part(name string, text []byte, required ...string) []member {
	object, ok := members(text)
	for _, r := range required {
		_, isText := textOf(lookup(object, r))
		ok = ok && isText
	}
	if !ok {
		q.incomplete = true
		q.fault(name)
	}
	return object
}

// more adds every field of an object under its own name.
func (q *question) more(name string, text []byte) {
	if text == nil {
		return
	}
	object, ok := members(text)
	if !ok {
		q.incomplete = true
		q.fault(name)
	}
	for _, m := range object {
		q.set(m.name, m.value)
	}
}

func (q *question) text(name, value string) { q.set(name, quote(value)) }

func (q *question) list(name, value string) {
	q.set(name, append(append([]byte{'['}, quote(value)...), ']'))
}

// wrong is a value that no field of a question takes.
var wrong = []byte("[[]]")

// fault makes the question one that denies as bad_question with this detail.
func (q *question) fault(name string) { q.set(name, wrong) }

// set states a field. null states nothing, and what is stated twice has to be the
// same.
func (q *question) set(name string, value []byte) {
	if string(value) == "null" {
		return
	}
	for i, f := range q.fields {
		if f.name != name {
			continue
		}
		if !same(f.value, value) {
			q.fields[i].value = wrong
		}
		return
	}
	q.fields = append(q.fields, member{name, value})
}

// same reports whether two texts are the same JSON.
func same(a, b []byte) bool {
	return bytes.Equal(a, b) || reflect.DeepEqual(decode(a), decode(b))
}

func decode(text []byte) (value any) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return nil
	}
	return value
}

// json writes the question.
func (q *question) json() []byte {
	b := make([]byte, 0, q.size+64)
	b = append(b, '{')
	for i, f := range q.fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, quote(f.name)...)
		b = append(b, ':')
		b = append(b, f.value...)
	}
	return append(b, '}')
}

// quote writes a JSON text.
func quote(s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			text, err := json.Marshal(s)
			if err != nil {
				panic(err) // every text can be written
			}
			return text
		}
	}
	return strconv.AppendQuote(make([]byte, 0, len(s)+2), s)
}
