package policies_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
	"github.com/candor-privacy/candor/policies/vectors"
)

var update = flag.Bool("update", false, "rewrite the vectors: their questions, and what the tables answer")

// The sets of vectors are made here: which questions there are, and of which policy.

const (
	schoolAt = "policies/rego/testdata/workspace"
	drawnAt  = "policies/vectors/drawn"
)

// made gives every set with its questions and without answers.
func made(t *testing.T) []vectors.Set {
	t.Helper()
	var sets []vectors.Set
	corpus := publishedQuestions(t)
	for _, n := range examples(t).Notices {
		set := vectors.Set{File: n.ID + ".jsonl", Workspace: "."}
		for _, file := range slices.Sorted(maps.Keys(corpus)) {
			for _, p := range corpus[file] {
				if q := relaxed(t, p); q.Notice == n.ID {
					set.Vectors = append(set.Vectors, asked(t, p.ID, []byte(p.Question), false))
					set.Vectors = append(set.Vectors, asked(t, p.ID+strictly, []byte(p.Question), true))
				}
			}
		}
		sets = append(sets, set)
	}
	sets = append(sets,
		vectors.Set{File: "drawn.jsonl", Workspace: drawnAt, Vectors: drawnQuestions(t)},
		vectors.Set{File: "school.jsonl", Workspace: schoolAt, Vectors: schoolQuestions(t)},
		vectors.Set{File: "today.jsonl", Workspace: schoolAt, Now: fixedNow(), Vectors: todaysQuestions()},
		vectors.Set{File: "expired.jsonl", Workspace: schoolAt, Expires: "2020-01-01", Vectors: []vectors.Vector{
			{Name: "allowed when fresh", Question: []byte(`{"notice":"school","action":"use","categories":["usage"],"purpose":"service","on":"2019-06-01","strict":true}`)},
			{Name: "barred when fresh", Question: []byte(`{"notice":"school","action":"use","categories":["health"],"purpose":"news","on":"2019-06-01","strict":false}`)},
			{Name: "faulty when fresh", Question: []byte(`{"action":"eat","notice":"nowhere"}`)},
			{Name: "null", Question: []byte(`null`)},
			text("no JSON", `{`),
		}},
	)
	return sets
}

// asked is a vector of a question that says its day and whether it is strict.
func asked(t *testing.T, name string, question []byte, strict bool) vectors.Vector {
	t.Helper()
	if !readAlike(question) {
		return text(name, string(question))
	}
	var fields map[string]any
	if json.Unmarshal(question, &fields) == nil && fields != nil {
		for name, value := range map[string]any{"on": spaceDay, "strict": strict} {
			if _, has := fields[name]; !has {
				fields[name] = value
			}
		}
		var err error
		if question, err = json.Marshal(fields); err != nil {
			t.Fatal(err)
		}
	}
	question, err := vectors.Canonical(question)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return vectors.Vector{Name: name, Question: question}
}

func text(name, question string) vectors.Vector { return vectors.Vector{Name: name, Text: &question} }

var (
	number  = regexp.MustCompile(`[-+]?\d[-+.eE\d]*`)
	everyJS = regexp.MustCompile(`^-?(0|[1-9]\d{0,14})(\.[1-9])?$`)
)

// readAlike reports whether every reader of JSON makes the same of a text: some take
// the last of two equal keys and some the first, and some keep the digits of a number.
func readAlike(question []byte) bool {
	once, err := vectors.Canonical(question)
	if err != nil || len(once) < len(bytes.ReplaceAll(question, []byte(" "), nil))/2 {
		return false
	}
	for _, n := range number.FindAll(bytes.ReplaceAll(regexp.MustCompile(`"[^"]*"`).ReplaceAll(question, nil), []byte(" "), nil), -1) {
		if !everyJS.Match(n) || string(n) == "-0" {
			return false
		}
	}
	return !bytes.Contains(question, []byte(`\ud800`))
}

// drawnQuestions are questions drawn at random, and the same every time. Of those that
// are answered alike there is one.
func drawnQuestions(t *testing.T) []vectors.Vector {
	if *update {
		files := rapid.Custom(func(t *rapid.T) fstest.MapFS { return draw{t}.workspace() }).Example(drawnSeed)
		if err := os.CopyFS(fresh(t, "../"+drawnAt), files); err != nil {
			t.Fatal(err)
		}
	}
	set := resolved(t, os.DirFS("../"+drawnAt))
	engine, seen := newEngine(t, set), map[string]bool{}
	questions := rapid.Custom(func(t *rapid.T) decision.Question { return draw{t}.question(len(set.Notices)) })
	var all []vectors.Vector
	for i := 0; len(all) < 300; i++ {
		q := questions.Example(i)
		if answer := canonical(t, engine.Decide(t.Context(), q)); !seen[answer] {
			seen[answer] = true
			question, err := json.Marshal(q)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, asked(t, fmt.Sprint(i), question, true))
		}
	}
	return all
}

// strictly ends the name of a question that is asked a second time, strict.
const strictly = " strict"

// drawnSeed draws a workspace of three notices with addenda.
const drawnSeed = 53

// fresh makes a folder anew.
func fresh(t *testing.T, dir string) string {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// schoolQuestions are those that are wrong in one way, or hostile.
func schoolQuestions(t *testing.T) []vectors.Vector {
	var all []vectors.Vector
	for i, one := range oddOnes() {
		all = append(all, asked(t, fmt.Sprintf("odd %s %d", one.field, i+1), []byte(one.json()), i%2 == 0))
	}
	for i, q := range []string{
		`null`, `[]`, `7`, `"x"`, `true`, `{}`, `[{"notice":"school"}]`, `{"notice":"school"}`, `{"action":"use"}`,
		`{"notice":{"a":1},"action":["use"],"since":[],"earlier":{},"place":{"person":"gb","x":"GB"}}`,
		`{"notice":"school","action":"use","purpose":"ü\u0000\u2028😀<b>&"}`,
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"service","__proto__":{"allow":true}}`,
		`{"notice":"__proto__","action":"constructor","categories":["toString"]}`,
		`{"notice":"school","action":"use","categories":["usage","data.candor","*","../usage"],"purpose":"service"}`,
	} {
		all = append(all, asked(t, fmt.Sprintf("hostile %d", i+1), []byte(q), false))
	}
	for i, q := range []string{
		``, ` `, `{`, `{"a"}`, `{"a":1 "b":2}`, `{1:2}`, `[}`, `]`, `[1,]`, allowed[:40], allowed + allowed, allowed + `,`,
		`{"notice":"school","notice":"school"}`, `{"notice":"school","action":"use","action":"eat"}`, strings.Replace(allowed, `"use"`, `NaN`, 1),
		strings.Repeat(`[`, 200), strings.Repeat(`{"a":`, 33) + `1` + strings.Repeat(`}`, 33), `{"notice":"\ud800"}`,
		`{"notice":"school","action":"use","age":01}`, `{"notice":"school","action":"use","age":1e999999999}`, `{"notice":"school","action":"use","age":` + strings.Repeat("1", 40) + `}`,
		`// a comment` + "\n" + allowed, `{'notice':'school'}`,
	} {
		all = append(all, text(fmt.Sprintf("broken %d", i+1), q))
	}
	return all
}

// todaysQuestions leave out their day, and whether they are strict.
func todaysQuestions() []vectors.Vector {
	return []vectors.Vector{
		{Name: "strict by default", Question: []byte(`{"action":"share","categories":["name"],"notice":"school","recipient":"host"}`)},
		{Name: "the last day of a period", Question: []byte(`{"action":"retain","categories":["contact"],"notice":"school","since":{"left":"2025-11-21"},"strict":false}`)},
		{Name: "the day after", Question: []byte(`{"action":"retain","categories":["contact"],"notice":"school","since":{"left":"2025-11-20"},"strict":false}`)},
		{Name: "a consent of tomorrow", Question: []byte(`{"action":"send","age":20,"categories":["email"],"gates":{"agreed":{"on":"2026-11-22"},"no-mail":false},"notice":"school","purpose":"news"}`)},
		{Name: "a consent of today", Question: []byte(`{"action":"send","age":20,"categories":["email"],"gates":{"agreed":{"on":"2026-11-21"},"no-mail":false},"notice":"school","purpose":"news"}`)},
	}
}

// workspaces are the notices of each, read once.
type workspaces map[string]*notices.Set

// of is the policy of a set: the notices, and how they are compiled.
func (w workspaces) of(t testing.TB, set vectors.Set) (*notices.Set, policies.Options) {
	t.Helper()
	if w[set.Workspace] == nil {
		w[set.Workspace] = resolved(t, os.DirFS("../"+set.Workspace))
	}
	now := fixedNow
	if !set.Now.IsZero() {
		now = func() time.Time { return set.Now }
	}
	return w[set.Workspace], policies.Options{Now: now, Expires: set.Expires, Serial: 7}
}

// policyOf is what answers tell of the policy.
func policyOf(e *policies.Engine) decision.Bundle {
	about := e.About()
	return decision.Bundle{Serial: about.Serial, Digest: about.Digest, Expires: about.Expires}
}

// TestVectors holds the files in vectors against what they are made of: the questions,
// and the answers of the tables. -update writes them.
func TestVectors(t *testing.T) {
	known, total := workspaces{}, 0
	sets := made(t)
	for _, set := range sets {
		notices, o := known.of(t, set)
		engine, err := policies.New(t.Context(), notices, o)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		names, before := map[string]bool{}, []byte(nil)
		for _, v := range set.Vectors {
			v.Answer = lessBundle(t, engine.DecideJSON(t.Context(), v.Bytes()))
			if strings.HasSuffix(v.Name, strictly) && bytes.Equal(v.Answer, before) {
				continue // strict or not, it is the same
			}
			if before = v.Answer; names[v.Name] {
				t.Fatalf("%s: there are two %q", set.File, v.Name)
			}
			names[v.Name] = true
			if err := e.Encode(v); err != nil {
				t.Fatal(err)
			}
			total++
		}
		stored(t, set.File, b.Bytes())
	}
	index, err := json.MarshalIndent(sets, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	stored(t, "index.json", append(index, '\n'))
	if t.Logf("%d vectors", total); total < 1000 {
		t.Errorf("%d vectors are too few", total)
	}
}

// lessBundle is an answer in canonical form without its bundle.
func lessBundle(t *testing.T, a decision.Answer) []byte {
	t.Helper()
	var fields map[string]json.RawMessage
	text, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(text, &fields)
	}
	if delete(fields, "bundle"); err == nil {
		text, err = json.Marshal(fields)
	}
	if err == nil {
		text, err = vectors.Canonical(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// stored compares a file of vectors with what it has to be.
func stored(t *testing.T, name string, want []byte) {
	t.Helper()
	file := filepath.Join("vectors", name)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	was, is := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			t.Errorf("%s:%d is out of date; go test ./policies -run TestVectors -update writes it\nstored %s\nmade   %s", file, i+1, was[i], is[i])
			return
		}
	}
	t.Errorf("%s has %d lines, and has to have %d; go test ./policies -run TestVectors -update writes it", file, len(was), len(is))
}

// canonical is an answer in canonical form.
func canonical(t testing.TB, answer any) string {
	t.Helper()
	text, err := json.Marshal(answer)
	if err == nil {
		text, err = vectors.Canonical(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestVectorsInGo puts the vectors to both engines, as JSON, and typed where a question
// has a type: to the Rego one in three, or all with -space.
func TestVectorsInGo(t *testing.T) {
	known, asked, typed := workspaces{}, 0, 0
	engines := map[string][2]decider{}
	for _, set := range vectors.All() {
		notices, o := known.of(t, set)
		key := fmt.Sprint(set.Workspace, set.Now, set.Expires)
		if engines[key] == [2]decider{} { // several sets are of the same policy
			normative, quick := both(t, notices, o)
			engines[key] = [2]decider{normative, quick}
		}
		normative, quick := engines[key][0], engines[key][1]
		policy := decision.Bundle{Serial: o.Serial, Digest: notices.Digest, Expires: o.Expires}
		for i, v := range set.Vectors {
			answers := map[string]string{"tables": canonical(t, quick.DecideJSON(t.Context(), v.Bytes()))}
			if i%oneIn(3, 1) == 0 { // stock OPA is put them all as well
				answers["Rego"] = canonical(t, normative.DecideJSON(t.Context(), v.Bytes()))
			}
			if q, ok := typedQuestion(v); ok {
				if i%oneIn(12, 4) == 0 { // it writes JSON of the question, and has been asked that
					answers["Rego, typed"] = canonical(t, normative.Decide(t.Context(), q))
				}
				answers["tables, typed"] = canonical(t, quick.Decide(t.Context(), q))
				typed++
			}
			want := string(v.Want(policy))
			for way, got := range answers {
				asked++
				if got != want {
					t.Errorf("%s: %s, %s\n%s", set.File, v.Name, way, cmp.Diff(want, got))
				}
			}
		}
	}
	t.Logf("%d answers, %d questions typed", asked, typed)
}

// typedQuestion is the question of a vector in Go. One that says null or nothing where
// Go has a zero value is another question there, as is one without a type.
func typedQuestion(v vectors.Vector) (q decision.Question, ok bool) {
	d := json.NewDecoder(bytes.NewReader(v.Question))
	d.DisallowUnknownFields()
	if v.Text != nil || d.Decode(&q) != nil {
		return q, false
	}
	again, err := json.Marshal(q)
	if err == nil {
		again, err = vectors.Canonical(again)
	}
	return q, err == nil && bytes.Equal(again, v.Question)
}

// TestVectorsOverHTTP puts the vectors to a server in every way that HTTP offers.
func TestVectorsOverHTTP(t *testing.T) {
	known, answers, evaluations := workspaces{}, 0, 0
	for _, set := range vectors.All() {
		notices, o := known.of(t, set)
		engine, err := policies.New(t.Context(), notices, o)
		if err != nil {
			t.Fatal(err)
		}
		h := serve.New(func() *serve.Policy { return &serve.Policy{Engine: engine} }, serve.Options{})
		send := func(path, body string, into any) {
			t.Helper()
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
			if err := json.Unmarshal(w.Body.Bytes(), into); err != nil || w.Code != 200 {
				t.Fatalf("%s %s: status %d, %s", path, body, w.Code, w.Body)
			}
		}
		check := func(v vectors.Vector, way string, got json.RawMessage) {
			t.Helper()
			answers++
			if want, got := string(v.Want(policyOf(engine))), canonical(t, got); got != want {
				t.Errorf("%s: %s, %s\n%s", set.File, v.Name, way, cmp.Diff(want, got))
			}
		}
		for some := range slices.Chunk(set.Vectors, 100) {
			var questions []string
			var asked []vectors.Vector
			for _, v := range some {
				var plain, webhook json.RawMessage
				send("/v1/decision", string(v.Bytes()), &plain)
				check(v, "plain", plain)
				if v.Text != nil {
					continue // the other bodies have to be JSON
				}
				send("/v0/data/candor/decision", string(v.Question), &webhook)
				check(v, "webhook", webhook)
				var data struct{ Result json.RawMessage }
				send("/v1/data/candor/decision", `{"input":`+string(v.Question)+`}`, &data)
				check(v, "data", data.Result)
				questions, asked = append(questions, string(v.Question)), append(asked, v)
			}
			var batch struct{ Answers []json.RawMessage }
			send("/v1/decisions", `{"questions":[`+strings.Join(questions, ",")+`]}`, &batch)
			for i, v := range asked {
				check(v, "batch", batch.Answers[i])
			}

			questions, asked = nil, nil
			for _, v := range some {
				body, ok := evaluationOf(t, v)
				if !ok {
					continue
				}
				var one struct {
					Decision bool
					Context  json.RawMessage
				}
				send("/access/v1/evaluation", body, &one)
				check(v, "AuthZEN", one.Context)
				if one.Decision != strings.Contains(string(v.Answer), `"allow":true`) {
					t.Errorf("%s: AuthZEN decides otherwise: %s", v.Name, v.Question)
				}
				questions, asked = append(questions, body), append(asked, v)
			}
			if len(asked) == 0 {
				continue
			}
			var several struct {
				Evaluations []struct{ Context json.RawMessage }
			}
			send("/access/v1/evaluations", `{"evaluations":[`+strings.Join(questions, ",")+`]}`, &several)
			for i, v := range asked {
				check(v, "AuthZEN, several", several.Evaluations[i].Context)
			}
			evaluations += len(asked)
		}
	}
	if t.Logf("%d answers over HTTP; %d questions can be put by AuthZEN", answers, evaluations); evaluations < 1000 {
		t.Errorf("AuthZEN was asked %d questions, which are too few", evaluations)
	}
}

// evaluationOf states a question as an AuthZEN request: what has a part of its own
// there, and the rest as properties and context. What names no action, or has fields
// of wrong types, cannot be said in it.
func evaluationOf(t *testing.T, v vectors.Vector) (request string, ok bool) {
	t.Helper()
	var fields map[string]any
	if _, typed := typedQuestion(v); !typed || json.Unmarshal(v.Question, &fields) != nil || fields["action"] == "" {
		return "", false
	}
	audience, kind, id := "", "notice", fields["notice"]
	if list, _ := fields["audiences"].([]any); len(list) == 1 && list[0] != "" {
		audience = list[0].(string)
		delete(fields, "audiences")
	}
	if list, _ := fields["categories"].([]any); len(list) == 1 && list[0] != "" {
		kind, id = "category", list[0]
		delete(fields, "categories")
	} else {
		delete(fields, "notice")
	}
	action := fields["action"]
	delete(fields, "action")
	properties := map[string]any{}
	for _, name := range []string{"age", "place", "audiences"} {
		if value, ok := fields[name]; ok {
			properties[name] = value
			delete(fields, name)
		}
	}
	said := func(v any) string {
		out, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	return fmt.Sprintf(`{"subject":{"type":%s,"id":"somebody","properties":%s},"action":{"name":%s},"resource":{"type":%s,"id":%s},"context":%s}`,
		said(audience), said(properties), said(action), said(kind), said(id), said(fields)), true
}
