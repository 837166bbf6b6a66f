package serve

import (
	"net/http"
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Paths of the OpenID AuthZEN Authorization API 1.0.
const (
	evaluationPath           = "/access/v1/evaluation"
	evaluationsPath          = "/access/v1/evaluations"
	actionSearchPath         = "/access/v1/search/action"
	authzenConfigurationPath = "/.well-known/authzen-configuration"
)

// evaluationResponse is AuthZEN's Decision, with our answer for its context.
type evaluationResponse struct {
	Decision bool            `json:"decision"`
	Context  decision.Answer `json:"context"`
}

func newEvaluationResponse(a decision.Answer) evaluationResponse {
	return evaluationResponse{a.Allow, a}
}

// requestOf reads a body that AuthZEN defines: one JSON object.
func requestOf(body []byte) ([]member, *refusal) {
	if !valid(body) {
		return nil, errEvaluation
	}
	object, ok := members(body)
	if !ok {
		return nil, errEvaluation
	}
	return object, nil
}

// request reads a body that AuthZEN defines and serves it, or refuses.
func (h *Handler) request(x *exchange, limit int64, serve func(request []member) *refusal) {
	body, refused := x.body(limit)
	if refused == nil {
		defer release(body)
		var request []member
		if request, refused = requestOf(body.Bytes()); refused == nil {
			refused = serve(request)
		}
	}
	if refused != nil {
		h.refuse(x, refused)
	}
}

// evaluation decides one request.
func (h *Handler) evaluation(x *exchange) {
	h.request(x, maxBody, func(request []member) *refusal { return h.evaluate(x, request) })
}

// evaluate decides a request that stands alone.
func (h *Handler) evaluate(x *exchange, request []member) *refusal {
	q := questionFrom(newEvaluation(request, nil))
	if q.incomplete {
		return errRequired
	}
	answer, status, refused := h.one(x, q.json())
	if refused == nil {
		x.write(status, newEvaluationResponse(answer))
	}
	return refused
}

// evaluations decides several requests, in their order.
func (h *Handler) evaluations(x *exchange) {
	h.request(x, maxBatchBody, func(request []member) *refusal {
		list := stated(request, "evaluations")
		items, ok := elements(list)
		enough, known := semanticOf(request)
		switch {
		case list != nil && !ok:
			return errEvaluation
		case len(items) == 0:
			return h.evaluate(x, request)
		case len(items) > maxBatch:
			return errMany
		case !known:
			return errSemantic
		}
		decided, status, refused := h.evaluateAll(x, request, items, enough)
		if refused == nil {
			x.write(status, struct {
				Evaluations []evaluationResponse `json:"evaluations"`
			}{decided})
		}
		return refused
	})
}

// evaluateAll decides the items until one is enough.
func (h *Handler) evaluateAll(x *exchange, defaults []member, items [][]byte, enough func(allowed bool) bool) ([]evaluationResponse, int, *refusal) {
	a, refused := h.ask(x)
	if refused != nil {
		return nil, 0, refused
	}
	defer a.done()
	out := make([]evaluationResponse, 0, len(items))
	for _, item := range items {
		request, ok := members(item)
		q := questionFrom(newEvaluation(request, defaults))
		if !ok {
			q.fault("evaluation")
		}
		answer := a.decide(q.json())
		out = append(out, newEvaluationResponse(answer))
		if enough(answer.Allow) {
			break
		}
	}
	return out, a.status(), nil
}

// semanticOf gives what ends a list of evaluations early.
func semanticOf(request []member) (enough func(allowed bool) bool, known bool) {
	semantic := "execute_all"
	if options := stated(request, "options"); options != nil {
		object, ok := members(options)
		if !ok {
			return nil, false
		}
		if value := stated(object, "evaluations_semantic"); value != nil {
			semantic, _ = textOf(value)
		}
	}
	switch semantic {
	case "execute_all":
		return func(bool) bool { return false }, true
	case "deny_on_first_deny":
		return func(allowed bool) bool { return !allowed }, true
	case "permit_on_first_permit":
		return func(allowed bool) bool { return allowed }, true
	}
	return nil, false
}

// searchActions tells which actions are allowed, asking about each.
func (h *Handler) searchActions(x *exchange) {
	h.request(x, maxBody, func(request []member) *refusal {
		results, status, refused := h.allowedActions(x, newEvaluation(request, nil))
		if refused == nil {
			x.write(status, struct {
				Results []actionName `json:"results"`
			}{results})
		}
		return refused
	})
}

// actionName is AuthZEN's Action.
type actionName struct {
	Name string `json:"name"`
}

func (h *Handler) allowedActions(x *exchange, e evaluation) ([]actionName, int, *refusal) {
	a, refused := h.ask(x)
	if refused != nil {
		return nil, 0, refused
	}
	defer a.done()
	results := []actionName{}
	for _, name := range actions {
		e.action = []byte(`{"name":"` + name + `"}`)
		q := questionFrom(e)
		if q.incomplete {
			return nil, 0, errRequired
		}
		if a.decide(q.json()).Allow {
			results = append(results, actionName{name})
		}
	}
	return results, a.status(), nil
}

// authzenConfiguration says where things are. What is absent there is not offered.
func (h *Handler) authzenConfiguration(x *exchange) {
	base := strings.TrimSuffix(h.options.BaseURL, "/")
	if base == "" {
		base = baseOf(x.r)
	}
	x.write(http.StatusOK, struct {
		Point        string `json:"policy_decision_point"`
		Evaluation   string `json:"access_evaluation_endpoint"`
		Evaluations  string `json:"access_evaluations_endpoint"`
		ActionSearch string `json:"search_action_endpoint"`
	}{base, base + evaluationPath, base + evaluationsPath, base + actionSearchPath})
}

// baseOf is where a request was sent to.
func baseOf(r *http.Request) string {
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if host == "" || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") != "" {
		host = "localhost"
	}
	return scheme + "://" + host
}
