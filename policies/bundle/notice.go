package bundle

import (
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

// noticeFiles are the files of the notices.
func noticeFiles(doc *document.Document) ([]file, error) {
	type member struct {
		file
		of, like, id string
	}
	ids := slices.Sorted(maps.Keys(doc.Notices))
	members := func(i int) ([]member, error) {
		var all []member
		id := ids[i]
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
		err = add("", rest)
		return all, err
	}
	made, err := workers.Map(len(ids), members)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(made...)
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
