package inventory

import (
	"fmt"
	"strings"
)

var (
	conflict  = expr(`^(<<<<<<<|=======|>>>>>>>)`)
	slashes   = expr(`^\s*(//|/\*|--|;|<!--)`)
	colonKey  = expr(`^\s*["']?[A-Za-z0-9_.-]+["']?\s*:`)
	spacedKey = expr(`^\s*([A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+)+)\s*=`)
	pairKey   = expr(`^\s*[A-Za-z0-9_.-]+\s*=`)
)

// lineHints read the whole line, whatever it was to be.
var lineHints = []hint{
	{"merge conflict", func(s *slip) bool { return conflict.MatchString(s.line) && s.mark(s.line) }, func(s *slip) (string, string) {
		return "this line was left behind by a merge", "choose one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>"
	}},
	{"comment", func(s *slip) bool { return slashes.MatchString(s.line) && s.mark(strings.TrimSpace(s.line)) }, func(s *slip) (string, string) {
		return "a remark begins with #", "write # " + strings.Trim(strings.TrimSpace(s.line), "/*-;<>! ")
	}},
}

// keyHints read what stands before a value.
var keyHints = []hint{
	{"colon for equals", func(s *slip) bool { return colonKey.MatchString(s.line) && !pairKey.MatchString(s.line) }, func(s *slip) (string, string) {
		key, value, _ := strings.Cut(s.line, ":")
		return "between a key and its value stands =", fmt.Sprintf("write %s = %s", strings.Trim(strings.TrimSpace(key), `"'`), strings.TrimSpace(value))
	}},
	{"space in a key", func(s *slip) bool {
		m := spacedKey.FindStringSubmatch(s.line)
		return m != nil && len(s.before) < len(m[0]) && s.mark(m[1])
	}, func(s *slip) (string, string) {
		key := spacedKey.FindStringSubmatch(s.line)[1]
		return fmt.Sprintf("a key has no spaces, and %q has", key), "write " + strings.ToLower(strings.Join(strings.Fields(key), "-"))
	}},
}

// lastHints are tried when nothing says more.
var lastHints = []hint{
	{"nothing after equals", func(s *slip) bool { return strings.HasSuffix(strings.TrimSpace(uncommented(s.line)), "=") }, func(s *slip) (string, string) {
		return "there is no value after =", "write a value, or take the line out"
	}},
	{"two on a line", func(s *slip) bool { return strings.Contains(s.message, "newline") && pairKey.MatchString(s.rest) }, func(s *slip) (string, string) {
		return "two keys stand on one line", "write each key on a line of its own"
	}},
	{"day that does not exist", func(s *slip) bool {
		return strings.Contains(s.message, "datetime") || strings.Contains(s.message, "date")
	}, func(s *slip) (string, string) {
		return "there is no such day", "write year-month-day, such as 2026-01-31"
	}},
	{"text without quotes", func(s *slip) bool {
		return pairKey.MatchString(s.line) && bareText.MatchString(s.value) && s.mark(s.value)
	}, func(s *slip) (string, string) {
		if like := likeDate(s.value); like != "" {
			return "this is not how a date is written here", "write " + like
		}
		if like := likePeriod(s.value); like != "" {
			return "this is not how a period is written here", fmt.Sprintf("write %q", like)
		}
		return "text stands between quotes", fmt.Sprintf("write %q", s.value)
	}},
	{"no equals", func(s *slip) bool {
		return strings.Contains(s.message, "expected '='") || strings.Contains(s.message, "'.' or '='")
	}, func(s *slip) (string, string) {
		return "this line is neither a header nor a key with a value", "write key = value; longer texts belong in a Markdown file, named by prose"
	}},
	{"control character", func(s *slip) bool { return strings.Contains(s.message, "control character") }, func(s *slip) (string, string) {
		return "there is an invisible control character here", "delete it; type the line again if you cannot see it"
	}},
}
