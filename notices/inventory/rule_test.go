package inventory

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// goodRules is the rules.toml of a law without a slip.
const goodRules = `[gate.consent]
kind  = "consent"
label = "the parent agrees"
by    = ["parent"]

[event.discovery]
label = "it is discovered"

[right.list]
label = "ask for a list"

[obligation.tell]
text = "Tell the school."
to   = "the school"

[[bar]]
id       = "x-r-sale"
text     = "Data must not be sold."
citation = "§ 1"
source   = ["S1"]
capacity = ["contractor"]
classes  = ["student"]
kinds    = ["sale"]
outside  = ["EEA"]
affected = 500
unless   = ["consent", "legal-hold"]
from     = "contract-end"
period   = "P30D"

[[duty]]
id       = "x-r-breach"
text     = "A breach is told."
citation = "§ 2"
status   = "unconfirmed"
event    = "breach"
within   = "PT72H"
clock    = ["discovery", "breach"]
owed     = ["tell"]

[[duty]]
id       = "x-r-list"
text     = "A list is given."
citation = "§ 3"
source   = ["S1"]
since    = 2026-01-01
until    = 2026-12-31
right    = "list"
owed     = ["tell"]
`

func readRules(t *testing.T, text string) (*Rules, []string) {
	t.Helper()
	law := &Law{Capacities: []Pair{{"contractor", "works for a school"}}, Sources: []Pair{{"S1", "the text"}}}
	rules, found := ReadRules(fstest.MapFS{"rules.toml": {Data: []byte(text)}}, "rules.toml", law)
	var said []string
	for _, f := range found {
		said = append(said, fmt.Sprintf("%s %d:%d %s", f.Code, f.Place.Line, f.Place.Col, f.Message))
		if f.Help == "" && f.Code != "repeated" {
			t.Errorf("%s has no help", f.Code)
		}
	}
	return rules, said
}

func TestReadRules(t *testing.T) {
	rules, found := readRules(t, goodRules)
	if len(found) > 0 {
		t.Fatalf("found %q", found)
	}
	bar, breach, list := &rules.Rules[0], &rules.Rules[1], &rules.Rules[2]
	for _, c := range []struct{ what, got, want string }{
		{"bar", strings.TrimSpace(fmt.Sprintln(bar.Kind, bar.Confirmed, bar.From, bar.Period, bar.Affected, bar.Outside, bar.Place.Line)), "bar true contract-end P30D 500 [EEA] 17"},
		{"actions of a bar", strings.Join(bar.Actions, " "), "collect use store retain access display send share transfer feature decide"},
		{"duty at an event", strings.TrimSpace(fmt.Sprintln(breach.Kind, breach.Confirmed, breach.Actions, breach.Clock, breach.Or, breach.Within)), "duty false [respond] discovery breach PT72H"},
		{"duty to answer", strings.TrimSpace(fmt.Sprintln(list.Rights, list.Clock, list.Since, list.Until)), "[list] request 2026-01-01 2026-12-31"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
}

func TestReadRulesFindings(t *testing.T) {
	for _, c := range []struct{ name, old, with, want string }{
		{"an unknown table", "[event.discovery]", "[events.discovery]", "unknown-table"},
		{"an unknown key", "kinds    = [", "kind     = [", "unknown-key"},
		{"an unknown class", `classes  = ["student"]`, `classes  = ["students"]`, "unknown-word 22:13"},
		{"an unknown gate", `"consent", "legal-hold"]`, `"consnt", "legal-hold"]`, `unknown-id 26:13 there is no gate "consnt"`},
		{"an unknown obligation", `owed     = ["tell"]`, `owed     = ["told"]`, `unknown-id 38:13 there is no obligation "told"`},
		{"an unknown clock", `clock    = ["discovery", "breach"]`, `clock    = ["discovry", "breach"]`, `unknown-id 37:13 there is no event "discovry"`},
		{"an unknown event", `from     = "contract-end"`, `from     = "contract-over"`, `unknown-id 27:12 there is no event "contract-over"`},
		{"an unknown right", `right    = "list"`, `right    = "lists"`, `unknown-id 47:12 there is no right "lists"`},
		{"an unknown source", "citation = \"§ 1\"\nsource   = [\"S1\"]", "citation = \"§ 1\"\nsource   = [\"S2\"]", `unknown-id 20:13`},
		{"an unknown capacity", `capacity = ["contractor"]`, `capacity = ["school"]`, `unknown-id 21:13`},
		{"no source", "citation = \"§ 1\"\nsource   = [\"S1\"]", `citation = "§ 1"`, `missing-key 16:1 the rule "x-r-sale" names no source`},
		{"no citation", `citation = "§ 2"` + "\n", "", "missing-key 30:1 this duty has no citation"},
		{"a duty that owes nothing", "clock    = [\"discovery\", \"breach\"]\nowed     = [\"tell\"]", `clock    = ["discovery", "breach"]`, `missing-key 30:1 the duty "x-r-breach" owes nothing`},
		{"an answer that is none", `right    = "list"`, "right    = \"list\"\nactions  = [\"share\"]", "missing-key 48:12"},
		{"a period from nowhere", `from     = "contract-end"` + "\n", "", "missing-key 27:12"},
		{"a period without a figure", `within   = "PT72H"`, `within   = "unstated"`, "bad-period 36:12"},
		{"a day of the year that is none", `within   = "PT72H"`, `by       = "02-29"`, `bad-date 36:12 "02-29" is no month and day`},
		{"a day of the year in other words", `within   = "PT72H"`, `by       = "1 September"`, "bad-date 36:12"},
		{"two deadlines", `within   = "PT72H"`, "within   = \"PT72H\"\nby       = \"09-01\"", "bad-period 37:12"},
		{"a gate of unknown status", "[event.discovery]", "[gate.odd]\nkind = \"fact\"\nlabel = \"x\"\nstatus = \"confirmed\"\n\n[event.discovery]", "unknown-word 9:10"},
		{"a place that is none", `outside  = ["EEA"]`, `outside  = ["Europe"]`, "bad-place 24:13"},
		{"a number that is none", `affected = 500`, `affected = 0`, "wrong-type 25:12"},
		{"a day that is none", `since    = 2026-01-01`, `since    = "2026-01"`, "bad-date 45:12"},
		{"days in the wrong order", `until    = 2026-12-31`, `until    = 2025-12-31`, "date-order 46:12"},
		{"an agreement that is there", `affected = 500`, `agreement = true`, "unknown-word 25:13"},
		{"two rules of one id", `id       = "x-r-list"`, `id       = "x-r-breach"`, "repeated 41:12"},
		{"vocabulary that no rule names", "[event.discovery]", "[event.awareness]\nlabel = \"it is known\"\n\n[event.discovery]", `unused 6:1 no rule names the event "awareness"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(goodRules, c.old, c.with, 1)
			if text == goodRules {
				t.Fatalf("the rules have no %q", c.old)
			}
			_, found := readRules(t, text)
			if !strings.HasPrefix(strings.Join(found, "\n"), c.want) && !strings.Contains(strings.Join(found, "\n"), "\n"+c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

// TestLawsOfWorkspace reads what candor.toml says of rules and of holidays.
func TestLawsOfWorkspace(t *testing.T) {
	w := WorkspaceOf(fstest.MapFS{"candor.toml": {Data: []byte("[laws]\naccepts = [\"ny2d-r-court\"]\n\n[calendar]\nholidays = [2026-12-25, 2026-11-26]\n")}})
	if len(w.Accepted) != 1 || w.Accepted[0].ID != "ny2d-r-court" || w.Accepted[0].Place.Line != 2 {
		t.Errorf("accepted %v", w.Accepted)
	}
	if fmt.Sprint(w.Holidays) != "[2026-11-26 2026-12-25]" {
		t.Errorf("holidays %v", w.Holidays)
	}
	for _, bad := range []string{"holidays = \"2026-12-25\"", "holidays = [\"Christmas\"]", "holidays = [2026-12-25, 2026-12-25]", "holidays = [\"2026-12\"]"} {
		inv, found := Load(fstest.MapFS{"candor.toml": {Data: []byte("[calendar]\n" + bad + "\n")}})
		if inv.Errors == 0 || found[0].Place.Line != 2 {
			t.Errorf("%s: %v", bad, found)
		}
	}
}
