package bundle_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// serial is a verified bundle of which only the serials matter.
func serial(key *bundle.PrivateKey, number, least int) *bundle.Bundle {
	return &bundle.Bundle{Key: key.Public.ID, Document: &document.Document{Bundle: document.Bundle{Serial: number, MinSerial: least}}}
}

func TestRatchetRefusesOlderBundles(t *testing.T) {
	a, b := newKey(t, "ES256"), newKey(t, "ES256")
	path := filepath.Join(t.TempDir(), "serials.json")
	r, err := bundle.OpenRatchet(path, 5)
	if err != nil {
		t.Fatal(err)
	}
	both, onlyB := trusting(a, b), trusting(b)
	for _, c := range []struct {
		name   string
		b      *bundle.Bundle
		trust  bundle.Trust
		accept bool
	}{
		{"below the pinned serial", serial(a, 4, 0), both, false},
		{"the pinned serial", serial(a, 5, 0), both, true},
		{"the next one, which ends all below 6", serial(a, 7, 6), both, true},
		{"the same again, as after a restart", serial(a, 7, 6), both, true},
		{"an older one", serial(a, 6, 0), both, false},
		{"nor by another key, while both are trusted", serial(b, 6, 0), both, false},
		{"another key goes on from there", serial(b, 8, 0), both, true},
		{"and the first does not go back behind it", serial(a, 7, 6), both, false},
		{"a key that is trusted alone counts for itself", serial(b, 9, 0), onlyB, true},
		{"a stolen key winds far forward", serial(a, 1_000_000_000, 1_000_000_000), both, true},
		{"which holds while it is trusted", serial(b, 12, 0), both, false},
		{"and no longer once it is revoked", serial(b, 12, 0), onlyB, true},
	} {
		// Every step is asked of a ratchet that was just started, too.
		fresh, err := bundle.OpenRatchet(path, 5)
		if err != nil {
			t.Fatal(err)
		}
		err = fresh.Accept(c.b, c.trust)
		if (err == nil) != c.accept || err != nil && !errors.Is(err, bundle.ErrOld) {
			t.Errorf("%s: %v", c.name, err)
		}
		if again := r.Accept(c.b, c.trust); (again == nil) != c.accept {
			t.Errorf("%s, without a restart: %v", c.name, again)
		}
	}
}

// A bundle that nobody signed, taken for a trial, does not end those that are signed.
func TestRatchetOfUnsignedBundles(t *testing.T) {
	key := newKey(t, "ES256")
	r := bundle.NewRatchet(5)
	trial := serial(key, 1_000_000_000, 1_000_000_000)
	trial.Key = ""
	if err := r.Accept(trial, bundle.Trust{Unsigned: true}); err != nil {
		t.Fatal(err)
	}
	if err := r.Accept(serial(key, 6, 0), trusting(key)); err != nil {
		t.Errorf("a signed bundle after the trial: %v", err)
	}
	if err := r.Accept(serial(key, 4, 0), trusting(key)); !errors.Is(err, bundle.ErrOld) {
		t.Errorf("below the pinned serial: %v", err)
	}
}

// A lost or damaged state is not silently a new beginning.
func TestRatchetThatLostItsState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serials.json")
	if _, err := bundle.OpenRatchet(path, 0); err == nil {
		t.Error("no state and no serial to begin with: opened")
	}
	for _, text := range []string{"", "{", "null", "[]", `{"version":2}`, `{"version":1}`, `{"version":1,"serials":{"a":"x"},"floors":{}}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := bundle.OpenRatchet(path, 5); err == nil {
			t.Errorf("%q: opened", text)
		}
	}
}

// What cannot be remembered is not accepted.
func TestRatchetThatCannotStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	r, err := bundle.OpenRatchet(filepath.Join(dir, "serials.json"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	key := newKey(t, "ES256")
	if err := r.Accept(serial(key, 3, 0), trusting(key)); err == nil {
		t.Error("accepted without being remembered")
	}
	if err := r.Accept(serial(key, 2, 0), trusting(key)); errors.Is(err, bundle.ErrOld) {
		t.Error("the bundle that was not accepted counts")
	}
}
