package bundle_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
)

// school is the policy of the notice that the unit tests of the rules ask about.
var school = sync.OnceValue(func() *document.Document {
	return schoolUntil("2026-12-21")
})

// schoolUntil is that policy with another end, "" for none.
func schoolUntil(expires string) *document.Document {
	inv, _ := inventory.Load(os.DirFS("../rego/testdata/workspace"))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{
		Serial: 12, Issued: "2026-11-21", Expires: expires, MinSerial: 9, Commit: "8f2c1e7",
	})
	if err != nil {
		panic(err)
	}
	return doc
}

func newKey(t testing.TB, algorithm string) *bundle.PrivateKey {
	t.Helper()
	key, err := bundle.NewKey(algorithm)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func trusting(keys ...*bundle.PrivateKey) bundle.Trust {
	t := bundle.Trust{}
	for _, k := range keys {
		t.Keys = append(t.Keys, k.Public)
	}
	return t
}

func written(t testing.TB, doc *document.Document, by bundle.Signing) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.Write(&b, doc, by); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	for _, algorithm := range bundle.Algorithms {
		t.Run(algorithm, func(t *testing.T) {
			made := newKey(t, algorithm)
			text, err := made.PEM()
			if err != nil {
				t.Fatal(err)
			}
			key, err := bundle.ParsePrivateKey(text, algorithm)
			if err != nil {
				t.Fatal(err)
			}
			public, err := bundle.ParsePublicKey(key.Public.PEM, algorithm)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(made.Public, public); diff != "" {
				t.Errorf("the key changed on its way through PEM:\n%s", diff)
			}
			b, err := bundle.Read(bytes.NewReader(written(t, school(), bundle.Signing{Key: key})), bundle.Trust{Keys: []*bundle.PublicKey{public}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(school(), b.Document, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the document changed:\n%s", diff)
			}
			if diff := cmp.Diff(rego.Modules(), b.Modules); diff != "" {
				t.Errorf("the rules changed:\n%s", diff)
			}
			if b.Key != public.ID {
				t.Errorf("signed by %q, want %q", b.Key, public.ID)
			}
		})
	}
}

// The same document gives the same bytes but for the signature, which is the last
// file.
func TestSameDocumentSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, school(), bundle.Signing{}), written(t, school(), bundle.Signing{})) {
		t.Error("two unsigned bundles differ")
	}
	key := newKey(t, "RS256") // which draws no random number
	if !bytes.Equal(written(t, school(), bundle.Signing{Key: key}), written(t, school(), bundle.Signing{Key: key})) {
		t.Error("two bundles signed with RS256 differ")
	}
}

func TestUnsignedIsRefused(t *testing.T) {
	plain := written(t, school(), bundle.Signing{})
	if _, err := bundle.Read(bytes.NewReader(plain), trusting(newKey(t, "ES256"))); !errors.Is(err, bundle.ErrUnsigned) {
		t.Errorf("unsigned: %v", err)
	}
	if _, err := bundle.Read(bytes.NewReader(plain), bundle.Trust{}); !errors.Is(err, bundle.ErrUnsigned) {
		t.Errorf("unsigned, nobody trusted: %v", err)
	}
	b, err := bundle.Read(bytes.NewReader(plain), bundle.Trust{Unsigned: true})
	if err != nil || b.Key != "" {
		t.Errorf("unsigned and accepted as such: %v", err)
	}
}

func TestParseKeys(t *testing.T) {
	key := newKey(t, "ES256")
	private, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	rsa := newKey(t, "PS256").Public.PEM
	for _, c := range []struct{ name, pem, algorithm, want string }{
		{"nothing", "", "", "no public key in PEM form"},
		{"a private key", private, "", "this is a private key"},
		{"two keys", key.Public.PEM + key.Public.PEM, "", "more than one key"},
		{"an elliptic key for RSA", key.Public.PEM, "RS256", "signs with ES256"},
		{"an RSA key for ES256", rsa, "ES256", "signs with RS256 or PS256"},
		{"a shared secret", key.Public.PEM, "HS256", "no signature algorithm"},
		{"no algorithm at all", key.Public.PEM, "none", "no signature algorithm"},
		{"a damaged key", strings.Replace(key.Public.PEM, "M", "A", 1), "", "parse public key"},
	} {
		if _, err := bundle.ParsePublicKey(c.pem, c.algorithm); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if k, err := bundle.ParsePublicKey(rsa, ""); err != nil || k.Algorithm != "RS256" {
		t.Errorf("an RSA key without a word on the algorithm: %v %v", k, err)
	}
}
