package schedule_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/schedule"
)

const shop = `
[notice]
title    = "Shop"
language = "en"

[party]
name = "Shop Ltd"

[audience.customer]
label = "customers"

[category.all]
label = "personal data"
[category.orders]
label  = "your orders"
within = ["all"]
internal = { owner = "canary-owner", note = "canary-note" }
[category.card]
label  = "=card numbers"
within = ["all"]
[category.visits]
label = "visits"

[purpose.work]
label = "work"
[purpose.books]
label  = "keep books"
within = ["work"]
[purpose.post]
label  = "send parcels"
within = ["work"]

[event.left]
label = "you leave"

[[use]]
id         = "use-visits"
categories = ["visits"]
purposes   = ["work"]

[[keep]]
id         = "keep-all"
categories = ["all"]
except     = ["card"]
audiences  = ["customer"]
from       = "left"
period     = "P6Y"
longer     = "law"
then       = ["delete", "anonymise"]
internal   = { note = "canary-keep" }

[[keep]]
id         = "keep-card"
categories = ["card"]
purposes   = ["work"]
while      = "account-open"
period     = "unstated"
`

func set(t *testing.T) *notices.Set {
	t.Helper()
	inv, found := inventory.Load(fstest.MapFS{
		"candor.toml":              {Data: []byte("title = \"x\"\n")},
		"notices/shop/notice.toml": {Data: []byte(shop)},
	})
	set, more := notices.Resolve(inv)
	for _, f := range append(found, more...) {
		if f.Severity == finding.Error {
			t.Fatalf("%s: %s", f.Place, f.Message)
		}
	}
	return set
}

func TestRows(t *testing.T) {
	rows := schedule.Rows(set(t))
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join([]string{r.Category, r.Purpose, strings.Join(r.Audiences, "+"), r.Period, r.While, r.From, r.FromLabel, r.Longer, strings.Join(r.Then, "+"), r.Statement, r.Path}, " "))
	}
	want := []string{
		"orders  customer P6Y  left you leave law delete+anonymise keep-all /shop/#keep-all",
		"card books  unstated account-open     keep-card /shop/#keep-card",
		"card post  unstated account-open     keep-card /shop/#keep-card",
		"visits          ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(rows[0].Sentence, "six years") || rows[0].PeriodWords != "six years" || rows[1].WhileLabel == "" {
		t.Errorf("%+v", rows[:2])
	}
}

// TestCSV: a spreadsheet finds no formula in it, and nothing internal is written.
func TestCSV(t *testing.T) {
	rows := schedule.Rows(set(t))
	rows[0].Sentence, rows[3].Sentence = "one, \"two\"\nthree", "@SUM(A1)"
	for _, formula := range []string{"=1", "+1", "-1", "@a", "\ta", "\ra"} {
		rows = append(rows, schedule.Row{Notice: formula})
	}
	var b strings.Builder
	if err := schedule.CSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(all) != 1+len(rows) {
		t.Fatalf("%d lines, %v", len(all), err)
	}
	for _, cells := range all[1:] {
		for i, cell := range cells {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%s is %q", all[0][i], cell)
			}
		}
	}
	if got := all[1][16]; got != rows[0].Sentence || all[2][2] != "'=card numbers" {
		t.Errorf("%q, %q", got, all[2][2])
	}
	text, err := json.Marshal(schedule.Rows(set(t)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String()+string(text), "canary") {
		t.Error("something internal is written")
	}
	if strings.Contains(string(text), "null") {
		t.Error("null in the JSON")
	}
}

// TestExamples: every keep of the examples is in the schedule, with its own sentence.
func TestExamples(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	told := map[string]bool{}
	for _, r := range schedule.Rows(set) {
		told[r.Path+" "+r.Sentence+" "+r.Period] = true
	}
	keeps := 0
	for _, n := range set.Notices {
		for _, s := range n.Statements {
			if s.Keep == nil {
				continue
			}
			if keeps++; !told[s.Path+" "+s.Sentence.Text+" "+s.Keep.Period.String()] {
				t.Errorf("%s: %s is not in it", n.ID, s.ID)
			}
		}
	}
	if keeps < 10 {
		t.Errorf("the examples have %d", keeps)
	}
}
