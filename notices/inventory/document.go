package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// document is one TOML file read as far as it can be: what is broken has been
// reported and blanked out, so that the rest of the file still counts.
type document struct {
	*source
	root   *node
	lost   []span // what was blanked out
	faults []fault
}

// A broken file is read again only so often, and not for ever more faults.
const (
	maxRecoveries = 20
	maxFaults     = 100
)

var bom = []byte{0xef, 0xbb, 0xbf}

// parse reads a file with both parsers: go-toml's for places and strictness,
// BurntSushi's for values, where the first leaves any doubt of them.
func parse(file string, text []byte) *document { return new(ground).parse(file, text) }

// parse is parse with a tree that goes when the ground is cleared.
func (g *ground) parse(file string, text []byte) (d *document) {
	text = bytes.TrimPrefix(text, bom)
	d = &document{source: newSource(file, text), root: &node{shape: tableShape}}
	defer func() {
		if recover() != nil { // whatever the bytes do to a parser, the other files still count
			d.root, d.lost = &node{shape: tableShape}, []span{{0, len(text)}}
			d.faults = append(d.faults, fault{code: "syntax", message: "the file cannot be read", help: "take its latest changes back, and report this"})
		}
	}()
	brackets, faults := g.scan.guard(text)
	d.faults = faults
	if len(faults) > 0 && faults[len(faults)-1].fatal {
		d.lost = []span{{0, len(text)}}
		return d
	}
	d.read(g, text, brackets)
	return d
}

// read fills the tree, blanking out what is broken and starting again.
func (d *document) read(g *ground, left []byte, brackets []bracket) {
	var last span
	for n := 0; n < maxRecoveries && len(d.faults) < maxFaults; n++ {
		x := g.index(left, brackets)
		faults, blank := x.faults, x.blank
		if len(faults) == 0 && (askAlways || !x.plain) {
			values, bad := decode(left)
			if bad == nil {
				attach(x.root, values)
			} else {
				line, _ := d.at(bad.at.start)
				faults, blank = []fault{*bad}, []span{{d.lines[line-1], bad.at.end}}
			}
		}
		if len(faults) == 0 {
			d.root = x.root
			return
		}
		if n > 0 && faults[0].at == last {
			break // blanking did not help
		}
		last = faults[0].at
		d.faults = append(d.faults, faults...)
		left = d.without(left, blank)
		brackets, _ = g.scan.guard(left)
	}
	d.lost = []span{{0, len(d.text)}}
}

// without blanks expressions out, each to the end of its last line. When that
// takes a header away, the keys below it go too: they would land in another table.
func (d *document) without(text []byte, blank []span) []byte {
	out := bytes.Clone(text)
	for _, b := range blank {
		from, _ := d.at(b.start)
		to, _ := d.at(max(b.end-1, b.start))
		header := false
		for n := from; n <= to; n++ {
			header = header || d.header(n)
		}
		for header && to < len(d.lines) && !d.header(to+1) {
			to++
		}
		end := len(out)
		if to < len(d.lines) {
			end = d.lines[to] - 1
		}
		d.lost = append(d.lost, span{b.start, end})
		for i := b.start; i < end; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = ' '
			}
		}
	}
	return out
}

// header reports whether a line begins like a table header.
func (d *document) header(line int) bool {
	if line > len(d.lines) {
		return false
	}
	b := bytes.TrimLeft(d.text[d.lines[line-1]:], " \t")
	return len(b) > 0 && b[0] == '['
}

// decode reads the values. Its fault, if any, is one go-toml's parser let pass.
func decode(text []byte) (map[string]any, *fault) {
	var values map[string]any
	_, err := toml.Decode(string(text), &values)
	if err == nil {
		return values, nil
	}
	f := &fault{code: "syntax", message: err.Error()}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		f.message = pe.Message
		f.at.start = min(pe.Position.Start, len(text))
		f.at.end = min(pe.Position.Start+max(pe.Position.Len, 1), len(text))
	}
	return nil, f
}

// attach gives every scalar of the tree its value.
func attach(n *node, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, c := range n.nodes {
			attach(c, v[c.key])
		}
	case []map[string]any:
		for i, c := range n.items {
			if i < len(v) {
				attach(c, v[i])
			}
		}
	case []any:
		for i, c := range n.items {
			if i < len(v) {
				attach(c, v[i])
			}
		}
	case string:
		n.text = v
	default:
		n.value = v
	}
}

// keyOf finds the key that a line gives a value.
var keyOf = expr(`^\s*["']?([A-Za-z_-]+)["']?\s*[=:]`)

// unread gives the keys in what could not be read, by the line of the header above them.
func (r *reading) unread() map[int][]string {
	if r.broken != nil {
		return r.broken
	}
	r.broken = map[int][]string{}
	for _, s := range r.lost {
		line, _ := r.at(s.start)
		header := line
		for header > 0 && !r.header(header) {
			header--
		}
		keys := []string{}
		for text := range strings.Lines(r.written(s)) {
			if strings.HasPrefix(strings.TrimLeft(text, " \t"), "[") {
				break
			}
			if m := keyOf.FindStringSubmatch(text); m != nil {
				keys = append(keys, strings.ToLower(m[1]))
			}
		}
		if len(keys) == 0 {
			keys = append(keys, anyKey)
		}
		r.broken[header] = append(r.broken[header], keys...)
	}
	return r.broken
}

// written is the text of a span, for messages.
func (d *document) written(s span) string {
	return string(d.text[s.start:min(max(s.end, s.start), len(d.text))])
}

func quote(s string) string { return fmt.Sprintf("%q", s) }
