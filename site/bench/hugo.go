package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/candor-privacy/candor/site/synthetic"
)

//go:embed all:hugo
var layouts embed.FS

// hugoSite writes for Hugo what [synthetic.Workspace] writes for Candor: a page with its
// facts as front matter for each notice, or a data file with the facts that all have and
// a short page each.
func hugoSite(dir string, n int, districts bool) error {
	sub, err := fs.Sub(layouts, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, sub); err != nil {
		return err
	}
	if districts {
		base := synthetic.Base()
		text := facts(base, "") + fmt.Sprintf("about = %q\n", base.About)
		if err := put(filepath.Join(dir, "data", "base.toml"), tablesLast(text)); err != nil {
			return err
		}
	}
	for i := range n {
		page := ""
		if districts {
			d := synthetic.District(i)
			page = fmt.Sprintf("+++\ntitle = %q\n[params]\nname = %q\n%s+++\n", d.Title, d.Party.Name, keeps(d, "params.own"))
		} else {
			x := synthetic.Make(i)
			page = fmt.Sprintf("+++\ntitle = %q\n[params]\n%s+++\n\n%s", x.Title, facts(x, "params."), x.About)
		}
		if err := put(filepath.Join(dir, "content", "notices", synthetic.ID(i)+".md"), page); err != nil {
			return err
		}
	}
	return nil
}

// tablesLast puts keys that follow tables before them, where TOML wants those of the root.
func tablesLast(text string) string {
	i := strings.LastIndex(text, "about = ")
	return text[i:] + text[:i]
}

func put(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// facts are those of a notice as TOML for Hugo, with tables below a prefix.
func facts(n *synthetic.Notice, prefix string) string {
	var b strings.Builder
	line := func(key string, value any) {
		switch v := value.(type) {
		case string:
			value = fmt.Sprintf("%q", v)
		case []string:
			value = "[" + strings.Join(quoteAll(v), ", ") + "]"
		}
		fmt.Fprintf(&b, "%s = %v\n", key, value)
	}
	line("summary", n.Summary)
	line("effective", n.Effective)
	line("name", n.Party.Name)
	line("address", n.Party.Address)
	line("email", n.Party.Email)
	line("rights", n.Rights)
	for _, c := range n.Categories {
		fmt.Fprintf(&b, "[%scategories.%s]\n", prefix, c.ID)
		line("label", c.Label.Label)
		line("includes", c.Includes)
	}
	for _, p := range n.Purposes {
		fmt.Fprintf(&b, "[%spurposes.%s]\n", prefix, p.ID)
		line("label", p.Label)
	}
	for _, r := range n.Recipients {
		fmt.Fprintf(&b, "[%srecipients.%s]\n", prefix, r.ID)
		line("label", r.Label.Label)
		line("service", r.Service)
	}
	for _, u := range n.Uses {
		fmt.Fprintf(&b, "[[%suses]]\n", prefix)
		line("id", u.ID)
		line("purpose", u.Purpose)
		line("categories", u.Categories)
		line("basis", u.Basis)
		line("consent", u.Consent)
	}
	for _, s := range n.Shares {
		fmt.Fprintf(&b, "[[%sshares]]\n", prefix)
		line("id", s.ID)
		line("recipient", s.Recipient)
		line("purpose", s.Purpose)
		line("categories", s.Categories)
	}
	b.WriteString(keeps(n, prefix+"keeps"))
	for _, a := range n.Addenda {
		fmt.Fprintf(&b, "[[%saddenda]]\n", prefix)
		line("id", a.ID)
		line("title", a.Title)
		line("text", a.Text)
		line("bar", a.Bar)
	}
	return b.String()
}

func keeps(n *synthetic.Notice, table string) string {
	var b strings.Builder
	for _, k := range n.Keeps {
		fmt.Fprintf(&b, "[[%s]]\nid = %q\ncategories = [%s]\nfrom = %q\nmonths = %d\n", table, k.ID, strings.Join(quoteAll(k.Categories), ", "), k.From, k.Months)
	}
	return b.String()
}

func quoteAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return out
}
