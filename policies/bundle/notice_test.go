package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
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
// notice and before it is sealed too, and cuts data.json into the notices that make it; and
// so with notices of which some are the base of others.
func TestNoticesAreCut(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	notAlone := districtNotices(t, 26)
	t.Run("examples", func(t *testing.T) { noticesAreCut(t, set) })
	t.Run("of one base", func(t *testing.T) { noticesAreCut(t, notAlone) })
}

func noticesAreCut(t *testing.T, set *notices.Set) {
	doc, err := policies.Compile(set, policies.Options{Serial: 3, Issued: "2026-11-20", Expires: "2026-12-20", Commit: `"}{<candor_notices":{`})
	if err != nil {
		t.Fatal(err)
	}
	var all []bundle.Notice
	for _, id := range slices.Sorted(maps.Keys(doc.Notices)) {
		unsealed := *doc.Notices[id]
		unsealed.Parts, unsealed.Bundle, unsealed.Base = 0, document.Bundle{}, id
		n, err := bundle.Spell(&unsealed)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	made := func(shared *document.Document, all []bundle.Notice) (string, []bundle.Mark, error) {
		data, err := bundle.DataOf(shared, all)
		if err != nil {
			return "", nil, err
		}
		text, err := data.Bytes()
		return string(text), data.Marks, err
	}
	section := func(data string) *io.SectionReader {
		return io.NewSectionReader(strings.NewReader(data), 0, int64(len(data)))
	}
	data, marks, err := made(doc, all)
	if err != nil || data != plainly(t, doc) || len(all) < 5 {
		t.Errorf("data.json of %d notices is not what a parser makes of the document: %v", len(all), err)
	}
	cut, ok := bundle.Cut(section(data), doc.Bundle, marks)
	if again, where, err := made(doc, cut); !ok || err != nil || again != data || !slices.Equal(where, marks) {
		t.Errorf("what was cut from data.json does not make it again: %v, %v", ok, err)
	}
	other := doc.Bundle
	other.Serial += 1000
	later := *doc
	later.Bundle = other
	for _, from := range []int{0, 1} { // without the first, others may need another base
		want, there, _ := made(&later, all[from:])
		got, where, err := made(&later, cut[from:])
		if err != nil || got != want || !slices.Equal(where, there) {
			t.Errorf("without the first %d notices and in a later policy, what was cut makes something else: %v", from, err)
		}
		packed, err := bundle.RenewOf(nil, &later, all[from:], bundle.Signing{})
		if got, gotErr := bundle.RenewOf(nil, &later, cut[from:], bundle.Signing{}); err != nil || gotErr != nil || string(got) != string(packed) {
			t.Errorf("without the first %d notices, what was cut makes another bundle: %v, %v", from, err, gotErr)
		}
	}
	moved := func(change func(m *bundle.Mark)) []bundle.Mark {
		out := slices.Clone(marks)
		change(&out[1])
		return out
	}
	for what, c := range map[string]struct {
		data  string
		of    document.Bundle
		marks []bundle.Mark
	}{
		"of another bundle":  {data, other, marks},
		"of other notices":   {data, doc.Bundle, marks[1:]},
		"of fewer notices":   {data, doc.Bundle, marks[:4]},
		"half":               {data[:len(data)/2], doc.Bundle, marks},
		"of another notice":  {data, doc.Bundle, moved(func(m *bundle.Mark) { m.ID = "x" })},
		"of another place":   {data, doc.Bundle, moved(func(m *bundle.Mark) { m.From++ })},
		"of another end":     {data, doc.Bundle, moved(func(m *bundle.Mark) { m.To-- })},
		"of no end":          {data, doc.Bundle, moved(func(m *bundle.Mark) { m.To = int64(len(data)) })},
		"of another middle":  {data, doc.Bundle, moved(func(m *bundle.Mark) { m.Bundle++ })},
		"of another base":    {data, doc.Bundle, moved(func(m *bundle.Mark) { m.Base = "x" })},
		"that holds nothing": {"", doc.Bundle, marks},
	} {
		if _, ok := bundle.Cut(section(c.data), c.of, c.marks); ok {
			t.Errorf("data.json %s is cut", what)
		}
	}
}

// TestNoticesOfOneBase asks notices whose terms stand in another: each answers in its own
// words, by tables and by the Rego, from the whole policy. A base that is not there is a
// part that is lost.
func TestNoticesOfOneBase(t *testing.T) {
	key := newKey(t, "ES256")
	files := opened(t, written(t, districts(t, 26), bundle.Signing{}))
	b, err := bundle.Read(bytes.NewReader(written(t, districts(t, 26), bundle.Signing{Key: key})), trusting(key))
	if err != nil {
		t.Fatal(err)
	}
	held := b.Document.Notices
	if held["district-24"].Base != "district-0" || held["district-24"].Terms != held["district-0"].Terms || held["district-25"].Terms == held["district-0"].Terms {
		t.Errorf("the terms of %q and %q are not as these notices extend them", held["district-24"].Base, held["district-25"].Base)
	}
	quick, err := policies.NewFromBundle(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	normative, err := policies.NewRegoFromBundle(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, months := range map[string]string{"district-0": "6", "district-24": "6", "district-1": "7", "district-25": "7"} {
		q := decision.Question{Notice: id, Action: "retain", Categories: []string{"parent-email"}, Strict: new(bool)}
		a := quick.Decide(t.Context(), q)
		if diff := cmp.Diff(normative.Decide(t.Context(), q), a); diff != "" {
			t.Errorf("%s: the Rego and the tables answer differently:\n%s", id, diff)
		}
		if len(a.Reasons) == 0 || a.Reasons[0].At.Notice != id || a.Reasons[0].At.Path != "/"+id+"/#keep-parent-email" || !strings.Contains(a.Reasons[0].Text, "for "+months+" months") {
			t.Errorf("%s answers %+v", id, a.Reasons)
		}
	}
	for i, f := range files {
		if f.name == "candor_notices/district-24/data.json" {
			files[i].data = bytes.Replace(f.data, []byte(`"base":"district-0"`), []byte(`"base":"district-99"`), 1)
		}
	}
	if _, err := bundle.Read(bytes.NewReader(fast(t, tarred(t, files, nil))), bundle.Trust{Unsigned: true}); !errors.Is(err, bundle.ErrDamaged) {
		t.Errorf("a notice without its base: %v", err)
	}
}
