package bundle

import (
	"bytes"
	"cmp"
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
	ID, Digest    string
	before, after []byte // the value of its member bundle
}

// Spell spells a compiled notice. One that no document has been sealed with is counted.
func Spell(n *document.Notice) (Notice, error) {
	data, err := canonical(n)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	members, err := membersOf(data)
	if err != nil {
		return Notice{}, fmt.Errorf("write notice %s: %w", n.ID, err)
	}
	out, at := make([]byte, 0, len(data)+8), 0
	for i, m := range members {
		out = fmt.Appendf(append(out, "{,"[min(i, 1)]), "%q:", m.key)
		switch {
		case m.key == "bundle":
			at = len(out)
		case m.key == "parts" && n.Parts == 0:
			out = strconv.AppendInt(out, int64(document.Parts(data)), 10)
		default:
			out = append(out, m.value...)
		}
	}
	out = append(out, '}')
	return Notice{n.ID, n.Digest, out[:at:at], out[at:]}, nil
}

// append writes the notice with the bundle that it is of.
func (n Notice) append(to, bundle []byte) []byte {
	return append(append(append(to, n.before...), bundle...), n.after...)
}

// Mark is how a notice is found in data.json again.
type Mark struct {
	ID, Digest    string
	Before, After int // bytes around the value of its member bundle
}

// Mark marks a notice.
func (n Notice) Mark() Mark { return Mark{n.ID, n.Digest, len(n.before), len(n.after)} }

// Cut takes the notices from data.json again, all that it holds in the order of their ids,
// and false where it is not made of these and of this bundle.
func Cut(data []byte, of document.Bundle, marks []Mark) ([]Notice, bool) {
	bundle, err := canonical(of)
	if err != nil {
		return nil, false
	}
	_, rest, found := bytes.Cut(data, noticesKey)
	if !found {
		return nil, false
	}
	out := make([]Notice, 0, len(marks))
	for i, m := range marks {
		rest, found = bytes.CutPrefix(rest, fmt.Appendf([]byte(",")[:min(i, 1)], "%q:", m.ID))
		if !found || m.Before < 0 || m.After < 0 || len(rest) < m.Before+len(bundle)+m.After || !bytes.HasPrefix(rest[m.Before:], bundle) {
			return nil, false
		}
		before, after := rest[:m.Before:m.Before], rest[m.Before+len(bundle):]
		out = append(out, Notice{m.ID, m.Digest, before, after[:m.After:m.After]})
		rest = after[m.After:]
	}
	return out, bytes.HasPrefix(rest, []byte("}"))
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
	made, err := workers.Map(len(all), func(i int) ([]part, error) {
		n := all[i]
		members, err := membersOf(n.append(nil, bundle))
		if err != nil {
			return nil, fmt.Errorf("write notice %s: %w", n.ID, err)
		}
		like := ""
		for _, m := range members {
			if m.key == "obligations" {
				like = string(m.value)
			}
		}
		var files []part
		add := func(of string, data []byte) {
			files = append(files, part{file{path.Join(document.NoticesRoot, n.ID, of, dataName), data}, of, like, n.ID})
		}
		left := []byte("{")
		for _, m := range members {
			if len(m.value) >= ownFile {
				add(m.key, m.value)
				continue
			}
			if len(left) > 1 {
				left = append(left, ',')
			}
			left = append(fmt.Appendf(left, "%q:", m.key), m.value...)
		}
		add("", append(left, '}'))
		return files, nil
	})
	if err != nil {
		return nil, err
	}
	parts := slices.Concat(made...)
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
