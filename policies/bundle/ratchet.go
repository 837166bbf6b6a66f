package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
)

// Ratchet remembers the highest serial of each key, so that nobody who can hold a
// signed bundle back, or give an old one again, brings an old policy back. While a key
// is replaced by another, what either signed counts for both; what a stolen key signed
// says nothing once that key is no longer trusted.
//
// A Ratchet is safe for concurrent use.
type Ratchet struct {
	mu   sync.Mutex
	path string
	seen marks
}

// marks is the state that is kept: of each key the highest serial seen, and the
// lowest one that its bundles said may still answer.
type marks struct {
	Version int            `json:"version"`
	Serials map[string]int `json:"serials"`
	Floors  map[string]int `json:"floors"`
}

// ErrOld is returned for a bundle that is older than what was seen before.
var ErrOld = errors.New("the bundle is older than one seen before")

// NewRatchet is a ratchet that begins at a serial, for any key, and remembers for as
// long as the process lives.
func NewRatchet(least int) *Ratchet {
	return &Ratchet{seen: marks{Version: 1, Serials: map[string]int{}, Floors: map[string]int{"": least}}}
}

// OpenRatchet is a ratchet that remembers in a file. A file that is not there could
// be one that somebody removed, and so the serial to begin with has to be said then:
// least, of at least 1.
func OpenRatchet(path string, least int) (*Ratchet, error) {
	r := NewRatchet(least)
	r.path = path
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && least > 0:
		return r, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no %s that remembers the serials seen: say the lowest serial to accept", path)
	case err != nil:
		return nil, err
	}
	var kept marks
	if err := json.Unmarshal(data, &kept); err != nil || kept.Version != 1 || kept.Serials == nil || kept.Floors == nil {
		return nil, fmt.Errorf("%s does not remember serials as it should: restore it, or remove it and say the lowest serial to accept", path)
	}
	kept.Floors[""] = max(kept.Floors[""], least)
	r.seen = kept
	return r, nil
}

// Accept takes note of a bundle that is verified already, or refuses it with
// [ErrOld]. The serial is stored before Accept returns, and before anybody answers
// by the bundle; a bundle whose serial cannot be stored is not accepted.
func (r *Ratchet) Accept(b *Bundle, t Trust) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	about := b.Document.Bundle
	if least := r.least(b.Key, t); about.Serial < least {
		return fmt.Errorf("%w: its serial is %d, and %d is the lowest to accept", ErrOld, about.Serial, least)
	}
	next := marks{Version: 1, Serials: maps.Clone(r.seen.Serials), Floors: maps.Clone(r.seen.Floors)}
	next.Serials[b.Key] = about.Serial
	if b.Key != "" { // what nobody signed ends nothing that somebody did
		next.Floors[b.Key] = max(next.Floors[b.Key], about.MinSerial)
	}
	if err := r.store(next); err != nil {
		return fmt.Errorf("remember the serial: %w", err)
	}
	r.seen = next
	return nil
}

// least is the lowest serial to accept of a key: the highest seen of any key that is
// still trusted, or what one of those said.
func (r *Ratchet) least(key string, t Trust) int {
	least := max(r.seen.Serials[key], r.seen.Floors[""])
	for _, k := range t.Keys {
		least = max(least, r.seen.Serials[k.ID], r.seen.Floors[k.ID])
	}
	return least
}

// store writes the state beside its file and renames it into place, so that a crash
// leaves the old state or the new one.
func (r *Ratchet) store(next marks) error {
	if r.path == "" {
		return nil
	}
	data, err := json.Marshal(next)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(r.path), "."+filepath.Base(r.path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), r.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(r.path))
}

// syncFolder makes a rename lasting, where the system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
