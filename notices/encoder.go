package notices

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// encoder appends a value of one type as JSON, to the bytes that encoding/json writes when
// it escapes nothing for HTML. That one asks of each field anew what is known of its type;
// the digest and the JSON of a notice are most of what a publish does with it but reading,
// wording and its page. What is not here, such as a map or a type that spells itself,
// encoding/json writes.
type encoder func(b []byte, v reflect.Value) []byte

// encoders are those made so far, by type.
var encoders sync.Map

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	zeroer        = reflect.TypeFor[interface{ IsZero() bool }]()
)

func encoderOf(t reflect.Type) encoder {
	if known, ok := encoders.Load(t); ok {
		return known.(encoder)
	}
	e, _ := encoders.LoadOrStore(t, newEncoder(t))
	return e.(encoder)
}

func newEncoder(t reflect.Type) encoder {
	switch {
	case t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler):
		return encodeOther
	case t.Implements(textMarshaler) && t.Kind() != reflect.Pointer:
		return func(b []byte, v reflect.Value) []byte {
			text, err := asIs(v).(encoding.TextMarshaler).MarshalText()
			if err != nil {
				panic(err) // the model's types always marshal
			}
			return appendQuoted(b, string(text))
		}
	case reflect.PointerTo(t).Implements(textMarshaler):
		return encodeOther
	}
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, v reflect.Value) []byte { return appendQuoted(b, v.String()) }
	case reflect.Bool:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendBool(b, v.Bool()) }
	case reflect.Int:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendInt(b, v.Int(), 10) }
	case reflect.Pointer:
		of := sync.OnceValue(func() encoder { return encoderOf(t.Elem()) }) // a type may hold itself
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			return of()(b, v.Elem())
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return encodeOther
		}
		of := sync.OnceValue(func() encoder { return encoderOf(t.Elem()) })
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			b = append(b, '[')
			encode := of()
			for i := range v.Len() {
				if i > 0 {
					b = append(b, ',')
				}
				b = encode(b, v.Index(i))
			}
			return append(b, ']')
		}
	case reflect.Struct:
		return structEncoder(t)
	}
	return encodeOther
}

// encodedField is a field of a struct: `"name":`, how it is written, and when it is left out.
type encodedField struct {
	index  []int
	name   string
	encode encoder
	none   func(v reflect.Value) bool // nil for a field that is always written
}

func structEncoder(t reflect.Type) encoder {
	fields, ok := encodedFields(t, nil)
	seen := map[string]bool{}
	for _, f := range fields {
		ok = ok && !seen[f.name] // of two with one name encoding/json chooses
		seen[f.name] = true
	}
	if !ok {
		return encodeOther
	}
	return func(b []byte, v reflect.Value) []byte {
		return appendFields(b, fields, v, func(b []byte, i int, x reflect.Value) []byte { return fields[i].encode(b, x) })
	}
}

// appendFields appends a struct whose fields are appended as told.
func appendFields(b []byte, fields []encodedField, v reflect.Value, value func(b []byte, i int, x reflect.Value) []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	for i := range fields {
		f := &fields[i]
		x := f.of(v)
		if f.none != nil && f.none(x) {
			continue
		}
		if len(b) > begun {
			b = append(b, ',')
		}
		b = value(append(b, f.name...), i, x)
	}
	return append(b, '}')
}

// of is the field of a value.
func (f *encodedField) of(v reflect.Value) reflect.Value {
	v = v.Field(f.index[0])
	for _, i := range f.index[1:] {
		v = v.Field(i)
	}
	return v
}

// encodedFields lists the fields of a struct and of the structs embedded in it, and gives
// false where one is beyond an encoder.
func encodedFields(t reflect.Type, above []int) (all []encodedField, ok bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, above...), i)
		tag, tagged := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct && !tagged:
			below, ok := encodedFields(f.Type, index)
			if !ok {
				return nil, false
			}
			all = append(all, below...)
			continue
		case f.Anonymous:
			return nil, false
		case !f.IsExported() || tag == "-":
			continue
		case name == "":
			name = f.Name
		}
		x := encodedField{index: index, name: string(append(appendQuoted(nil, name), ':')), encode: encoderOf(f.Type)}
		for option := range strings.SplitSeq(options, ",") {
			switch {
			case option == "omitempty" && x.none == nil:
				x.none = emptiness(f.Type.Kind())
			case option == "omitzero" && x.none == nil && f.Type.Implements(zeroer) && f.Type.Kind() != reflect.Pointer:
				x.none = func(v reflect.Value) bool { return asIs(v).(interface{ IsZero() bool }).IsZero() }
			case option == "omitzero" && x.none == nil && !reflect.PointerTo(f.Type).Implements(zeroer):
				x.none = reflect.Value.IsZero
			case option != "":
				return nil, false
			}
		}
		all = append(all, x)
	}
	return all, true
}

// emptiness tells when a value is left out as empty, nil for a kind that never is.
func emptiness(k reflect.Kind) func(reflect.Value) bool {
	switch k {
	case reflect.Struct:
		return nil
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	}
	return reflect.Value.IsZero
}

// asIs is a value as an interface, in its place where it has one, so that it is not copied.
func asIs(v reflect.Value) any {
	if v.CanAddr() {
		return v.Addr().Interface()
	}
	return v.Interface()
}

func encodeOther(b []byte, v reflect.Value) []byte {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v.Interface()); err != nil {
		panic(err) // the model's types always marshal
	}
	return append(b, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends a text as JSON, between quotes.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
			b = append(b, s[from:i]...)
			if r == utf8.RuneError {
				b = append(b, `\ufffd`...)
			} else {
				b = append(append(b, `\u202`...), hexDigits[r&0xf])
			}
		} else {
			b = append(append(b, s[from:i]...), '\\')
			switch c {
			case '"', '\\':
				b = append(b, c)
			case '\b':
				b = append(b, 'b')
			case '\f':
				b = append(b, 'f')
			case '\n':
				b = append(b, 'n')
			case '\r':
				b = append(b, 'r')
			case '\t':
				b = append(b, 't')
			default:
				b = append(b, 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
			}
		}
		i += size
		from = i
	}
	return append(append(b, s[from:]...), '"')
}
