// Command bench sets the engines of Candor beside each other and beside what one would
// write instead: a bare function over maps, and cedar-go, as it is and with an index.
// The others get the facts without addenda, ages, places, periods, deadlines, closures
// and issues, so they do less.
//
// In one run every design answers the same questions in turn, round after round in
// another order, so that what else the machine does strikes all alike. Printed are
// medians of nanoseconds a question, and of the ratios within a round. From the folder of
// this file:
//
//	go run . -rounds 15
//	go run . -rounds 61 -only typed -most 10
//
// # What stands between the Rego and Cedar
//
// OPA walks rules expression by expression. Of what a rule may be made of, told by OPA's
// own evaluator with a rule of twenty alike: a value at hand takes 0.3 to 0.7 µs, a
// look-up in the data 1.8, a built-in function 2.1, a comprehension of nothing 1.8, a
// rule whose value is known already 2.7, a function of ours 5.7, `every` 5.1. So the rules are
// written with few functions, and comparisons by unification (`x == []`) rather than by a
// built-in (`x != []`).
//
// A published question, of the 120 asked here, takes some 760 expressions in the mean: 95 to read it and find no fault with it, 10 for the clock, 290 for what the
// notice says of 1.6 combinations (2.4 of leaves come to as many of classes), 250 for the
// laws that the five notices switch on, a quarter of it to find out which day it is, and 100 to put the answer
// together. Cedar’s whole decision costs as much as some 75 expressions. Only the
// clock alone stays below that, and Cedar has no counterpart of half of them: faults,
// groups, ages, places, periods, closures, issues, assumptions and laws.
//
// Two ways to more ready-made answers were measured and left. One index for bars, permits,
// closures and issues together would save eight look-ups a combination, and takes 12 to 28 KB
// of a notice's bundle, which is to be 24 in all. What bars come to when the question
// says nothing of what they ask, ready in the document by list, takes 0.4 to 4 KB a notice and
// saves no expression in the mean (444 to 441), because who asks states mostly what matters.
//
// # Where the tables stand
//
// A typed question costs the tables 3.1 to 3.6 times the bare map on the five notices, laws
// and all, 2.7 times on one and on ten synthetic ones, 1.7 on a hundred and 1.4 on a thousand,
// where the map no longer fits the caches; 1.25 is the aim. From JSON to JSON they take 0.7 to
// 0.9 of its time on the five, and 0.9 to 1.2 on the others. No single thing stands
// in the way. Of 1.1 µs without laws on a quiet machine a quarter goes to looking up each id of the question and
// judging its form, which the map leaves out: it takes an id it does not know for one that
// matches nothing. Half goes to the rules: three indexes of four steps each, bars and what
// they make the answer assume, opt-outs, the gates of a transfer, issues, and again for
// each leaf of a group, of all of which the map has only a walk over its entries. A
// seventh writes the answer, whose lists the map does not have. What is left to take is
// answers that stand ready where nothing of a combination depends on the rest of the
// question; that would cost heap.
//
// A notice takes 57 to 130 KiB with its laws, but for steptech, whose 85 rules with a
// statement each make it 227; one that decides by the terms of another takes what it says
// and 1 KiB.
//
// Two cores answer 1.87 times as much as one, for the cores exchange nothing but the second
// of the clock when it changes (BenchmarkTables -cpu 1,2).
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/rego"
	"github.com/candor-privacy/candor/policies/tables"
)

//go:embed allow.rego
var allowText string

var only string

func main() {
	rounds := flag.Int("rounds", 9, "rounds in which every design answers")
	asked := flag.Int("questions", 120, "questions a round")
	most := flag.Int("most", 1000, "how many synthetic notices at most")
	flag.StringVar(&only, "only", "", "only designs with this in their name")
	flag.Parse()
	examples := resolve("../..")
	compare("the five notices", examples, published(examples, *asked), *rounds)
	school := resolve("../rego/testdata/workspace")
	var first, last float64
	for _, n := range []int{1, 10, 100, 1000} {
		if n > *most {
			break
		}
		set := copies(school, n)
		last = compare(fmt.Sprintf("%d synthetic notices", n), set, synthetic(n, *asked), *rounds)
		if n == 1 {
			first = last
		}
	}
	if first > 0 {
		fmt.Printf("\nrego from 1 to the most notices: × %.2f\n", last/first)
	}
	heap(examples)
}

func resolve(workspace string) *notices.Set {
	inv, _ := inventory.Load(os.DirFS(workspace))
	set, _ := notices.Resolve(inv)
	if set.Errors > 0 || len(set.Notices) == 0 {
		log.Fatalf("%s: errors in the notices", workspace)
	}
	return set
}

// copies is a set with the first notice under many ids.
func copies(set *notices.Set, n int) *notices.Set {
	out := &notices.Set{Digest: set.Digest}
	for i := range n {
		one := *set.Notices[0]
		one.ID = fmt.Sprint("school-", i)
		out.Notices = append(out.Notices, &one)
	}
	return out
}

// published takes questions from the corpus, those of one combination, evenly.
func published(set *notices.Set, n int) (out []decision.Question) {
	files, err := filepath.Glob("../testdata/questions/*.toml")
	if err != nil || len(files) == 0 {
		log.Fatal("no questions: run this in policies/bench")
	}
	var all []decision.Question
	for _, f := range files {
		var doc struct {
			Question []struct {
				Question string `toml:"question"`
			} `toml:"question"`
		}
		if _, err := toml.DecodeFile(f, &doc); err != nil {
			log.Fatal(err)
		}
		for _, q := range doc.Question {
			var one decision.Question
			if err := json.Unmarshal([]byte(q.Question), &one); err != nil {
				log.Fatal(err)
			}
			one.Strict = new(bool)
			if len(one.Categories) <= 1 && len(one.Audiences) <= 1 {
				all = append(all, one)
			}
		}
	}
	for i := range n {
		out = append(out, all[i*len(all)/n])
	}
	return out
}

// synthetic asks the copies of the school's notice in turn.
func synthetic(notices, n int) (out []decision.Question) {
	age := 30
	for i := range n {
		q := []decision.Question{
			{Action: "use", Categories: []string{"usage"}, Purpose: "service"},
			{Action: "send", Categories: []string{"email"}, Purpose: "news", Age: &age, Gates: map[string]decision.Act{"agreed": {Happened: true}, "no-mail": {}}},
			{Action: "use", Categories: []string{"health"}, Purpose: "news"},
			{Action: "share", Categories: []string{"name"}, Recipient: "host"},
		}[i%4]
		q.Notice, q.Strict = fmt.Sprint("school-", rand.IntN(notices)), new(bool)
		out = append(out, q)
	}
	return out
}

// design is one way to answer all questions of a round.
type design struct {
	name string
	run  func()
}

func compare(title string, set *notices.Set, qs []decision.Question, rounds int) float64 {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	doc, err := policies.Compile(set, policies.Options{})
	check(err)
	data, err := doc.JSON()
	check(err)
	normative, err := rego.New(context.Background(), data, now)
	check(err)
	quick, err := tables.New(doc, now)
	check(err)
	var all []effective
	for _, n := range set.Notices {
		all = append(all, effectives(n)...)
	}
	bare, cedar := newMaps(all), newAuthorizer(all)
	full, allow := prepared(data)
	texts := make([][]byte, len(qs))
	inputs := make([]ast.Value, len(qs))
	for i, q := range qs {
		texts[i], err = json.Marshal(q)
		check(err)
		inputs[i] = ast.MustParseTerm(string(texts[i])).Value
	}
	ctx := context.Background()
	var over decision.Answer
	each := func(name string, times int, ask func(int)) design {
		return design{name, func() {
			for range times {
				for i := range qs {
					ask(i)
				}
			}
		}}
	}
	designs := []design{
		each("map typed", 40, func(i int) { bare.decide(&qs[i], &over) }),
		each("map JSON", 5, func(i int) { bare.decideJSON(texts[i]) }),
		each("cedar", 1, func(i int) { cedar.naive(&qs[i]) }),
		each("cedar indexed", 2, func(i int) { cedar.indexed(&qs[i]) }),
		each("rego", 1, func(i int) { normative.Decide(ctx, qs[i]) }),
		each("rego JSON", 1, func(i int) { write(normative.DecideJSON(ctx, texts[i])) }),
		each("rego full rule", 1, func(i int) { full(inputs[i]) }),
		each("rego boolean rule", 1, func(i int) { allow(inputs[i]) }),
		each("tables typed", 40, func(i int) { quick.DecideInto(ctx, &qs[i], &over) }),
		each("tables JSON", 5, func(i int) { write(quick.DecideJSON(ctx, texts[i])) }),
		{"tables typed, two cores", func() {
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					var mine decision.Answer
					for range 20 {
						for i := range qs {
							quick.DecideInto(ctx, &qs[i], &mine)
						}
					}
				})
			}
			wg.Wait()
		}},
	}
	designs = slices.DeleteFunc(designs, func(d design) bool { return !strings.Contains(d.name, only) })
	times := map[string]float64{"map typed": 40, "map JSON": 5, "cedar indexed": 2, "tables typed": 40, "tables JSON": 5, "tables typed, two cores": 40}
	ns := map[string][]float64{}
	for range rounds {
		runtime.GC()
		for _, k := range rand.Perm(len(designs)) {
			d := designs[k]
			start := time.Now()
			d.run()
			ns[d.name] = append(ns[d.name], float64(time.Since(start).Nanoseconds())/float64(len(qs))/max(1, times[d.name]))
		}
	}
	fmt.Printf("\n%s, %d effective uses, %d questions, %d rounds\n", title, len(all), len(qs), rounds)
	for _, d := range designs {
		fmt.Printf("  %12.0f ns  %s\n", median(ns[d.name]), d.name)
	}
	for _, bar := range []struct {
		name, of, to string
		must         string
	}{
		{"rego ÷ cedar", "rego", "cedar", "≤ 1.0"},
		{"rego ÷ its boolean form", "rego full rule", "rego boolean rule", "≤ 1.4"},
		{"tables ÷ map, typed", "tables typed", "map typed", "≤ 1.25"},
		{"tables ÷ map, JSON", "tables JSON", "map JSON", "≤ 1.0"},
		{"rego ÷ tables, typed", "rego", "tables typed", "≥ 100"},
		{"rego ÷ tables, JSON", "rego JSON", "tables JSON", "≥ 8"},
		{"tables, two cores ÷ one", "tables typed", "tables typed, two cores", "≥ 1.7"},
	} {
		if ns[bar.of] == nil || ns[bar.to] == nil {
			continue
		}
		var ratios []float64
		for i := range rounds {
			ratios = append(ratios, ns[bar.of][i]/ns[bar.to][i])
		}
		fmt.Printf("  %8.2f  %s (%s)\n", median(ratios), bar.name, bar.must)
	}
	if ns["rego"] == nil {
		return 0
	}
	return median(ns["rego"])
}

// prepared gives the rule of a decision and its boolean form, evaluated alike.
func prepared(data []byte) (full, allow func(ast.Value)) {
	modules := map[string]*ast.Module{"allow.rego": ast.MustParseModule(allowText)}
	for name, text := range rego.Modules() {
		modules[name] = ast.MustParseModuleWithOpts(text, ast.ParserOptions{})
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		log.Fatal(compiler.Errors)
	}
	var document map[string]any
	check(json.Unmarshal(data, &document))
	store := inmem.NewFromObjectWithOpts(document, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	query := func(path string) func(ast.Value) {
		prepared, err := opa.New(opa.Query(path), opa.Compiler(compiler), opa.Store(store),
			opa.GenerateJSON(func(t *ast.Term, _ *opa.EvalContext) (any, error) { return t.Value, nil })).PrepareForEval(context.Background())
		check(err)
		cancel := topdown.NewCancel()
		return func(input ast.Value) {
			if _, err := prepared.Eval(context.Background(), opa.EvalParsedInput(input), opa.EvalExternalCancel(cancel)); err != nil {
				log.Fatal(err)
			}
		}
	}
	return query("data.candor.decision"), query("data.candor.bench.allow")
}

// heap prints what tables hold of each of the notices, and of many that are alike.
func heap(set *notices.Set) {
	fmt.Println("\nheap of tables, KiB a notice, the texts they share with the document left out")
	kib := func(set *notices.Set) float64 {
		doc, err := policies.Compile(set, policies.Options{})
		check(err)
		before := live()
		e, err := tables.New(doc, time.Now)
		check(err)
		after := live()
		runtime.KeepAlive(doc)
		runtime.KeepAlive(e)
		return (float64(after) - float64(before)) / 1024 / float64(len(set.Notices))
	}
	for _, n := range set.Notices {
		fmt.Printf("  %6.0f  %s\n", kib(&notices.Set{Notices: []*notices.Notice{n}}), n.ID)
	}
	fmt.Printf("  %6.0f  100 copies of the school’s\n", kib(copies(resolve("../rego/testdata/workspace"), 100)))
}

func live() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func write(a decision.Answer) {
	if _, err := json.Marshal(a); err != nil {
		log.Fatal(err)
	}
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
