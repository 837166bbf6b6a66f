package policies_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/rego"
)

func signingKey(t testing.TB) *bundle.PrivateKey {
	t.Helper()
	key, err := bundle.NewKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// packed is the school's policy as a signed bundle.
func packed(t testing.TB, key *bundle.PrivateKey, o policies.Options) []byte {
	t.Helper()
	doc, err := policies.Compile(school(t), o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := bundle.Write(&b, doc, bundle.Signing{Key: key}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// host serves whatever bundle it holds, with an ETag, as nearly any static host does.
type host struct {
	mu      sync.Mutex
	bundle  []byte
	fetches int // whole ones
	down    bool
	tagless bool // gives no ETag
}

func (h *host) put(b []byte) { h.mu.Lock(); h.bundle = b; h.mu.Unlock() }

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(h.bundle))
	switch {
	case h.down:
		w.WriteHeader(http.StatusBadGateway)
	case r.Header.Get("If-None-Match") == tag && !h.tagless:
		w.WriteHeader(http.StatusNotModified)
	default:
		h.fetches++
		if !h.tagless {
			w.Header().Set("ETag", tag)
		}
		w.Write(h.bundle)
	}
}

func codeOf(a decision.Answer) string { return a.Reasons[0].Code }

// TestFollow takes a live engine through what happens to a bundle host.
func TestFollow(t *testing.T) {
	key, other := signingKey(t), signingKey(t)
	at := &host{bundle: packed(t, key, policies.Options{Serial: 12})}
	server := httptest.NewServer(at)
	defer server.Close()
	heard := 0
	live := policies.Follow(policies.Source{
		Bundle: server.URL, Trust: bundle.Trust{Keys: []*bundle.PublicKey{key.Public}}, Now: fixedNow, Observe: func(policies.Observation) { heard++ },
	})
	ask := func() decision.Answer { return live.DecideJSON(t.Context(), []byte(allowed)) }
	if a := ask(); codeOf(a) != decision.NotReady {
		t.Fatalf("before the first bundle: %s", asJSON(a))
	}
	for _, c := range []struct {
		name    string
		do      func()
		changed bool
		err     error
		serial  int
	}{
		{"the first bundle", func() {}, true, nil, 12},
		{"nothing new", func() {}, false, nil, 12},
		{"nothing new, and no ETag to tell it by", func() { at.tagless = true }, false, nil, 12},
		{"the next bundle", func() { at.tagless = false; at.put(packed(t, key, policies.Options{Serial: 13})) }, true, nil, 13},
		{"an older one again", func() { at.put(packed(t, key, policies.Options{Serial: 12})) }, false, bundle.ErrOld, 13},
		{"one by somebody else", func() { at.put(packed(t, other, policies.Options{Serial: 14})) }, false, bundle.ErrSignature, 13},
		{"one by nobody", func() { at.put(packed(t, nil, policies.Options{Serial: 14})) }, false, bundle.ErrUnsigned, 13},
		{"the host is down", func() { at.down = true }, false, errAny, 13},
		{"and back", func() { at.down = false; at.put(packed(t, key, policies.Options{Serial: 15})) }, true, nil, 15},
		{"an expired one still replaces", func() { at.put(packed(t, key, policies.Options{Serial: 16, Expires: "2026-11-20"})) }, true, nil, 16},
	} {
		c.do()
		changed, err := live.Refresh(t.Context())
		if changed != c.changed || !errors.Is(err, c.err) && (c.err != errAny || err == nil) {
			t.Errorf("%s: changed %v, %v", c.name, changed, err)
		}
		if got := ask().Bundle.Serial; got != c.serial {
			t.Errorf("%s: serial %d answers, want %d", c.name, got, c.serial)
		}
	}
	if got := live.Refused(); got != 3 {
		t.Errorf("%d bundles counted as refused, want 3", got)
	}
	if a := ask(); codeOf(a) != decision.BundleExpired {
		t.Errorf("after the end of its validity: %s", asJSON(a))
	}
	if at.fetches != 8 {
		t.Errorf("%d whole downloads, want 8", at.fetches)
	}
	if heard != 11 {
		t.Errorf("%d decisions were told, want 11: each but that before the first bundle", heard)
	}
}

// TestFollowRefused: a bundle that is not accepted is fetched once, with ETags or without
// verified once, and the one before it may come back.
func TestFollowRefused(t *testing.T) {
	key, other := signingKey(t), signingKey(t)
	good := packed(t, key, policies.Options{Serial: 12})
	at := &host{bundle: good}
	server := httptest.NewServer(at)
	defer server.Close()
	live := policies.Follow(policies.Source{Bundle: server.URL, Trust: bundle.Trust{Keys: []*bundle.PublicKey{key.Public}}, Now: fixedNow})
	refresh := func(changed bool, want error, fetches, refused int) {
		t.Helper()
		got, err := live.Refresh(t.Context())
		if got != changed || !errors.Is(err, want) || at.fetches != fetches || live.Refused() != refused {
			t.Errorf("changed %v, %v; %d downloads, %d refused; want %v, %v; %d, %d", got, err, at.fetches, live.Refused(), changed, want, fetches, refused)
		}
		if a := live.DecideJSON(t.Context(), []byte(allowed)); !a.Allow || a.Bundle.Serial != 12 {
			t.Errorf("the bundle before it does not answer: %s", asJSON(a))
		}
	}
	refresh(true, nil, 1, 0)
	at.put(packed(t, other, policies.Options{Serial: 13}))
	refresh(false, bundle.ErrSignature, 2, 1)
	refresh(false, bundle.ErrSignature, 2, 1)
	at.tagless = true
	refresh(false, bundle.ErrSignature, 3, 1)
	at.tagless = false
	at.put(good)
	refresh(true, nil, 4, 1)
	refresh(false, nil, 4, 1)
}

var errAny = errors.New("any")

func TestFollowFile(t *testing.T) {
	key := signingKey(t)
	path := filepath.Join(t.TempDir(), "policy.tar.gz")
	live := policies.Follow(policies.Source{Bundle: path, Trust: bundle.Trust{Keys: []*bundle.PublicKey{key.Public}}, Now: fixedNow})
	if _, err := live.Refresh(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	for serial := 1; serial <= 3; serial++ {
		if err := os.WriteFile(path, packed(t, key, policies.Options{Serial: serial}), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, fixedNow().Add(time.Duration(serial)*time.Second)); err != nil {
			t.Fatal(err)
		}
		if changed, err := live.Refresh(t.Context()); !changed || err != nil {
			t.Errorf("serial %d: %v %v", serial, changed, err)
		}
		if changed, err := live.Refresh(t.Context()); changed || err != nil {
			t.Errorf("serial %d again: %v %v", serial, changed, err)
		}
		if a := live.DecideJSON(t.Context(), []byte(allowed)); !a.Allow || a.Bundle.Serial != serial {
			t.Errorf("serial %d: %s", serial, asJSON(a))
		}
	}
}

// A bundle whose rules are not those of this version is answered by its own rules,
// and refused where they use more of OPA than ours do or do not refuse nonsense.
func TestBundleOfAnotherVersion(t *testing.T) {
	doc, err := policies.Compile(school(t), policies.Options{Serial: 1})
	if err != nil {
		t.Fatal(err)
	}
	with := func(name string, edit func(string) string) map[string]string {
		modules := rego.Modules()
		modules[name] = edit(modules[name])
		return modules
	}
	older := with("messages.rego", func(s string) string {
		return strings.Replace(s, "Nothing in the notice covers this.", "Nothing covers this.", 1)
	})
	e, err := policies.NewFromBundle(t.Context(), &bundle.Bundle{Document: doc, Modules: older}, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	if a := e.DecideJSON(t.Context(), []byte(`{"notice":"school","action":"use","categories":["photo"],"purpose":"news","strict":false}`)); a.Reasons[0].Text != "Nothing covers this." {
		t.Errorf("not answered by the bundle's own rules: %s", asJSON(a))
	}
	reaching := with("messages.rego", func(s string) string {
		return s + "\nleak := http.send({\"method\": \"get\", \"url\": \"http://127.0.0.1\"})\n"
	})
	if _, err := policies.NewFromBundle(t.Context(), &bundle.Bundle{Document: doc, Modules: reaching}, fixedNow); err == nil {
		t.Error("rules that reach outside are accepted")
	}
}

// TestSwapUnderLoad replaces the policy while many ask. No answer is without a
// policy, and none mixes two.
func TestSwapUnderLoad(t *testing.T) {
	key := signingKey(t)
	at := &host{bundle: packed(t, key, policies.Options{Serial: 1})}
	server := httptest.NewServer(at)
	defer server.Close()
	live := policies.Follow(policies.Source{Bundle: server.URL, Trust: bundle.Trust{Keys: []*bundle.PublicKey{key.Public}}, Now: fixedNow})
	if _, err := live.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var asked atomic.Int64
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			last := 0
			for ctx.Err() == nil {
				a := live.DecideJSON(context.Background(), []byte(allowed))
				if !a.Allow || a.Bundle.Serial < last {
					t.Errorf("serial %d after %d: %s", a.Bundle.Serial, last, asJSON(a))
					return
				}
				last = a.Bundle.Serial
				asked.Add(1)
			}
		})
	}
	for serial := 2; serial <= 10; serial++ {
		at.put(packed(t, key, policies.Options{Serial: serial}))
		if _, err := live.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	stop()
	wait.Wait()
	t.Logf("%d decisions over 10 policies", asked.Load())
}
