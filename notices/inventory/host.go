package inventory

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// hosts reports names of hosts in a link or an e-mail address that look like others.
func (r *reading) hosts(at span, address string) {
	host := hostOf(address)
	if len(host) > 512 { // no host is, and nobody would believe it
		return
	}
	for label := range strings.SplitSeq(host, ".") {
		if why := lookAlike(label, host); why != "" {
			r.report("look-alike-host", at, fmt.Sprintf("the name %q in the address %s", label, why), "type the address again, letter by letter")
			return
		}
	}
}

// hostOf is the host of a web or e-mail address as people see it.
func hostOf(address string) string {
	host := address[strings.LastIndex(address, "@")+1:]
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	if s, err := idna.Punycode.ToUnicode(host); err == nil {
		return s
	}
	return host
}

// linkIn are the web and e-mail addresses of a Markdown text.
var linkIn = expr(`(?i)\bhttps?://[^\s<>()\[\]"'` + "`" + `]+|\bmailto:[^\s<>()\[\]"'` + "`" + `?]+`)

// Letters of Cyrillic and of Greek that can hardly be told from Latin ones.
const latinLike = "асԁеһіјӏорԛѕԝхуьпгѵѡαικνρυωηοτ"

// together are the scripts that are written side by side.
var together = [][]string{{"Latin", "Han", "Hiragana", "Katakana"}, {"Latin", "Han", "Bopomofo"}, {"Latin", "Han", "Hangul"}}

// lookAlike says what makes a part of a host name look like another, "" for nothing:
// letters of scripts that are not written together, or only such letters of a foreign
// script as look Latin, below a Latin domain.
func lookAlike(label, host string) string {
	seen, all := map[string]bool{}, true
	for _, r := range label {
		if s := script(r); s != "" {
			seen[s] = true
			all = all && strings.ContainsRune(latinLike, unicode.ToLower(r))
		}
	}
	names := slices.Sorted(maps.Keys(seen))
	top := host[strings.LastIndex(host, ".")+1:]
	switch {
	case len(names) > 1 && !slices.ContainsFunc(together, func(set []string) bool { return within(names, set) }):
		return "mixes letters of " + strings.Join(names, " and ")
	case len(names) == 1 && all && names[0] != "Latin" && strings.IndexFunc(top, func(r rune) bool { return r > unicode.MaxASCII }) < 0:
		return fmt.Sprintf("is written in letters of %s that look Latin", names[0])
	}
	return ""
}

func within(names, set []string) bool {
	return !slices.ContainsFunc(names, func(s string) bool { return !slices.Contains(set, s) })
}

// script names the script of a letter, "" for what belongs to all.
func script(r rune) string {
	if !unicode.IsLetter(r) {
		return ""
	}
	if r <= unicode.MaxLatin1 {
		return "Latin"
	}
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
