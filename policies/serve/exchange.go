package serve

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/policies/decision"
)

// exchange is one request on its way to one response.
type exchange struct {
	w       http.ResponseWriter
	r       *http.Request
	written bool
}

// refusal is a response without a decision. Its words are constant: nothing of a
// request comes back in them.
type refusal struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message"`
	metric  string
}

func (e *refusal) Error() string { return e.Message }

var (
	errBrowser    = &refusal{http.StatusForbidden, "forbidden", "this service answers services, not pages in a browser", "browser"}
	errToken      = &refusal{http.StatusUnauthorized, "unauthorized", "the bearer token is missing or wrong", "unauthorized"}
	errPath       = &refusal{http.StatusNotFound, "resource_not_found", "there is nothing at this path", "not_found"}
	errPart       = &refusal{http.StatusNotFound, "undefined_document", "an answer has no such part", "not_found"}
	errMethod     = &refusal{http.StatusMethodNotAllowed, "method_not_allowed", "this path takes another method", "method"}
	errType       = &refusal{http.StatusUnsupportedMediaType, "unsupported_media_type", "the body has to be application/json", "media_type"}
	errEncoding   = &refusal{http.StatusUnsupportedMediaType, "unsupported_media_type", "the content encoding has to be gzip or none", "media_type"}
	errTooLarge   = &refusal{http.StatusRequestEntityTooLarge, "request_too_large", "request body too large", "size"}
	errSlow       = &refusal{http.StatusRequestTimeout, "request_timeout", "the body did not arrive in time", "slow"}
	errBody       = &refusal{http.StatusBadRequest, "invalid_parameter", "the body cannot be read", "body"}
	errBusy       = &refusal{http.StatusServiceUnavailable, "overloaded", "too many requests at once", "busy"}
	errFault      = &refusal{http.StatusServiceUnavailable, decision.EvaluationFailed, "the request could not be answered", "fault"}
	errInput      = &refusal{http.StatusBadRequest, "invalid_parameter", "body contains malformed input document", "body"}
	errParameter  = &refusal{http.StatusBadRequest, "invalid_parameter", "parameter contains malformed input document", "body"}
	errQuestions  = &refusal{http.StatusBadRequest, "invalid_parameter", `the body has to be {"questions": […]}`, "body"}
	errMany       = &refusal{http.StatusBadRequest, "invalid_parameter", "at most 100 can be asked at once", "body"}
	errFields     = &refusal{http.StatusBadRequest, "invalid_parameter", `the body has to be {"question": {…}, "fields": [{"name": "…", "categories": […]}]}`, "body"}
	errRecords    = &refusal{http.StatusBadRequest, "invalid_parameter", `the body has to be {"question": {…}, "records": [{"id": "…", "categories": […], "since": {…}, "gates": {…}}]}`, "body"}
	errEvaluation = &refusal{http.StatusBadRequest, "invalid_parameter", "the body has to be one JSON object", "body"}
	errRequired   = &refusal{http.StatusBadRequest, "invalid_parameter", "subject.type, subject.id, action.name, resource.type and resource.id are required, and texts", "body"}
	errSemantic   = &refusal{http.StatusBadRequest, "invalid_parameter", "options.evaluations_semantic is execute_all, deny_on_first_deny or permit_on_first_permit", "body"}
)

// refuse answers without a decision.
func (h *Handler) refuse(x *exchange, e *refusal) {
	h.metrics.refused.WithLabelValues(e.metric).Inc()
	if e == errBusy {
		x.w.Header().Set("Retry-After", "1")
	}
	x.write(e.status, e)
}

// Bounds of what is told beside an answer.
const (
	maxHints = 8
	maxHint  = 500 // bytes
)

// hint tells people something beside the answer, in plain ASCII.
func (x *exchange) hint(hints []string) {
	for _, hint := range hints[:min(len(hints), maxHints)] {
		text := strconv.QuoteToASCII(hint)
		text = strings.ReplaceAll(text[1:len(text)-1], `\"`, `"`)
		x.w.Header().Add("Candor-Hint", text[:min(len(text), maxHint)])
	}
}

// buffers are used again for the bodies of requests and responses.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// release gives a buffer back, unless it has grown too large to keep.
func release(b *bytes.Buffer) {
	if b.Cap() <= maxBody {
		b.Reset()
		buffers.Put(b)
	}
}

// write sends a value as JSON, in one piece.
func (x *exchange) write(status int, v any) {
	b := buffers.Get().(*bytes.Buffer)
	defer release(b)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if flag(x.r, "pretty") {
		e.SetIndent("", "  ")
	}
	if err := e.Encode(v); err != nil {
		panic(err) // nothing that we write can fail to be written
	}
	x.w.Header()["Content-Type"] = jsonType
	x.written = true
	x.w.WriteHeader(status)
	x.w.Write(b.Bytes())
}

var jsonType = []string{"application/json"}

// flag reports whether a parameter of the query is set, as OPA reads one.
func flag(r *http.Request, name string) bool {
	if r.URL.RawQuery == "" {
		return false
	}
	values := r.URL.Query()[name]
	if len(values) == 1 && values[0] == "" {
		return true
	}
	for _, v := range values {
		if strings.EqualFold(v, "true") {
			return true
		}
	}
	return false
}

// body reads the request's body, of limit bytes at most once unpacked, into a
// buffer that the caller releases.
func (x *exchange) body(limit int64) (*bytes.Buffer, *refusal) {
	if !isJSON(x.r.Header.Get("Content-Type")) {
		return nil, errType
	}
	if x.r.ContentLength > limit {
		return nil, errTooLarge
	}
	from := http.MaxBytesReader(x.w, x.r.Body, limit)
	switch strings.ToLower(x.r.Header.Get("Content-Encoding")) {
	case "", "identity":
		return fill(from, limit)
	case "gzip":
		packed, refused := fill(from, limit)
		if refused != nil {
			return nil, refused
		}
		defer release(packed)
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, errBody
		}
		return fill(unpacked, limit)
	}
	return nil, errEncoding
}

// fill reads up to limit bytes into a buffer.
func fill(from io.Reader, limit int64) (*bytes.Buffer, *refusal) {
	b := buffers.Get().(*bytes.Buffer)
	n, err := b.ReadFrom(io.LimitReader(from, limit+1))
	if err == nil && n <= limit {
		return b, nil
	}
	release(b)
	var large *http.MaxBytesError
	switch {
	case err == nil || errors.As(err, &large):
		return nil, errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, errSlow
	}
	return nil, errBody
}

// isJSON reports whether a content type is JSON's, or none is stated. The types a
// page in a browser can send without asking are refused by that.
func isJSON(contentType string) bool {
	if contentType == "" || contentType == "application/json" {
		return true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}
