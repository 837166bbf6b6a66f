package themes

import (
	"html/template"
	"net/url"
	"regexp"
	"strings"
)

// link is a place to go with the words that name it. An empty Href is a link
// that may not be followed; its text is printed without one.
type link struct {
	Href template.URL
	Text string
}

// texts are the words of links.
func texts(ls []link) []string {
	var out []string
	for _, l := range ls {
		out = append(out, l.Text)
	}
	return out
}

var telNumber = regexp.MustCompile(`^[+(]?[0-9][0-9().-]{1,30}$`)
var sitePath = regexp.MustCompile(`^/?[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]*)*(#[A-Za-z0-9_-]*)?$`)

// safeHref returns the address if a page may link to it, else "". Allowed are
// https without user information, mailto, tel, places in the page and paths in
// the site. Whatever a browser might read in another way than we do is refused:
// control characters, backslashes, doubled slashes, encoded schemes.
func safeHref(s string) template.URL {
	if isAnchor(s) {
		return template.URL(s)
	}
	for _, r := range s {
		if r <= ' ' || r == 0x7f || r == '\\' || r == '"' || r == '\'' || r == '<' || r == '>' || r == '`' || (r >= 0x80 && r < 0xa0) {
			return ""
		}
	}
	scheme, rest, found := strings.Cut(s, ":")
	switch {
	case found && strings.EqualFold(scheme, "https"):
		return safeHTTPS(s)
	case found && strings.EqualFold(scheme, "mailto"):
		return safeMail(rest)
	case found && strings.EqualFold(scheme, "tel") && telNumber.MatchString(rest):
		return template.URL("tel:" + rest)
	case !found && !strings.Contains(s, "//") && !strings.Contains(s, "..") && sitePath.MatchString(s):
		return template.URL(s)
	}
	return ""
}

// isAnchor reports whether an address is a place in the page: most are.
func isAnchor(s string) bool {
	if len(s) < 2 || s[0] != '#' || s[1] == '_' || s[1] == '-' {
		return false
	}
	for _, c := range []byte(s[1:]) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

func safeHTTPS(s string) template.URL {
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.Opaque != "" || u.Hostname() == "" || strings.ContainsAny(u.Host, "@%") {
		return ""
	}
	return template.URL(u.String())
}

// safeMail keeps one address and drops header fields, which could address a
// letter to others.
func safeMail(addr string) template.URL {
	name, host, ok := strings.Cut(addr, "@")
	if !ok || name == "" || host == "" || strings.ContainsAny(addr, "?&/,;%") || strings.Count(addr, "@") != 1 {
		return ""
	}
	return template.URL("mailto:" + addr)
}

// telHref turns a telephone number as printed into an address to call, or "".
func telHref(number string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if (r >= '0' && r <= '9') || r == '+' {
			return r
		}
		if strings.ContainsRune(" .-()\u00a0\u2011\u2013/", r) {
			return -1
		}
		return 'x'
	}, number)
	if !telNumber.MatchString(digits) {
		return ""
	}
	return template.URL("tel:" + digits)
}
