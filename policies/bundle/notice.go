package bundle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

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

// noticeFiles are the files of the notices.
func noticeFiles(doc *document.Document) ([]file, error) {
	type member struct {
		file
		of, like, id string
	}
	var all []member
	for _, id := range slices.Sorted(maps.Keys(doc.Notices)) {
		text, err := json.Marshal(doc.Notices[id])
		if err != nil {
			return nil, fmt.Errorf("write notice %s: %w", id, err)
		}
		value, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("write notice %s: %w", id, err)
		}
		rest, _ := value.(map[string]any)
		like, err := spell(rest["obligations"])
		if err != nil {
			return nil, err
		}
		add := func(of string, value any) error {
			data, err := spell(value)
			if err == nil && (of == "" || len(data) >= ownFile) {
				all = append(all, member{file{path.Join(document.NoticesRoot, id, of, dataName), data}, of, string(like), id})
				delete(rest, of)
			}
			return err
		}
		for _, of := range slices.Sorted(maps.Keys(rest)) {
			if err := add(of, rest[of]); err != nil {
				return nil, err
			}
		}
		if err := add("", rest); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(x, y member) int {
		return cmp.Or(cmp.Compare(y.of, x.of), cmp.Compare(x.like, y.like), cmp.Compare(x.id, y.id))
	})
	out := make([]file, len(all))
	for i, m := range all {
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

// take reads a file of a notice into it.
func take(n *document.Notice, member string, data []byte) error {
	if member == "" {
		return json.Unmarshal(data, n)
	}
	alone, err := json.Marshal(map[string]json.RawMessage{member: data})
	if err != nil {
		return err
	}
	return json.Unmarshal(alone, n)
}
