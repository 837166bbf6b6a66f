package serve

import (
	"bytes"
	"encoding/json"
)

// valid reports whether text is one JSON value that is not too deep.
func valid(text []byte) bool {
	depth, inText := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return json.Valid(text)
}

// member is one name and value of an object.
type member struct {
	name  string
	value []byte // JSON
}

// members splits an object that is valid JSON, without looking into its values. It
// reports whether text is an object that has no name twice.
func members(text []byte) ([]member, bool) {
	text = trim(text)
	if len(text) == 0 || text[0] != '{' {
		return nil, false
	}
	out := make([]member, 0, 8)
	for rest := trim(text[1:]); rest[0] != '}'; {
		key := rest[:end(rest)]
		rest = trim(rest[len(key):])
		rest = trim(rest[1:]) // the colon
		value := rest[:end(rest)]
		rest = trim(rest[len(value):])
		if rest[0] == ',' {
			rest = trim(rest[1:])
		}
		m := member{unquote(key), value}
		for _, other := range out {
			if other.name == m.name {
				return nil, false
			}
		}
		if len(out) == maxMembers {
			return nil, false
		}
		out = append(out, m)
	}
	return out, true
}

// maxMembers is how many members an object that is split may have; a question has
// twenty-one fields.
const maxMembers = 256

// elements splits a list that is valid JSON.
func elements(text []byte) ([][]byte, bool) {
	text = trim(text)
	if len(text) == 0 || text[0] != '[' {
		return nil, false
	}
	var out [][]byte
	for rest := trim(text[1:]); rest[0] != ']'; {
		value := rest[:end(rest)]
		rest = trim(rest[len(value):])
		if rest[0] == ',' {
			rest = trim(rest[1:])
		}
		out = append(out, value)
	}
	return out, true
}

func trim(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n") }

// end is the length of the value that valid JSON begins with.
func end(text []byte) int {
	depth, inText := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inText && c == '\\':
			i++
			continue
		case c == '"':
			inText = !inText
		case inText:
			continue
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth == 0 {
				return i // of a number or a word that something else encloses
			}
			depth--
		case depth == 0 && (c == ',' || c == ':' || c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			return i
		default:
			continue
		}
		if depth == 0 && !inText {
			return i + 1
		}
	}
	return len(text)
}

// unquote reads a JSON text.
func unquote(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1])
	}
	var s string
	if json.Unmarshal(text, &s) != nil {
		panic("serve: a text that is none") // callers know it to be valid
	}
	return s
}

// textOf reads a value that is a text.
func textOf(value []byte) (string, bool) {
	if len(value) == 0 || value[0] != '"' {
		return "", false
	}
	return unquote(value), true
}

// lookup gives the value of a name; nil when there is none.
func lookup(object []member, name string) []byte {
	for _, m := range object {
		if m.name == name {
			return m.value
		}
	}
	return nil
}
