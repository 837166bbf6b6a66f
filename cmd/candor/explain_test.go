package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies/laws"
)

// TestEveryCodeIsExplained: each code that stands in the program where a finding is made
// has a page, as has each check and each rule of a law; and no page is of a code that
// stands nowhere else.
func TestEveryCodeIsExplained(t *testing.T) {
	made, written := codesIn(t, filepath.Join("..", ".."))
	if len(made) < 60 {
		t.Fatalf("only %d codes were found", len(made))
	}
	for code, at := range made {
		if _, ok := finding.Explain(code); !ok {
			t.Errorf("%s: %q has no page", at, code)
		}
	}
	for _, code := range finding.Codes() {
		if !written[code] {
			t.Errorf("nothing makes a finding of the code %q", code)
		}
	}
	for _, code := range slices.Concat(laws.Codes(), laws.RuleIDs()) {
		if _, ok := explained(code); !ok {
			t.Errorf("%q of a law has no page", code)
		}
	}
}

// makers are what makes findings of a code, by which of the arguments that is.
var makers = map[string][]int{"report": {0, 1}, "find": {0}, "reportText": {1}, "held": {1}, "say": {0}}

// codesIn reads the program for the codes of findings, each with a place: what is given to
// a field or a constant of that name, or to one of the makers. It also gives every text
// there is, but for those of the pages.
func codesIn(t *testing.T, root string) (made map[string]string, written map[string]bool) {
	t.Helper()
	made, written = map[string]string{}, map[string]bool{}
	files, code := token.NewFileSet(), regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	text := func(e ast.Expr) string {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, _ := strconv.Unquote(lit.Value)
			return s
		}
		return ""
	}
	note := func(e ast.Expr) {
		if s := text(e); code.MatchString(s) {
			made[s] = files.Position(e.Pos()).String()
		}
	}
	look := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			written[text(n)] = true
		case *ast.CompositeLit:
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && slices.Contains([]string{"Finding", "fault"}, name(n.Type)) && strings.EqualFold(name(kv.Key), "code") {
					note(kv.Value)
				}
			}
		case *ast.CallExpr:
			for _, i := range makers[name(n.Fun)] {
				if i < len(n.Args) {
					note(n.Args[i])
				}
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if field, ok := to.(*ast.SelectorExpr); ok && strings.EqualFold(field.Sel.Name, "code") && len(n.Rhs) == len(n.Lhs) {
					note(n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if strings.HasPrefix(n.Names[i].Name, "code") {
					note(v)
				}
			}
		}
		return true
	}
	for _, dir := range []string{"notices", "policies", "themes", "site", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "pages.go" {
				return err
			}
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err == nil {
				ast.Inspect(f, look)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return made, written
}

// name is the last part of what something is called.
func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
