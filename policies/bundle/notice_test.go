package bundle_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// plainly is a value in JSON with the keys of every object in order, by way of a tree.
func plainly(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(tree); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// TestNoticesAreCut spells the policy of the worked examples as a parser has it, notice by
// notice and before it is sealed too, and cuts data.json into the notices that make it.
func TestNoticesAreCut(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{Serial: 3, Issued: "2026-11-20", Expires: "2026-12-20", Commit: `"}{<candor_notices":{`})
	if err != nil {
		t.Fatal(err)
	}
	var all []bundle.Notice
	var marks []bundle.Mark
	for _, id := range slices.Sorted(maps.Keys(doc.Notices)) {
		unsealed := *doc.Notices[id]
		unsealed.Parts, unsealed.Bundle = 0, document.Bundle{}
		n, err := bundle.Spell(&unsealed)
		if err != nil {
			t.Fatal(err)
		}
		all, marks = append(all, n), append(marks, n.Mark())
	}
	data, err := bundle.Data(doc, all)
	if err != nil || string(data) != plainly(t, doc) || len(all) < 5 {
		t.Errorf("data.json of %d notices is not what a parser makes of the document: %v", len(all), err)
	}
	cut, ok := bundle.Cut(data, doc.Bundle, marks)
	if again, err := bundle.Data(doc, cut); !ok || err != nil || string(again) != string(data) {
		t.Errorf("what was cut from data.json does not make it again: %v, %v", ok, err)
	}
	other := doc.Bundle
	other.Serial++
	for what, c := range map[string]struct {
		data  []byte
		of    document.Bundle
		marks []bundle.Mark
	}{
		"of another bundle":  {data, other, marks},
		"of other notices":   {data, doc.Bundle, marks[1:]},
		"of fewer notices":   {data, doc.Bundle, marks[:4]},
		"half":               {data[:len(data)/2], doc.Bundle, marks},
		"of another size":    {data, doc.Bundle, append([]bundle.Mark{{ID: marks[0].ID, Before: marks[0].Before, After: marks[0].After + 1}}, marks[1:]...)},
		"that holds nothing": {nil, doc.Bundle, marks},
	} {
		if _, ok := bundle.Cut(c.data, c.of, c.marks); ok {
			t.Errorf("data.json %s is cut", what)
		}
	}
}
