package site

import (
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/decision"
)

// TestCallsAskTheSame runs the calls that the panel gives in a shell, and reads the one in
// Go, where every program tells what it was asked: it is the question, whatever quotes are
// in it.
func TestCallsAskTheSame(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	question := []byte(`{"notice":"shop","action":"use","categories":["orders"],"gates":{"letters":{"on":"2026-01-02","via":"it's a \"form\" $HOME ` + "`id`" + ` \\ é"}},"place":{"person":"NZ"},"age":30,"on":"2026-11-26","strict":false}`)
	var want decision.Question
	if err := json.Unmarshal(question, &want); err != nil {
		t.Fatal(err)
	}
	asked := map[string]string{}
	for _, c := range calls(question) {
		text := c.Text
		if c.Name == "Go" {
			asked[c.Name] = inGo(t, text)
			continue
		}
		script := `last() { for x; do :; done; printf %s "$x"; }; candor() { cat; }; opa() { cat; }; curl() { last "$@"; }; ` + text
		cmd := exec.Command("bash", "-eu", "-c", script)
		cmd.Dir = t.TempDir()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", text, err, out)
		}
		asked[c.Name] = string(out)
		if left, _ := filepath.Glob(filepath.Join(cmd.Dir, "*")); len(left) > 0 {
			t.Errorf("%s leaves %v", text, left)
		}
	}
	if len(asked) != 5 {
		t.Errorf("%d calls", len(asked))
	}
	for name, text := range asked {
		var got decision.Question
		body := []byte(text)
		if strings.Contains(name, "to OPA") {
			var wrapped struct{ Input json.RawMessage }
			if err := json.Unmarshal(body, &wrapped); err != nil {
				t.Errorf("%s: %v in %s", name, err, text)
			}
			body = wrapped.Input
		}
		if err := json.Unmarshal(body, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s asks %s: %v, want %s", name, text, err, question)
		}
	}
}

// inGo is the text that a few lines of Go hand to DecideJSON.
func inGo(t *testing.T, lines string) (text string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() {\n"+lines+"\n}", 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, lines)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if ok && types.ExprString(c.Fun) == "[]byte" {
			v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, types.ExprString(c.Args[0]))
			if err != nil {
				t.Fatal(err)
			}
			text = constant.StringVal(v.Value)
		}
		return true
	})
	return text
}
