package policies_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// engine reads a workspace and prepares an engine with a fixed clock.
func engine() *policies.Engine {
	inv, _ := inventory.Load(os.DirFS("rego/testdata/workspace"))
	set, _ := notices.Resolve(inv)
	e, err := policies.New(context.Background(), set, policies.Options{
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		panic(err)
	}
	return e
}

func ExampleEngine_Decide() {
	answer := engine().Decide(context.Background(), decision.Question{
		Notice:     "school",
		Action:     "use",
		Categories: []string{"usage"},
		Purpose:    "service",
	})
	fmt.Println(answer.Outcome, answer.Allow, answer.Basis)
	fmt.Println(answer.Reasons[0].Text)
	fmt.Println(answer.Reasons[0].At.Path)
	// Output:
	// allow true contract
	// We use contact details and usage data to provide the service.
	// /school/#serve
}

func ExampleEngine_Decide_retention() {
	answer := engine().Decide(context.Background(), decision.Question{
		Notice:     "school",
		Action:     "retain",
		Categories: []string{"name"},
		Since:      map[string]string{"left": "2025-03-01"},
	})
	fmt.Println(answer.Outcome, answer.Reasons[0].Code, answer.Reasons[0].Due)
	fmt.Println("owed:", answer.Obligations[0].ID, answer.Obligations[0].Overdue)
	fmt.Println("missing:", answer.Missing)
	// Output:
	// deny retention_elapsed 2026-03-01
	// owed: delete true
	// missing: [fact:law-requires-longer]
}

func ExampleEngine_DecideJSON() {
	answer := engine().DecideJSON(context.Background(), []byte(`{"notice": "school", "action": "use", "purpose": "fun"}`))
	for _, r := range answer.Reasons {
		fmt.Println(answer.Outcome, r.Code, r.Detail)
	}
	// Output:
	// deny unknown_purpose fun
}
