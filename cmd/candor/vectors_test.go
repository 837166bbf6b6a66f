package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/vectors"
)

// every tells how many vectors of a set one is put to the whole command of, which reads the
// workspace anew each time, the examples longest; the others go to the engine that the
// command asks, in package policies.
func every(set vectors.Set) int {
	if set.Workspace == "." {
		return 100
	}
	return 15
}

// TestVectorsByAsk puts vectors to candor ask.
func TestVectorsByAsk(t *testing.T) {
	noon, err := time.Parse(time.RFC3339, day)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, set := range vectors.All() {
		if set.Expires != "" {
			continue // what a workspace says does not expire
		}
		now := noon
		if !set.Now.IsZero() {
			now = set.Now
		}
		for i := 0; i < len(set.Vectors); i += every(set) {
			v := set.Vectors[i]
			if completed(v) {
				continue
			}
			var out, talk bytes.Buffer
			p := process{in: bytes.NewReader(v.Bytes()), out: &out, err: &talk, env: func(string) string { return "" }, now: func() time.Time { return now }}
			code := run(t.Context(), p, []string{"ask", "--json", "-", "--workspace", filepath.Join("../..", set.Workspace), "--format", "json"})
			var a decision.Answer
			if err := json.Unmarshal(out.Bytes(), &a); err != nil {
				t.Fatalf("%s: %s: %v: %s %s", set.File, v.Name, err, &out, &talk)
			}
			plain, versioned := strings.CutPrefix(out.String(), "{\n  \"version\": 1,\n")
			if !versioned {
				t.Fatalf("%s: %s: the answer does not begin with the version of its form: %s", set.File, v.Name, &out)
			}
			got, err := vectors.Canonical([]byte("{" + plain))
			if err != nil {
				t.Fatal(err)
			}
			if want := string(v.Want(a.Bundle)); string(got) != want || a.Allow != (code == exitClean) {
				t.Errorf("%s: %s: exit code %d\n%s", set.File, v.Name, code, cmp.Diff(want, string(got)))
			}
			if a.Bundle.Serial != 0 || a.Bundle.Expires != "" || !strings.HasPrefix(a.Bundle.Digest, "sha256:") {
				t.Errorf("%s: %s: asked of %+v", set.File, v.Name, a.Bundle)
			}
			asked++
		}
	}
	if t.Logf("%d questions", asked); asked < 40 {
		t.Errorf("%d questions are too few", asked)
	}
}

// completed reports whether the command says more than the question: that it is not
// strict, and which notice it is about where there is only one.
func completed(v vectors.Vector) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(v.Bytes(), &fields) != nil || fields == nil {
		return false
	}
	return fields["strict"] == nil || fields["notice"] == nil
}
