package themes

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
)

// TestAgain: the files of a notice are the same whichever notice was made before it, be it
// the same but for a few things somewhere in it.
func TestAgain(t *testing.T) {
	all := append(examples(t).Notices, fixture())
	theme, taken, differ := plain(t), 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		r, n := theme.newRun(), rapid.SampledFrom(all).Draw(rt, "notice")
		s := Site{Title: "Notices", Statutory: map[string][]Statutory{"garden-club": fixtureDocuments()}}
		for page := range rapid.IntRange(2, 4).Draw(rt, "pages") {
			before := r.made.last
			got, found := r.notice(s, n)
			want, wanted := theme.newRun().notice(s, n)
			if fmt.Sprint(found) != fmt.Sprint(wanted) {
				rt.Fatalf("page %d: findings %v, alone %v", page, found, wanted)
			}
			for i := range want {
				if !bytes.Equal(got[i].Data, want[i].Data) {
					rt.Fatalf("page %d: %s is another than that of a worker of its own", page, want[i].Path)
				}
			}
			for _, section := range r.viewed.made {
				if section.number <= before {
					taken++
				} else if page > 0 {
					differ++
				}
			}
			other := *n
			for range rapid.IntRange(0, 2).Draw(rt, "changes") {
				switch rapid.SampledFrom([]string{"anything", "statements", "a statement", "a statement"}).Draw(rt, "of") {
				case "anything":
					alter(rt, reflect.ValueOf(&other).Elem(), "")
				case "statements":
					alter(rt, reflect.ValueOf(&other.Statements).Elem(), "Statements")
				default:
					other.Statements = slices.Clone(other.Statements)
					if i := rapid.IntRange(0, len(other.Statements)).Draw(rt, "statement"); i < len(other.Statements) {
						alter(rt, reflect.ValueOf(&other.Statements[i]).Elem(), "")
					}
				}
			}
			n = &other
		}
	})
	if taken == 0 || differ == 0 {
		t.Errorf("%d sections were taken from the page before and %d were not: some of each should be", taken, differ)
	}
}

// alter changes something in a value, and nothing that others see: what leads there is
// copied, all else stays in its place of memory.
func alter(t *rapid.T, v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + rapid.SampledFrom([]string{"x", " And so on.", "\n\n# A heading\n\n[nowhere](javascript:alert)\n"}).Draw(t, name))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Pointer:
		if !v.IsNil() {
			of := reflect.New(v.Type().Elem())
			of.Elem().Set(v.Elem())
			v.Set(of)
			alter(t, of.Elem(), name)
		}
	case reflect.Slice:
		n := v.Len()
		if n == 0 {
			return
		}
		of := reflect.MakeSlice(v.Type(), n, n)
		reflect.Copy(of, v)
		i := rapid.IntRange(0, n-1).Draw(t, name)
		switch rapid.SampledFrom([]string{"in it", "in it", "without it", "in another order"}).Draw(t, name) {
		case "in it":
			alter(t, of.Index(i), name)
		case "without it":
			of = reflect.AppendSlice(of.Slice(0, i), of.Slice(i+1, n))
		default:
			first := reflect.New(v.Type().Elem()).Elem()
			first.Set(of.Index(i))
			of.Index(i).Set(of.Index(0))
			of.Index(0).Set(first)
		}
		v.Set(of)
	case reflect.Struct:
		if fields := settable(v); len(fields) > 0 {
			i := rapid.SampledFrom(fields).Draw(t, name)
			alter(t, v.Field(i), v.Type().Field(i).Name)
		}
	}
}

// settable are the fields of a struct that anybody may set and that hold something.
func settable(v reflect.Value) []int {
	var out []int
	for i := range v.NumField() {
		f := v.Field(i)
		if f.CanSet() && f.Kind() != reflect.Uint8 && !(f.Kind() == reflect.Slice && f.Len() == 0) && !(f.Kind() == reflect.Pointer && f.IsNil()) {
			out = append(out, i)
		}
	}
	return out
}

// TestSameStatement: two statements are the same only if everything in them is but their
// paths.
func TestSameStatement(t *testing.T) {
	whole := func() *notices.Statement {
		s := &notices.Statement{}
		fill(reflect.ValueOf(s).Elem())
		return s
	}
	if !sameStatement(whole(), whole()) {
		t.Fatal("a statement is not the same as its copy")
	}
	var walk func(path []int, of reflect.Type, name string)
	walk = func(path []int, of reflect.Type, name string) {
		if of.Kind() == reflect.Struct {
			for i := range of.NumField() {
				if f := of.Field(i); f.IsExported() {
					walk(append(slices.Clone(path), i), f.Type, name+"."+f.Name)
				}
			}
			return
		}
		s := whole()
		reflect.ValueOf(s).Elem().FieldByIndex(path).SetZero()
		if sameStatement(whole(), s) != (name == ".Path") {
			t.Errorf("statements that differ in %s are taken for the same, or the other way about", name)
		}
	}
	walk(nil, reflect.TypeFor[notices.Statement](), "")
}

// fill gives everything in a value something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("something")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	}
}

// TestAgainBefore: what a section has of those before it counts: what they have explained,
// and how many texts are in them.
func TestAgainBefore(t *testing.T) {
	n := fixture()
	for i := range n.Statements {
		if n.Statements[i].ID == "share-host" {
			n.Statements[i].Purposes = []string{"marketing"} // which its use explains
		}
	}
	n.Notes[0].Prose = "# A heading\n\nIts id tells which text of the page it is in.\n" // in the section on security
	for gone, section := range map[string]string{"marketing": "sharing", "teaching": "security"} {
		o := *n
		o.Statements = slices.DeleteFunc(slices.Clone(n.Statements), func(s notices.Statement) bool { return s.ID == gone })
		r := plain(t).newRun()
		r.notice(fixtureSite(), n)
		got, _ := r.notice(fixtureSite(), &o)
		want, _ := plain(t).newRun().notice(fixtureSite(), &o)
		for i := range want {
			if !bytes.Equal(got[i].Data, want[i].Data) {
				t.Errorf("without %s: %s has another section on %s than that of a worker of its own", gone, want[i].Path, section)
			}
		}
	}
}

// TestAgainBarred: what is collected is told again where the statement goes that used it,
// so that only a bar names it.
func TestAgainBarred(t *testing.T) {
	n, r := fixture(), plain(t).newRun()
	o := *n
	o.Statements = slices.DeleteFunc(slices.Clone(n.Statements), func(s notices.Statement) bool { return s.ID == "teaching" || s.ID == "share-tutors" })
	r.notice(fixtureSite(), n)
	files, _ := r.notice(fixtureSite(), &o)
	apart := func(f File) bool { return bytes.Contains(f.Data, []byte("<h3>Named only in what we do not do</h3>")) }
	if !slices.ContainsFunc(files, apart) {
		t.Error("what only a bar names stands among what is collected")
	}
}
