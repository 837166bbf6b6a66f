//go:build long

package serve_test

import (
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/serve"
)

// TestManySlowClients does it ten times over, with the limits that hold but for how
// long a connection may be idle: no request is slow that has not begun.
func TestManySlowClients(t *testing.T) {
	slowClients(t, 500, serve.Limits{Idle: 5 * time.Second}, 7*time.Second, 20*time.Millisecond)
}
