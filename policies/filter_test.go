package policies_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// TestHTTPFiltersAsTheEngine puts the published questions about several fields and
// records over HTTP. What is said of them is what the engine says in Go.
func TestHTTPFiltersAsTheEngine(t *testing.T) {
	engine, err := policies.New(t.Context(), examples(t), policies.Options{Now: fixedNow, Serial: 7})
	if err != nil {
		t.Fatal(err)
	}
	h := serve.New(func() *serve.Policy { return &serve.Policy{Engine: engine} }, serve.Options{Now: fixedNow})
	send := func(path string, body any) string {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(asJSON(body))))
		if w.Code != 200 {
			t.Fatalf("%s %s: status %d, %s", path, asJSON(body), w.Code, w.Body)
		}
		return inOrder(t, w.Body.Bytes())
	}
	allowed, kept, ends := 0, 0, 0
	corpus := publishedQuestions(t)
	for _, file := range slices.Sorted(maps.Keys(corpus)) {
		for i, p := range corpus[file] {
			q := relaxed(t, p)
			if i%2 == 0 {
				q.Strict = nil
			}
			known := engine.Notices()
			if slices.Contains(known, q.Notice) {
				known = nil
				for _, c := range examples(t).Notice(q.Notice).Categories {
					known = append(known, c.ID)
				}
			}
			var fields []policies.Field
			var records []policies.Record
			for k := range 5 {
				categories := []string{known[(i+k*7)%len(known)], known[(i*3+k)%len(known)]}[:1+k%2]
				fields = append(fields, policies.Field{Name: fmt.Sprint("field ", k), Categories: categories})
				r := policies.Record{ID: fmt.Sprint("record ", k), Categories: categories, Since: map[string]string{}, Gates: map[string]decision.Act{}}
				for event := range q.Since {
					r.Since[event] = fmt.Sprintf("202%d-0%d-1%d", 2+k, 1+k, i%9)
				}
				if k == 4 {
					r.Since, r.Gates = nil, map[string]decision.Act{"legal-hold": {Happened: true, On: "2026-01-01", Ended: "2026-12-0" + fmt.Sprint(1+i%9)}}
				}
				records = append(records, r)
			}
			fields = append(fields, policies.Field{Name: "its own", Categories: q.Categories})
			records = append(records, policies.Record{ID: "its own", Categories: q.Categories})
			selection := engine.Fields(t.Context(), q, fields)
			if got, want := send("/v1/fields", map[string]any{"question": q, "fields": fields}), inOrder(t, []byte(asJSON(selection))); got != want {
				t.Errorf("fields of %s\ngot  %s\nwant %s", asJSON(q), got, want)
			}
			keeping := engine.Retention(t.Context(), q, records)
			if got, want := send("/v1/retention", map[string]any{"question": q, "records": records}), inOrder(t, []byte(asJSON(map[string]any{"records": keeping}))); got != want {
				t.Errorf("records of %s\ngot  %s\nwant %s", asJSON(q), got, want)
			}
			allowed += len(selection.Allowed)
			for _, k := range keeping {
				if k.Keep {
					kept++
				}
				if k.Keep && k.By != "" {
					ends++
				}
			}
		}
	}
	t.Logf("%d fields allowed; %d records kept, %d of them until a day", allowed, kept, ends)
	if allowed == 0 || kept == 0 || ends == 0 {
		t.Error("nothing was allowed, or kept, or kept until a day")
	}
}

// inOrder is the canonical form of a JSON text: keys in order.
func inOrder(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
