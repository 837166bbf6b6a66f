package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCheckRemembers checks a workspace twice in every format, the second time with what
// the law packs found in the first: the report is the same, to the byte.
func TestCheckRemembers(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../policies/laws/example")); err != nil {
		t.Fatal(err)
	}
	check := func(args ...string) string {
		var out bytes.Buffer
		p := process{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }, now: func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) }}
		if code := run(t.Context(), p, append([]string{"check", dir}, args...)); code != exitClean && code != exitFindings {
			t.Fatalf("check %v: exit %d\n%s", args, code, &out)
		}
		return out.String()
	}
	memory := filepath.Join(dir, ".candor", "laws")
	all := [][]string{{"--law", "us-ny-2d", "--all"}, {"--law", "us-ny-2d", "--all", "--format", "json"}}
	for _, format := range reportFormats {
		all = append(all, []string{"--format", format})
	}
	for _, args := range all {
		if err := os.RemoveAll(filepath.Dir(memory)); err != nil {
			t.Fatal(err)
		}
		first := check(args...)
		before, err := os.Stat(memory)
		if err != nil {
			t.Fatal(err)
		}
		again := check(args...)
		after, err := os.Stat(memory)
		switch {
		case first != again:
			t.Errorf("check %v says\n%s\nand then\n%s", args, first, again)
		case err != nil || !os.SameFile(before, after):
			t.Errorf("check %v looks again at notices that are the same (%v)", args, err)
		case !strings.Contains(first, "us-ny-2d"):
			t.Errorf("check %v says nothing of laws:\n%s", args, first)
		}
	}
}
