package themes

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/parser"

	"github.com/candor-privacy/candor/notices"
)

// led is the fixture with a text before every string of the model that an author words.
func led(lead string) Site {
	n := fixture()
	var fill func(v reflect.Value, name string)
	fill = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && name != "Contact" { // which is one of those of the notice
				fill(v.Elem(), name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				fill(v.Index(i), name)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					fill(v.Field(i), f.Name)
				}
			}
		case reflect.String:
			switch name {
			case "ID", "Anchor", "Path", "Language", "Section", "Kind", "Addendum", "Class", "Role", "For", "List", "Forms", "Prose", "Law", "Location":
			case "Categories", "Purposes", "Recipients", "Rights", "Events", "Audiences", "Bases", "Gates", "Owed", "Between", "Members": // ids
			case "Email", "Phone", "URL", "Website", "Policy", "Version": // of a form of their own
			default:
				if v.String() != "" {
					v.SetString(lead + v.String())
				}
			}
		}
	}
	fill(reflect.ValueOf(n).Elem(), "")
	s := fixtureSite()
	s.Title, s.Banner, s.Notices = lead+s.Title, lead+s.Banner, []*notices.Notice{n}
	return s
}

// unlike is what other texts make other: the digest, and what stands between the items of
// a list.
var unlike = regexp.MustCompile("sha256:[0-9a-f]+|[,;] ?")

// shape is what a Markdown file is made of, and its words with one in place of another.
func shape(text []byte, from, to string) (blocks, words string) {
	var b, w strings.Builder
	ast.WalkFunc(parser.NewWithExtensions(parser.Tables|parser.FencedCode|parser.Strikethrough|parser.SpaceHeadings|parser.BackslashLineBreak).Parse(text), func(n ast.Node, entering bool) ast.WalkStatus {
		if _, ok := n.(*ast.Text); !ok && !entering {
			b.WriteString(")")
		} else if !ok {
			fmt.Fprintf(&b, "(%T", n)
		}
		if !entering {
			return ast.GoToNext
		}
		switch n := n.(type) {
		case *ast.Heading:
			fmt.Fprint(&b, n.Level)
		case *ast.List:
			fmt.Fprint(&b, n.ListFlags&(ast.ListTypeOrdered|ast.ListTypeDefinition))
		case *ast.Link:
			fmt.Fprintf(&b, "%s", n.Destination)
		}
		if leaf := n.AsLeaf(); leaf != nil {
			w.Write(leaf.Literal)
		}
		return ast.GoToNext
	})
	return b.String(), unlike.ReplaceAllString(strings.ReplaceAll(w.String(), from, to), "")
}

// elements are the tags and texts of XML, one after the other.
func elements(t *testing.T, data []byte) (out []any) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		switch x := token.(type) {
		case xml.StartElement:
			out = append(out, fmt.Sprint(x))
		case xml.EndElement:
			out = append(out, "/"+x.Name.Local)
		case xml.CharData:
			out = append(out, string(x))
		}
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, data)
		}
	}
}

// apart tells where two values of JSON are not the same, but for one word in place of
// another at the beginning of texts.
func apart(a, b any, from, to string) string {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return fmt.Sprintf("holds %v, want %v", b, a)
		}
		for key := range a {
			if what := apart(a[key], b[key], from, to); what != "" {
				return key + ": " + what
			}
		}
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return fmt.Sprintf("holds %v, want %v", b, a)
		}
		for i := range a {
			if what := apart(a[i], b[i], from, to); what != "" {
				return what
			}
		}
	case string:
		if rest, ok := strings.CutPrefix(a, from); ok {
			a = to + rest
		}
		if a != b {
			return fmt.Sprintf("says %q, want %q", b, a)
		}
	default:
		if a != b {
			return fmt.Sprintf("says %v, want %v", b, a)
		}
	}
	return ""
}

// FuzzTexts puts a text before every string of the model and reads each file back: it is
// made of the same parts as with a plain word, and says the text as it is.
func FuzzTexts(f *testing.F) {
	const plainWord = "Plain "
	files := func(t *testing.T, lead string) map[string][]byte {
		out := map[string][]byte{}
		made, _ := plain(t).Render(led(lead))
		for _, f := range made {
			out[f.Path] = f.Data
		}
		return out
	}
	for _, lead := range []string{"# ", "#1 ", "- ", "+ ", "* ", "1. ", "12) ", "> ", "=== ", "--- ", ": ", "| a | b | ", "``` ", "~~~ ", "    ", "![x](y) ", "[x](https://evil.example) ", "[x]: https://evil.example ", "<https://evil.example> ", "<b> ", "</p> ", "&lt; ", "&copy; ", "&#35; ", "\\ ", "*a* ", "__a__ ", "\\* ", "\"quoted\" ", "{#id} ", "$x$ ", "a_b_c ", "]]> ", "\u2028 ", "://x ", "^a^ ", "*[x]: y "} {
		f.Add(lead)
	}
	want := map[string][]byte{}
	f.Fuzz(func(t *testing.T, lead string) {
		// What an inventory admits: text of one line, nothing hidden in it.
		lead = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if r < ' ' || 0x7f <= r && r < 0xa0 || 0xfffd <= r && r <= 0xffff {
				return ' '
			}
			return r
		}, lead)), " ") + " "
		if lead == " " || len(lead) > 200 {
			return
		}
		if len(want) == 0 {
			want = files(t, plainWord)
		}
		got := files(t, lead)
		for name, data := range want {
			other, ok := got[name]
			if !ok {
				t.Fatalf("%q: there is no %s", lead, name)
			}
			switch path.Ext(name) {
			case ".md":
				blocks, words := shape(data, plainWord, lead)
				gotBlocks, gotWords := shape(other, plainWord, plainWord)
				if gotBlocks != blocks {
					t.Fatalf("%q: %s is made of other parts:\n%s\nwant\n%s\nin\n%s", lead, name, gotBlocks, blocks, other)
				}
				if !strings.EqualFold(strings.Join(strings.Fields(gotWords), " "), strings.Join(strings.Fields(words), " ")) { // a sentence may raise its first letter
					t.Fatalf("%q: %s says\n%s\nwant\n%s", lead, name, gotWords, words)
				}
			case ".json", ".jsonld":
				var a, b any
				if err := json.Unmarshal(data, &a); err != nil {
					t.Fatal(err)
				}
				if err := json.Unmarshal(other, &b); err != nil {
					t.Fatalf("%q: %s: %v", lead, name, err)
				}
				if what := apart(a, b, plainWord, lead); what != "" {
					t.Fatalf("%q: %s %s", lead, name, what)
				}
			case ".xml":
				if what := apart(elements(t, data), elements(t, other), plainWord, lead); what != "" {
					t.Fatalf("%q: %s %s", lead, name, what)
				}
			}
		}
	})
}
