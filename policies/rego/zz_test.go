package rego

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/profiler"
	opa "github.com/open-policy-agent/opa/v1/rego"
)

func TestProfile(t *testing.T) {
	b, _ := os.ReadFile("/tmp/c/school.json")
	e, err := New(t.Context(), b, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"service","strict":true}`,
	} {
		p := profiler.New()
		v, _ := parse([]byte(q))
		if _, err := e.query.Eval(t.Context(), opa.EvalParsedInput(v), opa.EvalQueryTracer(p)); err != nil {
			t.Fatal(err)
		}
		r := p.ReportByFile()
		type row struct {
			at string
			n  int
			g  int
			s string
		}
		var rows []row
		total := 0
		byFile := map[string]int{}
		for f, fr := range r.Files {
			for _, s := range fr.Result {
				src := Modules()[f]
				line := ""
				if ls := strings.Split(src, "\n"); len(ls) >= s.Location.Row { line = ls[s.Location.Row-1] }
				rows = append(rows, row{fmt.Sprintf("%s:%d", f, s.Location.Row), s.NumEval, s.NumGenExpr, line})
				total += s.NumEval
				byFile[f] += s.NumEval
			}
		}
		sort.Slice(rows, func(i, j int) bool { if rows[i].n != rows[j].n { return rows[i].n > rows[j].n }; return rows[i].at < rows[j].at })
		fmt.Println(q, total, byFile)
		for _, x := range rows[:min(100, len(rows))] {
			fmt.Println("  ", x)
		}
	}
}
