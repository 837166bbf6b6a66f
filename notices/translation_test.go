package notices_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

const shopInEnglish = `
[notice]
title        = "Privacy notice"
language     = "en"
translations = { cy = "shop-cy" }
[party]
name = "The Shop"
role = "controller"
[contact.desk]
for   = ["privacy", "rights", "complaints"]
email = "privacy@shop.example"
[category.orders]
label = "your orders"
[purpose.delivery]
label = "deliver what you order"
[gate.letters]
kind  = "consent"
label = "you have agreed to letters"
by    = ["person"]
[[use]]
id         = "orders"
categories = ["orders"]
purposes   = ["delivery"]
gates      = ["letters"]
[[keep]]
id         = "keep-orders"
categories = ["orders"]
from       = "account-closed"
period     = "P12M"
`

// shopInWelsh holds nothing but its own words.
const shopInWelsh = `
[notice]
extends      = "shop"
title        = "Hysbysiad preifatrwydd"
language     = "cy"
translations = { en = "shop" }
[category.orders]
label = "eich archebion"
[purpose.delivery]
label = "danfon yr hyn a archebwch"
[gate.letters]
label = "rydych wedi cytuno i lythyrau"
[[use]]
id   = "orders"
text = "Rydym yn defnyddio eich archebion i’w danfon."
[[keep]]
id   = "keep-orders"
text = "Rydym yn cadw eich archebion am 12 mis."
`

func TestTranslations(t *testing.T) {
	for _, test := range []struct {
		name, in, old, new string
		code, says         string // "" where nothing is wrong
	}{
		{"words alone differ", "shop-cy", "", "", "", ""},
		{"a period", "shop-cy", "cadw eich archebion am 12 mis.\"", "cadw eich archebion am 6 mis.\"\nperiod = \"P6M\"", "translation-differs", `"shop-cy" does not state what "shop" does: keep "keep-orders" has another value of keep`},
		{"a gate", "shop-cy", "i’w danfon.\"", "i’w danfon.\"\ngates = [\"account-open\"]", "translation-differs", `use "orders" has another value of gates`},
		{"who may agree", "shop-cy", "lythyrau\"", "lythyrau\"\nby = [\"parent\"]", "translation-differs", `gate "letters" has another value of by`},
		{"a statement more", "shop-cy", "[[keep]]", "[[bar]]\nid = \"no-ads\"\ncategories = [\"orders\"]\nactions = [\"share\"]\ntext = \"Nid ydym yn rhannu dim.\"\n[[keep]]", "translation-differs", `bar "no-ads" is only in "shop-cy"`},
		{"another role", "shop-cy", "[category.orders]", "[party]\nrole = \"processor\"\n[category.orders]", "translation-differs", "the notice has another value of role"},
		{"not named in turn", "shop-cy", `translations = { en = "shop" }`, "", "translation-lost", `does not name "shop" in turn`},
		{"another language", "shop-cy", `language     = "cy"`, `language = "ga"`, "translation-lost", `into "cy", and its language is "ga"`},
		{"itself", "shop", "cy = \"shop-cy\"", "en = \"shop\"", "translation-lost", `"shop" is named as the translation into "en"`},
		{"not published", "shop-cy", `language     = "cy"`, "language = \"cy\"\npublish = false", "translation-lost", "is not published"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"shop": shopInEnglish, "shop-cy": shopInWelsh}
			if !strings.Contains(files[test.in], test.old) {
				t.Fatalf("nothing to change in %s", test.in)
			}
			files[test.in] = strings.Replace(files[test.in], test.old, test.new, 1)
			fsys := fstest.MapFS{"candor.toml": {}}
			for id, text := range files {
				fsys["notices/"+id+"/notice.toml"] = &fstest.MapFile{Data: []byte(text)}
			}
			inv, _ := inventory.Load(fsys)
			set, found := notices.Resolve(inv)
			var ours []finding.Finding
			for _, f := range found {
				if strings.HasPrefix(f.Code, "translation-") {
					ours = append(ours, f)
				}
			}
			if test.code == "" {
				if len(ours) > 0 || set.Errors > 0 {
					t.Errorf("found %v", found)
				}
				return
			}
			if len(ours) == 0 || ours[0].Code != test.code || ours[0].Place.Line == 0 || set.Errors == 0 {
				t.Fatalf("found %v, want %s with its place", ours, test.code)
			}
			if test.code == "translation-differs" && len(ours) > 1 {
				t.Errorf("one pair, %d findings: %v", len(ours), ours)
			}
			all := ""
			for _, f := range ours {
				all += f.Message + "\n"
			}
			if !strings.Contains(all, test.says) {
				t.Errorf("%q does not say %q", all, test.says)
			}
		})
	}
}

func TestLanguageName(t *testing.T) {
	for tag, want := range map[string]string{"cy": "Cymraeg", "fr": "français", "en-US": "American English", "x": "x"} {
		if got := notices.LanguageName(tag); got != want {
			t.Errorf("%s is called %q, want %q", tag, got, want)
		}
	}
}
