//go:build node

package ids_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/client"
	"github.com/candor-privacy/candor/policies/ids"
)

// compiler is the package of the TypeScript compiler.
const compiler = "typescript@5.9.3"

// TestTypesInNode type-checks a service, and what the rule book tells to write,
// against the ids of the worked examples.
func TestTypesInNode(t *testing.T) {
	service, err := os.ReadFile("testdata/service.ts")
	if err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile("../ASK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(book), "```ts\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the rule book shows nothing to write")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"package.json": `{"type":"module"}`, "service.ts": string(service), "readme.ts": example, "candor.ts": client.TypeScript, "ids.ts": string(ids.TypeScript(compiled(t, "../.."))),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range [][]string{
		{"npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", compiler},
		{filepath.Join(dir, "node_modules/.bin/tsc"), "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess",
			"--isolatedModules", "--erasableSyntaxOnly", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "service.ts", "readme.ts"},
	} {
		cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
}
