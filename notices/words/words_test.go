package words

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/inventory"
)

// TestFilesAreWhole holds every language against the types: no phrase is missing,
// and everything the language of inventories knows by itself has its words.
func TestFilesAreWhole(t *testing.T) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no words: %v", err)
	}
	for _, file := range names {
		t.Run(file, func(t *testing.T) {
			w := Load(strings.TrimSuffix(filepath.Base(file), ".toml"))
			missing(t, "", reflect.ValueOf(*w))
			has(t, "actions", w.Actions, inventory.Actions)
			has(t, "forms", w.Forms, inventory.Forms)
			has(t, "bases", w.Bases, inventory.BasisKinds)
			has(t, "rights", w.Rights, inventory.BuiltinRights)
			has(t, "events", w.Events, inventory.BuiltinEvents)
			has(t, "bodies", w.Bodies, inventory.Bodies)
			has(t, "facts", w.Facts, append(inventory.BuiltinFacts, inventory.ReservedFacts...))
			has(t, "endings", w.Endings, inventory.Endings)
			has(t, "roles", w.Roles, inventory.Roles)
			has(t, "gates", w.Gates, inventory.GateKinds)
			has(t, "units", w.Units, []string{"years", "months", "weeks", "days", "business-days", "hours"})
		})
	}
}

// optional are phrases a closure may lack, since it does not go with every list.
var optional = map[string]bool{
	"Only.Use.What": true, "Only.Share.What": true, "Only.Keep.What": true, "Only.Basis.What": true,
	"Only.Recipient.Aside": true, "Only.Recipient.Bare": true,
}

func missing(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if _, isTemplate := v.Interface().(Template); isTemplate {
			break
		}
		if _, isPattern := v.Interface().(Pattern); isPattern {
			break
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			missing(t, strings.TrimPrefix(path+"."+f.Name, "."), v.Field(i))
		}
		return
	case reflect.Map:
		if v.Len() == 0 {
			t.Errorf("%s is empty", path)
		}
		return
	}
	if v.IsZero() && !optional[strings.ReplaceAll(path, ".Sentence", "")] {
		t.Errorf("%s is missing", path)
	}
}

func has[T any](t *testing.T, table string, m map[string]T, ids []string) {
	t.Helper()
	for _, id := range ids {
		if _, ok := m[id]; !ok {
			t.Errorf("%s lacks %q", table, id)
		}
	}
}

// TestPhrasesAreTypeset expects typographic quotes and apostrophes in all phrases.
func TestPhrasesAreTypeset(t *testing.T) {
	for _, name := range []string{"en", "en-US"} {
		typeset(t, name, reflect.ValueOf(*Load(name)))
	}
}

func typeset(t *testing.T, path string, v reflect.Value) {
	if phrase, ok := v.Interface().(Template); ok {
		if strings.ContainsAny(phrase.String(), `"'`) {
			t.Errorf("%s: %s", path, phrase)
		}
		return
	}
	if _, ok := v.Interface().(Pattern); ok {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				typeset(t, path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			typeset(t, path+"."+it.Key().String(), it.Value())
		}
	case reflect.String:
		if !strings.HasSuffix(path, "Said") && strings.ContainsAny(v.String(), `"'`) {
			t.Errorf("%s: %s", path, v)
		}
	}
}

// TestSlotsAreFilled expects the code above to know every slot a phrase has.
func TestSlotsAreFilled(t *testing.T) {
	var code strings.Builder
	sources, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		if !strings.HasSuffix(file, "_test.go") {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(text)
		}
	}
	walk("", reflect.ValueOf(*Load("en")), func(path string, phrase Template) {
		for _, slot := range phrase.Names() {
			if !strings.Contains(code.String(), `"`+slot+`"`) {
				t.Errorf("%s: nothing fills {%s}", path, slot)
			}
		}
	})
}

// walk visits every phrase.
func walk(path string, v reflect.Value, visit func(string, Template)) {
	if phrase, ok := v.Interface().(Template); ok {
		visit(path, phrase)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walk(path+"."+it.Key().String(), it.Value(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(path, v.Index(i), visit)
		}
	}
}

func TestFile(t *testing.T) {
	for _, c := range []struct {
		tag, want string
		exact     bool
	}{
		{"en", "en", true}, {"en-US", "en-US", true}, {"en-GB", "en", true}, {"en-Latn-GB", "en", true},
		{"cy", "en", false}, {"", "en", false}, {"no such tag", "en", false}, {"../en", "en", false},
	} {
		if got, exact := File(c.tag); got != c.want || exact != c.exact {
			t.Errorf("%q: %q, %t; want %q, %t", c.tag, got, exact, c.want, c.exact)
		}
	}
}

// TestRegion shows that a region's words stand over those of its language.
func TestRegion(t *testing.T) {
	gb, us := Load("en"), Load("en-US")
	if gb.Endings["anonymise"] != "anonymise" || us.Endings["anonymise"] != "anonymize" || us.Endings["delete"] != "delete" {
		t.Errorf("endings %v and %v", gb.Endings, us.Endings)
	}
	if us.Use.Short.String() != gb.Use.Short.String() || us.Choices["consent"].IsZero() || us.Tag != "en-US" {
		t.Error("the region lacks what only its language has")
	}
}

func TestTemplate(t *testing.T) {
	all := Slots{"a": "one", "b": "two", "c": ", after", "d": "Example Inc."}
	for _, c := range []struct{ name, phrase, want string }{
		{"plain", "words only.", "words only."},
		{"slot", "we {a}.", "we one."},
		{"optional, filled", "we[ {a}] go.", "we one go."},
		{"optional, empty", "we[ {x}] go.", "we go."},
		{"optional of two slots, one empty", "we[ {a} {x}] go.", "we go."},
		{"first alternative that fits", "we [{x}|{b}|{a}].", "we two."},
		{"last alternative without slots", "we [{x}|go].", "we go."},
		{"nested", "we[ {a}[ and {b}][ or {x}]].", "we one and two."},
		{"space before a comma", "we {a} {c}.", "we one, after."},
		{"double marks", "we {a}, {x}, {b},.", "we one, two."},
		{"folded space", "we  {x}  go.", "we go."},
		{"an abbreviation at the end", "we like {d}.", "we like Example Inc."},
		{"three dots", "we {a}...", "we one..."},
		{"a dot that begins a name", "we like {a} .NET.", "we like one .NET."},
	} {
		t.Run(c.name, func(t *testing.T) {
			var phrase Template
			if err := phrase.UnmarshalText([]byte(c.phrase)); err != nil {
				t.Fatal(err)
			}
			if got := phrase.Fill(all); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTemplateErrors(t *testing.T) {
	for _, phrase := range []string{"we {a", "we {}", "we [a", "we a]", "we a|b", "we [a|b", "we [{a]"} {
		var tmpl Template
		if err := tmpl.UnmarshalText([]byte(phrase)); err == nil {
			t.Errorf("%q passes", phrase)
		}
	}
}

func TestJoin(t *testing.T) {
	w := Load("en")
	for _, c := range []struct {
		name  string
		with  Conjunction
		items []string
		want  string
		goOn  string // Enclose
	}{
		{"none", w.Lists.And, nil, "", ""},
		{"one", w.Lists.And, []string{"a, b and c"}, "a, b and c", "a, b and c"},
		{"two", w.Lists.And, []string{"a", "b"}, "a and b", "a and b"},
		{"three", w.Lists.And, []string{"a", "b", "c"}, "a, b and c", "a, b and c"},
		{"two, one with and", w.Lists.And, []string{"a and b", "c"}, "a and b, and c", "a and b, and c,"},
		{"three, one with and", w.Lists.And, []string{"a", "b and c", "d"}, "a, b and c, and d", "a, b and c, and d,"},
		{"two, one with a comma", w.Lists.And, []string{"a, b", "c"}, "a, b, and c", "a, b, and c,"},
		{"three, one with a comma", w.Lists.And, []string{"a", "b, or c", "d"}, "a; b, or c; and d", "a; b, or c; and d,"},
		{"and is no word of or", w.Lists.Or, []string{"a and b", "c"}, "a and b or c", "a and b or c"},
		{"a word that begins with and", w.Lists.And, []string{"android phones", "c"}, "android phones and c", "android phones and c"},
		{"purposes", w.Lists.To, []string{"do a and b", "do c"}, "do a and b, and to do c", "do a and b, and to do c,"},
		{"clauses", w.Lists.If, []string{"you do a", "you do b"}, "you do a or if you do b", "you do a or if you do b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.with.Join(c.items); got != c.want {
				t.Errorf("Join: %q, want %q", got, c.want)
			}
			if got := c.with.Enclose(c.items); got != c.goOn {
				t.Errorf("Enclose: %q, want %q", got, c.goOn)
			}
		})
	}
}

func TestCapitals(t *testing.T) {
	for label, want := range map[string]string{
		"Payment details": "payment details", "payment details": "payment details", "GPS data": "GPS data",
		"IP address": "IP address", "Google Analytics": "Google Analytics", "Élan": "élan", "": "", "5 items": "5 items", "A list": "a list",
		"YouTube": "YouTube",
	} {
		if got := Inside(label); got != want {
			t.Errorf("Inside(%q) = %q, want %q", label, got, want)
		}
	}
	for s, want := range map[string]string{"we use it.": "We use it.", "GPS": "GPS", "“quoted”": "“quoted”", "": "", "élan": "Élan"} {
		if got := Raise(s); got != want {
			t.Errorf("Raise(%q) = %q, want %q", s, got, want)
		}
	}
	w := Load("en")
	for s, want := range map[string]string{"We tell you.": "we tell you.", "The school decides.": "the school decides."} {
		if got, ok := w.Soften(s); !ok || got != want {
			t.Errorf("Soften(%q) = %q, %t", s, got, ok)
		}
	}
	if got, ok := w.Soften("Example Ltd tells you."); ok || got != "Example Ltd tells you." {
		t.Errorf("a name loses its capital: %q", got)
	}
	for s, want := range map[string]string{"": "", "Done": "Done.", "Done.": "Done.", "Done!": "Done!", "(done)": "(done)."} {
		if got := Finish(s); got != want {
			t.Errorf("Finish(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestTidy holds the short way of tidy against the long one, and fold against what it
// stands for, over all short texts of what either looks at.
func TestTidy(t *testing.T) {
	alphabet := []string{"a", " ", ",", ".", ";", "\t", "\u00a0", "\u2003", "“", "\xe2"}
	tidied := 0
	var each func(s string, n int)
	each = func(s string, n int) {
		folded := string(fold([]byte(s)))
		if want := strings.Join(strings.Fields(s), " "); folded != want {
			t.Errorf("%q folds to %q, want %q", s, folded, want)
		}
		if isTidy([]byte(s)) {
			tidied++
			if got := string(mend([]byte(folded))); got != s {
				t.Errorf("%q is tidy, and becomes %q", s, got)
			}
		}
		for _, c := range alphabet {
			if n > 0 {
				each(s+c, n-1)
			}
		}
	}
	each("", 5)
	if tidied < 1000 {
		t.Errorf("only %d texts are tidy", tidied)
	}
}

// TestPattern holds what a text must have to match against the expression itself.
func TestPattern(t *testing.T) {
	alphabet := []string{"a", "b", "ab", " ", "A"}
	for expression, known := range map[string]bool{
		`\b(ab|b a)\b`: true, `a(b|a b)b`: true, `([^a]b|aa)(b .*)?$| a `: true, `(ab)+`: true,
		`(?i)ab`: false, `(ab)*`: false, `ab|`: false, `(ab)?`: false, `ab|[^a]`: false, `^$`: false,
	} {
		var p Pattern
		if err := p.UnmarshalText([]byte(expression)); err != nil {
			t.Fatal(err)
		}
		if (p.needs != nil) != known {
			t.Errorf("%s needs %q", expression, p.needs)
		}
		var each func(s string, n int)
		each = func(s string, n int) {
			if p.In(s) != p.re.MatchString(s) {
				t.Errorf("%s in %q: %t", expression, s, p.In(s))
			}
			for _, c := range alphabet {
				if n > 0 {
					each(s+c, n-1)
				}
			}
		}
		each("", 5)
	}
	en := Load("en")
	if len(en.Lists.Relative.needs) < 3 {
		t.Errorf("it is looked at whole: %q", en.Lists.Relative.needs)
	}
}
