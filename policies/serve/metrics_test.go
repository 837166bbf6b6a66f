package serve_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

func scrape(t testing.TB, h *serve.Handler) string {
	t.Helper()
	w := request{line: "GET /metrics"}.send(t, h)
	if w.Code != 200 {
		t.Fatalf("metrics: status %d, %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	p := realPolicy(t)
	p.Serial, p.Expires = 12, "2026-11-30"
	h := serve.New(source(p), serve.Options{Refused: func() int { return 2 }, Now: func() time.Time { return time.Date(2026, 11, 30, 23, 59, 0, 0, time.UTC) }})
	post("/v1/decisions", `{"questions":[`+asked+`,`+asked+`,{"notice":"x"}]}`).send(t, h)
	post("/v1/decision", asked).send(t, h)
	post("/nowhere", asked).send(t, h)
	got := scrape(t, h)
	for _, want := range []string{
		`candor_decisions_total{code="permitted",notice="school",outcome="allow"} 3`,
		`candor_decisions_total{code="unknown_action",notice="other",outcome="deny"} 1`,
		`candor_decision_seconds_count 4`,
		`candor_refused_total{reason="not_found"} 1`,
		`candor_requests_in_flight 0`,
		`candor_bundle_serial 12`,
		`candor_bundles_refused_total 2`,
		`candor_bundle_seconds_to_expiry 60`,
		`go_goroutines `,
	} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for expires, want := range map[string]string{"": "+Inf", "2026-11-30T23:58:30Z": "-30", "soon": "NaN"} {
		p.Expires = expires
		if line := "candor_bundle_seconds_to_expiry " + want; !strings.Contains(scrape(t, h), "\n"+line+"\n") {
			t.Errorf("no %s for %q", line, expires)
		}
	}
	if got := scrape(t, serve.New(source(nil), serve.Options{})); !strings.Contains(got, "\ncandor_bundle_serial NaN\n") {
		t.Errorf("without a policy:\n%s", got)
	}
}

// TestMetricsAreBounded asks with 100,000 ids that nobody knows, in every place.
func TestMetricsAreBounded(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	series := func() int { return strings.Count(scrape(t, h), "\n") - strings.Count(scrape(t, h), "# ") }
	post("/v1/decision", asked).send(t, h)
	before, places := series(), []string{
		`{"notice":"%s","action":"use"}`, `{"notice":"school","action":"%s"}`, `{"notice":"school","action":"use","purpose":"%s"}`,
		`{"notice":"school","action":"use","categories":["%s"],"%[1]s":1}`, `{"notice":"school","action":"use","gates":{"%s":true}}`,
	}
	for i := 0; i < 100_000; i += 100 {
		var questions []string
		for j := range 100 {
			questions = append(questions, fmt.Sprintf(places[j%len(places)], "id-"+strconv.Itoa(i+j)))
		}
		if w := post("/v1/decisions", `{"questions":[`+strings.Join(questions, ",")+`]}`).send(t, h); w.Code != 200 {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		request{line: "GET /id-" + strconv.Itoa(i)}.send(t, h)
	}
	if after := series(); after > before+10 {
		t.Errorf("%d series became %d", before, after)
	}
	if got := scrape(t, h); regexp.MustCompile(`id-\d`).MatchString(got) {
		t.Errorf("the metrics name what a client made up:\n%s", got)
	}
}

// TestWordsOfMetricsAreComplete compares the words that metrics and logs know with
// those there are.
func TestWordsOfMetricsAreComplete(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../decision/code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if code, _ := strconv.Unquote(lit.Value); !slices.Contains(serve.Codes, code) {
				t.Errorf("the code %s counts as other", code)
			}
		}
		return true
	})
	if got, want := slices.Sorted(slices.Values(serve.Actions)), slices.Sorted(slices.Values(inventory.Actions)); !slices.Equal(got, want) {
		t.Errorf("actions %q, want %q", got, want)
	}
	for _, outcome := range []string{decision.Allow, decision.AllowWithObligations, decision.Deny, decision.NotCovered} {
		if !slices.Contains(serve.Outcomes, outcome) {
			t.Errorf("the outcome %s counts as other", outcome)
		}
	}
}
