package client_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies/client"
	"github.com/candor-privacy/candor/policies/decision"
)

// TestContract holds the types of the client against those of package decision: the
// same fields, and what may be left out.
func TestContract(t *testing.T) {
	for _, typ := range []reflect.Type{
		reflect.TypeFor[decision.Question](), reflect.TypeFor[decision.Answer](), reflect.TypeFor[decision.Reason](), reflect.TypeFor[decision.Obligation](),
	} {
		_, body, found := strings.Cut(client.TypeScript, "export interface "+typ.Name()+" {\n")
		if !found {
			t.Fatalf("there is no %s", typ.Name())
		}
		body, _, _ = strings.Cut(body, "\n}")
		got := []string{}
		for _, m := range regexp.MustCompile(`(?m)^  (\w+\??):`).FindAllStringSubmatch(body, -1) {
			got = append(got, m[1])
		}
		want := []string{}
		for _, f := range reflect.VisibleFields(typ) {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if options != "" {
				name += "?"
			}
			want = append(want, name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", typ.Name(), diff)
		}
	}
}

// TestCodes holds the codes that the client names against those there are.
func TestCodes(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../decision/code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, code)
		}
		return true
	})
	_, body, _ := strings.Cut(client.TypeScript, "export type Code =\n")
	body, _, _ = strings.Cut(body, "| ClientCode;")
	var got []string
	for _, m := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(body, -1) {
		got = append(got, m[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
