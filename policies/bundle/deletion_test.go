package bundle_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

var deletions = flag.Int("deletions", 300, "how many parts to delete, one at a time")

// TestDeletionsAreRefused deletes anything at all from the data of bundles that nobody
// signed, so that nothing but the count of their parts stands in the way. What is not
// loaded answers no question.
func TestDeletionsAreRefused(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	var policy [][]entry
	for _, n := range set.Notices {
		doc, err := policies.Compile(&notices.Set{Notices: []*notices.Notice{n}, Digest: set.Digest}, policies.Options{Expires: "2026-12-21"})
		if err != nil {
			t.Fatal(err)
		}
		policy = append(policy, opened(t, written(t, doc, bundle.Signing{})))
	}
	small := opened(t, written(t, school(), bundle.Signing{}))
	policy = append(policy, small)
	read := func(files []entry) error {
		_, err := bundle.Read(bytes.NewReader(fast(t, tarred(t, files, nil))), bundle.Trust{Unsigned: true})
		return err
	}
	for i, files := range policy {
		if err := read(files); err != nil {
			t.Fatalf("policy %d: %v", i, err)
		}
	}
	random := rand.New(rand.NewPCG(26, 11))
	damaged, odd := 0, 0
	for i := range *deletions {
		files := slices.Clone(small)
		if i%8 == 0 {
			files = slices.Clone(policy[i/8%len(policy)])
		}
		var data []int
		for k, f := range files {
			if strings.HasSuffix(f.name, "/data.json") {
				data = append(data, k)
			}
		}
		k := data[random.IntN(len(data))]
		if i%4 > 0 { // most of what decides is in the notice
			data = slices.DeleteFunc(data, func(k int) bool { return !strings.HasPrefix(files[k].name, "candor_notices/") })
			k = data[random.IntN(len(data))]
		}
		var value any
		if err := json.Unmarshal(files[k].data, &value); err != nil {
			t.Fatal(err)
		}
		path, value := deleted(random, value)
		if path == "" { // an empty list
			continue
		}
		files[k] = entry{files[k].name, spelt(t, value)}
		switch err := read(files); {
		case err == nil:
			t.Errorf("%s without %s is loaded", files[k].name, path)
		case errors.Is(err, bundle.ErrDamaged):
			damaged++
		default: // what is left is not even of the right types
			odd++
		}
	}
	t.Logf("%d deletions: %d found by the count, %d before it", *deletions, damaged, odd)
	if damaged == 0 {
		t.Error("the count found nothing")
	}
}

// fast packs an archive as a bundle is packed, without taking the time to compress it.
func fast(t *testing.T, plain []byte) []byte {
	packed := compressed(t, plain, gzip.BestSpeed)
	packed[8] = 2 // as if it had been compressed best
	return packed
}

// deleted takes one member or element out of a value, somewhere within it, and gives the
// path of what is gone.
func deleted(random *rand.Rand, value any) (path string, rest any) {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 {
			break
		}
		key := slices.Sorted(maps.Keys(v))[random.IntN(len(v))]
		if random.IntN(4) > 0 {
			if path, rest := deleted(random, v[key]); path != "" {
				v[key] = rest
				return "/" + key + path, v
			}
		}
		delete(v, key)
		return "/" + key, v
	case []any:
		if len(v) == 0 {
			break
		}
		at := random.IntN(len(v))
		if random.IntN(4) > 0 {
			if path, rest := deleted(random, v[at]); path != "" {
				v[at] = rest
				return fmt.Sprint("/", at, path), v
			}
		}
		return fmt.Sprint("/", at), slices.Delete(v, at, at+1)
	}
	return "", value
}

// spelt writes JSON as bundles spell it.
func spelt(t *testing.T, value any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
