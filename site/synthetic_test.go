package site

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// synthetic writes the workspaces that tests of scale are made on: notices of the
// size of a real one, all different, the same bytes on every machine.
type synthetic struct{ random *rand.Rand }

var syntheticWords = strings.Fields(`account access address advertising agreement analytics audit billing browser claim
	communication contract cookie court customer delivery device diagnostic dispute document electronic employment entity event
	export feedback fraud health history identity internet invoice legal location login marketing measure message network operation
	order payment performance platform preference product profile protection purchase quality record regulator request research
	restriction safety security service session software storage subject subscription supplier support survey system team telephone`)

func (s synthetic) phrase(n int) string {
	var out []string
	for range n {
		out = append(out, syntheticWords[s.random.IntN(len(syntheticWords))])
	}
	return strings.Join(out, " ")
}

func (s synthetic) sentence(n int) string {
	p := s.phrase(n)
	return strings.ToUpper(p[:1]) + p[1:] + "."
}

// notice is the i-th full notice: its files by name.
func syntheticNotice(i int) map[string]string {
	s := synthetic{rand.New(rand.NewPCG(uint64(i), 0x9e3779b97f4a7c15))}
	var b strings.Builder
	fmt.Fprintf(&b, "[notice]\ntitle = \"Privacy notice %d\"\nsummary = %q\nlanguage = \"en\"\neffective = 2026-%02d-%02d\nprose = \"about.md\"\n", i, s.sentence(14), 1+s.random.IntN(12), 1+s.random.IntN(28))
	fmt.Fprintf(&b, "\n[party]\nname = \"%s & Co <%d>\"\nrole = \"controller\"\naddress = [\"%d Street\", \"Dublin\"]\n", s.phrase(2), i, s.random.IntN(200))
	fmt.Fprintf(&b, "\n[contact.desk]\nfor = [\"privacy\", \"rights\", \"complaints\"]\nemail = \"privacy@%s.example\"\n", s.phrase(1))
	const categories, purposes, recipients = 38, 25, 12
	for k := range categories {
		fmt.Fprintf(&b, "\n[category.c%02d]\nlabel = \"%s %d\"\nincludes = [\"%s\", \"%s\"]\n", k, s.phrase(2), k, s.phrase(2), s.phrase(1))
	}
	for k := range recipients {
		fmt.Fprintf(&b, "\n[recipient.r%02d]\nkind = \"processor\"\nlabel = \"%s %d\"\nservice = %q\nlocation = \"EU\"\nagreement = true\n", k, strings.ToUpper(s.phrase(1)), k, s.phrase(2))
	}
	for k := range purposes {
		fmt.Fprintf(&b, "\n[purpose.p%02d]\nlabel = \"%s in case %d\"\n", k, s.phrase(3), k)
	}
	fmt.Fprint(&b, "\n[gate.newsletter]\nkind = \"consent\"\nlabel = \"you have agreed to letters\"\nby = [\"person\"]\nwithdraw = [\"unsubscribe link\"]\n")
	bases := []string{"contract", "legal-obligation", "legitimate-interests"}
	for k := range purposes {
		fmt.Fprintf(&b, "\n[[use]]\nid = \"use-%02d\"\npurposes = [\"p%02d\"]\ncategories = [\"c%02d\", \"c%02d\"]\nbases = [%q]\n", k, k, k, (k*3+1)%categories, bases[s.random.IntN(len(bases))])
		if k == 7 {
			fmt.Fprint(&b, "gates = [\"newsletter\"]\n")
		}
	}
	for k := range recipients {
		fmt.Fprintf(&b, "\n[[share]]\nid = \"share-%02d\"\nrecipients = [\"r%02d\"]\npurposes = [\"p%02d\"]\ncategories = [\"c%02d\", \"c%02d\", \"c%02d\"]\n", k, k, k*2, k, k+12, k+24)
	}
	for k := range 8 {
		fmt.Fprintf(&b, "\n[[keep]]\nid = \"keep-%d\"\ncategories = [\"c%02d\", \"c%02d\"]\nfrom = \"account-closed\"\nperiod = \"P%dM\"\nthen = [\"delete\"]\n", k, k*5, k*5+1, 3+s.random.IntN(30))
	}
	for k, right := range []string{"access", "rectification", "erasure", "restriction", "portability", "objection"} {
		fmt.Fprintf(&b, "\n[[duty]]\nid = \"right-%d\"\nright = %q\nwithin = \"P1M\"\n", k, right)
	}
	fmt.Fprint(&b, "\n[[bar]]\nid = \"no-decisions\"\nactions = [\"decide\"]\ntext = \"We never let a machine decide about you.\"\n")
	files := map[string]string{"notice.toml": b.String(), "about.md": s.markdown(3)}
	for _, place := range []string{"nz", "br", "jp"} {
		files["addenda/"+place+".toml"] = fmt.Sprintf("[addendum]\ntitle = \"For %s\"\nwhere = { person = %q }\n\n[[note]]\nid = \"note-%s\"\nsection = \"introduction\"\nprose = %q\n\n[[bar]]\nid = \"bar-%s\"\npurposes = [\"p03\"]\nactions = [\"transfer\"]\ntext = \"For that we never send data abroad (%s).\"\n",
			strings.ToUpper(place), strings.ToUpper(place), place, place+".md", place, place)
		files["addenda/"+place+".md"] = s.markdown(2)
	}
	return files
}

func (s synthetic) markdown(paragraphs int) string {
	var b strings.Builder
	for k := range paragraphs {
		fmt.Fprintf(&b, "%s We call this **%s** & \"%s\".\n\n", s.sentence(12), s.phrase(2), s.phrase(1))
		if k%2 == 1 {
			fmt.Fprintf(&b, "- %s\n- %s\n- %s\n\n", s.sentence(5), s.sentence(5), s.sentence(5))
		}
	}
	return b.String()
}

// syntheticWorkspace writes n full notices to dir, or one base and n short notices
// that extend it: a vendor with its districts.
func syntheticWorkspace(t testing.TB, dir string, n int, districts bool) {
	t.Helper()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("candor.toml", "title = \"Synthetic\"\nthemes = \"themes\"\n")
	folder := func(id string, i int) {
		for name, text := range syntheticNotice(i) {
			if id == "base" {
				text = strings.Replace(text, "[notice]\n", "[notice]\npublish = false\n", 1)
			}
			write("notices/"+id+"/"+name, text)
		}
	}
	if districts {
		folder("base", 0)
	}
	for i := range n {
		id := fmt.Sprintf("n%05d", i)
		if !districts {
			folder(id, i)
			continue
		}
		write("notices/"+id+"/notice.toml", fmt.Sprintf("[notice]\nextends = \"base\"\ntitle = \"Privacy notice for district %d\"\n\n[party]\nname = \"District %d\"\n\n[[keep]]\nid = \"keep-district\"\ncategories = [\"c03\"]\nfrom = \"contract-end\"\nperiod = \"P%dM\"\nthen = [\"delete\"]\n", i, i, 1+i%36))
	}
}

func TestSynthetic(t *testing.T) {
	for _, districts := range []bool{false, true} {
		dir := t.TempDir()
		syntheticWorkspace(t, dir, 3, districts)
		s, err := buildAt(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Findings) > 0 || len(s.Set.Notices) != 3 {
			t.Errorf("%d notices with\n%s", len(s.Set.Notices), s.Report())
		}
	}
}
