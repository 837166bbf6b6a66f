package bundle

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/document"
)

// noticesKey stands before the notices in data.json, and nowhere before: a quote in a text
// has a backslash before it.
const noticesKey = `"` + document.NoticesRoot + `":{`

// entry is a notice in some data.json: what its text holds, and in that, from where to where
// the policy that it is of is named, in so many parts.
type entry struct {
	text   *io.SectionReader
	base   string
	bundle [2]int64
	parts  int
}

// members reads the notice and divides it.
func (e *entry) members() (own, terms []member, err error) {
	text := make([]byte, e.text.Size())
	if _, err := e.text.ReadAt(text, 0); err != nil {
		return nil, nil, err
	}
	all, err := membersOf(text)
	own, terms = divide(all)
	return own, terms, err
}

// piece is a piece of a text: as it is, or where it stands in what is kept elsewhere.
type piece struct {
	text []byte
	at   *io.SectionReader // nil for text
}

func (p piece) size() int64 {
	if p.at != nil {
		return p.at.Size()
	}
	return int64(len(p.text))
}

// entry spells a notice in a policy, in pieces, of which it gives the one that names the
// bundle. One that was cut from another policy, and has its base still, differs in nothing
// else: it holds as many parts as before.
func (n Notice) entry(base string, bundle []byte, parts int) (pieces []piece, of int, err error) {
	if was := n.was; was != nil && was.base == base && was.parts == parts {
		return []piece{
			{at: io.NewSectionReader(was.text, 0, was.bundle[0])},
			{text: bundle},
			{at: io.NewSectionReader(was.text, was.bundle[1], was.text.Size()-was.bundle[1])},
		}, 1, nil
	}
	members, err := n.placed(base, bundle)
	if err != nil {
		return nil, 0, err
	}
	for _, text := range object(members) {
		pieces = append(pieces, piece{text: text})
	}
	return pieces, 1 + 2*slices.IndexFunc(members, func(m member) bool { return m.key == "bundle" }), nil
}

// Mark is how a notice is found in data.json again.
type Mark struct {
	ID, Digest string
	Base       string
	Terms      [sha256.Size]byte // sum of what the base decides by
	From, To   int64             // where the notice stands
	Bundle     int64             // and in it, the bundle that it is of
}

// Data is data.json of a policy. It is large, and what was cut from another data.json is
// read from there only as it is written.
type Data struct {
	Marks  []Mark // of the notices, in the order of their ids
	pieces []piece
	size   int64
}

// DataOf is data.json of what all notices share and of notices, in the order of their ids.
func DataOf(shared *document.Document, all []Notice) (*Data, error) {
	bare := *shared
	bare.Notices = map[string]*document.Notice{}
	frame, err := canonical(&bare)
	if err != nil {
		return nil, err
	}
	bundle, err := canonical(shared.Bundle)
	if err != nil {
		return nil, err
	}
	before, after, found := bytes.Cut(frame, []byte(noticesKey))
	if !found {
		return nil, errors.New("write data: it has no place for notices")
	}
	bases, parts := bases(all), document.Parts(bundle)
	d := &Data{Marks: make([]Mark, len(all))}
	entries, err := workers.Map(len(all), func(i int) (pieces []piece, err error) {
		n, of := all[i], 0
		m := Mark{ID: n.ID, Digest: n.Digest, Base: bases[i], Terms: n.terms.sum}
		pieces, of, err = n.entry(bases[i], bundle, parts)
		for k, piece := range pieces {
			if k < of {
				m.Bundle += piece.size()
			}
			m.To += piece.size()
		}
		d.Marks[i] = m
		return pieces, err
	})
	if err != nil {
		return nil, err
	}
	d.add(piece{text: before}, piece{text: []byte(noticesKey)})
	for i, pieces := range entries {
		m := &d.Marks[i]
		d.add(piece{text: []byte(m.key(i))})
		m.From, m.To = d.size, d.size+m.To
		d.add(pieces...)
	}
	d.add(piece{text: after})
	return d, nil
}

func (d *Data) add(pieces ...piece) {
	for _, p := range pieces {
		d.size += p.size()
	}
	d.pieces = append(d.pieces, pieces...)
}

// WriteTo writes data.json in its pieces, thousands of some kilobytes or less.
func (d *Data) WriteTo(to io.Writer) (n int64, err error) {
	for _, p := range d.pieces {
		var k int64
		if p.at == nil {
			_, err = to.Write(p.text)
			k = int64(len(p.text))
		} else {
			k, err = io.CopyN(to, io.NewSectionReader(p.at, 0, p.at.Size()), p.at.Size()) // again from its beginning
		}
		if n += k; err != nil {
			return n, fmt.Errorf("write data: %w", err)
		}
	}
	return n, nil
}

// Bytes gives data.json as a whole.
func (d *Data) Bytes() ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(d.size))
	_, err := d.WriteTo(&b)
	return b.Bytes(), err
}

// key is what stands before the notice of an index.
func (m Mark) key(i int) string { return fmt.Sprintf("%s%q:", ","[:min(i, 1)], m.ID) }

// Cut takes the notices from data.json again, all that it holds in the order of their ids,
// and false where it is not made of these and of this bundle. They are read from it when
// they are written.
func Cut(data *io.SectionReader, of document.Bundle, marks []Mark) ([]Notice, bool) {
	bundle, err := canonical(of)
	if err != nil || len(marks) == 0 {
		return nil, false
	}
	parts := document.Parts(bundle)
	var at []byte
	holds := func(from, to int64, first, last string) bool {
		at = slices.Grow(at[:0], int(to-from))[:to-from]
		_, err := data.ReadAt(at, from)
		return err == nil && bytes.HasPrefix(at, []byte(first)) && bytes.HasSuffix(at, []byte(last))
	}
	out, shared := make([]Notice, len(marks)), map[string]*terms{}
	before, to := noticesKey, marks[0].From-int64(len(marks[0].key(0)))
	for i, m := range marks {
		key := m.key(i)
		if m.From != to+int64(len(key)) || m.To <= m.From || m.To >= data.Size() || m.Bundle <= 0 || m.Bundle > m.To-m.From-int64(len(bundle)) {
			return nil, false
		}
		after := m.Bundle + int64(len(bundle))
		if !holds(to-int64(len(before)), m.From+after, before+key+"{", string(bundle)) {
			return nil, false
		}
		before, to = "}", m.To
		e := &entry{io.NewSectionReader(data, m.From, m.To-m.From), m.Base, [2]int64{m.Bundle, after}, parts}
		members := sync.OnceValues(func() ([2][]member, error) {
			own, terms, err := e.members()
			return [2][]member{own, terms}, err
		})
		part := func(k int) func() ([]member, error) {
			return func() ([]member, error) { all, err := members(); return all[k], err }
		}
		if m.Base == m.ID {
			shared[m.ID] = &terms{part(1), m.Terms}
		}
		out[i] = Notice{m.ID, m.Digest, part(0), nil, e}
	}
	for i, m := range marks {
		if out[i].terms = shared[m.Base]; out[i].terms == nil || out[i].terms.sum != m.Terms {
			return nil, false
		}
	}
	return out, holds(to-1, to+1, "}}", "")
}
