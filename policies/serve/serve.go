// Package serve answers questions over HTTP: one [http.Handler] that speaks OPA's
// Data API, a plain call, batches, and the OpenID AuthZEN Authorization API 1.0.
// Whatever way a question comes, the answer is the engine's own, in full.
//
//	handler := serve.New(func() *serve.Policy { return current.Load() }, serve.Options{Log: log})
//	listener, err := serve.Listen("127.0.0.1:8181", serve.Access{})
//	…
//	err = handler.Serve(ctx, listener) // until ctx ends; then what is under way is finished
//
// The policy is asked for once a request, so that storing another in an atomic
// pointer swaps it: a request is answered by one policy throughout, and none waits.
//
// # Ways to ask
//
//	POST /v1/data/candor/decision      {"input": question} → {"result": answer}
//	GET  /v1/data/candor/decision      ?input=question     → {"result": answer}
//	POST /v0/data/candor/decision      question → answer
//	POST /v1/decision                  question → answer
//	POST /v1/decisions                 {"questions": […]} → {"answers": […]}, at most 100
//	POST /v1/fields                    which of at most 100 fields may be, say, sent
//	POST /v1/retention                 until when each of at most 100 records may be kept
//	POST /access/v1/evaluation         AuthZEN: one evaluation
//	POST /access/v1/evaluations        AuthZEN: several, at most 100
//	POST /access/v1/search/action      AuthZEN: which actions are allowed
//	GET  /.well-known/authzen-configuration
//	GET  /health, /ready, /metrics
//
// The Data API is that of OPA for this one document: paths below it give a part of
// the answer (/v1/data/candor/decision/allow), ?pretty is for readers, other top-level
// keys of a body and other parameters are taken and change nothing. It is stricter in
// three things. What is no part of an answer is 404, where OPA has an empty 200 that
// a careless client takes for a yes. A body with "input" twice, or with anything after
// its JSON, is 400. Bodies are JSON only.
//
// # Hints
//
// A question that stands alone and is denied for an id that the notice does not have, for a
// field that is wrong, or for an act that is stated and does not count, is answered with
// headers Candor-Hint beside the answer, which stays the engine's own: the closest id, what
// the field takes, or why the act does not count.
// They are for people, who see them with curl -i.
//
// # AuthZEN
//
// A request becomes a question so:
//
//	action.name                      action
//	resource.type, resource.id       category: one of categories; notice, purpose,
//	                                 recipient, right, event, basis: that field;
//	                                 audience: one of audiences
//	subject.type                     one of audiences
//	subject.id                       nothing: never looked at beyond that it is a text
//	properties of the three, context the other fields of a question, by their names
//
// An empty subject.type or resource.id states nothing. A field that is given twice must
// be given alike. Another type of resource, a field given twice differently, and a name
// among properties or context that no question has, deny as bad_question: they may be
// what the caller thinks the decision rests on. Names beside those of the specification
// in other places are ignored, as it demands. A request that lacks what it requires is
// 400 when it stands alone, and denies when it is one of several.
//
// The decision is the answer's allow, and its context the whole answer. Evaluations
// know the three semantics; an evaluation takes a default only for what it does not
// have itself. There is no search for subjects, for no answer depends on who someone
// is, nor for resources: which categories, purposes and recipients there are is
// published in the notice, and a batch asks about those a service holds.
//
// # What it promises
//
// A response allows only where the engine did. Status 200 carries an answer; so does
// 503 where there is no policy, with the code not_ready. Any other response is a JSON
// object with a code and a message, both constant, and no decision. There is no 5xx
// but 503: an engine that panics has answered, with a deny and evaluation_failed.
//
// Nothing of a request is kept, and nothing of it is logged but the ids of an action
// and a notice that the engine has accepted ([Options.Log]). What makes a decision
// is bounded in bytes, depth, number and time ([Options]).
package serve

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

// Engine decides. It always answers.
type Engine interface {
	DecideJSON(ctx context.Context, question []byte) decision.Answer
}

// Adviser is an engine that can also tell people what is wrong with a question.
type Adviser interface {
	Advice(question []byte, answer decision.Answer) []string
}

// Policy is an engine and what is told of it. It must not change once it is given
// away.
type Policy struct {
	Engine  Engine
	Notices map[string]bool // their ids, which metrics and logs may name
	Serial  int
	Digest  string
	Expires string // ISO day or instant; "" never

}

// Options of a handler. The zero value serves with the bounds of the package and
// without a log.
type Options struct {
	// Log gets one record a decision: its outcome and the codes of its reasons, the
	// policy's serial, the time it took, and, of a question that the engine has
	// accepted, the ids of the action and the notice. Nothing else is ever logged.
	Log slog.Handler
	// Token is asked for on every path but /health and /ready. "" asks for none.
	Token string
	// BaseURL is where clients reach the handler, as AuthZEN's metadata name it. ""
	// takes the host of the request.
	BaseURL string
	// MaxInFlight is how many requests may be deciding at once; 0 is 256. One more
	// is refused with 503.
	MaxInFlight int
	// Refused counts the bundles that were not accepted, for the metrics; nil is none.
	Refused func() int
	// Now tells the time left until a policy expires; nil is time.Now.
	Now func() time.Time
	// Limits bound how long a connection may take; a zero field is its default.
	Limits Limits
}

// Bounds of a request.
const (
	maxBody      = 64 << 10 // bytes of one question
	maxBatchBody = 1 << 20
	maxBatch     = 100 // questions
	maxDepth     = 64  // of a body; that of a question is 32 and the engine's to judge
	maxTime      = 50 * time.Millisecond
	maxTimeAll   = 2 * time.Second // of the decisions about the fields or records of one request
	maxRequestID = 256
	usualFlight  = 256
)

// Handler answers over HTTP. It is safe for concurrent use.
type Handler struct {
	policy   func() *Policy
	options  Options
	log      slog.Handler
	token    *secret
	slots    chan struct{}
	metrics  *metrics
	stopping atomic.Bool
}

// New makes a handler. It asks for the policy once a request; nil is none, and
// every answer then is not_ready.
func New(policy func() *Policy, o Options) *Handler {
	if o.MaxInFlight <= 0 {
		o.MaxInFlight = usualFlight
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Refused == nil {
		o.Refused = func() int { return 0 }
	}
	if o.Log == nil {
		o.Log = slog.DiscardHandler
	}
	o.Limits = o.Limits.withDefaults()
	h := &Handler{policy: policy, options: o, log: o.Log, token: newSecret(o.Token), slots: make(chan struct{}, o.MaxInFlight)}
	h.metrics = newMetrics(h)
	return h
}

// endpoint is one way in.
type endpoint struct {
	methods string
	open    bool // without a token
	serve   func(*Handler, *exchange)
}

var endpoints = map[string]endpoint{
	"/v1/decision":           {methods: "POST", serve: (*Handler).decision},
	"/v1/decisions":          {methods: "POST", serve: (*Handler).decisions},
	"/v1/fields":             {methods: "POST", serve: (*Handler).fields},
	"/v1/retention":          {methods: "POST", serve: (*Handler).retention},
	evaluationPath:           {methods: "POST", serve: (*Handler).evaluation},
	evaluationsPath:          {methods: "POST", serve: (*Handler).evaluations},
	actionSearchPath:         {methods: "POST", serve: (*Handler).searchActions},
	authzenConfigurationPath: {methods: "GET, HEAD", serve: (*Handler).authzenConfiguration},
	"/health":                {methods: "GET, HEAD", open: true, serve: (*Handler).health},
	"/ready":                 {methods: "GET, HEAD", open: true, serve: (*Handler).ready},
	"/metrics":               {methods: "GET, HEAD", serve: (*Handler).exposeMetrics},
	dataPathV1:               {methods: "GET, HEAD, POST", serve: (*Handler).dataV1},
	dataPathV0:               {methods: "POST", serve: (*Handler).dataV0},
}

// find gives the endpoint of a path.
func find(path string) (endpoint, bool) {
	for _, root := range [...]string{dataPathV1, dataPathV0} {
		if strings.HasPrefix(path, root+"/") {
			path = root
		}
	}
	e, ok := endpoints[path]
	return e, ok
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{w: w, r: r}
	defer h.recover(x)
	header := w.Header()
	header["Cache-Control"], header["X-Content-Type-Options"] = noStore, noSniff
	if id := r.Header["X-Request-Id"]; len(id) == 1 && printable(id[0]) {
		header["X-Request-Id"] = id
	}
	if h.stopping.Load() {
		header.Set("Connection", "close")
	}
	e, found := find(r.URL.Path)
	switch {
	case fromBrowser(r.Header):
		h.refuse(x, errBrowser)
	case !(found && e.open) && !h.token.carriedBy(r.Header):
		header.Set("WWW-Authenticate", "Bearer")
		h.refuse(x, errToken)
	case !found:
		h.refuse(x, errPath)
	case !allows(e.methods, r.Method):
		header.Set("Allow", e.methods)
		h.refuse(x, errMethod)
	default:
		e.serve(h, x)
	}
}

var noStore, noSniff = []string{"no-store"}, []string{"nosniff"}

func allows(methods, method string) bool {
	for m := range strings.SplitSeq(methods, ", ") {
		if m == method {
			return true
		}
	}
	return false
}

// printable reports whether an identifier is fit to be given back.
func printable(id string) bool {
	if id == "" || len(id) > maxRequestID {
		return false
	}
	for _, c := range []byte(id) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// recover ends a request that met a fault of ours: without a decision.
func (h *Handler) recover(x *exchange) {
	if recover() == nil {
		return
	}
	if x.written {
		panic(http.ErrAbortHandler) // the client sees a broken response
	}
	h.refuse(x, errFault)
}
