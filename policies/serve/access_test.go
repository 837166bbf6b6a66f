package serve_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestTokenIsComparedInConstantTime reads how a token is looked at: it is hashed and
// nothing else, and subtle.ConstantTimeCompare decides over the two hashes, before
// anything else does. What it takes does not depend on how much of a token is right.
func TestTokenIsComparedInConstantTime(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "access.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var carriedBy *ast.FuncDecl
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "carriedBy" {
			carriedBy = fn
		}
	}
	if carriedBy == nil {
		t.Fatal("there is no carriedBy")
	}
	called := func(n ast.Node) string { // "package.Name" of a call
		if call, ok := n.(*ast.CallExpr); ok {
			if s, ok := call.Fun.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok {
					return x.Name + "." + s.Sel.Name
				}
			}
		}
		return ""
	}
	uses := 0
	ast.Inspect(carriedBy.Body, func(n ast.Node) bool {
		if called(n) == "sha256.Sum256" {
			uses++
			return false
		}
		if assign, ok := n.(*ast.AssignStmt); ok && len(assign.Lhs) == 3 { // scheme, token, _ := strings.Cut(…)
			return false
		}
		if id, ok := n.(*ast.Ident); ok && id.Name == "token" {
			t.Error("the token is used otherwise than to be hashed")
		}
		return true
	})
	if uses != 1 {
		t.Errorf("the token is hashed %d times", uses)
	}
	last, ok := carriedBy.Body.List[len(carriedBy.Body.List)-1].(*ast.ReturnStmt)
	if !ok {
		t.Fatal("it does not end with what decides")
	}
	both, ok := last.Results[0].(*ast.BinaryExpr)
	if !ok || both.Op != token.LAND {
		t.Fatal("it does not end with what decides and the scheme")
	}
	if equal, ok := both.X.(*ast.BinaryExpr); !ok || called(equal.X) != "subtle.ConstantTimeCompare" {
		t.Error("another thing than subtle.ConstantTimeCompare decides first")
	}
}
