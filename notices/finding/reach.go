package finding

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Reach is the ids of the notices that a finding stands in, sorted. What is wrong in a
// base stands in all that extend it, and these may be thousands: reports count them and
// name the first.
type Reach []string

// named is how many notices of many a report names.
const named = 3

// String gives a reach in words, "" where there is none: "12 notices: a, b, c and 9 more".
func (r Reach) String() string {
	switch n := len(r); {
	case n == 0:
		return ""
	case n == 1:
		return "1 notice: " + r[0]
	case n <= named+1:
		return fmt.Sprintf("%d notices: %s and %s", n, strings.Join(r[:n-1], ", "), r[n-1])
	default:
		return fmt.Sprintf("%d notices: %s and %d more", n, strings.Join(r[:named], ", "), n-named)
	}
}

// MarshalJSON writes how many notices there are, and the ids of the first.
func (r Reach) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Notices int      `json:"notices"`
		First   []string `json:"first"`
	}{len(r), r[:min(len(r), named)]})
}

// reachOf is that of findings that are the same but for the notice.
func reachOf(same []Finding) Reach {
	var all Reach
	for _, f := range same {
		if all = append(all, f.In...); f.Notice != "" && len(f.In) == 0 && !f.OfFile {
			all = append(all, f.Notice)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) == 1 && all[0] == same[0].Notice {
		return nil
	}
	return all
}

// Spread has the findings that are of a file say which notices are made from it. The
// notices come with their files, in the order of their ids.
func Spread(fs []Finding, notices iter.Seq2[string, []string]) {
	in := map[string]Reach{}
	for _, f := range fs {
		if f.OfFile {
			in[f.Place.File] = nil
		}
	}
	if len(in) == 0 {
		return
	}
	for id, files := range notices {
		for _, file := range files {
			if reach, ok := in[file]; ok {
				in[file] = append(reach, id)
			}
		}
	}
	for i := range fs {
		if f := &fs[i]; f.OfFile {
			if f.In = in[f.Place.File]; len(f.In) == 1 && f.In[0] == f.Notice {
				f.In = nil
			}
		}
	}
}
