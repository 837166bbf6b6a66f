package rego

import (
	"context"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

func TestCompiles(t *testing.T) {
	e, err := New(context.Background(), []byte(`{}`), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(e.Decide(t.Context(), decision.Question{}))
}
