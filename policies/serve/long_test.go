//go:build long

package serve_test

import (
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/serve"
)

// TestManySlowClients does it ten times over, with the limits that hold.
func TestManySlowClients(t *testing.T) {
	limits := serve.Limits{
		Header: 5 * time.Second, Read: 10 * time.Second, Write: 20 * time.Second, Idle: 6 * time.Second, // and not 60, to see the end
		Linger: 50 * time.Millisecond, Stop: time.Second,
	}
	slowClients(t, 500, limits, 12*time.Second, 20*time.Millisecond)
}
