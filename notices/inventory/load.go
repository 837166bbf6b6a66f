package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
)

// Options says what Load cannot see in the files. The zero value works.
type Options struct {
	Today Date   // for reviews overdue and dates to come; without it those are not looked for
	Only  string // the one notice to read, with those it extends; "" reads all
}

// Load reads the workspace fsys, normally os.OpenRoot(dir).FS(), and reports all
// that is wrong in it, sorted by place. It returns what could be read even then.
func Load(fsys fs.FS) (*Inventory, []finding.Finding) {
	return LoadAt(fsys, Options{})
}

// LoadAt is Load on a given day.
func LoadAt(fsys fs.FS, o Options) (*Inventory, []finding.Finding) {
	return new(Memory).Load(fsys, o)
}

// Load is [LoadAt] with a memory.
func (m *Memory) Load(fsys fs.FS, o Options) (*Inventory, []finding.Finding) {
	l := &loader{fsys: fsys, today: o.Today, sources: map[string]*source{}, damaged: map[string]bool{}, pages: map[string]*page{}, before: m, after: newMemory()}
	inv := &Inventory{Workspace: l.workspace()}
	shared, folders := l.folders(inv.Workspace.Notices)
	drafts, vocabulary := l.drafts(folders, shared, o.Only)
	units := l.units(drafts, vocabulary)
	if inv.Alone = o.Only != ""; inv.Alone {
		units = slices.DeleteFunc(units, func(u *unit) bool { return u.top.ID != o.Only })
	}
	workers.Each(len(units), func(i int) { units[i].lay() })
	for _, u := range units {
		l.total = 0
		l.prose(u)
	}
	workers.Each(len(units), func(i int) { l.finish(units[i]) })
	for _, u := range units {
		inv.Notices = append(inv.Notices, u.notice)
		l.findings = append(l.findings, u.found...)
	}
	*m = *l.after
	inv.Files = slices.Sorted(maps.Keys(l.sources))
	var found []finding.Finding
	found, inv.Errors = Sum(l.findings, inv.published())
	return inv, found
}

// published are the notices that are, with the files each is made from; none where only
// one notice was read.
func (inv *Inventory) published() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, n := range inv.Notices {
			if n.Publish && !inv.Alone && !yield(n.ID, n.Files) {
				return
			}
		}
	}
}

// ofFile marks findings as being of a file, and not of a notice.
func ofFile(fs []finding.Finding) []finding.Finding {
	for i := range fs {
		fs[i].OfFile = true
	}
	return fs
}

// loader reads files within bounds and gathers findings.
type loader struct {
	fsys     fs.FS
	today    Date
	total    int64              // bytes of the notice at hand
	sources  map[string]*source // by file, for the lines of later findings
	pages    map[string]*page   // Markdown by file
	damaged  map[string]bool    // files of which some part could not be read
	findings []finding.Finding

	before, after *Memory // what the last Load made, and this one; nil where none will follow

	elsewhere func(*loader, string) *page // of a Reader: Markdown that is not own
	own       string                      // of a Reader: the folder of the notice at hand
}

// fork is the loader for one part of the work, with findings of its own.
func (l *loader) fork() *loader {
	c := *l
	c.findings = nil
	return &c
}

// report adds a finding at a place of a file read earlier.
func (l *loader) report(n *Notice, code string, at finding.Place, message, help string, related ...finding.Related) {
	f := finding.Finding{Code: code, Severity: severity(code), Place: at, Message: message, Help: help, Related: related}
	if s := l.sources[at.File]; s != nil {
		f.Line = s.line(at.Line)
	}
	if n != nil {
		f.Notice = n.ID
	}
	l.findings = append(l.findings, f)
}

func severity(code string) finding.Severity {
	p, _ := finding.Explain(code)
	return p.Severity
}

// folder is one folder of notices.
type folder struct{ id, dir string }

// sharedFolder holds vocabulary that every notice has.
const sharedFolder = "_shared"

// folders lists the notices of a workspace and the shared vocabulary.
func (l *loader) folders(dir string) (shared folder, notices []folder) {
	entries, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) || dir != defaultNotices {
			l.report(nil, "unreadable", finding.Place{File: dir}, fmt.Sprintf("the folder of the notices, %q, cannot be read", dir), "name the folder under notices in candor.toml")
			return
		}
		l.report(nil, "no-notices", finding.Place{File: dir}, "there is no folder of notices here", "make a folder notices/my-notice with a file notice.toml in it, or run candor init")
		return
	}
	before := len(l.findings)
	for _, e := range entries {
		name := e.Name()
		at := path.Join(dir, name)
		switch {
		case e.Type()&fs.ModeSymlink != 0:
			l.link(at)
		case !e.IsDir() || strings.HasPrefix(name, "."):
		case name == sharedFolder:
			shared = folder{dir: at}
		case strings.HasPrefix(name, "_"):
		case !validID(name):
			l.report(nil, "bad-id", finding.Place{File: at}, fmt.Sprintf("the folder name %q cannot be the id of a notice", name), fmt.Sprintf("rename it with lower-case letters, digits and single dashes, such as %q", likeID(name)))
		default:
			notices = append(notices, folder{name, at})
		}
	}
	if len(notices) == 0 && len(l.findings) == before {
		l.report(nil, "no-notices", finding.Place{File: dir}, "there is no notice here", "make a folder "+path.Join(dir, "my-notice")+" with a file notice.toml in it, or run candor init")
	}
	return shared, notices
}

// link reports a link that stands for a folder, or leads nowhere that may be read.
// What lies behind it would be missing: a notice, or a part of one.
func (l *loader) link(at string) {
	info, err := fs.Stat(l.fsys, at)
	switch {
	case err != nil:
		l.report(nil, "link", finding.Place{File: at}, fmt.Sprintf("%q is a link out of the workspace, or to nothing", path.Base(at)), "put the file or folder itself here")
	case info.IsDir():
		l.report(nil, "link", finding.Place{File: at}, fmt.Sprintf("%q is a link to a folder and is not followed", path.Base(at)), "put the folder itself here")
	}
}

// files lists the TOML files below a folder, those of the folder itself first.
func (l *loader) files(dir string) []string {
	entries, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		l.report(nil, "unreadable", finding.Place{File: dir}, fmt.Sprintf("the folder %q cannot be read", dir), "check its permissions")
	}
	var here, below []string
	for _, e := range entries {
		at := path.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			below = append(below, l.files(at)...)
		case strings.HasSuffix(e.Name(), ".toml"):
			here = append(here, at)
		case e.Type()&fs.ModeSymlink != 0:
			l.link(at)
		case likeTOML(e.Name()) != "":
			l.report(nil, "bad-file-name", finding.Place{File: at}, fmt.Sprintf("%q does not end in .toml, so it is not read", e.Name()), fmt.Sprintf("rename it %q", likeTOML(e.Name())))
		}
	}
	return append(here, below...)
}

// likeTOML gives the name an author meant for a file of the notice that an editor
// saved as text, or in capitals, or "".
func likeTOML(name string) string {
	lower := strings.TrimSuffix(strings.ToLower(name), ".txt")
	if !strings.HasSuffix(lower, ".toml") {
		return ""
	}
	return name[:len(lower)-len(".toml")] + ".toml"
}

// read reads a regular file of at most limit bytes.
func (l *loader) read(file string, limit int64) ([]byte, *fault) {
	info, err := fs.Stat(l.fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &fault{code: "missing-file", message: fmt.Sprintf("there is no file %q", file)}
	case err != nil:
		return nil, &fault{code: "unreadable", message: fmt.Sprintf("the file %q cannot be read", file), help: "check its permissions, and that it is no link to a place outside the workspace"}
	case !info.Mode().IsRegular():
		return nil, &fault{code: "unreadable", message: fmt.Sprintf("%q is not an ordinary file", file), help: "put a file here"}
	case info.Size() > limit:
		return nil, tooLarge(limit)
	}
	f, err := l.fsys.Open(file)
	if err != nil {
		return nil, &fault{code: "unreadable", message: fmt.Sprintf("the file %q cannot be opened", file), help: "check its permissions"}
	}
	defer f.Close()
	in := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	_, err = in.ReadFrom(io.LimitReader(f, limit+1))
	b := in.Bytes()
	if err != nil {
		return nil, &fault{code: "unreadable", message: fmt.Sprintf("the file %q cannot be read", file), help: "check its permissions"}
	}
	if int64(len(b)) > limit {
		return nil, tooLarge(limit)
	}
	if l.total += int64(len(b)); l.total > maxTotal {
		return nil, &fault{code: "too-large", message: fmt.Sprintf("the notice holds more than %d MiB of TOML and Markdown", maxTotal>>20), help: "take out what does not belong to a notice"}
	}
	return b, nil
}

func tooLarge(limit int64) *fault {
	size := fmt.Sprintf("%d KiB", limit>>10)
	if limit >= 1<<20 {
		size = fmt.Sprintf("%d MiB", limit>>20)
	}
	return &fault{code: "too-large", message: fmt.Sprintf("the file is larger than %s", size), help: "split it into several files"}
}

// document reads a file that stands for itself: candor.toml, or a law's. It is nil when
// nothing can be read.
func (l *loader) document(name string) *reading {
	b, bad := l.read(name, maxFile)
	if bad != nil {
		l.know(&sheet{name: name, bad: bad})
		return nil
	}
	r := &reading{document: parse(name, b)}
	l.sources[name] = r.source
	for _, f := range r.faults {
		r.fault(f)
	}
	return r
}

// fault reports what kept bytes from being read, with a hint where the bytes
// show what their author was thinking of.
func (r *reading) fault(f fault) {
	if f.code == "syntax" && f.help == "" {
		f = r.hint(f)
	}
	var related []finding.Related
	if f.related != nil {
		related = []finding.Related{{Place: r.place(*f.related), Message: f.note}}
	}
	r.report(f.code, f.at, f.message, f.help, related...)
	if f.fatal && f.at == (span{}) {
		r.findings[len(r.findings)-1].Line = "" // it is about the file, and its first line may be unreadable
	}
}
