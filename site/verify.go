package site

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/space"
	"github.com/candor-privacy/candor/themes"
)

// Engine is something that decides, and what to call it.
type Engine struct {
	Name   string
	Decide func(context.Context, decision.Question) decision.Answer
}

// Verifying says how a workspace is verified.
type Verifying struct {
	// Engines have to give the same answers, to the byte. The first is the one whose
	// answers are held against the page; there has to be one.
	Engines []Engine
	Notices []string // ids of those to verify; none for all
	Day     string   // the questions are about, and about days around it
	Each    int      // questions of each class, of the few that have more; at least one is asked
	Random  int      // questions drawn at random, of all notices together
	Seed    uint64   // of chance: the same seed draws the same questions
	Tell    func(done, total int)
}

// Verification is what came of it.
type Verification struct {
	Notices     []Verified   `json:"notices"`
	Questions   int          `json:"questions"` // asked, the random ones among them
	Random      int          `json:"random"`
	Differences int          `json:"differences"` // questions that show one
	Shown       []Difference `json:"shown"`       // the smallest questions that show them, a few
}

// Verified is one notice.
type Verified struct {
	Notice    string `json:"notice"`
	Classes   int    `json:"classes"`
	Whole     bool   `json:"whole"` // false where there are more classes than could be listed
	Questions int    `json:"questions"`
}

// Difference is one that was found, with the smallest question that shows it.
type Difference struct {
	Between  [2]string         `json:"between"` // names of engines, or an engine and "page"
	Question decision.Question `json:"question"`
	Fields   []Field           `json:"fields"` // in which two answers differ
	Page     string            `json:"page"`   // what is wrong between answer and page; "" between engines
}

// Field is one place in an answer, such as reasons[0].code, and what each of the two
// answers has there, as JSON; "" where it has nothing.
type Field struct {
	Path  string `json:"path"`
	First string `json:"first"`
	Other string `json:"other"`
}

// mostShown bounds the differences that are told one by one, and mostKept those that are
// looked into for that.
const (
	mostShown = 10
	mostKept  = 100
)

// Verify proves that the engines and the page agree: it asks every class of question of
// every notice, and some more at random, and holds the answers of the engines against
// each other and against the pages. Allowed means that the sentence cited stands at its
// place in the page; stated there and not allowed, that the answer names what stands in
// the way; barred there, that it is denied. It uses every processor, and its memory does
// not grow with the questions.
func (s *Site) Verify(ctx context.Context, v Verifying) *Verification {
	p := &verifier{Verifying: v, set: s.Set, spaces: map[string]*space.Space{}, pages: map[string]*themes.Page{}}
	for _, f := range s.Public {
		if dir := path.Dir(f.Path); path.Base(f.Path) == "index.html" && s.Set.Notice(dir) != nil {
			if page, err := themes.ReadPage(f.Data); err == nil { // a page that cannot be read says nothing
				p.pages[dir] = page
			}
		}
	}
	out := &Verification{Notices: []Verified{}, Shown: []Difference{}}
	jobs := p.jobs(out)
	p.run(ctx, jobs)
	for i := range out.Notices {
		n := &out.Notices[i]
		n.Questions = int(p.asked[n.Notice].Load())
		out.Questions += n.Questions
	}
	out.Random, out.Differences = max(0, v.Random), p.count
	out.Shown = p.shown(ctx)
	return out
}

// verifier is one verification under way.
type verifier struct {
	Verifying
	set    *notices.Set
	spaces map[string]*space.Space
	pages  map[string]*themes.Page
	said   sync.Map // sentences that were looked up: place and text → bool
	asked  map[string]*atomic.Int64

	mu    sync.Mutex
	count int
	kept  []found // the first ones, in order
}

// found is a question that shows a difference. Its order does not depend on who asked
// it when.
type found struct {
	order    [2]int
	question decision.Question
}

// job is a part of the work: some questions about one notice.
type job struct {
	notice    string
	questions func(yield func(decision.Question) bool)
}

// randomly is how many questions of chance are one job.
const randomly = 64

// jobs lists the work, and fills in what is known of it already.
func (p *verifier) jobs(out *Verification) (jobs []job) {
	p.asked = map[string]*atomic.Int64{}
	var ids []string
	for _, n := range p.set.Notices {
		if len(p.Notices) > 0 && !slices.Contains(p.Notices, n.ID) {
			continue
		}
		ids = append(ids, n.ID)
		sp := space.New(n, p.Day)
		classes, all := sp.Classes(space.Most)
		p.spaces[n.ID], p.asked[n.ID] = sp, &atomic.Int64{}
		out.Notices = append(out.Notices, Verified{Notice: n.ID, Classes: len(classes), Whole: all})
		for _, c := range classes {
			jobs = append(jobs, job{n.ID, c.Questions(max(1, p.Each))})
		}
	}
	for i := 0; i*randomly < p.Random && len(ids) > 0; i++ {
		n := ids[i%len(ids)]
		jobs = append(jobs, job{n, func(yield func(decision.Question) bool) {
			chance := rand.New(rand.NewPCG(p.Seed, uint64(i)))
			for range min(randomly, p.Random-i*randomly) {
				if !yield(p.spaces[n].Random(chance)) {
					return
				}
			}
		}})
	}
	return jobs
}

// run does the jobs on every processor.
func (p *verifier) run(ctx context.Context, jobs []job) {
	var done, next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) || ctx.Err() != nil {
					return
				}
				k := 0
				for q := range jobs[i].questions {
					if p.asked[jobs[i].notice].Add(1); p.differs(ctx, q) {
						p.keep(found{[2]int{i, k}, q})
					}
					k++
				}
				if n := int(done.Add(1)); p.Tell != nil {
					p.Tell(n, len(jobs))
				}
			}
		})
	}
	wg.Wait()
}

// keep remembers a difference, if it is one of the first.
func (p *verifier) keep(f found) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	at, _ := slices.BinarySearchFunc(p.kept, f, func(a, b found) int { return slices.Compare(a.order[:], b.order[:]) })
	p.kept = slices.Insert(p.kept, at, f)
	p.kept = p.kept[:min(len(p.kept), mostKept)]
}

// shown makes of each difference the smallest question that shows it, and leaves out
// those that come to the same.
func (p *verifier) shown(ctx context.Context) []Difference {
	shown, seen := []Difference{}, map[string]bool{}
	for _, f := range p.kept {
		first := p.difference(ctx, f.question)
		small := smallest(f.question, p.Day, func(q decision.Question) bool {
			d := p.difference(ctx, q)
			return d != nil && d.Between == first.Between && (d.Page == "") == (first.Page == "")
		})
		d := p.difference(ctx, small)
		if d == nil {
			continue // it does not show twice
		}
		if key := cmp.Or(d.Page, asText(small)); !seen[key] {
			seen[key] = true
			shown = append(shown, *d)
		}
		if len(shown) == mostShown {
			break
		}
	}
	return shown
}

func (p *verifier) differs(ctx context.Context, q decision.Question) bool {
	first := p.Engines[0].Decide(ctx, q)
	for _, e := range p.Engines[1:] {
		if !reflect.DeepEqual(first, e.Decide(ctx, q)) {
			return true
		}
	}
	return p.breach(q, first) != ""
}

// difference tells what differs, nil when nothing does.
func (p *verifier) difference(ctx context.Context, q decision.Question) *Difference {
	first := p.Engines[0].Decide(ctx, q)
	for _, e := range p.Engines[1:] {
		if other := e.Decide(ctx, q); !reflect.DeepEqual(first, other) {
			return &Difference{Between: [2]string{p.Engines[0].Name, e.Name}, Question: q, Fields: fieldsOf(first, other)}
		}
	}
	if wrong := p.breach(q, first); wrong != "" {
		return &Difference{Between: [2]string{p.Engines[0].Name, "page"}, Question: q, Fields: []Field{}, Page: wrong}
	}
	return nil
}

// breach tells how an answer and the pages disagree, "" when they agree.
func (p *verifier) breach(q decision.Question, a decision.Answer) string {
	cited := false
	for _, r := range a.Reasons {
		if r.Source != "notice" || r.Statement == "" {
			continue
		}
		if cited = true; r.At == nil || !p.says(r.At.Path, r.Text) {
			return fmt.Sprintf("the answer rests on “%s”, which does not stand at its place", r.Text)
		}
	}
	if a.Allow && !cited {
		return "the answer allows and cites no sentence"
	}
	sp := p.spaces[q.Notice]
	if sp == nil {
		return ""
	}
	permits, bars := sp.Says(q)
	for _, b := range bars {
		if a.Outcome != decision.Deny && p.says(b.Path, b.Sentence.Text) {
			return fmt.Sprintf("the answer is %s, and the page bars it: “%s”", a.Outcome, b.Sentence.Text)
		}
	}
	if a.Allow || slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Code != decision.NoStatement }) {
		return ""
	}
	for _, s := range permits {
		if p.says(s.Path, s.Sentence.Text) {
			return fmt.Sprintf("the page states it, “%s”, and the answer names nothing that stands in the way", s.Sentence.Text)
		}
	}
	return ""
}

// says reports whether a sentence stands at the path an answer cites.
func (p *verifier) says(at, sentence string) bool {
	key := at + "\x00" + sentence
	if known, ok := p.said.Load(key); ok {
		return known.(bool)
	}
	file, anchor, _ := strings.Cut(at, "#")
	page := p.pages[strings.Trim(file, "/")]
	stands := page != nil && page.Says(anchor, sentence)
	p.said.Store(key, stands)
	return stands
}

// fieldsOf lists the places in which two answers differ.
func fieldsOf(first, other decision.Answer) []Field {
	a, b := map[string]string{}, map[string]string{}
	flatten("", valueOf(first), a)
	flatten("", valueOf(other), b)
	fields := []Field{}
	for path, text := range a {
		if b[path] != text {
			fields = append(fields, Field{path, text, b[path]})
		}
	}
	for path, text := range b {
		if _, has := a[path]; !has {
			fields = append(fields, Field{path, "", text})
		}
	}
	slices.SortFunc(fields, func(x, y Field) int { return cmp.Compare(x.Path, y.Path) })
	return fields
}

// valueOf is an answer as any reader of JSON has it.
func valueOf(a decision.Answer) (value any) {
	if err := json.Unmarshal([]byte(asText(a)), &value); err != nil {
		panic(err) // of what was just written
	}
	return value
}

func asText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // questions and answers can be written
	}
	return string(text)
}

// flatten gives every value within a value by its path.
func flatten(path string, value any, into map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			flatten(strings.TrimPrefix(path+"."+name, "."), inner, into)
		}
	case []any:
		for i, inner := range v {
			flatten(fmt.Sprintf("%s[%d]", path, i), inner, into)
		}
	default:
		into[path] = asText(v)
	}
}
