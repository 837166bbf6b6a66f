package inventory

import (
	"fmt"
	"io/fs"

	"github.com/BurntSushi/toml"
)

// Scenario is an entry of the scenarios.toml of a law pack: a case in plain English, the
// question a service would ask of it, and what the law says. The notice that is asked
// permits everything, so that the answer is the law's.
type Scenario struct {
	That    string            `toml:"that"`    // the case and its outcome, as a sentence
	As      string            `toml:"as"`      // the capacity of the notice, "" for none said
	Accepts []string          `toml:"accepts"` // unconfirmed rules that count
	Ask     string            `toml:"ask"`     // JSON; notice is filled in, strict is off and the day 2026-11-21 unless it says otherwise
	Law     string            `toml:"law"`     // "deny", "owes" or "none"
	Rules   []string          `toml:"rules"`   // all that the answer cites, in their order
	Spares  []string          `toml:"spares"`  // rules of which the case shows that they do not apply
	Owed    map[string]string `toml:"owed"`    // all that is owed, with its due day or ""
	Missing []string          `toml:"missing"` // all that is missing, where the case is about that
	Assumed []string          `toml:"assumed"` // likewise
}

// ReadScenarios reads a scenarios.toml. It is a file of ours, of which the first fault is
// an error.
func ReadScenarios(fsys fs.FS, file string) ([]Scenario, error) {
	var doc struct {
		Scenario []Scenario `toml:"scenario"`
	}
	meta, err := toml.DecodeFS(fsys, file, &doc)
	if err != nil {
		return nil, err
	}
	if odd := meta.Undecoded(); len(odd) > 0 {
		return nil, fmt.Errorf("%s: unknown key %q", file, odd[0])
	}
	return doc.Scenario, nil
}
