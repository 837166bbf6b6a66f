package inventory

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/finding"
)

// tricks are code points that make a text read differently from what it is: the
// controls of direction, separators, invisible letters, joiners where none belongs.
var tricks = []rune{
	0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, // direction
	0x200b, 0x200c, 0x200d, 0x2060, 0x2062, 0xfeff, 0x00ad, 0x180e, 0x034f, 0x115f, 0x3164, 0xffa0, 0x2800, // nothing to see
	0x206a, 0x2028, 0x2029, 0xfff9, 0xe0001, 0xe0041, 0x0007, 0x0085, // controls and tags
}

// TestHiddenEverywhere puts each of them into every text of the language, each key
// and each element of a list, and wants it found there.
func TestHiddenEverywhere(t *testing.T) {
	n := 0
	for _, table := range Tables {
		for _, f := range table.fields() {
			for _, c := range tricks {
				for _, text := range spoiled(f.Example, c) {
					key := strings.Replace(f.Key, anyID, "any", 1)
					d := parse("x.toml", []byte(key+" = "+text+"\n"))
					if len(d.faults) > 0 {
						t.Fatalf("%s.%s = %s: %s", table.Kind, f.Key, text, d.faults[0].message)
					}
					r := &reading{document: d}
					r.value(&f, d.root.nodes[0])
					if !slices.ContainsFunc(r.findings, hides) {
						t.Errorf("%s.%s = %q: U+%04X is not found: %v", table.Kind, f.Key, text, c, r.findings)
					}
					n++
				}
			}
		}
	}
	if n < 3000 {
		t.Errorf("only %d texts", n)
	}
	t.Logf("%d code points, %d texts", len(tricks), n)
}

func hides(f finding.Finding) bool { return f.Code == "hidden-control" || f.Code == "zero-width" }

// spoiled are the ways to put a code point, as an escape, into a text between quotes
// of an example; keys are texts where they stand between quotes.
func spoiled(example string, c rune) []string {
	var out []string
	parts := strings.Split(example, `"`)
	for i := 1; i < len(parts); i += 2 {
		spoiled := slices.Clone(parts)
		at := len(parts[i]) / 2
		spoiled[i] = parts[i][:at] + fmt.Sprintf(`\U%08x`, c) + parts[i][at:]
		out = append(out, strings.Join(spoiled, `"`))
	}
	return out
}

// TestHiddenInProse: the same in Markdown, each told at its place.
func TestHiddenInProse(t *testing.T) {
	for _, c := range tricks {
		if c == 0x0007 || c == 0x0085 {
			continue
		}
		text := "One line.\n\nAnother" + string(c) + " one.\n"
		_, fs := Load(fstest.MapFS{
			"notices/a/notice.toml": {Data: []byte("[notice]\ntitle = \"A\"\nlanguage = \"en\"\nprose = \"a.md\"\n[party]\nname = \"A\"\n")},
			"notices/a/a.md":        {Data: []byte(text)},
		})
		if !slices.ContainsFunc(fs, func(f finding.Finding) bool {
			return hides(f) && f.Place.String() == "notices/a/a.md:3:8"
		}) {
			t.Errorf("U+%04X is not found in Markdown: %v", c, fs)
		}
	}
}

// TestOtherScripts: texts written as their readers write them hold nothing hidden.
func TestOtherScripts(t *testing.T) {
	for name, text := range map[string]string{
		"Arabic":               "نستخدم بياناتك لتقديم الخدمة (C++\u200e) فقط.",
		"Arabic letter mark":   "السعر ١٢\u061c/٣٤ ريال",
		"Hebrew":               "אנו שומרים את הנתונים 12 חודשים (GDPR)\u200f.",
		"Persian":              "ما داده\u200cهای شما را نگه می\u200cداریم و می\u200cتوانید بخواهید.",
		"Urdu":                 "ہم آپ کا ڈیٹا ۱۲ ماہ رکھتے ہیں۔",
		"Hindi":                "हम आपका डेटा क्\u200dष और श्\u200cर रखते हैं।",
		"Malayalam":            "നിങ്ങളുടെ ഡാറ്റ സൂക്ഷി\u200cക്കുന്നു",
		"Japanese":             "個人情報は１２か月間保存します。",
		"Thai":                 "เราเก็บข้อมูลของคุณ",
		"family and flags":     "👩\u200d👩\u200d👧 🏳️\u200d🌈 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇩🇪",
		"accents put together": "Re\u0301sume\u0301 Zu\u0308rich",
	} {
		if _, c, trick := trickIn(text, 0); trick != nil {
			t.Errorf("%s: U+%04X is called %s", name, c, trick.name)
		}
	}
}

// TestLookAlikeHosts: names that mix scripts, or look Latin and are not, in whichever
// form they are written; and those of the world's other domains, which are good.
func TestLookAlikeHosts(t *testing.T) {
	for address, want := range map[string]bool{
		"https://ex\u0430mple.org/":                   true, // Cyrillic а
		"https://xn--exmple-4nf.org/":                 true, // the same
		"https://www.p\u0430ypal.com/login":           true,
		"https://\u0430\u0440\u0440\u04cf\u0435.com/": true, // all Cyrillic
		"https://xn--80ak6aa92e.com/":                 true, // the same
		"https://g\u03bf\u03bfgle.com":                true, // Greek ο
		"https://exam\u0570le.org":                    true, // Armenian հ
		"privacy@ex\u0430mple.org":                    true,
		"mailto:a@ex\u0430mple.org":                   true,
		"https://example.org/ex\u0430mple":            false, // the path leads nowhere else
		"https://example.org":                         false,
		"https://bücher.example":                      false,
		"https://xn--bcher-kva.example":               false,
		"https://почта.рф":                            false,
		"https://пример.com":                          false, // и and п and м are no Latin letters
		"https://παράδειγμα.gr":                       false,
		"https://日本語とabc.jp":                          false,
		"https://한국abc.kr":                            false,
		"https://例え-1.jp":                             false,
		"https://مثال.إختبار":                         false,
		"https://דוגמה.co.il":                         false,
		"privacy@example.org":                         false,
		"tel:+442079460000":                           false,
		"https://192.0.2.1/":                          false,
	} {
		r := &reading{document: parse("x.toml", nil)}
		r.hosts(span{}, address)
		if got := len(r.findings) > 0; got != want {
			t.Errorf("%s: %v", address, r.findings)
		}
	}
}
