package serve

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/filter"
)

// fields tells which fields of a record a question allows.
func (h *Handler) fields(x *exchange) {
	h.filter(x, maxBody, "fields", errFields, func(a *asker, question template, items [][]member) any {
		fields := make([]filter.Field, len(items))
		for i, item := range items {
			fields[i] = filter.Field{Name: idOf(item), Categories: listOf(item)}
		}
		return filter.Select(fields, func(categories []string) decision.Answer {
			return a.decide(question.with(member{"categories", written(categories)}))
		})
	})
}

// retention tells of each record until when it may be kept.
func (h *Handler) retention(x *exchange) {
	h.filter(x, maxBatchBody, "records", errRecords, func(a *asker, question template, items [][]member) any {
		if stated(question.object, "action") == nil {
			question = question.put(member{"action", []byte(`"retain"`)})
		}
		on, _ := textOf(stated(question.object, "on"))
		kept := make([]filter.Kept, len(items))
		var named []string
		if a.policy != nil {
			if rules, ok := a.policy.Engine.(interface{ OwnDays() []string }); ok {
				named = rules.OwnDays()
			}
		}
		for i, item := range items {
			gates := merged(lookup(question.object, "gates"), lookup(item, "gates"))
			one := question.put(
				member{"categories", written(filter.Categories(listOf(item)))},
				member{"since", merged(lookup(question.object, "since"), lookup(item, "since"))},
				member{"gates", gates},
			)
			kept[i] = filter.Keep(idOf(item), on, h.options.Now, actsOf(gates), named, func(on string) decision.Answer {
				if on == "" {
					return a.decide(one.with())
				}
				return a.decide(one.with(member{"on", quote(on)}))
			})
		}
		return struct {
			Records []filter.Kept `json:"records"`
		}{kept}
	})
}

// filter reads a question and a list of what it is asked about, and answers about it
// within a time that is one for all: what is left when it is over, is denied.
func (h *Handler) filter(x *exchange, limit int64, list string, odd *refusal, answer func(*asker, template, [][]member) any) {
	h.request(x, limit, func(request []member) *refusal {
		items, refused := itemsOf(request, list, odd)
		if refused != nil {
			return refused
		}
		a, refused := h.ask(x)
		if refused != nil {
			return refused
		}
		response, status := a.about(func() any { return answer(a, newTemplate(lookup(request, "question")), items) })
		x.write(status, response)
		return nil
	})
}

// about answers, and gives the place back.
func (a *asker) about(answer func() any) (any, int) {
	defer a.done()
	ctx, cancel := context.WithTimeout(a.ctx, maxTimeAll)
	defer cancel()
	a.ctx = ctx
	return answer(), a.status()
}

// itemsOf reads a request that holds a question and a list, and nothing else, so that
// a misspelt name is not one that was left out.
func itemsOf(request []member, list string, odd *refusal) ([][]member, *refusal) {
	elements, ok := elements(lookup(request, list))
	if !ok || len(request) != 2 || lookup(request, "question") == nil {
		return nil, odd
	}
	if len(elements) > maxBatch {
		return nil, errMany
	}
	items := make([][]member, len(elements))
	for i, text := range elements {
		item, ok := members(text)
		if !ok || !slices.ContainsFunc(item, func(m member) bool { return m.name == "id" || m.name == "name" }) {
			return nil, odd
		}
		for _, m := range item {
			if !fits(m, list) {
				return nil, odd
			}
		}
		items[i] = item
	}
	return items, nil
}

// fits reports whether a member is one that an element of a list has.
func fits(m member, list string) bool {
	switch m.name {
	case "name":
		_, ok := textOf(m.value)
		return ok && list == "fields"
	case "id":
		_, ok := textOf(m.value)
		return ok && list == "records"
	case "categories":
		_, ok := textsOf(m.value)
		return ok || string(m.value) == "null"
	}
	return list == "records" && (m.name == "since" || m.name == "gates")
}

func idOf(item []member) string {
	for _, name := range [...]string{"name", "id"} {
		if id, ok := textOf(lookup(item, name)); ok {
			return id
		}
	}
	return ""
}

func listOf(item []member) []string {
	categories, _ := textsOf(lookup(item, "categories")) // none where there are none, which denies
	return categories
}

// textsOf reads a list of texts.
func textsOf(list []byte) ([]string, bool) {
	all, ok := elements(list)
	texts := make([]string, len(all))
	for i, text := range all {
		if texts[i], ok = textOf(text); !ok {
			return nil, false
		}
	}
	return texts, ok
}

func written(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // lists of texts can be written
	}
	return text
}

// template is a question that is asked several times, with some fields in the place of
// its own. What is no object stays what it is, and is the engine's to judge.
type template struct {
	object []member
	text   []byte
}

func newTemplate(text []byte) template {
	object, ok := members(text)
	if !ok {
		return template{nil, text}
	}
	return template{object, nil}
}

// put is the template with fields in the place of its own of the same name; nil takes
// a field away.
func (t template) put(fields ...member) template {
	if t.text != nil {
		return t
	}
	object := slices.DeleteFunc(slices.Clone(t.object), func(m member) bool {
		return slices.ContainsFunc(fields, func(f member) bool { return f.name == m.name })
	})
	for _, f := range fields {
		if f.value != nil {
			object = append(object, f)
		}
	}
	return template{object, nil}
}

// with is the question's JSON.
func (t template) with(fields ...member) []byte {
	if t.text != nil {
		return t.text
	}
	q := question{fields: t.put(fields...).object}
	return q.json()
}

// merged are the members of two objects, those of own before those of all; nil where
// neither is there. What is no object makes the whole what no field takes.
func merged(all, own []byte) []byte {
	if string(all) == "null" || all == nil {
		return own
	}
	if string(own) == "null" || own == nil {
		return all
	}
	object, ok := members(all)
	more, too := members(own)
	if !ok || !too {
		return wrong
	}
	return template{object, nil}.put(more...).with()
}

// actsOf reads the acts of a question: of one that the engine refuses, whatever they are.
func actsOf(gates []byte) map[string]decision.Act {
	acts := map[string]decision.Act{}
	if gates != nil && json.Unmarshal(gates, &acts) != nil {
		return nil
	}
	return acts
}
