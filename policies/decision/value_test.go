package decision_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/decision"
)

// reference reads a value with encoding/json, token by token: slow and plain.
func reference(question []byte) (any, string) {
	if len(question) > decision.MaxBytes {
		return nil, decision.FaultSize
	}
	d := json.NewDecoder(bytes.NewReader(question))
	d.UseNumber()
	value, err := referenceValue(d, 0)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return value, ""
		}
	}
	if errors.Is(err, errDepth) {
		return nil, decision.FaultDepth
	}
	return nil, decision.FaultJSON
}

var errDepth, errJSON = errors.New("depth"), errors.New("question")

func referenceValue(d *json.Decoder, depth int) (any, error) {
	if depth > decision.MaxDepth {
		return nil, errDepth
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return referenceObject(d, depth)
		}
		return referenceList(d, depth)
	case json.Number:
		if len(t) > 32 || strings.ContainsAny(t.String(), "eE") {
			return nil, errJSON
		}
	}
	return token, nil
}

func referenceObject(d *json.Decoder, depth int) (any, error) {
	fields := map[string]any{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := key.(string)
		if _, twice := fields[name]; twice {
			return nil, errJSON
		}
		if fields[name], err = referenceValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return fields, err
}

func referenceList(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		value, err := referenceValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token()
	return list, err
}

// plain is a value as encoding/json gives it.
func plain(v decision.Value) any {
	switch v.Kind {
	case decision.Object:
		fields := map[string]any{}
		for _, m := range v.Members {
			fields[m.Name] = plain(m.Value)
		}
		return fields
	case decision.List:
		list := []any{}
		for _, x := range v.Items {
			list = append(list, plain(x))
		}
		return list
	case decision.Text:
		return v.Text
	case decision.Number:
		return json.Number(v.Text)
	case decision.True, decision.False:
		return v.Kind == decision.True
	}
	return nil
}

// oddities are texts at the edge of JSON, on either side.
var oddities = []string{
	``, ` `, `null`, `true`, `false`, `nul`, `nulll`, `True`, `"`, `""`, `"a`, `"\"`, `"\\"`, `"\u00e9"`, `"\ud800"`, `"\ud83d\ude00"`, `"\x"`, "\"\xff\"", "\"a\nb\"", `"\n"`,
	`0`, `-0`, `00`, `01`, `-`, `-1`, `1.`, `.5`, `1.5`, `1.50`, `1e3`, `1E3`, `+1`, `0x1`, `12a`, `9999999999`, `1000000000`, `999999999`, `12.0`, strings.Repeat("1", 32), strings.Repeat("1", 33),
	`[]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[1,2`, `]`, `[}`, `{}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1 "b":2}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{1:2}`, `{"a":1]`, `{"a" : 1 , "b" : [ ] }`,
	`null null`, `{}{}`, `{} x`, `1 2`, "\ufeff{}", "{}\x00", "\v{}", "/**/{}", `NaN`, `Infinity`, `'a'`, `{a:1}`,
	strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat("[", 32) + "1" + strings.Repeat("]", 32), strings.Repeat("[", 34), strings.Repeat(`{"a":`, 40), strings.Repeat("[", 60_000),
	`{"notice":"school","action":"use","categories":["usage"],"purpose":"service","age":12,"gates":{"agreed":{"on":null,"by":"person"},"no-mail":false},"place":{"person":"EEA"}}`,
}

func TestParse(t *testing.T) {
	for _, text := range append(oddities, strings.Repeat(" ", decision.MaxBytes+1), "{}"+strings.Repeat(" ", decision.MaxBytes-2)) {
		same(t, []byte(text))
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range oddities {
		f.Add([]byte(text))
	}
	f.Fuzz(same)
}

// same wants the parser to read exactly what encoding/json does.
func same(t *testing.T, text []byte) {
	value, fault := decision.Parse(text)
	want, wantFault := reference(text)
	if fault != wantFault {
		t.Fatalf("%.200q: fault %q, encoding/json says %q", text, fault, wantFault)
	}
	if fault == "" && !reflect.DeepEqual(plain(value), want) {
		t.Fatalf("%.200q: %v, encoding/json says %v", text, plain(value), want)
	}
}
