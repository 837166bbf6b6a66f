package themes

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var write = flag.String("write", "", "write the examples' site to this directory")

func TestWrite(t *testing.T) {
	if *write == "" {
		t.Skip("no -write")
	}
	files, fs := plain(t).Render(examples(t))
	for _, f := range fs {
		t.Log(f.Notice, f.Place, f.Message)
	}
	for _, f := range files {
		path := filepath.Join(*write, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
