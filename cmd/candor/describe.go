package main

import (
	"fmt"
	"net/url"

	"github.com/candor-privacy/candor/site"
)

// describe says how much a site holds: "5 notices with 213 statements".
func describe(s *site.Site) string {
	statements := 0
	for _, n := range s.Set.Notices {
		statements += len(n.Statements)
	}
	return count(len(s.Set.Notices), "notice") + " with " + count(statements, "statement")
}

// webAddress refuses an address under which no site can stand.
func webAddress(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return wrong(fmt.Errorf("--base-url is an address such as https://example.org/privacy/, not %q", s))
	}
	return nil
}
