package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/site"
)

// describe says how much a site holds: "5 notices with 213 statements".
func describe(s *site.Site) string {
	return count(s.Notices, "notice") + " with " + count(s.Statements, "statement")
}

// plainAddress is an address that every host, link and header reads alike.
var plainAddress = regexp.MustCompile(`^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:([1-9][0-9]{0,4}))?(/[A-Za-z0-9_~.-]+)*/?$`)

// webAddress refuses an address under which no site can stand.
func webAddress(s string) error {
	if s == "" {
		return nil
	}
	m := plainAddress.FindStringSubmatch(s)
	port := 0
	if m != nil && m[5] != "" {
		port, _ = strconv.Atoi(m[5]) // five digits at most
	}
	if m == nil || port > 65535 || strings.Contains(s, "/./") || strings.Contains(s, "..") || strings.HasSuffix(s, "/.") {
		return wrong(fmt.Errorf("--base-url is an address such as https://example.org/privacy/, not %q", s),
			"it has small plain letters in the host (xn--… for others), and no ?, #, % or .. in the path")
	}
	return nil
}
