package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/workers"
)

// TestFolder reads a folder as any file system is read, from several sides at once and with
// more folders than stay open; a link is followed to where it leads within the folder, and
// not out of it.
func TestFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "workspace")
	names := []string{"candor.toml", "shared/a.md"}
	for i := range 3 * mostFolders {
		names = append(names, fmt.Sprintf("notices/n%d/notice.toml", i), fmt.Sprintf("notices/n%d/addenda/a.toml", i))
	}
	for _, name := range names {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(name), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"notices/n0/in.md": "../../shared/a.md", "notices/n0/out.md": "../../../secret", "notices/n0/nowhere.md": "none"} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(top, "secret"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	errs := make([]error, 8)
	workers.Each(len(errs), func(k int) {
		for i := range names {
			name := names[(i*(2*k+1))%len(names)]
			data, err := fs.ReadFile(f, name)
			if err != nil || string(data) != name {
				errs[k] = errors.Join(errs[k], fmt.Errorf("%s: %q, %v", name, data, err))
			}
		}
	})
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if data, err := fs.ReadFile(f, "notices/n0/in.md"); err != nil || string(data) != "shared/a.md" {
		t.Errorf("a link within is %q, %v", data, err)
	}
	for _, name := range []string{"notices/n0/out.md", "notices/n0/nowhere.md", "notices/none/a", "../secret", "notices/../candor.toml", ""} {
		if data, err := fs.ReadFile(f, name); err == nil {
			t.Errorf("%q holds %q", name, data)
		}
		if _, err := fs.Stat(f, name); err == nil {
			t.Errorf("there is %q", name)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "notices", "n0")); err != nil { // its links are no files
		t.Fatal(err)
	}
	again, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := fstest.TestFS(again, names[:2]...); err != nil {
		t.Error(err)
	}
}
