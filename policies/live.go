package policies

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/registry"
)

// Source says where a [Live] engine finds its bundles and which it accepts.
type Source struct {
	// Bundle is a file, an address that begins with http:// or https://, or one in a
	// registry, oci://host/repository:tag. What comes from there is trusted for its
	// signature alone.
	Bundle string
	Trust  bundle.Trust
	// Ratchet refuses bundles that are older than one seen before. nil remembers for
	// as long as the engine lives.
	Ratchet *bundle.Ratchet
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Observe is told of every decision, as [Engine.Observed] says; nil for nobody.
	Observe func(Observation)
	// Client fetches; nil is one that gives up after a minute. Registry fetches from a
	// registry, and gives up as soon.
	Client   *http.Client
	Registry registry.Client
}

// Live is an engine that follows a source of bundles. Until the first bundle is
// accepted every answer is a deny with the code not_ready. A new bundle replaces the
// old one in one step, which no decision waits for; one that is not accepted changes
// nothing. Live is safe for concurrent use.
type Live struct {
	source  Source
	current atomic.Pointer[Engine]

	refusals atomic.Int64

	mu      sync.Mutex        // held to refresh
	seen    string            // tells the last bundle fetched from the next: an ETag, or size and time
	sum     [sha256.Size]byte // of that bundle, for a host that has no ETags
	refused error             // why that bundle is not accepted
}

// Follow makes a live engine, which holds no bundle until it is refreshed.
func Follow(s Source) *Live {
	if s.Ratchet == nil {
		s.Ratchet = bundle.NewRatchet(0)
	}
	if s.Client == nil {
		s.Client = &http.Client{Timeout: time.Minute}
	}
	return &Live{source: s}
}

// Engine is the engine that answers now; it stays as it is when another takes its
// place. It is never nil.
func (l *Live) Engine() *Engine {
	if e := l.current.Load(); e != nil {
		return e
	}
	return &Engine{}
}

// Decide answers one question as [Engine.Decide] does.
func (l *Live) Decide(ctx context.Context, q decision.Question) decision.Answer {
	return l.Engine().Decide(ctx, q)
}

// DecideInto answers one question as [Engine.DecideInto] does.
func (l *Live) DecideInto(ctx context.Context, q *decision.Question, a *decision.Answer) {
	l.Engine().DecideInto(ctx, q, a)
}

// DecideAll answers several questions by one and the same policy.
func (l *Live) DecideAll(ctx context.Context, qs []decision.Question) []decision.Answer {
	return l.Engine().DecideAll(ctx, qs)
}

// DecideJSON answers a question in JSON as [Engine.DecideJSON] does.
func (l *Live) DecideJSON(ctx context.Context, question []byte) decision.Answer {
	return l.Engine().DecideJSON(ctx, question)
}

// OwnDays are the days that [Engine.OwnDays] gives.
func (l *Live) OwnDays() []string { return l.Engine().OwnDays() }

// Refused counts the bundles that were fetched and not accepted, each once.
func (l *Live) Refused() int { return int(l.refusals.Load()) }

// Refresh looks at the source once, and reports whether another bundle answers from
// now on. After an error the bundle before it goes on answering, until it expires. A
// bundle that is not accepted stays refused, with the same error and without being
// fetched again, until the source has another.
func (l *Live) Refresh(ctx context.Context) (changed bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	packed, seen, err := l.source.fetch(ctx, l.seen)
	if err != nil {
		return false, fmt.Errorf("fetch bundle: %w", err)
	}
	if packed == nil {
		return false, l.refused
	}
	sum := sha256.Sum256(packed)
	if sum == l.sum {
		l.seen = seen
		return false, l.refused
	}
	next, lasting, err := l.source.accept(ctx, packed)
	if err != nil && (!lasting || ctx.Err() != nil) {
		return false, err
	}
	l.seen, l.sum, l.refused = seen, sum, err
	if err != nil {
		l.refusals.Add(1)
		return false, err
	}
	l.current.Store(next)
	return true, nil
}

// Run refreshes again and again, every so often, until the context ends. What
// happens is told: whether the bundle changed, or the error. Waits differ by up to a
// tenth, so that many engines that began together do not ask together.
func (l *Live) Run(ctx context.Context, every time.Duration, tell func(changed bool, err error)) {
	for {
		wait := every - every/20 + rand.N(every/10+1)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if changed, err := l.Refresh(ctx); (changed || err != nil) && ctx.Err() == nil {
			tell(changed, err)
		}
	}
}

// accept makes an engine of a bundle that is trusted, newer than those before, and
// able to answer. Of an error it tells whether the bundle is to blame, which is lasting.
func (s Source) accept(ctx context.Context, packed []byte) (e *Engine, lasting bool, err error) {
	b, err := bundle.Read(bytes.NewReader(packed), s.Trust)
	if err != nil {
		return nil, true, err
	}
	if e, err = NewFromBundle(ctx, b, s.Now); err != nil {
		return nil, true, err
	}
	if err := e.test(ctx); err != nil {
		return nil, true, err
	}
	if err := s.Ratchet.Accept(b, s.Trust); err != nil {
		return nil, errors.Is(err, bundle.ErrOld), err
	}
	return e.Observed(s.Observe), false, nil
}

// test asks what everybody knows the answer to: nothing is no question.
func (e *Engine) test(ctx context.Context) error {
	a := e.DecideJSON(ctx, []byte("null"))
	if len(a.Reasons) == 1 && !a.Allow && (a.Reasons[0].Code == decision.BadQuestion || a.Reasons[0].Code == decision.BundleExpired) {
		return nil
	}
	return errors.New("the bundle’s rules do not refuse what is no question")
}

// mostFetched bounds a download; what it unpacks to is bounded in package bundle.
const mostFetched = 1 << 30

// fetch gets the bundle, or nothing when it is the one seen before, and what to tell
// it by the next time.
func (s Source) fetch(ctx context.Context, seen string) (packed []byte, now string, err error) {
	switch {
	case strings.HasPrefix(s.Bundle, registry.Scheme):
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		return s.Registry.Pull(ctx, s.Bundle, seen)
	case !strings.HasPrefix(s.Bundle, "https://") && !strings.HasPrefix(s.Bundle, "http://"):
		return s.open(seen)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Bundle, nil)
	if err != nil {
		return nil, "", err
	}
	if seen != "" {
		r.Header.Set("If-None-Match", seen)
	}
	response, err := s.Client.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		packed, err = io.ReadAll(io.LimitReader(response.Body, mostFetched))
		return packed, response.Header.Get("ETag"), err
	case http.StatusNotModified:
		if seen != "" {
			return nil, seen, nil
		}
	}
	return nil, "", fmt.Errorf("%s answers %s", s.Bundle, response.Status)
}

// open reads the bundle from its file.
func (s Source) open(seen string) (packed []byte, now string, err error) {
	info, err := os.Stat(s.Bundle)
	if err != nil {
		return nil, "", err
	}
	now = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
	if now == seen {
		return nil, seen, nil
	}
	packed, err = os.ReadFile(s.Bundle)
	return packed, now, err
}
