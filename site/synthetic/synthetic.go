// Package synthetic makes the notices that tests and measurements of scale are made
// on: of the size of a full one, all different, and made from their number alone, so
// that they are the same on every machine.
//
// [Make] gives the facts of one, [Notice.Files] its folder in a workspace, and
// [Workspace] a whole one of any size. The facts are exported so that a comparison can
// tell another program the same.
package synthetic

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Notice is what one notice says. It switches no law on.
type Notice struct {
	ID, Title, Summary string
	Effective          string // ISO day
	Party              Party
	About              string // Markdown
	Categories         []Category
	Purposes           []Label
	Recipients         []Recipient
	Uses               []Use
	Shares             []Share
	Keeps              []Keep
	Rights             []string // as the language of inventories names them
	Addenda            []Addendum
}

// Party is who speaks.
type Party struct {
	Name    string
	Address []string
	Email   string
}

// Label is a word of the vocabulary.
type Label struct{ ID, Label string }

// Category is a kind of data.
type Category struct {
	Label
	Includes []string
}

// Recipient is a processor.
type Recipient struct {
	Label
	Service string
}

// Use says for what data are used.
type Use struct {
	ID         string
	Purpose    string
	Categories []string
	Basis      string
	Consent    bool // only of those who have agreed to letters
}

// Share says who gets data.
type Share struct {
	ID, Recipient, Purpose string
	Categories             []string
}

// Keep says how long data are kept.
type Keep struct {
	ID         string
	Categories []string
	From       string // what the time runs from
	Months     int
}

// Addendum is what holds for people of one place.
type Addendum struct {
	ID, Place, Title string
	Text             string // Markdown
	Purpose          string // for which nothing is sent abroad, as Bar says
	Bar              string
}

var vocabulary = strings.Fields(`account access address advertising agreement analytics audit billing browser claim
	communication contract cookie court customer delivery device diagnostic dispute document electronic employment entity event
	export feedback fraud health history identity internet invoice legal location login marketing measure message network operation
	order payment performance platform preference product profile protection purchase quality record regulator request research
	restriction safety security service session software storage subject subscription supplier support survey system team telephone`)

// writer draws words.
type writer struct{ random *rand.Rand }

func (w writer) phrase(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = vocabulary[w.random.IntN(len(vocabulary))]
	}
	return strings.Join(out, " ")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (w writer) sentence(n int) string { return capital(w.phrase(n)) + "." }

func (w writer) markdown(paragraphs int) string {
	var b strings.Builder
	for k := range paragraphs {
		fmt.Fprintf(&b, "%s We call this **%s** & \"%s\".\n\n", w.sentence(12), w.phrase(2), w.phrase(1))
		if k%2 == 1 {
			fmt.Fprintf(&b, "- %s\n- %s\n- %s\n\n", w.sentence(5), w.sentence(5), w.sentence(5))
		}
	}
	return b.String()
}

// How much a notice says.
const categories, purposes, recipients, keeps = 40, 25, 12, 8

// Make is the i-th notice.
func Make(i int) *Notice {
	w := writer{rand.New(rand.NewPCG(uint64(i), 0x9e3779b97f4a7c15))}
	n := &Notice{
		ID: ID(i), Title: fmt.Sprintf("Privacy notice %d", i), Summary: w.sentence(14),
		Effective: fmt.Sprintf("2025-%02d-%02d", 1+w.random.IntN(12), 1+w.random.IntN(28)),
		Party:     Party{fmt.Sprintf("%s & Co <%d>", w.phrase(2), i), []string{fmt.Sprintf("%d Street", w.random.IntN(200)), "Dublin"}, "privacy@" + w.phrase(1) + ".example"},
		About:     w.markdown(3),
		Rights:    []string{"access", "rectification", "erasure", "restriction", "portability", "objection", "complaint", "information"},
	}
	c := func(k int) string { return fmt.Sprintf("c%02d", k%categories) }
	p := func(k int) string { return fmt.Sprintf("p%02d", k%purposes) }
	for k := range categories {
		n.Categories = append(n.Categories, Category{Label{c(k), fmt.Sprintf("%s %d", w.phrase(2), k)}, []string{w.phrase(2), w.phrase(1)}})
	}
	for k := range recipients {
		n.Recipients = append(n.Recipients, Recipient{Label{fmt.Sprintf("r%02d", k), fmt.Sprintf("%s %d", strings.ToUpper(w.phrase(1)), k)}, w.phrase(2)})
	}
	for k := range purposes {
		n.Purposes = append(n.Purposes, Label{p(k), fmt.Sprintf("%s in case %d", w.phrase(3), k)})
	}
	bases := []string{"contract", "legal-obligation", "legitimate-interests"}
	for k := range purposes {
		n.Uses = append(n.Uses, Use{fmt.Sprintf("use-%02d", k), p(k), []string{c(k), c(k + 15)}, bases[w.random.IntN(len(bases))], k == 7})
	}
	for k, r := range n.Recipients {
		n.Shares = append(n.Shares, Share{fmt.Sprintf("share-%02d", k), r.ID, p(2 * k), []string{c(k), c(k + 12), c(k + 24)}})
	}
	for k := range keeps {
		n.Keeps = append(n.Keeps, Keep{fmt.Sprintf("keep-%d", k), []string{c(5 * k), c(5*k + 1)}, "account-closed", 3 + w.random.IntN(30)})
	}
	for _, place := range []string{"nz", "br", "jp"} {
		n.Addenda = append(n.Addenda, Addendum{place, strings.ToUpper(place), "For " + strings.ToUpper(place), w.markdown(2), p(3), "For that we never send data abroad (" + place + ")."})
	}
	return n
}

// District is the i-th short notice, which extends [Base]: its id, title, party's name
// and one period.
func District(i int) *Notice {
	return &Notice{
		ID: ID(i), Title: fmt.Sprintf("Privacy notice for district %d", i), Party: Party{Name: fmt.Sprintf("District %d", i)},
		Keeps: []Keep{{"keep-district", []string{"c03"}, "contract-end", 1 + i%36}},
	}
}

// Base is the notice that districts extend. It is not published itself.
func Base() *Notice {
	n := Make(0)
	n.ID = "base"
	return n
}

// ID is that of the i-th notice.
func ID(i int) string { return fmt.Sprintf("n%05d", i) }

// Files are the files of a full notice's folder, by name.
func (n *Notice) Files() map[string]string {
	var b strings.Builder
	table := func(header string, lines ...any) {
		fmt.Fprintf(&b, "\n%s\n", header)
		for i := 0; i+1 < len(lines); i += 2 {
			if text, isText := lines[i+1].(string); isText {
				lines[i+1] = fmt.Sprintf("%q", text)
			}
			if list, isList := lines[i+1].([]string); isList {
				lines[i+1] = quoted(list)
			}
			fmt.Fprintf(&b, "%s = %v\n", lines[i], lines[i+1])
		}
	}
	fmt.Fprintf(&b, "[notice]\ntitle = %q\nsummary = %q\nlanguage = \"en\"\neffective = %s\nprose = \"about.md\"\n", n.Title, n.Summary, n.Effective)
	table("[party]", "name", n.Party.Name, "role", "controller", "address", n.Party.Address)
	table("[contact.desk]", "for", []string{"privacy", "rights", "complaints"}, "email", n.Party.Email)
	for _, c := range n.Categories {
		table("[category."+c.ID+"]", "label", c.Label.Label, "includes", c.Includes)
	}
	for _, r := range n.Recipients {
		table("[recipient."+r.ID+"]", "kind", "processor", "label", r.Label.Label, "service", r.Service, "location", "EU", "agreement", true)
	}
	for _, p := range n.Purposes {
		table("[purpose."+p.ID+"]", "label", p.Label)
	}
	table("[gate.newsletter]", "kind", "consent", "label", "you have agreed to letters", "by", []string{"person"}, "withdraw", []string{"unsubscribe link"})
	for _, u := range n.Uses {
		table("[[use]]", "id", u.ID, "purposes", []string{u.Purpose}, "categories", u.Categories, "bases", []string{u.Basis})
		if u.Consent {
			b.WriteString("gates = [\"newsletter\"]\n")
		}
	}
	for _, s := range n.Shares {
		table("[[share]]", "id", s.ID, "recipients", []string{s.Recipient}, "purposes", []string{s.Purpose}, "categories", s.Categories)
	}
	for _, k := range n.Keeps {
		k.write(&b)
	}
	for k, right := range n.Rights {
		table("[[duty]]", "id", fmt.Sprintf("right-%d", k), "right", right, "within", "P1M")
	}
	table("[[bar]]", "id", "no-decisions", "actions", []string{"decide"}, "text", "We never let a machine decide about you.")
	files := map[string]string{"notice.toml": b.String(), "about.md": n.About}
	for _, a := range n.Addenda {
		b.Reset()
		fmt.Fprintf(&b, "[addendum]\ntitle = %q\nwhere = { person = %q }\n", a.Title, a.Place)
		table("[[note]]", "id", "note-"+a.ID, "section", "introduction", "prose", a.ID+".md")
		table("[[bar]]", "id", "bar-"+a.ID, "purposes", []string{a.Purpose}, "actions", []string{"transfer"}, "text", a.Bar)
		files["addenda/"+a.ID+".toml"], files["addenda/"+a.ID+".md"] = b.String(), a.Text
	}
	return files
}

func (k Keep) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n[[keep]]\nid = %q\ncategories = %s\nfrom = %q\nperiod = \"P%dM\"\nthen = [\"delete\"]\n", k.ID, quoted(k.Categories), k.From, k.Months)
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// Workspace writes n full notices to dir, or one base and n short notices that extend
// it: a vendor with its districts.
func Workspace(dir string, n int, districts bool) error {
	if err := write(dir, map[string]string{"candor.toml": "title = \"Synthetic\"\n"}); err != nil {
		return err
	}
	if districts {
		files := Base().Files()
		files["notice.toml"] = strings.Replace(files["notice.toml"], "[notice]\n", "[notice]\npublish = false\n", 1)
		if err := write(filepath.Join(dir, "notices", "base"), files); err != nil {
			return err
		}
	}
	for i := range n {
		files := map[string]string{}
		if districts {
			d := District(i)
			var b strings.Builder
			fmt.Fprintf(&b, "[notice]\nextends = \"base\"\ntitle = %q\n\n[party]\nname = %q\n", d.Title, d.Party.Name)
			d.Keeps[0].write(&b)
			files["notice.toml"] = b.String()
		} else {
			files = Make(i).Files()
		}
		if err := write(filepath.Join(dir, "notices", ID(i)), files); err != nil {
			return err
		}
	}
	return nil
}

func write(dir string, files map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}
