package bundle

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/document"
)

// A notice is a file of its own with whatever is small, and beside it a file for each of
// its larger members. The packer finds again what it has seen in the last 32 KiB, which is
// less than a notice; so the files stand by member, and in each by likeness: what
// notices with one base have in common, whose terms stand in the base alone, is then packed
// once. The statements come among the first. They pack worst, so that no bundle of ours
// looks like one made to burst its reader.

// ownFile is from how many bytes on a member has a file of its own. A file costs some
// hundred bytes for its name and its hash.
const ownFile = 4 << 10

// Notice is a compiled notice in canonical JSON, but for what goes by the policy that it
// is written in: whoever keeps one need not compile and spell it again while others change.
type Notice struct {
	ID, Digest string
	own        func() ([]member, error)
	terms      *terms
	was        *entry // as it stands in some data.json, nil for one that was spelt
}

// terms are what a notice decides by, which notices may have in common.
type terms struct {
	members func() ([]member, error)
	sum     [sha256.Size]byte
}

// Members of a notice that go by the policy it is written in, and its others that are no
// terms.
var (
	placedMembers = []string{"base", "bundle", "parts"}
	ownMembers    = []string{"digest", "id", "own", "reasons"}
)

// Spell spells a compiled notice.
func Spell(n *document.Notice) (Notice, error) {
	alone := *n
	alone.Base = n.ID
	data, err := canonical(&alone)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	members, err := membersOf(data)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	own, of := divide(members)
	sum := sha256.New()
	for _, m := range of {
		fmt.Fprintf(sum, "%q:", m.key)
		sum.Write(m.value)
	}
	terms := &terms{members: func() ([]member, error) { return of, nil }}
	sum.Sum(terms.sum[:0])
	return Notice{n.ID, n.Digest, func() ([]member, error) { return own, nil }, terms, nil}, nil
}

// divide divides the members of a notice.
func divide(members []member) (own, terms []member) {
	for _, m := range members {
		switch {
		case slices.Contains(placedMembers, m.key):
		case slices.Contains(ownMembers, m.key):
			own = append(own, m)
		default:
			terms = append(terms, m)
		}
	}
	return own, terms
}

// bases gives the base of each of several notices, in the order of their ids: the first
// that has its terms.
func bases(all []Notice) []string {
	first, out := map[[sha256.Size]byte]string{}, make([]string, len(all))
	for i, n := range all {
		if _, ok := first[n.terms.sum]; !ok {
			first[n.terms.sum] = n.ID
		}
		out[i] = first[n.terms.sum]
	}
	return out
}

// placed are the members of a notice in a policy: with its base and the bundle that it is
// of, and counted.
func (n Notice) placed(base string, bundle []byte) ([]member, error) {
	all, err := n.own()
	all = append(slices.Clone(all), member{"base", strconv.AppendQuote(nil, base)}, member{"bundle", bundle})
	if err == nil && base == n.ID {
		var terms []member
		terms, err = n.terms.members()
		all = append(all, terms...)
	}
	parts := 2 // the notice and the number itself
	for _, m := range all {
		parts += document.Parts(m.value)
	}
	all = append(all, member{"parts", strconv.AppendInt(nil, int64(parts), 10)})
	slices.SortFunc(all, func(x, y member) int { return strings.Compare(x.key, y.key) })
	return all, err
}

// object spells an object of members, in pieces: every second is a value.
func object(members []member) [][]byte {
	all := make([][]byte, 0, 2*len(members)+1)
	for i, m := range members {
		all = append(all, fmt.Appendf(nil, "%c%q:", "{,"[min(i, 1)], m.key), m.value)
	}
	return append(all, []byte{'}'})
}

// spellAll spells the notices of a document.
func spellAll(doc *document.Document) ([]Notice, error) {
	ids := slices.Sorted(maps.Keys(doc.Notices))
	return workers.Map(len(ids), func(i int) (Notice, error) { return Spell(doc.Notices[ids[i]]) })
}

// noticeFiles are the files of the notices of a document whose bundle is given.
func noticeFiles(all []Notice, of document.Bundle) ([]file, error) {
	bundle, err := canonical(of)
	if err != nil {
		return nil, err
	}
	type part struct {
		file
		of, like, id string
	}
	var parts []part
	for i, base := range bases(all) {
		n, like := all[i], ""
		terms, err := n.terms.members()
		if err != nil {
			return nil, err
		}
		for _, m := range terms {
			if m.key == "obligations" {
				like = string(m.value)
			}
		}
		add := func(of string, data []byte) {
			parts = append(parts, part{file{path.Join(document.NoticesRoot, n.ID, of, dataName), data}, of, like, n.ID})
		}
		var left []member
		members, err := n.placed(base, bundle)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if len(m.value) >= ownFile {
				add(m.key, m.value)
			} else {
				left = append(left, m)
			}
		}
		add("", bytes.Join(object(left), nil))
	}
	slices.SortFunc(parts, func(x, y part) int {
		return cmp.Or(cmp.Compare(y.of, x.of), cmp.Compare(x.like, y.like), cmp.Compare(x.id, y.id))
	})
	out := make([]file, len(parts))
	for i, p := range parts {
		out[i] = p.file
	}
	return out, nil
}

// noticeOf tells which notice a file of data is of, and of which of its members; "" where
// it is the notice without those.
func noticeOf(name string) (id, member string, ok bool) {
	folder, base := path.Split(name)
	rest, isNotice := strings.CutPrefix(path.Clean(folder), document.NoticesRoot+"/")
	id, member, _ = strings.Cut(rest, "/")
	return id, member, isNotice && base == dataName && !strings.Contains(member, "/")
}

// takeAll reads notices side by side, and reports whether each is whole.
func takeAll(into map[string]*document.Notice, held map[string]map[string]json.RawMessage) (bool, error) {
	ids := slices.Sorted(maps.Keys(held))
	whole := make([]bool, len(ids))
	taken, err := workers.Map(len(ids), func(i int) (n *document.Notice, err error) {
		n, whole[i], err = take(ids[i], held[ids[i]])
		return n, err
	})
	for i, n := range taken {
		into[ids[i]] = n
	}
	return !slices.Contains(whole, false), err
}

// take reads a notice from its files, by member as [noticeOf] tells them, and reports
// whether it has every part that it was written with.
func take(id string, members map[string]json.RawMessage) (n *document.Notice, whole bool, err error) {
	parts := 0
	for _, data := range members {
		parts += document.Parts(data)
	}
	n = &document.Notice{}
	if data, ok := members[""]; ok {
		if err := json.Unmarshal(data, n); err != nil {
			return nil, false, fmt.Errorf("read notice %s: %w", id, err)
		}
		delete(members, "")
	}
	text, err := json.Marshal(members)
	if err == nil {
		err = json.Unmarshal(text, n)
	}
	if err != nil {
		return nil, false, fmt.Errorf("read notice %s: %w", id, err)
	}
	return n, n.Parts == parts, nil
}
