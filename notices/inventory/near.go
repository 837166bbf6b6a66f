package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// closest gives the candidate an author most likely meant, or "". Two letters
// swapped count as one slip; a third of the letters may be wrong. Where none is so
// near, it is the one that begins like what was written, as "language" does like "lang", or
// the one that is part of it, as "processor" is of "data-processor".
func closest(s string, candidates []string) string {
	best, nearest := max(1, len(s)/3)+1, ""
	for _, c := range candidates {
		if len(c)-len(s) > best || len(s)-len(c) > best {
			continue
		}
		if d := distance(s, c); d < best || d == best && nearest != "" && c < nearest {
			best, nearest = d, c
		}
	}
	if nearest == "" && len(s) >= 3 {
		nearest = beginning(s, candidates)
	}
	if nearest == "" {
		nearest = inside(s, candidates)
	}
	return nearest
}

// inside gives the longest candidate all of whose words stand in what was written, or ""
// where two are equally long.
func inside(s string, candidates []string) (longest string) {
	words := strings.Split(likeID(s), "-")
	if len(words) < 2 || len(words) > maxID/2 {
		return ""
	}
	tie := false
	for _, c := range candidates {
		if len(c) < 3 || len(c) < len(longest) || c == longest || slices.ContainsFunc(strings.Split(c, "-"), func(w string) bool { return !slices.Contains(words, w) }) {
			continue
		}
		longest, tie = c, len(c) == len(longest)
	}
	if tie {
		return ""
	}
	return longest
}

// beginning gives the only candidate that begins with what was written, or "".
func beginning(s string, candidates []string) (only string) {
	for _, c := range candidates {
		switch {
		case !strings.HasPrefix(c, strings.ToLower(s)) || c == only:
		case only != "":
			return ""
		default:
			only = c
		}
	}
	return only
}

func distance(a, b string) int {
	if a == b {
		return 0
	}
	if strings.EqualFold(a, b) || strings.ReplaceAll(a, "_", "-") == b || plural(a) == b || plural(b) == a {
		return 1
	}
	if swapped(a, b) {
		return 1
	}
	if max(len(a), len(b)) > 4*maxID {
		return len(a) + len(b)
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether a is b with two neighbours exchanged.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// oneOf lists words for a sentence: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " or " + words[n]
}

// quoted lists ids for a sentence, at most eight of them.
func quoted(words []string) string {
	words = slices.Sorted(slices.Values(words))
	more := ""
	if len(words) > 8 {
		more = fmt.Sprintf(" and %d more", len(words)-8)
		words = words[:8]
	}
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return strings.Join(out, ", ") + more
}

// Closest gives the candidate someone most likely meant by s, or "" when none is
// near.
func Closest(s string, candidates []string) string { return closest(s, candidates) }

// Meant says which of some ids may be meant by another: those that begin so, else the
// closest; "" where there is none.
func Meant(id string, ids []string) string {
	begin := slices.DeleteFunc(slices.Clone(ids), func(known string) bool { return id == "" || !strings.HasPrefix(known, id) })
	near := closest(id, ids)
	if len(begin) == 1 {
		near = begin[0]
	}
	switch {
	case len(begin) > 1:
		return "these begin so: " + Few(begin)
	case near != "":
		return fmt.Sprintf("the closest is %q", near)
	}
	return ""
}

// Few lists the first of many ids; of few, all.
func Few(ids []string) string {
	const few = 13
	if len(ids) <= few {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:few], ", "), len(ids)-few)
}
