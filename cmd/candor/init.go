package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/inventory"
)

//go:embed starter
var starter embed.FS

const initHelp = `Write a small, good workspace to begin with: the notice of a bookshop that does
not exist, with everything a notice needs. Nothing that is already there is
overwritten.

  candor init [DIR]

  --ci github|gitlab|pre-commit   write as well what checks the notices at every
                                  change, and publishes them; in a workspace that
                                  is there already, only that

Example
  candor init acme && candor preview acme
`

func (a *app) initCommand() *cobra.Command {
	var system string
	cmd := &cobra.Command{Use: "init [DIR]", Short: "write a small, good workspace to begin with", Long: initHelp, Args: atMost(1)}
	text(cmd.Flags(), &system, "ci", "")
	_ = cmd.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions(slices.Sorted(maps.Keys(pipelines)), cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		dir := "."
		if len(args) > 0 {
			dir = args[0]
		}
		return a.init(dir, system)
	}
	return cmd
}

func (a *app) init(dir, system string) error {
	var files []starterFile
	pipeline, known := pipelines[system]
	if system != "" && !known {
		return wrong(fmt.Errorf("--ci is one of %s, not %q", pipelineNames(), system), "candor init --help")
	}
	if known {
		file, err := pipeline.file()
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	fresh := !known || !isWorkspace(dir)
	if fresh {
		starter, err := starterFiles()
		if err != nil {
			return err
		}
		files = append(files, starter...)
	}
	if err := free(dir, fresh, pipeline.path); err != nil {
		return err
	}
	for _, f := range files {
		err := writeNew(filepath.Join(dir, filepath.FromSlash(f.path)), f.data)
		if errors.Is(err, fs.ErrExist) && f.path == ".gitignore" {
			a.say("left .gitignore as it was: add /public/, /.candor/ and *.key to it")
			continue
		}
		if err != nil {
			return wrong(err)
		}
		if a.format == "text" {
			fmt.Fprintln(a.out, path.Join(filepath.ToSlash(dir), f.path))
		}
	}
	if a.format == "json" {
		names := []string{}
		for _, f := range files {
			names = append(names, path.Join(filepath.ToSlash(dir), f.path))
		}
		return writeJSON(a.out, struct {
			Version int      `json:"version"`
			Files   []string `json:"files"`
		}{1, names})
	}
	if known {
		a.say("%s: %s", pipeline.path, pipeline.next)
	}
	if !fresh {
		return nil
	}
	a.say("a workspace with one notice; next:")
	where := ""
	if dir != "." {
		where = " " + quoted(dir)
	}
	a.say("  candor preview%s   shows it in a browser while you write", where)
	a.say("  candor check%s     says what is wrong with it", where)
	return nil
}

// free refuses a folder where a workspace or its notices already stand, if they are to
// be written, and one that has such a pipeline.
func free(dir string, fresh bool, pipeline string) error {
	var names []string
	if fresh {
		names = []string{"candor.toml", "notices"}
	}
	if pipeline != "" {
		names = append(names, pipeline)
	}
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return wrong(fmt.Errorf("%s is there already, and nothing is overwritten", filepath.Join(dir, name)), "candor init in a new folder", "candor check "+quoted(dir))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return wrong(err)
		}
	}
	return nil
}

type starterFile struct {
	path string
	data []byte
}

// starterFiles are the files of a new workspace. The schema is the one of this
// very version.
func starterFiles() ([]starterFile, error) {
	out := []starterFile{{"notices/schema.json", inventory.Schema()}}
	err := fs.WalkDir(starter, "starter", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := starter.ReadFile(name)
		rel, _ := filepath.Rel("starter", filepath.FromSlash(name))
		if rel == "gitignore" {
			rel = ".gitignore" // under its own name it would hide files of this repository
		}
		out = append(out, starterFile{filepath.ToSlash(rel), data})
		return err
	})
	return out, err
}

// writeNew writes a file that must not exist, with the folders above it.
func writeNew(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
