package notices

import (
	"bytes"
	"reflect"
	"sync"
)

// pieces is the JSON of a notice in pieces, for others that have the very same lists and
// statements.
type pieces struct {
	lists      [][]byte     // in the order of noticeFields, nil for what is no list
	statements []aroundPath // in their order
}

// aroundPath is the JSON of a statement but for its path, which has the notice's own in it.
type aroundPath struct{ before, after []byte }

// noticeFields are how each field of a notice is written.
var noticeFields = sync.OnceValue(func() []encodedField {
	fields, ok := encodedFields(reflect.TypeFor[Notice](), nil)
	if !ok {
		panic("a notice has a field that is beyond an encoder")
	}
	return fields
})

func piecesOf(n *Notice) *pieces {
	v := reflect.ValueOf(n).Elem()
	p := &pieces{lists: make([][]byte, len(noticeFields())), statements: make([]aroundPath, len(n.Statements))}
	for i, f := range noticeFields() {
		if x := f.of(v); x.Kind() == reflect.Slice && !isStatements(x) {
			p.lists[i] = f.encode(nil, x)
		}
	}
	for i := range n.Statements {
		s := encode(nil, &n.Statements[i])
		path := append([]byte(`"path":`), appendQuoted(nil, n.Statements[i].Path)...)
		before, after, _ := bytes.Cut(s, path) // no text has quotes like these
		p.statements[i] = aroundPath{append(before, `"path":`...), after}
	}
	return p
}

func isStatements(list reflect.Value) bool { return list.Type() == reflect.TypeFor[[]Statement]() }

// canonical is the canonical JSON of the notice. What it has from its kin is copied.
func (r *resolver) canonical() []byte {
	if r.kin == nil {
		return canonical(r.n)
	}
	kin, at, p := reflect.ValueOf(r.kin.n).Elem(), reflect.ValueOf(r.n).Elem(), r.kin.pieces()
	return spell(func(b []byte) []byte {
		return appendFields(b, noticeFields(), at, func(b []byte, i int, x reflect.Value) []byte {
			f := &noticeFields()[i]
			switch {
			case x.Kind() != reflect.Slice:
				return f.encode(b, x)
			case isStatements(x):
				return r.appendStatements(b, p)
			case f.of(kin).Pointer() == x.Pointer() && f.of(kin).Len() == x.Len():
				return append(b, p.lists[i]...)
			}
			return f.encode(b, x)
		})
	})
}

func (r *resolver) appendStatements(b []byte, p *pieces) []byte {
	b = append(b, '[')
	for i, m := range r.made {
		if i > 0 {
			b = append(b, ',')
		}
		s := &r.n.Statements[i]
		if !m.taken {
			b = encode(b, s)
			continue
		}
		b = append(b, p.statements[m.at].before...)
		b = appendQuoted(b, s.Path)
		b = append(b, p.statements[m.at].after...)
	}
	return append(b, ']')
}
