package laws

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/candor-privacy/candor/notices/inventory"
)

//go:embed */scenarios.toml
var cases embed.FS

// scenarios are read at first use and kept, by law.
var scenarios sync.Map

// Scenarios gives the cases that show the rules of a law, none where its pack decides
// nothing.
func Scenarios(law string) ([]inventory.Scenario, error) {
	once, _ := scenarios.LoadOrStore(law, sync.OnceValues(func() ([]inventory.Scenario, error) {
		all, err := inventory.ReadScenarios(cases, path.Join(law, "scenarios.toml"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("law pack %q: %w", law, err)
		}
		return all, nil
	}))
	return once.(func() ([]inventory.Scenario, error))()
}
