package bundle

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/document"
)

// noticesKey stands before the notices in data.json, and nowhere before: a quote in a text
// has a backslash before it.
var noticesKey = []byte(`"` + document.NoticesRoot + `":{`)

// entry is a notice in data.json.
type entry struct {
	text   []byte
	base   string
	bundle [2]int // from and to in the text, where the policy that it is of is named
}

// entry spells a notice in a policy, in pieces, of which it gives the one that names the
// bundle. One that was cut from another policy, and has its base still, differs in nothing
// else: it holds as many parts as before.
func (n Notice) entry(base string, bundle []byte) (pieces [][]byte, of int, err error) {
	if was := n.was; was != nil && was.base == base && document.Parts(was.text[was.bundle[0]:was.bundle[1]]) == document.Parts(bundle) {
		return [][]byte{was.text[:was.bundle[0]], bundle, was.text[was.bundle[1]:]}, 1, nil
	}
	members, err := n.placed(base, bundle)
	return object(members), 1 + 2*slices.IndexFunc(members, func(m member) bool { return m.key == "bundle" }), err
}

// Mark is how a notice is found in data.json again.
type Mark struct {
	ID, Digest string
	Base       string
	Terms      [sha256.Size]byte // sum of what the base decides by
	From, To   int               // where the notice stands
	Bundle     int               // and in it, the bundle that it is of
}

// Data is data.json of what all notices share and of notices, in the order of their ids,
// and where in it each of them stands.
func Data(shared *document.Document, all []Notice) ([]byte, []Mark, error) {
	bare := *shared
	bare.Notices = map[string]*document.Notice{}
	frame, err := canonical(&bare)
	if err != nil {
		return nil, nil, err
	}
	bundle, err := canonical(shared.Bundle)
	if err != nil {
		return nil, nil, err
	}
	before, after, found := bytes.Cut(frame, noticesKey)
	if !found {
		return nil, nil, errors.New("write data: it has no place for notices")
	}
	bases, marks, at := bases(all), make([]Mark, len(all)), len(before)+len(noticesKey)
	entries, err := workers.Map(len(all), func(i int) (pieces [][]byte, err error) {
		n, of := all[i], 0
		marks[i] = Mark{ID: n.ID, Digest: n.Digest, Base: bases[i], Terms: n.terms.sum}
		pieces, of, err = n.entry(bases[i], bundle)
		for _, piece := range pieces[:of] {
			marks[i].Bundle += len(piece)
		}
		return pieces, err
	})
	if err != nil {
		return nil, nil, err
	}
	for i, pieces := range entries {
		m := &marks[i]
		m.From = at + len(m.key(i))
		m.To = m.From
		for _, piece := range pieces {
			m.To += len(piece)
		}
		at = m.To
	}
	out := make([]byte, at+len(after))
	copy(out[copy(out, before):], noticesKey)
	copy(out[at:], after)
	workers.Each(len(all), func(i int) {
		m := marks[i]
		key := m.key(i)
		copy(out[m.From-len(key):], key)
		to := out[m.From:m.From]
		for _, piece := range entries[i] {
			to = append(to, piece...)
		}
	})
	return out, marks, nil
}

// key is what stands before the notice of an index.
func (m Mark) key(i int) string { return fmt.Sprintf("%s%q:", ","[:min(i, 1)], m.ID) }

// Cut takes the notices from data.json again, all that it holds in the order of their ids,
// and false where it is not made of these and of this bundle.
func Cut(data []byte, of document.Bundle, marks []Mark) ([]Notice, bool) {
	bundle, err := canonical(of)
	if err != nil {
		return nil, false
	}
	at := bytes.Index(data, noticesKey)
	if at < 0 {
		return nil, false
	}
	at += len(noticesKey)
	out, shared := make([]Notice, len(marks)), map[string]*terms{}
	for i, m := range marks {
		key := m.key(i)
		if m.From != at+len(key) || m.To <= m.From || m.To >= len(data) || m.Bundle <= 0 || m.Bundle > m.To-m.From {
			return nil, false
		}
		text := data[m.From:m.To:m.To]
		if string(data[at:m.From]) != key || text[0] != '{' || text[len(text)-1] != '}' || !bytes.HasPrefix(text[m.Bundle:], bundle) {
			return nil, false
		}
		at = m.To
		members := sync.OnceValues(func() ([2][]member, error) {
			all, err := membersOf(text)
			own, terms := divide(all)
			return [2][]member{own, terms}, err
		})
		part := func(k int) func() ([]member, error) {
			return func() ([]member, error) { all, err := members(); return all[k], err }
		}
		if m.Base == m.ID {
			shared[m.ID] = &terms{part(1), m.Terms}
		}
		out[i] = Notice{m.ID, m.Digest, part(0), nil, &entry{text, m.Base, [2]int{m.Bundle, m.Bundle + len(bundle)}}}
	}
	for i, m := range marks {
		if out[i].terms = shared[m.Base]; out[i].terms == nil || out[i].terms.sum != m.Terms {
			return nil, false
		}
	}
	return out, len(marks) > 0 && data[at] == '}'
}
