package policies_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// retained is what the school says of records, on the day of its clock.
func retained(t *testing.T, q decision.Question, records ...policies.Record) []policies.Kept {
	t.Helper()
	q.Notice = "school"
	q.Strict = new(bool)
	return engine().Retention(t.Context(), q, records)
}

func TestRetention(t *testing.T) {
	type acts = map[string]decision.Act
	type since = map[string]string
	yes := decision.Act{Happened: true}
	for _, c := range []struct {
		name   string
		on     string
		record policies.Record
		keep   bool
		by     string
	}{
		{"a period", "", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2026-03-01"}}, true, "2027-03-01"},
		{"its last day", "2027-03-01", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2026-03-01"}}, true, "2027-03-01"},
		{"the day after", "2027-03-02", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2026-03-01"}}, false, "2027-03-01"},
		{"two periods, of which the shorter counts", "", policies.Record{Categories: []string{"contact", "usage"}, Since: since{"left": "2026-11-20"}}, true, "2026-12-20"},
		{"the same when it is over", "2027-12-01", policies.Record{Categories: []string{"contact", "usage"}, Since: since{"left": "2026-11-20"}}, false, "2026-12-20"},
		{"while an account is open", "", policies.Record{Categories: []string{"contact"}, Gates: acts{"account-open": yes}}, true, ""},
		{"an account that will be closed", "", policies.Record{Categories: []string{"contact"}, Gates: acts{"account-open": {Happened: true, Ended: "2027-01-10"}}, Since: since{"left": "2025-01-10"}}, true, "2027-01-09"},
		{"and whose period runs on from then", "", policies.Record{Categories: []string{"contact"}, Gates: acts{"account-open": {Happened: true, Ended: "2027-01-10"}}, Since: since{"left": "2027-01-10"}}, true, "2028-01-10"},
		{"a hold", "", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2020-01-01"}, Gates: acts{"legal-hold": yes}}, true, ""},
		{"a hold that ends", "", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2020-01-01"}, Gates: acts{"legal-hold": {Happened: true, Ended: "2026-12-01T09:00:00Z"}}}, true, "2026-11-30"},
		{"the law wants it longer", "", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2020-01-01"}, Gates: acts{"law-requires-longer": yes}}, true, ""},
		{"the law wants it until a day", "", policies.Record{Categories: []string{"contact"}, Since: since{"left": "2020-01-01"}, Gates: acts{"law-requires-longer": {Happened: true, Ended: "2030-01-01"}}}, true, "2029-12-31"},
		{"for good", "", policies.Record{Categories: []string{"grades"}}, true, ""},
		{"for good, with what is not", "", policies.Record{Categories: []string{"grades", "usage"}, Since: since{"left": "2026-11-20"}}, true, "2026-12-20"},
		{"never", "", policies.Record{Categories: []string{"crumbs"}}, false, ""},
		{"nobody knows since when", "", policies.Record{Categories: []string{"usage"}}, false, ""},
		{"nobody knows what", "", policies.Record{Since: since{"left": "2026-11-20"}}, false, ""},
		{"no day", "", policies.Record{Categories: []string{"usage"}, Since: since{"left": "2026-02-30"}}, false, ""},
		{"no day of a gate", "", policies.Record{Categories: []string{"grades"}, Gates: acts{"legal-hold": {On: "x"}}}, false, ""},
	} {
		c.record.ID = c.name
		got := retained(t, decision.Question{On: c.on}, c.record)
		if len(got) != 1 || got[0].ID != c.name || got[0].Keep != c.keep || got[0].By != c.by {
			t.Errorf("%s: %+v, want %v by %q", c.name, got, c.keep, c.by)
		}
	}
	shared := retained(t, decision.Question{Since: since{"left": "2026-11-01"}}, policies.Record{Categories: []string{"usage"}}, policies.Record{Categories: []string{"usage"}, Since: since{"left": "2026-11-15"}})
	if shared[0].By != "2026-12-01" || shared[1].By != "2026-12-15" {
		t.Errorf("an event that all share, and one of a record: %+v", shared)
	}
}

// TestRetentionAgreesWithDecisions asks about every day around the end that is told.
func TestRetentionAgreesWithDecisions(t *testing.T) {
	e := engine()
	dates := rapid.Map(rapid.IntRange(-800, 800), func(n int) string {
		return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)
	})
	act := rapid.Custom(func(t *rapid.T) decision.Act {
		a := decision.Act{Happened: rapid.Bool().Draw(t, "happened")}
		if a.Happened && rapid.Bool().Draw(t, "begins") {
			a.On = dates.Draw(t, "on")
		}
		if a.Happened && rapid.Bool().Draw(t, "ends") {
			a.Ended = dates.Draw(t, "ended")
		}
		return a
	})
	ends := 0
	rapid.Check(t, func(t *rapid.T) {
		r := policies.Record{
			Categories: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"contact", "usage", "photo", "grades", "name"}), 1, 3, rapid.ID).Draw(t, "categories"),
			Since:      map[string]string{"left": dates.Draw(t, "left")},
			Gates:      rapid.MapOf(rapid.SampledFrom([]string{"account-open", "legal-hold", "law-requires-longer", "linked"}), act).Draw(t, "gates"),
		}
		q := decision.Question{Notice: "school", Strict: new(bool), On: "2026-11-21"}
		k := e.Retention(t.Context(), q, []policies.Record{r})[0]
		q.Action, q.Categories, q.Since, q.Gates = "retain", r.Categories, r.Since, r.Gates
		at := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
		last := ""
		for range 1600 {
			if q.On = at.Format(time.DateOnly); !e.Decide(t.Context(), q).Allow {
				break
			}
			last, at = q.On, at.AddDate(0, 0, 1)
		}
		switch {
		case k.Keep != (last != ""):
			t.Fatalf("%+v, and day by day until %q", k, last)
		case !k.Keep:
		case k.By == "" && at.Year() < 2031:
			t.Fatalf("no end, and day by day it is %s", last)
		case k.By != "" && k.By != last:
			t.Fatalf("by %s, and day by day until %s", k.By, last)
		case k.By != "":
			ends++
		}
	})
	if ends == 0 {
		t.Error("no record had an end")
	}
}

func ExampleEngine_Retention() {
	lenient := false
	kept := engine().Retention(context.Background(), decision.Question{Notice: "school", Strict: &lenient}, []policies.Record{
		{ID: "1042", Categories: []string{"contact"}, Since: map[string]string{"left": "2026-03-01"}},
		{ID: "1043", Categories: []string{"contact"}, Since: map[string]string{"left": "2025-03-01"}},
		{ID: "1044", Categories: []string{"contact"}, Gates: map[string]decision.Act{"account-open": {Happened: true}}},
	})
	for _, k := range kept {
		fmt.Printf("%s %v %q\n", k.ID, k.Keep, k.By)
	}
	// Output:
	// 1042 true "2027-03-01"
	// 1043 false "2026-03-01"
	// 1044 true ""
}
