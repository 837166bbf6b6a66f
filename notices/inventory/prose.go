package inventory

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// prose loads every Markdown file the entries of a notice name.
func (l *loader) prose(d *draft) {
	d.Prose = map[string]string{}
	for _, e := range d.Entries {
		for _, v := range e.Values {
			if v.Type != Prose {
				continue
			}
			if _, ok := d.Prose[v.Text]; ok {
				continue
			}
			if text, ok := l.markdown(d.Notice, v); ok {
				d.Prose[v.Text] = text
			}
		}
	}
}

// markdown reads one Markdown file.
func (l *loader) markdown(n *Notice, v Value) (string, bool) {
	if !fs.ValidPath(v.Text) {
		l.report(n, "bad-file-name", v.Place, fmt.Sprintf("%q lies outside the workspace", v.Text), "put the Markdown file beside the TOML file")
		return "", false
	}
	if text, ok := l.texts[v.Text]; ok {
		return text, true
	}
	b, bad := l.read(v.Text, maxProse)
	if bad != nil {
		help := bad.help
		if bad.code == "missing-file" {
			help = l.nearFile(v.Text)
		}
		l.report(n, bad.code, v.Place, bad.message, help)
		return "", false
	}
	if !utf8.Valid(b) {
		l.report(n, "encoding", v.Place, fmt.Sprintf("the file %q is not saved as UTF-8", v.Text), "save it as UTF-8")
		return "", false
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(b), string(bom)), "\r\n", "\n")
	l.texts[v.Text] = text
	l.sources[v.Text] = newSource(v.Text, []byte(text))
	l.readProse(n, v, text)
	return text, true
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

// readProse looks for hidden characters, look-alike hosts and placeholders in Markdown.
func (l *loader) readProse(n *Notice, v Value, text string) {
	r := &reading{document: &document{source: l.sources[v.Text]}, notice: n.ID}
	for i, c, t := trickIn(text, 0); t != nil && len(r.findings) < 20; i, c, t = trickIn(text, i+utf8.RuneLen(c)) {
		r.hidden(span{i, i + utf8.RuneLen(c)}, c, t)
	}
	for i, j := placeholderIn(text, 0); i >= 0 && len(r.findings) < 40; i, j = placeholderIn(text, j) {
		r.report("placeholder", span{i, j}, fmt.Sprintf("%q is still to be filled in", text[i:j]), "write the fact, or take the passage out until it is known")
	}
	for _, at := range linkIn.FindAllStringIndex(text, 500) {
		r.hosts(span{at[0], at[1]}, text[at[0]:at[1]])
	}
	if strings.TrimSpace(text) == "" {
		l.report(n, "empty", v.Place, fmt.Sprintf("the file %q is empty", v.Text), "write it, or take the line out")
	}
	l.findings = append(l.findings, r.done()...)
}
