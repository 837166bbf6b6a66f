package policies_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
)

// TestCheckAgain edits worked examples, and what their workspace says of laws, and holds
// them against laws with what was found in all states before: it finds what one that
// remembers nothing finds, in the places that there are now.
func TestCheckAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	files := fstest.MapFS{}
	for _, id := range []string{"career-masterclass", "nextstep"} {
		err := fs.WalkDir(os.DirFS("../notices/examples"), id, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				var data []byte
				data, err = os.ReadFile("../notices/examples/" + name)
				files["notices/"+name] = &fstest.MapFile{Data: data}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	asked := []string{"us-ca-ccpa", "us-ca-caloppa", "us-ny-2d", "us-fl-breach", "us-tx-student"}
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	var found []string // codes, to accept and to except
	m, kept, contradictions := laws.ReadMemory(nil, "test"), 0, 0
	for step := range 40 {
		if step > 0 {
			edit, folder := random.IntN(9), "notices/"+pick("career-masterclass", "nextstep")+"/"
			name := folder + "notice.toml"
			if edit%2 == 0 {
				all, _ := fs.Glob(files, folder+"*.toml")
				name = pick(all...)
			}
			text, code := string(files[name].Data), pick(append(found, "ccpa-r-sale")...)
			replace := func(pattern, by string) {
				text = regexp.MustCompile(pattern).ReplaceAllLiteralString(text, by)
			}
			switch edit {
			case 0: // everything moves
				text = "# a line\n" + text
			case 1:
				replace(`(?m)^laws +=.*\n`, "")
				replace(`(?m)^\[notice\]\n`, fmt.Sprintf("[notice]\nlaws = [%q, %q]\n", asked[random.IntN(2)], asked[2+random.IntN(3)]))
			case 2:
				replace(`"P\d+M"`, fmt.Sprintf("\"P%dM\"", 1+random.IntN(40)))
			case 3: // or an error, where it is twice
				text += fmt.Sprintf("\n[issue.known-%d]\ntext = \"We know.\"\naccepts = [%q]\n", step, code)
			case 4:
				replace(`(?s)\n\[issue\.known-.*`, "\n")
			case 5:
				files["candor.toml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "[[exception]]\ncheck = %q\nreason = \"R\"\nowner = \"O\"\nuntil = %s\n", code, pick("2026-12-31", "2026-11-10", "2025-01-01"))}
			case 6:
				files["candor.toml"] = &fstest.MapFile{Data: []byte(pick("[publish]\nlaw = \"report\"\n", "[calendar]\nholidays = [2026-11-26]\n", "[laws]\naccepts = [\"ny2d-r-court\"]\n"))}
			case 7: // an error, or its end
				if !strings.Contains(text, "\n[oops]\n") {
					text += "\n[oops]\n"
				} else {
					replace(`\n\[oops\]\n`, "")
				}
			case 8:
				replace(`(?m)^\[\[bar\]\]\n(.+\n)+`, "")
			}
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		inv, _ := inventory.Load(files)
		set, _ := notices.Resolve(inv)
		on := today
		if random.IntN(6) == 0 {
			on = today.AddMonths(3 * random.IntN(12))
		}
		want := policies.Check(t.Context(), set, on, nil)
		before := m.Len()
		for range 2 {
			if got := policies.CheckAgain(t.Context(), set, on, nil, m); !reflect.DeepEqual(got, want) {
				t.Fatalf("step %d: it finds\n%v\nand not\n%v", step, got.Findings, want.Findings)
			}
			if b := m.Bytes(); b != nil {
				m = laws.ReadMemory(b, "test")
			}
		}
		kept += len(set.Notices)*3 - (m.Len() - before)
		found = nil
		for _, f := range want.Findings {
			found = append(found, f.Code)
			if slices.Contains(laws.RuleIDs(), f.Code) {
				contradictions++
			}
		}
	}
	if kept < 40 || contradictions == 0 {
		t.Errorf("of what was found %d were remembered, and %d contradictions came up: the edits prove little", kept, contradictions)
	}
}
