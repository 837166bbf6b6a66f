package inventory

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// parses tells how a reader of one form judges texts.
func parses(t *testing.T, read func(string) error, good, bad []string) {
	t.Helper()
	for _, s := range good {
		if err := read(s); err != nil {
			t.Errorf("%q is refused: %v", s, err)
		}
	}
	for _, s := range bad {
		err := read(s)
		if err == nil {
			t.Errorf("%q is accepted", s)
		} else if !strings.Contains(err.Error(), ": ") {
			t.Errorf("%q: %v: does not say what to write", s, err)
		}
	}
}

func TestLinks(t *testing.T) {
	parses(t, checkURL,
		[]string{
			"https://example.org", "https://example.org/", "https://www.example.co.uk/a/b?c=d&e=f#g", "https://example.org:8443/x", "https://bücher.example/",
			"https://xn--bcher-kva.example/", "https://192.0.2.1/", "mailto:privacy@example.org", "mailto:privacy@example.org?subject=Request", "tel:+442079460000", "tel:020-7946-0000",
		},
		[]string{
			"http://example.org", "HTTPS://example.org", "ftp://example.org", "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
			"vbscript:x", "file:///etc/passwd", "//example.org", "/privacy", "example.org", "https:example.org", "https:///x", "https://", "https://user@example.org", "https://user:secret@example.org",
			"https://example.org\\@evil.org", "https://exa mple.org", "https://example.org/a b", "https://example.org/\n", "https://%65xample.org\x00", "https://[::1]/", "https://-example.org", "https://example.org./\x7f",
			"mailto:", "mailto:nobody", "mailto:a@b@c", "tel:", "tel:call me", "blob:https://example.org/x", "https://exa%2fmple.org",
		})
}

func TestEmails(t *testing.T) {
	parses(t, checkEmail,
		[]string{"privacy@example.org", "a.b+c@sub.example.co.uk"},
		[]string{"", "privacy", "privacy@", "@example.org", "privacy@example", "pr*****@ex*****", "Privacy <privacy@example.org>", "a@example.org, b@example.org", "privacy at example.org", " privacy@example.org"})
}

func TestLanguages(t *testing.T) {
	parses(t, checkLanguage, []string{"en", "de", "en-GB", "fr-CA", "zh-Hant"}, []string{"", "english", "EN", "en_GB", "en-gb", "xx-yy-zz"})
}

func TestProseNames(t *testing.T) {
	parses(t, checkProse, []string{"a.md", "texts/a.md", "../_shared/a.md"}, []string{"a.txt", "/a.md", `texts\a.md`, "C:a.md", "https://example.org/a.md", "md"})
}

func TestDates(t *testing.T) {
	read := func(s string) error {
		d, err := ParseDate(s)
		if err == nil && d.String() != s {
			return fmt.Errorf("reads as: %s", d)
		}
		return err
	}
	parses(t, read, []string{"2026-01-31", "2024-02-29", "2026-01", "2026", "none", "9999-12-31"},
		[]string{"", "2026-02-30", "2025-02-29", "2026-13", "2026-1-1", "01/02/2026", "2026-01-01T00:00:00Z", "0000", "26-01-01", "soon"})
}

func TestPeriods(t *testing.T) {
	read := func(s string) error {
		p, err := ParsePeriod(s)
		if err == nil && p.String() != s {
			return fmt.Errorf("reads as: %s", p)
		}
		return err
	}
	parses(t, read, []string{"P12M", "P1Y6M", "P30D", "P2W", "PT72H", "P1DT12H", "P0D", "1 business day", "10 business days", "indefinite", "unstated"},
		[]string{"", "P", "PT", "P1", "12 months", "P12m", "P1.5Y", "P1000Y", "-P1D", "P1M1Y", "PT30M", "ten business days"})
}

// TestRegionNames: a name that is shown is understood when somebody writes it.
func TestRegionNames(t *testing.T) {
	for code, name := range map[Region]string{"US-CA": "California", "GB": "United Kingdom", "EU": "European Union", "US-DC": "US-DC", "GE": "GE", "US-GA": "US-GA", "CA-QC": "CA-QC", "NZ": "New Zealand"} {
		if code.Name() != name {
			t.Errorf("%s is called %q, want %q", code, code.Name(), name)
		}
		if back, err := MeantRegion(name); back != code {
			t.Errorf("%q is read as %q: %v", name, back, err)
		}
	}
	for said, code := range map[string]Region{"gb": "GB", "california": "US-CA", "Narnia": "", "Georgia": "", "": ""} {
		if got, err := MeantRegion(said); got != code || (err != nil) != (code == "") {
			t.Errorf("%q is read as %q: %v", said, got, err)
		}
	}
}

func TestRegions(t *testing.T) {
	read := func(s string) error { _, err := ParseRegion(s); return err }
	parses(t, read, []string{"GB", "US", "US-NY", "CA-ON", "DE", "EU", "EEA", "GB-SCT"}, []string{"", "UK", "Europe", "us", "US-", "US-new", "US-NEWY", "EU-DE", "USA", "840", "ZZ", "New York"})
}

// TestTricks: what hides is found; what scripts and emoji need is left alone.
func TestTricks(t *testing.T) {
	for _, r := range []rune{0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xe0001, 0xe0041, 0xe007f, 0x00, 0x07, 0x1b, 0x7f, 0x9b} {
		if _, _, got := trickIn("some"+string(r)+"thing", 0); got == nil || got.code != "hidden-control" {
			t.Errorf("%U is not found: %v", r, got)
		}
	}
	for _, r := range []rune{0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad} {
		if _, _, got := trickIn("some"+string(r)+"thing", 0); got == nil || got.code != "zero-width" {
			t.Errorf("%U is not found: %v", r, got)
		}
	}
	for _, s := range []string{"Privacy notice", "حریم خصوصی می\u200cخواهم", "סודיות", "الخصوصية", "क्\u200dष", "👩\u200d👩\u200d👧 and ❤️\u200d🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "漢字", "a\tb\nc", "§ 2-d — “quoted”"} {
		if _, r, got := trickIn(s, 0); got != nil {
			t.Errorf("%q: %U is taken for %s", s, r, got.name)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for _, s := range []string{"TBC", "name: TBD.", "(TODO)", "XX", "XXXX Ltd", "[insert name]", "[Your company]", "<company name>", "???", "to be confirmed", "Lorem ipsum dolor", "…", " … ", "...", "....\n"} {
		if i, _ := placeholderIn(s, 0); i < 0 {
			t.Errorf("%q is not taken for a placeholder", s)
		}
	}
	for _, s := range []string{"XXL", "Tobcat", "TODOS los datos", "[address book](https://example.org)", "[a link]", "a < b > c", "why?", "to be confident", "MAXX", ".", "..", "", " ", "and so on…", "…and more"} {
		if i, j := placeholderIn(s, 0); i >= 0 {
			t.Errorf("%q: %q is taken for a placeholder", s, s[i:j])
		}
	}
}

func TestClosest(t *testing.T) {
	tests := []struct{ word, candidates, want string }{
		{"newsleter", "newsletter billing", "newsletter"},
		{"lable", "label list law", "label"},
		{"payments", "payment payroll", "payment"},
		{"category", "categories recipients", "categories"},
		{"location_says", "location location-says", "location-says"},
		{"Label", "label list", "label"},
		{"x", "payment", ""},
		{"research", "services marketing", ""},
		{"ab", "ba", "ba"},
		{"cat", "bat car", "bat"}, // at the same distance the first in order
	}
	for _, test := range tests {
		if got := closest(test.word, strings.Fields(test.candidates)); got != test.want {
			t.Errorf("closest to %q is %q, want %q", test.word, got, test.want)
		}
	}
}

// TestValidID holds the ids that are accepted against their form, over all short ones.
func TestValidID(t *testing.T) {
	form := regexp.MustCompile(idForm)
	var each func(s string, n int)
	each = func(s string, n int) {
		if got := validID(s); got != form.MatchString(s) {
			t.Errorf("%q is an id: %t", s, got)
		}
		for _, c := range []string{"a", "z", "0", "9", "-", "A", "_", ".", "é", "\n"} {
			if n > 0 {
				each(s+c, n-1)
			}
		}
	}
	each("", 4)
	if long := strings.Repeat("a", maxID); !validID(long) || validID(long+"a") {
		t.Error("an id of 64 bytes is the longest")
	}
}
