package serve

import (
	"context"
	"net/http"

	"github.com/candor-privacy/candor/policies/decision"
)

// health says that the process lives, whatever its policy.
func (h *Handler) health(x *exchange) {
	x.write(http.StatusOK, struct {
		Alive bool `json:"alive"`
	}{true})
}

// readiness is what /ready tells.
type readiness struct {
	Ready   bool   `json:"ready"`
	Code    string `json:"code,omitempty"` // why not
	Serial  int    `json:"serial"`
	Digest  string `json:"digest"`
	Expires string `json:"expires"`
}

// stopped is the code of a server that is being stopped.
const stopped = "stopping"

// ready says whether questions will be decided by a fresh policy. The engine is
// asked, for it is its clock that counts.
func (h *Handler) ready(x *exchange) {
	r := h.readiness(x.r.Context())
	if h.stopping.Load() {
		r.Ready, r.Code = false, stopped
	}
	status := http.StatusOK
	if !r.Ready {
		status = http.StatusServiceUnavailable
	}
	x.write(status, r)
}

func (h *Handler) readiness(ctx context.Context) readiness {
	a := &asker{h: h, ctx: ctx, policy: h.policy()}
	r := readiness{Ready: true}
	if a.policy != nil {
		r.Serial, r.Digest, r.Expires = a.policy.Serial, a.policy.Digest, a.policy.Expires
	}
	// A question without a notice: a policy that is there and fresh says so.
	if c := code(a.engine([]byte("{}"))); c == decision.NotReady || c == decision.BundleExpired {
		r.Ready, r.Code = false, c
	}
	return r
}
