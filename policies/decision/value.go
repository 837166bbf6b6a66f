package decision

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Bounds of a question in JSON.
const (
	MaxBytes  = 64 << 10
	MaxDepth  = 32
	maxDigits = 32
)

// Faults of bytes that are no question, as details of [BadQuestion].
const (
	FaultSize  = "size"
	FaultDepth = "depth"
	FaultJSON  = "question"
)

// Value is a JSON value.
type Value struct {
	Kind    Kind
	Text    string   // of a Text, or of a Number as it is written
	Items   []Value  // of a List
	Members []Member // of an Object, in the order written, no name twice
}

// Kind is what a [Value] is. The zero Kind is null.
type Kind int

// The kinds of values.
const (
	Null Kind = iota
	False
	True
	Number
	Text
	List
	Object
)

// Member is one name of an object with its value.
type Member struct {
	Name  string
	Value Value
}

// Member gives the value of a name; null where the value is no object or has none.
func (v Value) Member(name string) Value {
	for _, m := range v.Members {
		if m.Name == name {
			return m.Value
		}
	}
	return Value{}
}

// Parse reads one JSON value strictly: bounded in size and depth, numbers of at most
// 32 characters and without exponent, no name twice in an object, nothing after it. It
// returns the fault, or "". Every engine reads questions with it, so that none can take
// for a question what another refuses.
func Parse(question []byte) (v Value, fault string) {
	if len(question) > MaxBytes {
		return v, FaultSize
	}
	p := parser{text: string(question)}
	v = p.value(0)
	if p.space(); p.fault == "" && p.at < len(p.text) {
		p.fault = FaultJSON
	}
	if p.fault != "" {
		return Value{}, p.fault
	}
	return v, ""
}

// parser reads a text from left to right until the first fault. The texts of its
// values are parts of the whole, so that they cost nothing.
type parser struct {
	text  string
	at    int
	fault string
}

func (p *parser) fail(fault string) Value {
	if p.fault == "" {
		p.fault, p.at = fault, len(p.text)
	}
	return Value{}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// next is the next byte that is no white space, or 0 at the end.
func (p *parser) next() byte {
	if p.space(); p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// take moves past a byte, if it is the next one.
func (p *parser) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *parser) value(depth int) Value {
	if depth > MaxDepth {
		return p.fail(FaultDepth)
	}
	switch c := p.next(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.list(depth)
	case c == '"':
		return Value{Kind: Text, Text: p.quoted()}
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for word, kind := range words {
		if strings.HasPrefix(p.text[p.at:], word) {
			p.at += len(word)
			return Value{Kind: kind}
		}
	}
	return p.fail(FaultJSON)
}

var words = map[string]Kind{"true": True, "false": False, "null": Null}

func (p *parser) object(depth int) Value {
	v := Value{Kind: Object}
	p.at++
	if p.take('}') {
		return v
	}
	v.Members = make([]Member, 0, 8)
	for {
		if p.next() != '"' {
			return p.fail(FaultJSON)
		}
		name := p.quoted()
		for _, m := range v.Members {
			if m.Name == name {
				return p.fail(FaultJSON)
			}
		}
		if !p.take(':') {
			return p.fail(FaultJSON)
		}
		v.Members = append(v.Members, Member{name, p.value(depth + 1)})
		switch {
		case p.take(','):
		case p.take('}'):
			return v
		default:
			return p.fail(FaultJSON)
		}
	}
}

func (p *parser) list(depth int) Value {
	v := Value{Kind: List}
	p.at++
	if p.take(']') {
		return v
	}
	v.Items = make([]Value, 0, 2)
	for {
		v.Items = append(v.Items, p.value(depth+1))
		switch {
		case p.take(','):
		case p.take(']'):
			return v
		default:
			return p.fail(FaultJSON)
		}
	}
}

// quoted reads a text. One with an escape, or with bytes that are no UTF-8, is read
// by encoding/json, which knows what comes of them.
func (p *parser) quoted() string {
	start, plain := p.at, true
	for i := start + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.at = i + 1
			text := p.text[start+1 : i]
			if plain && utf8.ValidString(text) {
				return text
			}
			if json.Unmarshal([]byte(p.text[start:p.at]), &text) != nil {
				p.fail(FaultJSON)
			}
			return text
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			p.fail(FaultJSON)
			return ""
		}
	}
	p.fail(FaultJSON)
	return ""
}

// number reads a number as RFC 8259 has it, but for exponents: no number of a
// question needs one, and a short one can be longer than memory.
func (p *parser) number() Value {
	start := p.at
	if p.text[p.at] == '-' {
		p.at++
	}
	whole := p.digits()
	if whole == 0 || whole > 1 && p.text[p.at-whole] == '0' {
		return p.fail(FaultJSON)
	}
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
		if p.digits() == 0 {
			return p.fail(FaultJSON)
		}
	}
	if p.at < len(p.text) && (p.text[p.at] == 'e' || p.text[p.at] == 'E') || p.at-start > maxDigits {
		return p.fail(FaultJSON)
	}
	return Value{Kind: Number, Text: p.text[start:p.at]}
}

// digits moves past digits and counts them.
func (p *parser) digits() int {
	start := p.at
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at - start
}
