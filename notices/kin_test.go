package notices_test

import (
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// TestResolverTakesWhatIsTheSame: a notice that goes through after others which extend the
// same base comes out as it does alone, whatever each of them changes of the base.
func TestResolverTakesWhatIsTheSame(t *testing.T) {
	repository := os.DirFS(workspace)
	inv, _ := inventory.Load(repository)
	taken, reported := 0, map[string]int{}
	for _, base := range inv.Notices {
		files := fstest.MapFS{}
		put := func(id, toml string) {
			files["notices/"+id+"/notice.toml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf("[notice]\nextends = %q\ntitle = %q\n%s", base.ID, "Of "+id, toml))}
		}
		err := fs.WalkDir(repository, base.Dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(repository, name)
			files["notices/"+base.ID+strings.TrimPrefix(name, base.Dir)] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		put("a-plain", "")
		put("b-plain", "[party]\nname = \"Another\"\n")
		put("c-role", "[party]\nrole = \"processor\"\n")
		put("d-words", "language = \"en-US\"\n")
		put("e-wordless", "language = \"de\"\n")
		put("f-keep", "[[keep]]\nid = \"own\"\nfrom = \"contract-end\"\nperiod = \"P7M\"\nthen = [\"delete\"]\n")
		put("g-keep", "[[keep]]\nid = \"own\"\nfrom = \"contract-end\"\nperiod = \"P8M\"\nthen = [\"delete\"]\n")
		put("h-use", "[[use]]\nid = \"own\"\nactions = [\"collect\"]\nbases = [\"contract\"]\n")
		put("m-note", "[[note]]\nid = \"own\"\nsection = \"scope\"\ntext = \"Another.\"\n")
		put("n-clash", fmt.Sprintf("[[use]]\nid = \"category-%s\"\nactions = [\"collect\"]\nbases = [\"contract\"]\n", base.Of(inventory.KindCategory)[0].ID))
		put("o-clash", fmt.Sprintf("[[bar]]\nid = %q\nactions = [\"collect\"]\n", base.Of(inventory.KindUse)[0].ID))
		put("p-clash", fmt.Sprintf("[[keep]]\nid = \"audience-%s\"\nfrom = \"contract-end\"\nperiod = \"P7M\"\n", base.Of(inventory.KindAudience)[0].ID))
		alone, _ := notices.NewResolver(inv.Workspace).Notice(base)
		for i, id := range []string{"q-alike", "r-alike"} {
			put(id, fmt.Sprintf("[[keep]]\nid = \"own\"\nfrom = \"contract-end\"\nperiod = \"P7M\"\ntext = %q\n", alone.Notices[0].Statements[i].Sentence.Text))
		}
		seen := map[inventory.Kind]bool{}
		for i, e := range base.Entries {
			if label := e.Text("label"); label != "" && !seen[e.Kind] && e.ID != "" {
				seen[e.Kind] = true
				put(fmt.Sprintf("l-%02d-label", i), fmt.Sprintf("[%s.%s]\nlabel = %q\n", e.Kind, e.ID, "Another word"))
			}
			if e.Kind == inventory.KindIssue && !seen[e.Kind] {
				seen[e.Kind] = true
				put(fmt.Sprintf("i-%02d-issue", i), fmt.Sprintf("[[issue]]\nid = %q\nkind = \"gap\"\ntext = \"Another.\"\nabout = [\"notice\"]\naccepts = []\n", e.ID))
			}
		}
		put("z-plain", "")
		r := inventory.NewReader(files, inventory.Options{})
		together := notices.NewResolver(r.Workspace())
		var plain *notices.Notice
		for _, id := range append(r.IDs(), r.IDs()...) {
			in, _, _ := r.Notice(id)
			if in == nil {
				continue
			}
			got, found := together.Notice(in)
			want, alone := notices.NewResolver(r.Workspace()).Notice(in)
			for _, f := range alone {
				reported[f.Code]++
			}
			g, w := got.Notices[0], want.Notices[0]
			if id == "a-plain" {
				plain = g
			} else if id == "b-plain" && &g.Categories[0] == &plain.Categories[0] && &g.Statements[0].Actions[0] == &plain.Statements[0].Actions[0] {
				taken++
			}
			switch {
			case g.Digest() != w.Digest():
				t.Errorf("%s extends %s: it is not what it is alone", id, base.ID)
			case string(g.CanonicalJSON()) != string(w.CanonicalJSON()):
				t.Errorf("%s extends %s: its JSON is not what it is alone", id, base.ID)
			case !reflect.DeepEqual(found, alone):
				t.Errorf("%s extends %s: findings %v, alone %v", id, base.ID, found, alone)
			case !reflect.DeepEqual(got.Internal, want.Internal):
				t.Errorf("%s extends %s: what is internal is not what it is alone", id, base.ID)
			case strings.HasSuffix(id, "plain") && len(g.Statements) < 5:
				t.Errorf("%s extends %s and has %d statements", id, base.ID, len(g.Statements))
			}
		}
	}
	for _, code := range []string{"same-anchor", "same-sentence"} {
		if reported[code] == 0 {
			t.Errorf("no notice has %s, of %v", code, reported)
		}
	}
	if want := 2 * (len(inv.Notices) - 1); taken < want { // one has a warning in its vocabulary
		t.Errorf("of %d notices, %d took what is the same from the one before", want, taken)
	}
}
