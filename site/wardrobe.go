package site

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/themes"
)

// wardrobe keeps the themes that were loaded last, for several builders at once.
type wardrobe struct {
	mu   sync.Mutex
	worn []outfit // the last one first
}

// outfit is a theme with what was found in it, and what it was made from.
type outfit struct {
	of    string
	theme *themes.Theme
	found []finding.Finding
}

// mostWorn is enough for the files as they are, as a build sees them, and as the last one
// without errors saw them.
const mostWorn = 3

// theme gives the one that a workspace names, loaded unless no file of it has changed.
func (w *wardrobe) theme(of inventory.Workspace, fsys fs.FS, execute bool) (*themes.Theme, []finding.Finding) {
	own := overrides(fsys, of.Themes)
	key := fmt.Sprint(of.Theme, of.ThemesAt, execute)
	if own != nil {
		key += "\n" + everything(own)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.IndexFunc(w.worn, func(o outfit) bool { return o.of == key }); i >= 0 {
		o := w.worn[i]
		w.worn = slices.Insert(slices.Delete(w.worn, i, i+1), 0, o)
		return o.theme, o.found
	}
	t, found := themes.Load(own, of.Theme)
	if own == nil && of.Themes != "" {
		found = append(found, finding.Finding{Code: "theme-unused", Severity: finding.Warning, Place: of.ThemesAt,
			Message: fmt.Sprintf("there is no folder %q for themes of your own", of.Themes), Help: "make it, or leave the key out"})
	}
	if execute {
		t = t.Executed()
	}
	w.worn = slices.Insert(w.worn[:min(len(w.worn), mostWorn-1)], 0, outfit{key, t, found})
	return t, found
}
