package main

import (
	"context"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/tables"
)

// benchTables asks questions of the tables in turn, on as many cores as -cpu says.
func benchTables(b *testing.B, set *notices.Set, qs []decision.Question) {
	doc, err := policies.Compile(set, policies.Options{})
	check(err)
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	engine, err := tables.New(doc, func() time.Time { return at })
	check(err)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		var a decision.Answer
		for i := 0; pb.Next(); i++ {
			engine.DecideInto(context.Background(), &qs[i%len(qs)], &a)
		}
	})
}

// BenchmarkTables is a typed question to the tables; -cpu 1,2 tells what a second core
// adds.
func BenchmarkTables(b *testing.B) {
	examples := resolve("../..")
	b.Run("five", func(b *testing.B) { benchTables(b, examples, published(examples, 120)) })
	b.Run("school", func(b *testing.B) {
		benchTables(b, copies(resolve("../rego/testdata/workspace"), 10), synthetic(10, 120))
	})
}

// BenchmarkMap is the same question to the bare function over maps.
func BenchmarkMap(b *testing.B) {
	examples := resolve("../..")
	qs := published(examples, 120)
	var all []effective
	for _, n := range examples.Notices {
		all = append(all, effectives(n)...)
	}
	bare := newMaps(all)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		var a decision.Answer
		for i := 0; pb.Next(); i++ {
			bare.decide(&qs[i%len(qs)], &a)
		}
	})
}
