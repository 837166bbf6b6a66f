package bundle

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/document"
)

// A notice is a file of its own with whatever is small, and beside it a file for each of
// its larger members. The packer finds again what it has seen in the last 32 KiB, which is
// less than a notice; so the files stand by member, and in each by likeness: what
// notices that extend one base have in common is then packed once. The statements come
// among the first. They pack worst, so that no bundle of ours looks like one made to burst
// its reader.

// ownFile is from how many bytes on a member has a file of its own. A file costs some
// hundred bytes for its name and its hash.
const ownFile = 4 << 10

// Notice is a compiled notice in canonical JSON, as a bundle and data.json have it, but for
// the bundle that it is of: whoever keeps one need not compile and spell it again while
// others change.
type Notice struct {
	ID, Digest string
	JSON       []byte // nothing stands where the value of its member bundle does,
	At         int    // which is here
}

// Spell spells a compiled notice. One that no document has been sealed with is counted.
func Spell(n *document.Notice) (Notice, error) {
	text, err := json.Marshal(n)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	value, err := parse(text)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	members, _ := value.(map[string]any)
	if n.Parts == 0 {
		members["parts"] = document.Parts(text)
	}
	out := Notice{ID: n.ID, Digest: n.Digest}
	var b bytes.Buffer
	for i, name := range slices.Sorted(maps.Keys(members)) {
		b.WriteByte("{,"[min(i, 1)])
		fmt.Fprintf(&b, "%q:", name)
		if name == "bundle" {
			out.At = b.Len()
			continue
		}
		data, err := spell(members[name])
		if err != nil {
			return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
		}
		b.Write(data)
	}
	b.WriteByte('}')
	out.JSON = b.Bytes()
	return out, nil
}

// append writes the notice with the bundle that it is of.
func (n Notice) append(to, bundle []byte) []byte {
	return append(append(append(to, n.JSON[:n.At]...), bundle...), n.JSON[n.At:]...)
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
	type member struct {
		file
		of, like, id string
	}
	made, err := workers.Map(len(all), func(i int) ([]member, error) {
		n := all[i]
		var rest map[string]json.RawMessage
		if err := json.Unmarshal(n.append(nil, bundle), &rest); err != nil {
			return nil, fmt.Errorf("write notice %s: %w", n.ID, err)
		}
		var files []member
		like := string(rest["obligations"])
		add := func(of string, data []byte) {
			files = append(files, member{file{path.Join(document.NoticesRoot, n.ID, of, dataName), data}, of, like, n.ID})
		}
		left := []byte("{")
		for _, name := range slices.Sorted(maps.Keys(rest)) {
			if len(rest[name]) >= ownFile {
				add(name, rest[name])
				continue
			}
			if len(left) > 1 {
				left = append(left, ',')
			}
			left = append(fmt.Appendf(left, "%q:", name), rest[name]...)
		}
		add("", append(left, '}'))
		return files, nil
	})
	if err != nil {
		return nil, err
	}
	members := slices.Concat(made...)
	slices.SortFunc(members, func(x, y member) int {
		return cmp.Or(cmp.Compare(y.of, x.of), cmp.Compare(x.like, y.like), cmp.Compare(x.id, y.id))
	})
	out := make([]file, len(members))
	for i, m := range members {
		out[i] = m.file
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
