package serve

import "github.com/candor-privacy/candor/policies/decision"

// decision answers a question with its answer. A body that is no question is the
// engine's to judge.
func (h *Handler) decision(x *exchange) {
	body, refused := x.body(maxBody)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	defer release(body)
	answer, status, refused := h.one(x, body.Bytes())
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	x.write(status, answer)
}

// one puts the only question of a request.
func (h *Handler) one(x *exchange, question []byte) (decision.Answer, int, *refusal) {
	a, refused := h.ask(x)
	if refused != nil {
		return decision.Answer{}, 0, refused
	}
	defer a.done()
	answer := a.decide(question)
	x.hint(a.advice(question, answer))
	return answer, a.status(), nil
}

// decisions answers several questions, each for itself, in their order.
func (h *Handler) decisions(x *exchange) {
	body, refused := x.body(maxBatchBody)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	defer release(body)
	questions, refused := questionsOf(body.Bytes())
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	answers, status, refused := h.all(x, questions)
	if refused != nil {
		h.refuse(x, refused)
		return
	}
	x.write(status, struct {
		Answers []decision.Answer `json:"answers"`
	}{answers})
}

func (h *Handler) all(x *exchange, questions [][]byte) ([]decision.Answer, int, *refusal) {
	a, refused := h.ask(x)
	if refused != nil {
		return nil, 0, refused
	}
	defer a.done()
	answers := make([]decision.Answer, len(questions))
	for i, q := range questions {
		answers[i] = a.decide(q)
	}
	return answers, a.status(), nil
}

// questionsOf reads the body of a batch: that one member and no other, so that a
// misspelt one is not an empty batch.
func questionsOf(body []byte) ([][]byte, *refusal) {
	if !valid(body) {
		return nil, errQuestions
	}
	object, ok := members(body)
	if !ok || len(object) != 1 || object[0].name != "questions" {
		return nil, errQuestions
	}
	questions, ok := elements(object[0].value)
	switch {
	case !ok:
		return nil, errQuestions
	case len(questions) > maxBatch:
		return nil, errMany
	}
	return questions, nil
}
