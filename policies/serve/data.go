package serve

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// OPA's Data API for the one document there is.
const (
	dataPathV1 = "/v1/data/candor/decision"
	dataPathV0 = "/v0/data/candor/decision"
)

// dataResponse is OPA's response to a question.
type dataResponse struct {
	Result  any      `json:"result"`
	Warning *warning `json:"warning,omitempty"`
}

type warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// noInput is what OPA says to a body without an input, which it evaluates all the
// same: here it is a question that nobody asked, and denies.
var noInput = &warning{"api_usage_warning", "'input' key missing from the request"}

// dataV1 answers GET with the question as a parameter, and POST with it as input.
func (h *Handler) dataV1(x *exchange) {
	if x.r.Method != http.MethodPost {
		inputs := x.r.URL.Query()["input"]
		var question []byte
		if len(inputs) > 0 {
			question = []byte(inputs[len(inputs)-1])
			if !valid(question) {
				h.refuse(x, errParameter)
				return
			}
		}
		h.data(x, dataPathV1, question, nil)
		return
	}
	body, refused := x.body(maxBody)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	defer release(body)
	question, refused := inputOf(body.Bytes())
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	if question == nil {
		h.data(x, dataPathV1, nil, noInput)
		return
	}
	h.data(x, dataPathV1, question, nil)
}

// inputOf gives the input of a body; nil where it has none.
func inputOf(body []byte) ([]byte, *refusal) {
	if len(trim(body)) == 0 {
		return nil, nil
	}
	if !valid(body) {
		return nil, errInput
	}
	object, ok := members(body)
	if !ok {
		return nil, errInput
	}
	input := lookup(object, "input")
	if string(input) == "null" {
		return nil, nil
	}
	return input, nil
}

// dataV0 takes the body for the question, and gives the answer as it is.
func (h *Handler) dataV0(x *exchange) {
	body, refused := x.body(maxBody)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	defer release(body)
	if len(trim(body.Bytes())) > 0 && !valid(body.Bytes()) {
		h.refuse(x, errInput)
		return
	}
	h.data(x, dataPathV0, body.Bytes(), nil)
}

// data answers with the part of the answer that the path names.
func (h *Handler) data(x *exchange, root string, question []byte, w *warning) {
	answer, status, refused := h.one(x, question)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	var result any = answer
	if path := strings.TrimPrefix(x.r.URL.Path, root); path != "" {
		part, ok := partOf(answer, path[1:])
		if !ok {
			h.refuse(x, errPart)
			return
		}
		result = part
	}
	if root == dataPathV0 {
		x.write(status, result)
		return
	}
	x.write(status, dataResponse{result, w})
}

// partOf gives what a path leads to in an answer, as OPA walks one: by names, and by
// numbers within a list.
func partOf(answer any, path string) (any, bool) {
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, false
	}
	for name := range strings.SplitSeq(path, "/") {
		if name == "" { // OPA overlooks it too
			continue
		}
		if object, ok := members(text); ok {
			text = lookup(object, name)
		} else if list, ok := elements(text); ok {
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(list) {
				return nil, false
			}
			text = list[i]
		} else {
			return nil, false
		}
		if text == nil {
			return nil, false
		}
	}
	return json.RawMessage(text), true
}
