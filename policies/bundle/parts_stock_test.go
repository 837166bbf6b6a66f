//go:build opa

package bundle_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/registry"
	"github.com/candor-privacy/candor/policies/registry/registrytest"
	"github.com/candor-privacy/candor/policies/tables"
)

// folder is a static host of several files, which counts what it sends.
type folder struct {
	mu    sync.Mutex
	files map[string]*bundles
	sent  map[string]int // whole files
}

func (f *folder) put(files map[string][]byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = map[string]int{}
	for name, data := range files {
		if f.files[name] == nil {
			f.files[name] = &bundles{}
		}
		f.files[name].put(data)
	}
}

func (f *folder) counted() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.sent)
}

func (f *folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/policies/")
	f.mu.Lock()
	file := f.files[name]
	f.mu.Unlock()
	if file == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	recorded := &recorder{ResponseWriter: w, status: http.StatusOK}
	if file.ServeHTTP(recorded, r); recorded.status == http.StatusOK {
		f.mu.Lock()
		f.sent[name]++
		f.mu.Unlock()
	}
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) { r.status = status; r.ResponseWriter.WriteHeader(status) }

// dividedEngine answers as an OPA does that has loaded the parts.
func dividedEngine(t *testing.T, key *bundle.PrivateKey, doc *document.Document, files map[string][]byte) *tables.Engine {
	t.Helper()
	rules, err := bundle.Verify(bytes.NewReader(files[bundle.RulesName]), trusting(key))
	if err != nil {
		t.Fatal(err)
	}
	doc.Bundle = rules.Bundle
	for _, n := range doc.Notices {
		n.Bundle.Digest = n.Digest
	}
	e, err := tables.New(doc, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestStockNotices loads a divided policy into OPA: all of its notices by discovery,
// or one. Answers are those of the whole, but for the bundle that is named; a notice
// that changes is one download, and one that has expired denies alone.
func TestStockNotices(t *testing.T) {
	key := newKey(t, "ES256")
	by := bundle.Signing{Key: key}
	o := policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"}
	doc := examples(t, o)
	files := divided(t, doc, by)
	host := &folder{files: map[string]*bundles{}}
	host.put(files)
	server := httptest.NewServer(host)
	defer server.Close()

	opa := start(t, configured(t, bundle.OPA{URL: server.URL + "/policies/", Keys: []*bundle.PublicKey{key.Public}, Divided: true}))
	opa.until("load every bundle", opa.ready)
	ours := dividedEngine(t, key, doc, files)
	questions := published()
	for _, q := range questions {
		want, err := json.Marshal(ours.DecideJSON(t.Context(), []byte(q)))
		if err != nil {
			t.Fatal(err)
		}
		if got := canonical(t, []byte(opa.ask(q))); got != canonical(t, want) {
			t.Errorf("%s\n%s", q, cmp.Diff(canonical(t, want), got))
		}
	}

	// One notice by itself.
	one := start(t, configured(t, bundle.OPA{URL: server.URL + "/policies", Keys: []*bundle.PublicKey{key.Public}, Divided: true, Notices: []string{"intoo"}}))
	one.until("load the notice", one.ready)
	about := func(opa *opaServer, notice string) (a decision.Answer) {
		if err := json.Unmarshal([]byte(opa.ask(`{"notice":"`+notice+`","action":"use"}`)), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	codes := func(a decision.Answer) (all []string) {
		for _, r := range a.Reasons {
			all = append(all, r.Code)
		}
		return all
	}
	if a := about(one, "intoo"); a.Bundle.Digest != doc.Notices["intoo"].Digest || slices.Contains(codes(a), decision.UnknownNotice) {
		t.Errorf("the notice that is loaded: %+v", a)
	}
	if a := about(one, "steptech"); !slices.Equal(codes(a), []string{decision.UnknownNotice}) || a.Bundle.Digest == doc.Notices["steptech"].Digest {
		t.Errorf("a notice that is not loaded: %+v", a)
	}

	// It changes: one download, and its own serial answers.
	o.Serial = 2
	next := divided(t, examples(t, o), by)
	host.put(map[string][]byte{bundle.NoticeName("intoo"): next[bundle.NoticeName("intoo")]})
	one.until("take the next bundle", func() bool { return about(one, "intoo").Bundle.Serial == 2 })
	if a := about(one, "elsewhere"); a.Bundle.Serial != 1 {
		t.Errorf("the rules changed with it: %+v", a.Bundle)
	}
	if sent := host.counted(); len(sent) != 1 || sent[bundle.NoticeName("intoo")] == 0 {
		t.Errorf("sent %v for one notice", sent)
	}

	// It expires, and nothing else does.
	o.Serial, o.Expires = 3, "2026-02-01"
	two := start(t, configured(t, bundle.OPA{URL: server.URL + "/policies", Keys: []*bundle.PublicKey{key.Public}, Divided: true, Notices: []string{"intoo", "steptech"}}))
	two.until("load two notices", two.ready)
	past := divided(t, examples(t, o), by)
	host.put(map[string][]byte{bundle.NoticeName("intoo"): past[bundle.NoticeName("intoo")]})
	two.until("take the expired bundle", func() bool { return about(two, "intoo").Bundle.Serial == 3 })
	if a := about(two, "intoo"); !slices.Equal(codes(a), []string{decision.BundleExpired}) || a.Bundle.Expires != "2026-02-01" {
		t.Errorf("the expired notice: %+v", a)
	}
	if a := about(two, "steptech"); slices.Contains(codes(a), decision.BundleExpired) {
		t.Errorf("the other notice: %+v", a)
	}

	// A bundle of one notice does not get into the place of another.
	before := strings.Count(two.logs.String(), "Bundle load failed")
	host.put(map[string][]byte{bundle.NoticeName("steptech"): next[bundle.NoticeName("intoo")]})
	two.until("refuse another’s bundle", func() bool {
		return strings.Count(two.logs.String(), "Bundle load failed")+strings.Count(two.logs.String(), "overlap") > before
	})
	if a := about(two, "steptech"); a.Bundle.Serial != 1 {
		t.Errorf("after another’s bundle: %+v", a)
	}
}

// TestStockRegistry has OPA pull what we pushed, with our configuration: the bundle,
// the next one of the same tag, and none that another has signed.
func TestStockRegistry(t *testing.T) {
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	r := registrytest.New()
	defer r.Close()
	key, thief := newKey(t, "ES256"), newKey(t, "ES256")
	reference := r.Host + "/privacy/policy:latest"
	push := func(serial int, by *bundle.PrivateKey) []byte {
		packed := written(t, examples(t, policies.Options{Serial: serial}), bundle.Signing{Key: by})
		if _, err := (registry.Client{}).Push(t.Context(), reference, packed, nil); err != nil {
			t.Fatal(err)
		}
		return packed
	}
	packed := push(1, key)
	opa := start(t, configured(t, bundle.OPA{URL: registry.Scheme + reference, Keys: []*bundle.PublicKey{key.Public}, PlainHTTP: true}))
	opa.until("pull the bundle", opa.ready)
	b, err := bundle.Read(bytes.NewReader(packed), trusting(key))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := policies.NewFromBundle(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range published()[:100] {
		want, err := json.Marshal(ours.DecideJSON(t.Context(), []byte(q)))
		if err != nil {
			t.Fatal(err)
		}
		if got := canonical(t, []byte(opa.ask(q))); got != canonical(t, want) {
			t.Errorf("%s\n%s", q, cmp.Diff(canonical(t, want), got))
		}
	}
	push(2, thief)
	opa.until("refuse what a thief pushed", func() bool { return strings.Contains(opa.logs.String(), "Bundle load failed") })
	if got := opa.serial(); got != 1 {
		t.Errorf("serial %d answers", got)
	}
	push(3, key)
	opa.until("pull the next bundle", func() bool { return opa.serial() == 3 })
}
