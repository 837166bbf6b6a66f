package site

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// about is what a page needs to ask about its notice and to lead to its files.
type about struct {
	Notice     string            `json:"notice"`
	Today      string            `json:"today,omitempty"`
	Audiences  []named           `json:"audiences"`
	Gates      []named           `json:"gates"`
	Days       []named           `json:"days"`    // since which a period runs
	Regions    []named           `json:"regions"` // of which the notice speaks
	Actions    []string          `json:"actions"`
	Categories []named           `json:"categories"`
	Purposes   []named           `json:"purposes"`
	Recipients []named           `json:"recipients"`
	Rights     []named           `json:"rights"`
	Events     []named           `json:"events"`
	Places     map[string]string `json:"places"` // in the files, by anchor of a statement
}

type named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

func names[E any](entries []E, of func(E) named) []named {
	out := []named{}
	for _, e := range entries {
		out = append(out, of(e))
	}
	return out
}

// notice is the id of the one whose page is at a path, or "".
func (v view) notice(page string) string {
	name, _ := v.find(page)
	if path.Base(name) != "index.html" {
		return ""
	}
	return path.Dir(name)
}

// tellAbout says what there is to ask on a page.
func (p *Preview) tellAbout(w http.ResponseWriter, r *http.Request) {
	now, ok := p.ready(r)
	if !ok {
		return
	}
	now, n := p.said(now, now.notice(r.URL.Query().Get("page")))
	if n == nil {
		answer(w, about{})
		return
	}
	a := about{
		Notice: n.ID, Today: p.today(), Actions: inventory.Actions, Places: map[string]string{},
		Audiences: names(n.Audiences, func(x notices.Audience) named { return named{x.ID, x.Label} }),
		Gates:     names(n.Gates, func(x notices.Gate) named { return named{x.ID, gateWords(x)} }),
		Days:      days(n), Regions: regions(n),
		Categories: names(n.Categories, func(x notices.Category) named { return named{x.ID, x.Label} }),
		Purposes:   names(n.Purposes, func(x notices.Purpose) named { return named{x.ID, x.Label} }),
		Recipients: names(n.Recipients, func(x notices.Recipient) named { return named{x.ID, x.Label} }),
		Rights:     names(n.Rights, func(x notices.Right) named { return named{x.ID, x.Title} }),
		Events:     names(n.Events, func(x notices.Event) named { return named{x.ID, x.Title} }),
	}
	for _, s := range n.Statements {
		a.Places[s.Anchor] = now.set.Internal[n.ID].Record(s.ID).Place.String()
	}
	answer(w, a)
}

// days are the events from which the notice keeps data for a period.
func days(n *notices.Notice) []named {
	out := []named{}
	for _, s := range n.Statements {
		if s.Keep == nil || s.Keep.From == "" || slices.ContainsFunc(out, func(x named) bool { return x.ID == s.Keep.From }) {
			continue
		}
		out = append(out, named{s.Keep.From, eventWords(n, s.Keep.From)})
	}
	return out
}

// regions are the places in which the notice has something of its own to say to people.
func regions(n *notices.Notice) []named {
	var all []inventory.Region
	for _, a := range n.Addenda {
		all = slices.Concat(all, a.Where.Person, a.Where.Customer)
	}
	for _, s := range n.Statements {
		all = slices.Concat(all, s.Where.Person, s.Where.Customer)
	}
	slices.Sort(all)
	return names(slices.Compact(all), func(r inventory.Region) named { return named{string(r), r.Name()} })
}

// gateWords name the act that a gate is about: a clause that begins a line.
func gateWords(g notices.Gate) string {
	words := g.Label
	if words == "" {
		words = g.Title
	}
	if words == "" {
		return g.ID
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// today is the day by the clock of the preview, "" without one.
func (p *Preview) today() string {
	if now := p.clock(); !now.IsZero() {
		return now.UTC().Format(time.DateOnly)
	}
	return ""
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // whoever asked is gone
}

// asked reads a question that a page of the preview puts. It is answered and
// forgotten: questions tell of people, and are never logged.
func (p *Preview) asked(w http.ResponseWriter, r *http.Request) (view, *notices.Notice, []byte, bool) {
	now, ok := p.ready(r)
	if !ok {
		return now, nil, nil, false
	}
	question, err := io.ReadAll(http.MaxBytesReader(w, r.Body, decision.MaxBytes))
	var of struct{ Notice string }
	if err != nil || json.Unmarshal(question, &of) != nil || now.set == nil {
		http.Error(w, "This is no question.", http.StatusBadRequest)
		return now, nil, nil, false
	}
	now, n := p.said(now, of.Notice)
	if n == nil {
		http.Error(w, "There is no such notice any more.", http.StatusNotFound)
		return now, nil, nil, false
	}
	return now, n, question, true
}

// engine answers for one notice. It is made when someone asks, and again when the
// notice has changed, so that no page waits for it.
func (p *Preview) engine(v view, n *notices.Notice) (*policies.Engine, error) {
	p.askMu.Lock()
	defer p.askMu.Unlock()
	if p.asks != nil && p.asksOf == n && maps.Equal(p.asksBy, v.set.Rules) {
		return p.asks, nil
	}
	clock := p.options.Now
	if !v.good {
		return nil, fmt.Errorf("the workspace has errors, so no question can be answered: a rule that cannot be read might forbid it")
	}
	alone := *v.set
	alone.Notices = []*notices.Notice{n}
	e, err := policies.New(context.Background(), &alone, policies.Options{Now: clock})
	if err != nil {
		return nil, err
	}
	p.asks, p.asksOf, p.asksBy = e, n, v.set.Rules
	return e, nil
}

// call is how a service or a person asks the same from elsewhere.
type call struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// ask answers one question.
func (p *Preview) ask(w http.ResponseWriter, r *http.Request) {
	now, n, question, ok := p.asked(w, r)
	if !ok {
		return
	}
	e, err := p.engine(now, n)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	question = placed(question)
	a := e.DecideJSON(r.Context(), question)
	missing := []string{}
	for _, m := range a.Missing {
		switch day, words := missingWords(n, m); {
		case day:
			m = "when " + words + " (" + m + ")"
		case words != "":
			m = words + " (" + m + ")"
		}
		missing = append(missing, m)
	}
	places := map[string]string{}
	for _, reason := range a.Reasons {
		if at := now.set.Internal[n.ID].Record(reason.Statement).Place; !at.IsZero() {
			places[reason.Statement] = at.String()
		}
		if reason.Source == "own" {
			places[reason.Rule] = reason.Detail
		}
	}
	answer(w, struct {
		Decision decision.Answer   `json:"decision"`
		Missing  []string          `json:"missing"` // of the decision, in words
		Places   map[string]string `json:"places"`
		Calls    []call            `json:"calls"`
	}{a, missing, places, calls(question)})
}

// placed gives the places of a question their codes where it has their names. What is
// no question is left for the engine to refuse.
func placed(question []byte) []byte {
	var q decision.Question
	if json.Unmarshal(question, &q) != nil || stranger(&q) != "" {
		return question
	}
	var fields map[string]any
	if json.Unmarshal(question, &fields) != nil || fields["place"] == nil {
		return question
	}
	fields["place"] = q.Place
	out, err := json.Marshal(fields)
	if err != nil {
		return question
	}
	return out
}

// calls words a question for the shell, for OPA and for Go.
func calls(question []byte) []call {
	var q decision.Question
	if json.Unmarshal(question, &q) != nil {
		return []call{}
	}
	line, err := json.Marshal(q)
	if err != nil {
		return []call{}
	}
	quoted := "'" + strings.ReplaceAll(string(line), "'", `'\''`) + "'"
	input := "'" + strings.ReplaceAll(fmt.Sprintf(`{"input": %s}`, line), "'", `'\''`) + "'"
	return []call{
		{"On the command line", "candor ask --json - <<< " + quoted},
		{"curl, to candor serve", "curl -s http://127.0.0.1:8181/v1/decision --json " + quoted},
		{"curl, to OPA with the bundle", "curl -s http://127.0.0.1:8181/v1/data/candor/decision --json " + input},
		{"opa, with the bundle of candor bundle", "opa eval --bundle policy.tar.gz --stdin-input data.candor.decision <<< " + quoted},
		{"Go", "answer := engine.DecideJSON(ctx, []byte(`" + strings.ReplaceAll(string(line), "`", "` + \"`\" + `") + "`))\nif answer.Allow {\n\t// answer.Obligations say what is owed\n}"},
	}
}
