package inventory

import (
	"fmt"
	"strings"
)

var (
	ageKey      = expr(`^\s*age\b\s*=?(.*)$`)
	wordBool    = expr(`^(?i)(true|false|yes|no|on|off|y|n)$`)
	groupNumber = expr(`^\d{1,3}(,\d{3})+$`)
	zeros       = expr(`^0+[1-9]\d*$`)
)

// ageHints read an age as people say it.
var ageHints = []hint{
	{"age in words", func(s *slip) bool {
		m := ageKey.FindStringSubmatch(s.line)
		return m != nil && likeAge(m[1]) != "" && s.mark(strings.TrimSpace(uncommented(m[1])))
	}, func(s *slip) (string, string) {
		return "ages stand between { and }", "write age = " + likeAge(ageKey.FindStringSubmatch(s.line)[1])
	}},
}

// valueHints read what is no text.
var valueHints = []hint{
	{"yes and no", func(s *slip) bool { return s.inValue() && wordBool.MatchString(bare(s.value)) && s.mark(bare(s.value)) }, func(s *slip) (string, string) {
		return fmt.Sprintf("%q is not a value", bare(s.value)), "write " + truth(bare(s.value)) + ", in small letters and without quotes"
	}},
	{"comma at the end", func(s *slip) bool { return strings.TrimSpace(s.rest) == "," }, func(s *slip) (string, string) {
		return "a line does not end with a comma", "take the comma out; commas stand only between the parts of a list"
	}},
	{"thousands", func(s *slip) bool {
		return s.inValue() && groupNumber.MatchString(bare(s.value)) && s.mark(bare(s.value))
	}, func(s *slip) (string, string) {
		return "a number has no commas", "write " + strings.ReplaceAll(bare(s.value), ",", "")
	}},
	{"zeros before a number", func(s *slip) bool {
		return strings.Contains(s.before, "{") && zeros.MatchString(bare(s.value)) && s.mark(bare(s.value))
	}, func(s *slip) (string, string) {
		return "a number does not begin with 0", "write " + strings.TrimLeft(bare(s.value), "0")
	}},
}

func bare(value string) string { return strings.TrimRight(uncommented(value), " \t}") }

func truth(word string) string {
	switch strings.ToLower(word) {
	case "true", "yes", "on", "y":
		return "true"
	}
	return "false"
}
