package bundle_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	opa "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

var worked = sync.OnceValue(func() *notices.Set {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	return set
})

// examples is the policy of the repository's own workspace.
func examples(t testing.TB, o policies.Options) *document.Document {
	t.Helper()
	doc, err := policies.Compile(worked(), o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// divided are the bundles of a policy by the name of their files.
func divided(t testing.TB, doc *document.Document, by bundle.Signing) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, p := range bundle.Divide(doc) {
		var b bytes.Buffer
		if err := p.Write(&b, by); err != nil {
			t.Fatal(err)
		}
		all[p.Name] = b.Bytes()
	}
	return all
}

// TestPartsAreTheWhole reads the bundles as OPA does: no two have a root in common,
// together they hold what the whole does, and each says of itself who it is.
func TestPartsAreTheWhole(t *testing.T) {
	key := newKey(t, "ES256")
	doc := examples(t, policies.Options{Serial: 12, Issued: "2026-11-21", Expires: "2026-12-21"})
	whole, err := stock(written(t, doc, bundle.Signing{Key: key}), key.Public)
	if err != nil {
		t.Fatal(err)
	}
	var roots []string
	held, rules := map[string]any{}, []string{}
	for name, packed := range divided(t, doc, bundle.Signing{Key: key}) {
		b, err := stock(packed, key.Public)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		about, err := bundle.Verify(bytes.NewReader(packed), trusting(key))
		if err != nil || about.Serial != 12 || about.Expires != "2026-12-21" || about.Key != key.Public.ID || !slices.Equal(about.Roots, *b.Manifest.Roots) {
			t.Errorf("%s: %+v: %v", name, about, err)
		}
		for _, root := range *b.Manifest.Roots {
			for _, other := range roots {
				if opa.RootPathsOverlap(root, other) {
					t.Errorf("%s: the roots %s and %s overlap", name, root, other)
				}
			}
			roots = append(roots, root)
		}
		for _, m := range b.Modules {
			rules = append(rules, strings.TrimPrefix(m.Path, "/"))
		}
		if name != bundle.DiscoveryName {
			merge(held, b.Data)
		}
		if _, err := bundle.Read(bytes.NewReader(packed), trusting(key)); err == nil || !strings.Contains(err.Error(), "the bundle holds "+about.Roots[0]+" only") {
			t.Errorf("%s is read as a whole policy: %v", name, err)
		}
	}
	var want []string
	for _, m := range whole.Modules {
		want = append(want, strings.TrimPrefix(m.Path, "/"))
	}
	if slices.Sort(rules); !slices.Equal(rules, want) {
		t.Errorf("rules %v, want %v", rules, want)
	}
	// The same data, but for the digests: each part has its own.
	for id, n := range doc.Notices {
		if got := at(held, "candor_notices", id, "bundle", "digest"); got != n.Digest {
			t.Errorf("%s says its digest is %v, want %s", id, got, n.Digest)
		}
		at(held, "candor_notices", id, "bundle").(map[string]any)["digest"] = doc.Bundle.Digest
	}
	at(held, "candor", "data", "bundle").(map[string]any)["digest"] = doc.Bundle.Digest
	if diff := cmp.Diff(asValue(t, whole.Data), asValue(t, held)); diff != "" {
		t.Errorf("other data:\n%s", diff)
	}
}

// merge puts one tree over another.
func merge(into, from map[string]any) {
	for k, v := range from {
		below, ok := v.(map[string]any)
		if there, is := into[k].(map[string]any); ok && is {
			merge(there, below)
			continue
		}
		into[k] = v
	}
}

func at(v any, keys ...string) any {
	for _, k := range keys {
		v = v.(map[string]any)[k]
	}
	return v
}

// asValue is a tree with its numbers as JSON has them.
func asValue(t *testing.T, v any) (out any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDiscoveryNamesEveryPart reads the list as OPA configures itself by it.
func TestDiscoveryNamesEveryPart(t *testing.T) {
	key := newKey(t, "ES256")
	all := divided(t, examples(t, policies.Options{}), bundle.Signing{Key: key, Scope: "school"})
	b, err := opa.NewCustomReader(opa.NewTarballLoaderWithBaseURL(bytes.NewReader(all[bundle.DiscoveryName]), "")).WithSkipBundleVerification(true).Read()
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{bundle.DiscoveryName: true}
	text, err := json.Marshal(b.Data["candor_discovery"])
	if err != nil {
		t.Fatal(err)
	}
	for name, it := range parsed(t, string(text)).Bundles {
		if named[it.Resource] = true; it.Signing.Keyid != key.Public.ID || it.Signing.Scope != "school" || !it.Persist {
			t.Errorf("%s is not kept, or not tied to its key: %+v", name, it)
		}
	}
	if got, want := slices.Sorted(maps.Keys(named)), slices.Sorted(maps.Keys(all)); !slices.Equal(got, want) {
		t.Errorf("it names %v, want %v", got, want)
	}
}

// TestUnchanged asks of each part, as it was written before, whether it may stay.
func TestUnchanged(t *testing.T) {
	key, other := newKey(t, "ES256"), newKey(t, "ES256")
	by := bundle.Signing{Key: key}
	before := divided(t, examples(t, policies.Options{Serial: 12, Issued: "2026-11-21", Expires: "2026-12-21", Commit: "one"}), by)
	next := policies.Options{Serial: 13, Issued: "2026-11-22", Expires: "2026-12-22", Commit: "two"}
	unchanged := func(doc *document.Document, by bundle.Signing) (same []string) {
		for _, p := range bundle.Divide(doc) {
			if about, ok := p.Unchanged(bytes.NewReader(before[p.Name]), by); ok {
				if same = append(same, p.Name); about.Serial != 12 || about.Issued != "2026-11-21" {
					t.Errorf("%s: %+v", p.Name, about)
				}
			}
		}
		return same
	}
	if got := unchanged(examples(t, next), by); len(got) != len(before) {
		t.Errorf("of the same notices only %v stay", got)
	}
	changed := examples(t, next)
	changed.Notices["intoo"].Digest = "sha256:another"
	if got := unchanged(changed, by); len(got) != len(before)-1 || slices.Contains(got, bundle.NoticeName("intoo")) {
		t.Errorf("with one notice changed %v stay", got)
	}
	fewer := examples(t, next)
	delete(fewer.Notices, "intoo")
	if got := unchanged(fewer, by); len(got) != len(before)-2 || slices.Contains(got, bundle.DiscoveryName) {
		t.Errorf("with one notice less %v stay", got)
	}
	next.MinSerial = 13
	for name, c := range map[string]struct {
		doc *document.Document
		by  bundle.Signing
	}{
		"another floor": {examples(t, next), by},
		"another key":   {examples(t, policies.Options{Serial: 13}), bundle.Signing{Key: other}},
		"another scope": {examples(t, policies.Options{Serial: 13}), bundle.Signing{Key: key, Scope: "school"}},
		"nobody’s":      {examples(t, policies.Options{Serial: 13}), bundle.Signing{}},
	} {
		if got := unchanged(c.doc, c.by); len(got) > 0 {
			t.Errorf("%s: %v stay", name, got)
		}
	}
}
