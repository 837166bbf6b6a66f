package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// canonical is the one way to spell a value in JSON: keys in order, no white space,
// nothing escaped that need not be.
func canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	out, _, err := respell(nil, text)
	return out, err
}

// respell appends the first value of a text as the one way to spell it, and gives what is
// left of the text, which is as encoding/json wrote it. To the same end one can parse it
// and write what was read, as whoever reads a bundle does ([checkSpelling]); but that
// makes a tree of every value.
func respell(to, text []byte) (out, rest []byte, err error) {
	switch text[0] {
	case '{':
		return respellObject(to, text)
	case '[':
		to, text = append(to, '['), text[1:]
		for text[0] != ']' {
			if text[0] == ',' {
				to, text = append(to, ','), text[1:]
			}
			if to, text, err = respell(to, text); err != nil {
				return nil, nil, err
			}
		}
		return append(to, ']'), text[1:], nil
	case '"':
		n := textEnd(text)
		to, err = respellText(to, text[:n])
		return to, text[n:], err
	}
	n := bytes.IndexAny(text, ",]}")
	if n < 0 {
		n = len(text)
	}
	return append(to, text[:n]...), text[n:], nil
}

// spelling is a member of an object: its key as it reads, and where it is spelt.
type spelling struct {
	key      string
	from, to int
}

func respellObject(to, text []byte) (out, rest []byte, err error) {
	var few [8]spelling
	members, begun, inOrder := few[:0], len(to), true
	to, text = append(to, '{'), text[1:]
	for text[0] != '}' {
		if text[0] == ',' {
			to, text = append(to, ','), text[1:]
		}
		m := spelling{from: len(to)}
		n := textEnd(text)
		if to, err = respellText(to, text[:n]); err != nil {
			return nil, nil, err
		}
		if m.key, err = readText(text[:n]); err != nil {
			return nil, nil, err
		}
		if to, text, err = respell(append(to, ':'), text[n+1:]); err != nil {
			return nil, nil, err
		}
		m.to = len(to)
		inOrder = inOrder && (len(members) == 0 || members[len(members)-1].key < m.key)
		members = append(members, m)
	}
	if to = append(to, '}'); inOrder {
		return to, text[1:], nil
	}
	slices.SortFunc(members, func(a, b spelling) int { return strings.Compare(a.key, b.key) })
	before := slices.Clone(to[begun:])
	to = to[:begun]
	for i, m := range members {
		to = append(append(to, "{,"[min(i, 1)]), before[m.from-begun:m.to-begun]...)
	}
	return append(to, '}'), text[1:], nil
}

// textEnd is the length of the text between quotes that begins a text.
func textEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func readText(quoted []byte) (s string, err error) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	err = json.Unmarshal(quoted, &s)
	return s, err
}

func respellText(to, quoted []byte) ([]byte, error) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return append(to, quoted...), nil
	}
	s, err := readText(quoted)
	if err != nil {
		return nil, err
	}
	data, err := spell(s)
	return append(to, data...), err
}

// member is a member of an object, spelt.
type member struct {
	key   string
	value []byte
}

// errSpelling is returned for what is not spelt as candor spells it.
var errSpelling = errors.New("it is not spelt as candor spells it")

// membersOf are the members of the object that begins a text, which is spelt in the one
// way, in their order.
func membersOf(text []byte) (all []member, err error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, errSpelling
	}
	for text = text[1:]; len(text) == 0 || text[0] != '}'; {
		text = bytes.TrimPrefix(text, []byte(","))
		n := textEnd(text)
		if n < 2 || n >= len(text) || text[0] != '"' || text[n] != ':' {
			return nil, errSpelling
		}
		key, err := readText(text[:n])
		if err != nil {
			return nil, err
		}
		text = text[n+1:]
		end := valueEnd(text)
		all, text = append(all, member{key, text[:end:end]}), text[end:]
	}
	return all, nil
}

// valueEnd is the length of the value that begins a text.
func valueEnd(text []byte) int {
	for i, depth := 0, 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += textEnd(text[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']', ',':
			if text[i] != ',' {
				depth--
			}
			if depth < 0 || depth == 0 && text[i] == ',' {
				return i
			}
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
