package site

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"

	"github.com/candor-privacy/candor/policies/laws"
)

// mostMemory is how many bytes of a file are read for a memory: more than one ever has.
const mostMemory = 256 << 20

// recall reads what law packs found in runs before. It is nil where nothing is to be kept;
// a file that is none, or another's, is an empty memory.
func (o Options) recall() *laws.Memory {
	if o.Memory == "" || o.Program == "" || o.Dir == "" {
		return nil
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil
	}
	defer root.Close()
	var data []byte
	switch info, err := root.Lstat(o.Memory); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil, !info.Mode().IsRegular():
		return nil // what lies there is not ours
	case info.Size() <= mostMemory:
		data, _ = root.ReadFile(o.Memory) // what cannot be read is looked for anew
	}
	return laws.ReadMemory(data, o.Program)
}

// remember writes what law packs found, for the runs to come: whole, or not at all. Where
// it cannot, as in a workspace that may only be read, they find it anew.
func (o Options) remember(m *laws.Memory) {
	data := m.Bytes()
	if data == nil {
		return
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return
	}
	defer root.Close()
	dir, name := path.Split(o.Memory)
	if root.MkdirAll(path.Clean(dir), 0o755) != nil {
		return
	}
	beside := path.Join(dir, "."+name+"-"+rand.Text())
	if root.WriteFile(beside, data, 0o600) != nil || root.Rename(beside, o.Memory) != nil {
		_ = root.Remove(beside)
	}
}
