package inventory

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/candor-privacy/candor/notices/finding"
)

// page is one Markdown file as it was read.
type page struct {
	*source
	bytes []byte // as they stand in the file
	text  string // in one encoding of line ends
	bad   *fault
	found []finding.Finding // for every notice that names it
}

// prose loads every Markdown file the entries of a notice name.
func (l *loader) prose(u *unit) {
	u.pages = nil
	for _, v := range u.names {
		u.pages = append(u.pages, l.page(v.Text))
	}
}

// page reads one Markdown file.
func (l *loader) page(name string) *page {
	if p, ok := l.pages[name]; ok {
		return p
	}
	var p *page
	if l.isOwn(name) {
		p = l.newPage(name)
	} else {
		p = l.elsewhere(l, name)
	}
	l.pages[name] = p
	if p.bad == nil {
		l.sources[name] = p.source
		if l.after != nil {
			l.after.pages[name] = p
		}
	}
	return p
}

func (l *loader) newPage(name string) *page {
	if !fs.ValidPath(name) {
		return &page{bad: &fault{code: "bad-file-name", message: fmt.Sprintf("%q lies outside the workspace", name), help: "put the Markdown file beside the TOML file"}}
	}
	b, bad := l.read(name, maxProse)
	switch old := l.before.pages[name]; {
	case bad != nil && bad.code == "missing-file":
		bad.help = l.nearFile(name)
		fallthrough
	case bad != nil:
		return &page{bad: bad}
	case old != nil && bytes.Equal(old.bytes, b):
		return old
	case !utf8.Valid(b):
		return &page{bad: &fault{code: "encoding", message: fmt.Sprintf("the file %q is not saved as UTF-8", name), help: "save it as UTF-8"}}
	}
	lines := bytes.TrimPrefix(b, bom)
	if bytes.IndexByte(lines, '\r') >= 0 {
		lines = bytes.ReplaceAll(lines, []byte("\r\n"), []byte("\n"))
	}
	p := &page{source: newSource(name, lines), bytes: b, text: string(lines)}
	p.look()
	return p
}

// tell reports what is wrong with a file, for a notice that names it.
func (p *page) tell(l *loader, n *Notice, v *Value) {
	switch {
	case p.bad != nil:
		l.report(n, p.bad.code, v.Place, p.bad.message, p.bad.help)
	case strings.TrimSpace(p.text) == "":
		l.report(n, "empty", v.Place, fmt.Sprintf("the file %q is empty", v.Text), "write it, or take the line out")
	}
	for _, f := range p.found {
		f.Notice = n.ID
		l.findings = append(l.findings, f)
	}
}

// nearFile looks beside a missing file for one with a similar name.
func (l *loader) nearFile(file string) string {
	entries, _ := fs.ReadDir(l.fsys, path.Dir(file))
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".md") {
			names = append(names, e.Name())
		}
	}
	if near := closest(path.Base(file), names); near != "" {
		return fmt.Sprintf("a file with a similar name is %q", near)
	}
	return "write the file, or take the line out"
}

// look finds hidden characters, look-alike hosts and placeholders in Markdown.
func (p *page) look() {
	r, text := &reading{document: &document{source: p.source}}, p.text
	for i, c, t := trickIn(text, 0); t != nil && len(r.findings) < 20; i, c, t = trickIn(text, i+utf8.RuneLen(c)) {
		r.hidden(span{i, i + utf8.RuneLen(c)}, c, t)
	}
	for i, j := placeholderIn(text, 0); i >= 0 && len(r.findings) < 40; i, j = placeholderIn(text, j) {
		r.report("placeholder", span{i, j}, fmt.Sprintf("%q is still to be filled in", text[i:j]), "write the fact, or take the passage out until it is known")
	}
	if strings.Contains(text, ":") { // as every link does, and most texts have none
		for _, at := range linkIn.FindAllStringIndex(text, 500) {
			r.hosts(span{at[0], at[1]}, text[at[0]:at[1]])
		}
	}
	p.found = r.done()
}
