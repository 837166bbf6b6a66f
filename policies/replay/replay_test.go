package replay_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/replay"
)

// says is a policy that permits some purposes, by a statement of that name.
func says(purposes ...string) func(context.Context, []byte) decision.Answer {
	return func(_ context.Context, question []byte) decision.Answer {
		var q decision.Question
		if json.Unmarshal(question, &q) != nil {
			return decision.Refusal(decision.BadQuestion, "…")
		}
		for _, p := range purposes {
			if p == q.Purpose {
				a := decision.Refusal(decision.Permitted, "We do.")
				a.Outcome, a.Allow, a.Reasons[0].Source, a.Reasons[0].Statement = decision.Allow, true, "notice", p
				a.Reasons[0].Due = q.On
				return a
			}
		}
		a := decision.Refusal(decision.Barred, "We do not.")
		a.Reasons[0].Statement = "no-" + q.Purpose
		return a
	}
}

// replayed runs a log from what permits news and service to what permits news and ads.
func replayed(t *testing.T, log string, change func(*replay.Policies)) *replay.Report {
	t.Helper()
	p := replay.Policies{New: says("news", "ads"), Old: says("news", "service")}
	if change != nil {
		change(&p)
	}
	r, err := replay.Run(t.Context(), strings.NewReader(log), p)
	if err != nil {
		t.Fatalf("%v in %.300s", err, log)
	}
	if all := r.Asked + r.Masked + r.Unanswered + r.Foreign + r.Malformed; all != r.Entries {
		t.Errorf("%d of %d entries are accounted for: %+v", all, r.Entries, r)
	}
	d, a := r.Changes()
	if all := r.Same + r.Other + d + a; all != r.Asked {
		t.Errorf("%d of %d questions are accounted for: %+v", all, r.Asked, r)
	}
	return r
}

func question(purpose string) string {
	return `{"notice":"shop","action":"use","purpose":"` + purpose + `"}`
}

// TestChanges reads one question in every form that a log has.
func TestChanges(t *testing.T) {
	event := func(input, more string) string {
		return `{"decision_id":"1","path":"candor/decision","timestamp":"2026-11-02T10:00:00Z","input":` + input + more + `}`
	}
	service, ads := question("service"), question("ads")
	for name, c := range map[string]struct {
		log             string
		caller          string
		denied, allowed int
	}{
		"questions":            {service + "\n" + ads + "\n" + question("news") + "\n", "", 1, 1},
		"no newline at last":   {"\n\n" + service + "\r\n" + ads, "", 1, 1},
		"of the Data API":      {`{"input":` + service + `}`, "", 1, 0},
		"with a caller":        {`{"caller":"billing","question":` + service + `}`, "billing", 1, 0},
		"vectors":              {`{"name":"1","question":` + service + `,"answer":{}}`, "", 1, 0},
		"a line of OPA’s":      {event(service, `,"labels":{"id":"7","version":"1.22","app":"till","zone":"eu"},"requested_by":"10.0.0.7:4711"`), "app=till,zone=eu", 1, 0},
		"by address":           {event(service, `,"labels":{"id":"7"},"requested_by":"10.0.0.7:4711"`), "10.0.0.7", 1, 0},
		"an array":             {`[` + event(service, "") + `,` + event(ads, "") + `]`, "", 1, 1},
		"an array over lines":  {"[\n" + event(service, "") + ",\n" + event(ads, "") + "\n]\n", "", 1, 1},
		"arrays and lines":     {"[" + event(service, "") + "]\n[" + event(service, "") + "][]" + "\n" + ads, "", 2, 1},
		"a part of the answer": {strings.Replace(event(service, ""), "candor/decision", "candor/decision/allow", 1), "", 1, 0},
	} {
		for form, log := range map[string]string{"plain": c.log, "gzip": packed(t, c.log), "gzip in pieces": packed(t, c.log[:len(c.log)/2]) + packed(t, c.log[len(c.log)/2:])} {
			r := replayed(t, log, nil)
			denied, allowed := r.Changes()
			if denied != c.denied || allowed != c.allowed || r.Malformed+r.Foreign+r.Masked+r.Unanswered > 0 {
				t.Errorf("%s, %s: %+v", name, form, r)
				continue
			}
			want := replay.Group{Caller: c.caller, Notice: "shop", Action: "use", Code: decision.Barred, Statement: "no-service", Questions: c.denied, Line: r.Denied[0].Line}
			if diff := cmp.Diff([]replay.Group{want}, r.Denied); diff != "" {
				t.Errorf("%s, %s:\n%s", name, form, diff)
			}
		}
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLoggedAnswersCount without an old policy.
func TestLoggedAnswersCount(t *testing.T) {
	logged := func(purpose, result string) string {
		return `{"path":"candor/decision","input":` + question(purpose) + `,"result":` + result + "}\n"
	}
	r := replayed(t, logged("service", `{"outcome":"allow","reasons":[{"code":"permitted","statement":"service"}]}`)+
		logged("ads", `{"outcome":"deny","reasons":[{"code":"consent_missing","statement":"ads"}]}`)+
		logged("news", `{"outcome":"allow_with_obligations"}`)+
		logged("service", `true`)+logged("ads", `false`)+
		logged("ads", `{}`)+logged("ads", `null`)+logged("ads", `{"outcome":"perhaps"}`)+question("ads")+"\n"+`{"error":{},"input":{}}`,
		func(p *replay.Policies) { p.Old = nil })
	if r.Asked != 5 || r.Unanswered != 5 || r.Same != 1 {
		t.Errorf("%+v", r)
	}
	if d, a := r.Changes(); d != 2 || a != 2 || r.Allowed[0].Code != "consent_missing" || r.Allowed[0].Statement != "ads" {
		t.Errorf("%+v", r)
	}
}

// TestReasonsThatChange: where the verdict stays, what it rests on is told all the same.
func TestReasonsThatChange(t *testing.T) {
	answers := func(reasons ...decision.Reason) func(context.Context, []byte) decision.Answer {
		return func(context.Context, []byte) decision.Answer {
			return decision.Answer{Outcome: decision.Deny, Reasons: reasons}
		}
	}
	r := replayed(t, question("ads")+"\n"+question("news"), func(p *replay.Policies) {
		p.Old = answers(decision.Reason{Code: decision.Barred, Statement: "no-ads", Text: "Never."}, decision.Reason{Code: decision.Barred, Statement: "no-sale", Text: "We do not sell."})
		p.New = answers(decision.Reason{Code: decision.Barred, Statement: "no-sale", Text: "We never sell."}, decision.Reason{Code: decision.Barred, Source: "law", Rule: "us-ca-1", Text: "The law."})
	})
	group := func(statement string) replay.Group {
		return replay.Group{Notice: "shop", Action: "use", Code: decision.Barred, Statement: statement, Questions: 2, Line: 1}
	}
	want := []replay.Shift{{Change: "new", Group: group("us-ca-1")}, {Change: "gone", Group: group("no-ads")}, {Change: "reworded", Group: group("no-sale")}}
	if diff := cmp.Diff(want, r.Reasons); diff != "" || r.Other != 2 {
		t.Errorf("%d otherwise:\n%s", r.Other, diff)
	}
}

// TestTheDayIsThatOfTheLog: a question without a day is about the day it was asked.
func TestTheDayIsThatOfTheLog(t *testing.T) {
	var days []string
	spy := func(_ context.Context, question []byte) decision.Answer {
		var q decision.Question
		if err := json.Unmarshal(question, &q); err != nil {
			t.Error(err)
		}
		days = append(days, q.On)
		return decision.Refusal(decision.Barred, "")
	}
	replayed(t, `{"input":{"action":"use"},"timestamp":"2026-11-02T10:00:00Z"}
{"input":{"action":"use","on":"2020-01-01"},"timestamp":"2026-11-02T10:00:00Z"}
{"input":{},"timestamp":"2026-11-03T10:00:00Z"}
{"input":{"action":"use"}}`, func(p *replay.Policies) { p.New = spy })
	if diff := cmp.Diff([]string{"2026-11-02", "2020-01-01", "2026-11-03", ""}, days); diff != "" {
		t.Error(diff)
	}
}

// TestMaskedLogs: what is left of OPA's log by our mask, and of a server's, cannot be
// asked again. What its answers rest on is looked up.
func TestMaskedLogs(t *testing.T) {
	r := replayed(t, `{"path":"candor/decision","input":{"notice":"shop","action":"use"},"masked":["/input","/result"],"labels":{"app":"till"},"result":{"outcome":"allow","reasons":[{"code":"permitted","source":"notice","statement":"news"},{"code":"permitted","statement":"service"}],"bundle":{"serial":3}}}
{"path":"candor/decision","input":{"notice":"shop","action":"use"},"masked":["/input","/result"],"labels":{"app":"till"},"result":{"outcome":"allow","reasons":[{"code":"permitted","statement":"service"}]}}
{"path":"candor/decision","input":{"notice":"shop"},"erased":["/input/age"],"result":{"outcome":"deny","reasons":[{"code":"barred","statement":"no-ads"}]}}
{"time":"2026-11-21T10:00:00Z","level":"INFO","msg":"decision","action":"use","notice":"shop","outcome":"allow","codes":["permitted"],"serial":3,"latency_us":12}
{"level":"info","msg":"Server started","time":"2026-11-21T10:00:00Z"}
{"path":"system/authz/allow","input":{"identity":"x"},"result":true}
7
`, func(p *replay.Policies) {
		p.Statement = func(notice, id string) string {
			return map[string]string{"shop service": "gone", "shop no-ads": "changed"}[notice+" "+id]
		}
	})
	want := []replay.Group{
		{Caller: "app=till", Notice: "shop", Action: "use", Code: "gone", Statement: "service", Questions: 2, Line: 1},
		{Notice: "shop", Code: "changed", Statement: "no-ads", Questions: 1, Line: 3},
	}
	if diff := cmp.Diff(want, r.Touched); diff != "" || r.Masked != 4 || r.Foreign != 3 || r.Asked > 0 {
		t.Errorf("%+v\n%s", r, diff)
	}
}

// TestMalformedLines are told by their numbers, and everything around them is asked.
func TestMalformedLines(t *testing.T) {
	service := question("service")
	for name, c := range map[string]struct {
		log   string
		asked int
		lines []int
	}{
		"a line cut short":       {service + "\n" + service[:20] + "\n" + service, 2, []int{2}},
		"two values in a line":   {service + service + "\n" + service, 1, []int{1}},
		"no JSON at all":         {"hello\nthere\n", 0, []int{1, 2}},
		"an array cut short":     {"[" + service + ",\n" + service + ",\n" + service[:30], 2, []int{3}},
		"an array without end":   {"[" + service + "\n\n", 1, []int{3}},
		"broken in an array":     {"[" + service + ",\n" + service + ",\n{]},\n" + service + "\n" + service, 4, []int{3}},
		"a bracket too many":     {"[" + service + "]]\n" + service, 2, []int{1}},
		"a line of great length": {`"` + strings.Repeat("x", 17<<20) + "\"\n" + service, 1, []int{1}},
	} {
		r := replayed(t, c.log, nil)
		var lines []int
		for _, l := range r.Lines {
			lines = append(lines, l.Line)
			if l.Why == "" {
				t.Errorf("%s: no reason for line %d", name, l.Line)
			}
		}
		if diff := cmp.Diff(c.lines, lines); diff != "" || r.Asked != c.asked {
			t.Errorf("%s: %d asked\n%s\n%+v", name, r.Asked, diff, r)
		}
	}
	if r := replayed(t, strings.Repeat("{\n", 100), nil); r.Malformed != 100 || len(r.Lines) != 20 {
		t.Errorf("%d lines, %d told", r.Malformed, len(r.Lines))
	}
}

// TestLinesOfGroups are those of the first question, in whatever form the log is.
func TestLinesOfGroups(t *testing.T) {
	for _, log := range []string{"\n{}\n" + question("service"), "[\n{},\n" + question("service") + "]", "[{}]\n[{},\n" + question("service") + "]"} {
		if r := replayed(t, log, nil); len(r.Denied) != 1 || r.Denied[0].Line != 3 {
			t.Errorf("%q: %+v", log, r.Denied)
		}
	}
}

func TestCallers(t *testing.T) {
	log := `{"labels":{"app":"till"},"input":` + question("service") + `}`
	for path, want := range map[string]string{"labels.app": "till", "labels": "", "labels.app.more": "", "nothing": "", "input.purpose": "service"} {
		r := replayed(t, log, func(p *replay.Policies) { p.Caller = path })
		if r.Denied[0].Caller != want {
			t.Errorf("%s: %q", path, r.Denied[0].Caller)
		}
	}
	// However many there are, they take no end of memory.
	var b strings.Builder
	for i := range 12_000 {
		fmt.Fprintf(&b, `{"caller":"%d","question":%s}`+"\n", i, question("service"))
	}
	r := replayed(t, b.String(), nil)
	if d, _ := r.Changes(); d != 12_000 || len(r.Denied) != 10_001 || r.Denied[0].Caller != "others" || r.Denied[0].Questions != 2000 {
		t.Errorf("%d groups, first %+v", len(r.Denied), r.Denied[0])
	}
}

func TestReadingEnds(t *testing.T) {
	p := replay.Policies{New: says(), Old: says("service")}
	broken := errors.New("the disk is gone")
	for _, log := range []string{question("service") + "\n", "[" + question("service") + ","} {
		r, err := replay.Run(t.Context(), io.MultiReader(strings.NewReader(log), iotest.ErrReader(broken)), p)
		if !errors.Is(err, broken) || r.Asked != 1 {
			t.Errorf("%v, %+v", err, r)
		}
	}
	if _, err := replay.Run(t.Context(), strings.NewReader("\x1f\x8bnonsense"), p); err == nil {
		t.Error("no error for a broken archive")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := replay.Run(ended, strings.NewReader(question("a")+"\n"+question("b")), p); !errors.Is(err, context.Canceled) || r.Entries != 1 {
		t.Errorf("%v, %+v", err, r)
	}
}
