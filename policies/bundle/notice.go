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
	own        []member
	terms      *terms
}

// terms are what a notice decides by, which notices may have in common.
type terms struct {
	members []member
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
	return newNotice(Mark{n.ID, n.Digest}, members), nil
}

// newNotice divides the members of a notice.
func newNotice(of Mark, members []member) Notice {
	n, sum := Notice{of.ID, of.Digest, nil, &terms{}}, sha256.New()
	for _, m := range members {
		switch {
		case slices.Contains(placedMembers, m.key):
		case slices.Contains(ownMembers, m.key):
			n.own = append(n.own, m)
		default:
			n.terms.members = append(n.terms.members, m)
			fmt.Fprintf(sum, "%q:", m.key)
			sum.Write(m.value)
		}
	}
	sum.Sum(n.terms.sum[:0])
	return n
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
func (n Notice) placed(base string, bundle []byte) []member {
	all := append(slices.Clone(n.own), member{"base", strconv.AppendQuote(nil, base)}, member{"bundle", bundle})
	if base == n.ID {
		all = append(all, n.terms.members...)
	}
	parts := 2 // the notice and the number itself
	for _, m := range all {
		parts += document.Parts(m.value)
	}
	all = append(all, member{"parts", strconv.AppendInt(nil, int64(parts), 10)})
	slices.SortFunc(all, func(x, y member) int { return strings.Compare(x.key, y.key) })
	return all
}

// appendObject writes an object of members.
func appendObject(to []byte, members []member) []byte {
	to = append(to, '{')
	for i, m := range members {
		to = append(fmt.Appendf(append(to, ","[:min(i, 1)]...), "%q:", m.key), m.value...)
	}
	return append(to, '}')
}

// Mark is how a notice is found in data.json again.
type Mark struct{ ID, Digest string }

// Mark marks a notice.
func (n Notice) Mark() Mark { return Mark{n.ID, n.Digest} }

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
	held, err := membersOf(data[at+len(noticesKey)-1:])
	if err != nil || len(held) != len(marks) {
		return nil, false
	}
	based := make([]string, len(held)) // what each says its base is
	out, err := workers.Map(len(held), func(i int) (Notice, error) {
		members, err := membersOf(held[i].value)
		if err != nil {
			return Notice{}, err
		}
		for key, want := range map[string][]byte{"bundle": bundle, "digest": strconv.AppendQuote(nil, marks[i].Digest), "id": strconv.AppendQuote(nil, marks[i].ID)} {
			if !slices.ContainsFunc(members, func(m member) bool { return m.key == key && bytes.Equal(m.value, want) }) {
				return Notice{}, errSpelling
			}
		}
		for _, m := range members {
			if m.key == "base" {
				based[i], err = readText(m.value)
			}
		}
		return newNotice(marks[i], members), err
	})
	if err != nil {
		return nil, false
	}
	shared := map[string]*terms{}
	for i, n := range out {
		if based[i] == n.ID {
			shared[n.ID] = n.terms
		}
	}
	for i := range out {
		if out[i].terms = shared[based[i]]; out[i].terms == nil {
			return nil, false
		}
	}
	return out, true
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
		for _, m := range n.terms.members {
			if m.key == "obligations" {
				like = string(m.value)
			}
		}
		add := func(of string, data []byte) {
			parts = append(parts, part{file{path.Join(document.NoticesRoot, n.ID, of, dataName), data}, of, like, n.ID})
		}
		var left []member
		for _, m := range n.placed(base, bundle) {
			if len(m.value) >= ownFile {
				add(m.key, m.value)
			} else {
				left = append(left, m)
			}
		}
		add("", appendObject(nil, left))
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
