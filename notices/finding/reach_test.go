package finding

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReach(t *testing.T) {
	for _, test := range []struct {
		reach       Reach
		words, json string
	}{
		{Reach{}, "", `{"notices":0,"first":[]}`},
		{Reach{"a"}, "1 notice: a", `{"notices":1,"first":["a"]}`},
		{Reach{"a", "b"}, "2 notices: a and b", `{"notices":2,"first":["a","b"]}`},
		{Reach{"a", "b", "c", "d"}, "4 notices: a, b, c and d", `{"notices":4,"first":["a","b","c"]}`},
		{Reach{"a", "b", "c", "d", "e"}, "5 notices: a, b, c and 2 more", `{"notices":5,"first":["a","b","c"]}`},
	} {
		if got := test.reach.String(); got != test.words {
			t.Errorf("got %q, want %q", got, test.words)
		}
		if got, err := json.Marshal(test.reach); err != nil || string(got) != test.json {
			t.Errorf("got %s and %v, want %s", got, err, test.json)
		}
	}
}

// TestMerge: what several notices say of the same place is told once, and says of which.
func TestMerge(t *testing.T) {
	at := Place{File: "base.toml", Line: 3, Col: 1}
	said := func(notice, message string, in ...string) Finding {
		return Finding{Code: "x", Place: at, Message: message, Notice: notice, In: in}
	}
	ofFile := func(f Finding) Finding {
		f.OfFile = true
		return f
	}
	for _, test := range []struct {
		name     string
		in, want []Finding
	}{
		{"one notice", []Finding{said("a", "m")}, []Finding{said("a", "m")}},
		{"one notice twice", []Finding{said("a", "m"), said("a", "m")}, []Finding{said("a", "m")}},
		{"of several", []Finding{said("b", "m"), said("a", "m"), said("b", "m")}, []Finding{said("b", "m", "a", "b")}},
		{"of several, again", []Finding{said("b", "m", "a", "b"), said("c", "m")}, []Finding{said("b", "m", "a", "b", "c")}},
		{"in other words", []Finding{said("a", "n"), said("b", "m")}, []Finding{said("b", "m"), said("a", "n")}},
		{"of no notice", []Finding{said("", "m"), said("", "m")}, []Finding{said("", "m")}},
		{"of a file and of notices", []Finding{ofFile(said("base", "m")), said("a", "m"), said("b", "m")}, []Finding{ofFile(said("base", "m", "a", "b"))}},
	} {
		t.Run(test.name, func(t *testing.T) {
			again := Merge(slices.Clone(Merge(slices.Clone(test.in))))
			if diff := cmp.Diff(test.want, again, cmp.Comparer(func(a, b Reach) bool { return slices.Equal(a, b) })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSpread: what is of a file stands in every notice that is made from it.
func TestSpread(t *testing.T) {
	files := map[string][]string{"a": {"a.toml", "base.toml"}, "base": {"base.toml"}}
	fs := []Finding{
		{Notice: "base", OfFile: true, Place: Place{File: "base.toml"}},
		{Notice: "a", OfFile: true, Place: Place{File: "a.toml"}},
		{Notice: "a", Place: Place{File: "base.toml"}},
	}
	Spread(fs, func(yield func(string, []string) bool) {
		for _, id := range slices.Sorted(maps.Keys(files)) {
			if !yield(id, files[id]) {
				return
			}
		}
	})
	for i, want := range []string{"2 notices: a and base", "", ""} {
		if got := fs[i].In.String(); got != want {
			t.Errorf("%d: got %q, want %q", i, got, want)
		}
	}
}
