package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// own are the notices that rules of the workspace's own are about, with the ids of those
// rules.
type own = map[string][]string

// mostOwn bounds the notices that are told one by one.
const mostOwn = 5

// tellOwn says which notices the Rego answers for, and because of which rules of the
// workspace's own; nothing where there are none.
func (a *app) tellOwn(reached own) {
	var told []string
	for i, notice := range slices.Sorted(maps.Keys(reached)) {
		if i == mostOwn {
			told = append(told, count(len(reached)-i, "notice")+" more")
			break
		}
		told = append(told, fmt.Sprintf("%s (%s)", notice, strings.Join(reached[notice], ", ")))
	}
	if len(told) > 0 {
		a.say("the Rego answers where rules of your own may deny: %s", strings.Join(told, "; "))
	}
}
