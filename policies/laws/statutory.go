package laws

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices/inventory"
)

//go:embed */documents/*.toml
var statutory embed.FS

// Statutory is a document that the law of a pack asks for. Adding one is adding a file,
// documents/<id>.toml in the folder of the pack.
type Statutory struct {
	Law string // id of its pack
	ID  string // name of its file: "supplement"
	inventory.Statutory
}

// Name is what a notice asks for the document by: "us-ny-2d/supplement".
func (d *Statutory) Name() string { return d.Law + "/" + d.ID }

// For reports whether who answers to the law in a capacity owes the document.
func (d *Statutory) For(capacity string) bool {
	return len(d.Capacity) == 0 || slices.Contains(d.Capacity, capacity)
}

// readStatutory reads the documents of all packs at first use.
var readStatutory = sync.OnceValues(func() ([]*Statutory, error) {
	names, err := fs.Glob(statutory, "*/documents/*.toml")
	if err != nil {
		return nil, err
	}
	var all []*Statutory
	for _, name := range names { // sorted
		d, found := inventory.ReadStatutory(statutory, name)
		if len(found) > 0 {
			return nil, fmt.Errorf("document %q: %s: %s", name, found[0].Place, found[0].Message)
		}
		all = append(all, &Statutory{path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".toml"), *d})
	}
	return all, nil
})

// Documents lists the documents that a law asks for, of all packs for the id "", by law
// and id.
func Documents(law string) []*Statutory {
	all, err := readStatutory()
	if err != nil {
		panic(err) // embedded
	}
	return slices.DeleteFunc(slices.Clone(all), func(d *Statutory) bool { return law != "" && d.Law != law })
}
