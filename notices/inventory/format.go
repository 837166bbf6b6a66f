package inventory

import (
	"fmt"
	"net/mail"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// Ids name entries in files, anchors and answers: lower case, digits and single
// dashes, at most 64 bytes.
const maxID = 64

// idForm is what validID accepts, but for its length, as a regular expression.
const idForm = `^[a-z0-9]+(-[a-z0-9]+)*$`

func validID(s string) bool {
	last := byte('-') // so that no dash comes first
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '-' || last == '-') {
			return false
		}
		last = s[i]
	}
	return last != '-' && len(s) <= maxID
}

var notInID = expr(`[^a-z0-9]+`)

// likeID turns a text into the id its author may have meant, or "".
func likeID(s string) string {
	id := strings.Trim(notInID.ReplaceAllString(strings.ToLower(s), "-"), "-")
	return strings.Trim(id[:min(len(id), maxID)], "-")
}

// checkURL allows the three schemes a notice may link to, in a form that shows
// where the link goes.
func checkURL(s string) error {
	u, err := url.Parse(s)
	bad := strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) >= 0
	switch {
	case err != nil || bad:
		return fmt.Errorf("%q is not a web address: write it as the browser shows it, such as https://example.org/privacy", s)
	case strings.HasPrefix(s, "//"):
		return fmt.Errorf("%q does not say how to go there: write https: before it", s)
	case u.Scheme == "mailto" && u.Opaque != "":
		return checkEmail(strings.SplitN(u.Opaque, "?", 2)[0])
	case u.Scheme == "tel" && telephone.MatchString(u.Opaque):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("%q is not encrypted: write https:// in place of http://", s)
	case u.Scheme == "" && u.Host == "" && bareHost.MatchString(s):
		return fmt.Errorf("%q is no link we can print: write %q", s, "https://"+s)
	case !strings.HasPrefix(s, "https:"):
		return fmt.Errorf("%q is no link we can print: write one that begins with https://, mailto: or tel: instead", s)
	case u.User != nil:
		return fmt.Errorf("%q has a user name before the @, which hides where the link goes: write the address without it", s)
	case u.Hostname() == "" || !hostname.MatchString(u.Hostname()):
		return fmt.Errorf("%q has no readable host name: write it as the browser shows it, such as https://example.org/privacy", s)
	}
	return nil
}

var (
	bareHost  = expr(`^[\p{L}\p{N}][\p{L}\p{N}\-]*(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}(?:/.*)?$`)
	telephone = expr(`^\+?[0-9().\-]{3,}$`)
	hostname  = expr(`^[\p{L}\p{N}](?:[\p{L}\p{N}.\-]*[\p{L}\p{N}])?$`)
)

func checkEmail(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || !strings.Contains(s[strings.LastIndex(s, "@")+1:], ".") {
		help := "write one address such as privacy@example.org"
		if strings.Contains(s, "*") {
			help = "an address that is partly hidden goes under the key masked"
		}
		return fmt.Errorf("%q is not an e-mail address: %s", s, help)
	}
	return nil
}

func checkLanguage(s string) error {
	t, err := language.Parse(s)
	if err != nil || t.String() != s {
		help := "write its short code, such as en, de or fr-CA"
		if err == nil {
			help = "write " + t.String()
		}
		return fmt.Errorf("%q is not a language: %s", s, help)
	}
	return nil
}

// checkProse keeps prose beside the files that name it.
func checkProse(s string) error {
	switch {
	case strings.Contains(s, `\`):
		return fmt.Errorf("%q has a backslash in it: write folders with /, such as texts/students.md", s)
	case path.IsAbs(s) || strings.Contains(s, ":"):
		return fmt.Errorf("%q is not beside this file: write a name such as students.md, seen from this file", s)
	case !strings.HasSuffix(s, ".md"):
		return fmt.Errorf("%q is not the name of a Markdown file: write a name that ends in .md", s)
	}
	return nil
}
