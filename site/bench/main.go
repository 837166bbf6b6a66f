// Command bench sets candor publish beside Hugo on the same notices, from one to a
// hundred thousand of them.
//
// In one run both build the same synthetic notices in turn, round after round, so that
// what else the machine does strikes both alike. Printed are medians: wall time, time of
// the processors and peak memory of the process as the kernel accounts for it, and of the
// ratios within a round. Each notice has 40 categories, 25 purposes, 12 recipients, 8
// periods, 8 rights and 3 addenda; in the kind districts, each is a short one that extends
// such a base. For Hugo they are pages with the same facts as front matter, one layout
// with partials, and for districts one data file; it writes a page for each, and Candor
// besides its Markdown, plain text and JSON, with every check of page and links on. The
// notices switch on no law, and but where it says so the policy is left out, as Hugo
// makes none.
//
//	clean        into a new folder
//	nothing      again, nothing touched
//	content      again, every file of the workspace with a new date, as after a checkout
//	one          again, one notice edited
//	one content  again, one notice edited and every file with a new date
//	whole        into a new folder, with the internal folder and no key, as publish does unless told otherwise
//	whole one    again, one notice edited, with the internal folder
//	raw          the bytes of Candor's site written and nothing else, for scale
//
// From the folder of this file; Hugo is installed as a tool unless it is named, and
// candor is built from the folders above:
//
//	go run . -sizes 5,100,1000 -rounds 7
//	go run . -sizes 10000 -rounds 3 -hugo "$(command -v hugo)"
//	go run . -preview -sizes 100,1000      # candor preview beside hugo server
//	go run . -preview -sizes 10000 -only one -rounds 2 # without edits of a template
//	go run . -write DIR -sizes 100000      # only write the workspace
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/candor-privacy/candor/site/synthetic"
)

func main() {
	log.SetFlags(0)
	var b bench
	sizes := flag.String("sizes", "5,100,1000", "how many notices")
	kinds := flag.String("kinds", "full,districts", "what notices")
	write := flag.String("write", "", "write the workspace of the first size and kind to this folder, and stop")
	flag.IntVar(&b.rounds, "rounds", 5, "rounds in which each builds")
	flag.StringVar(&b.hugo, "hugo", "", "the program Hugo; left out, it is installed")
	flag.StringVar(&b.candor, "candor", "", "the program candor; left out, it is built")
	flag.StringVar(&b.only, "only", "", "builds to run, such as clean,nothing; left out, all")
	flag.BoolVar(&b.alone, "alone", false, "without Hugo: no ratios")
	preview := flag.Bool("preview", false, "compare candor preview with hugo server instead")
	flag.Parse()
	if *write != "" {
		n, err := strconv.Atoi(strings.Split(*sizes, ",")[0])
		fatal(err)
		fatal(synthetic.Workspace(*write, n, strings.HasPrefix(*kinds, "districts")))
		return
	}
	work, err := os.MkdirTemp("", "candor-bench-")
	fatal(err)
	ours.work = work
	ours.heed()
	defer ours.end()
	b.work = work
	b.tools()
	if *preview {
		for size := range strings.SplitSeq(*sizes, ",") {
			n, err := strconv.Atoi(size)
			fatal(err)
			b.preview(n)
		}
		return
	}
	for _, kind := range strings.Split(*kinds, ",") {
		before := map[string]float64{}
		last := 0
		for _, size := range strings.Split(*sizes, ",") {
			n, err := strconv.Atoi(size)
			fatal(err)
			now := b.size(n, kind == "districts")
			for _, of := range []string{"candor clean", "candor nothing"} {
				if before[of] > 0 && now[of] > 0 {
					fmt.Printf("%s: time(%d) ÷ time(%d) = %.2f, of %.1f times the notices\n", of, n, last, now[of]/before[of], float64(n)/float64(last))
				}
			}
			before, last = now, n
		}
	}
}

type bench struct {
	rounds       int
	hugo, candor string
	only, work   string
	alone        bool
}

// hugoVersion is the newest that this version of Go builds.
const hugoVersion = "v0.165.0"

// tools makes what is compared.
func (b *bench) tools() {
	if b.candor == "" {
		b.candor = filepath.Join(b.work, "candor")
		build := exec.Command("go", "build", "-o", b.candor, "./cmd/candor")
		build.Dir = filepath.Join("..", "..")
		build.Stderr = os.Stderr
		fatal(build.Run())
	}
	if b.hugo == "" && !b.alone {
		b.hugo = filepath.Join(b.work, "hugo")
		install := exec.Command("go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
		install.Env = append(os.Environ(), "GOBIN="+b.work, "CGO_ENABLED=0", "GOFLAGS=-mod=mod")
		install.Stderr = os.Stderr
		fatal(install.Run())
	}
}

// took is what one run took.
type took struct {
	wall, cpu time.Duration
	peak      int64 // KiB
}

// contender is one way to build.
type contender struct {
	name   string
	base   string // what it is set beside, "" for nothing
	before func() // outside the clock
	run    func() took
	taken  []took
}

// size runs all rounds of one size and prints them. It gives the median seconds of each.
func (b *bench) size(n int, districts bool) map[string]float64 {
	dir, err := os.MkdirTemp(b.work, "size-")
	fatal(err)
	defer aside(dir)
	source, site := filepath.Join(dir, "workspace"), filepath.Join(dir, "hugo")
	fatal(synthetic.Workspace(source, n, districts))
	if !b.alone {
		fatal(hugoSite(site, n, districts))
	}
	all := b.contenders(dir, source, site, n)
	for round := range b.rounds + 1 { // the first warms up, and makes what the others find
		for _, c := range all {
			c.before()
			if t := c.run(); round > 0 {
				c.taken = append(c.taken, t)
			}
		}
	}
	what := "full notices"
	if districts {
		what = "districts"
	}
	fmt.Printf("\n%d %s, %d rounds\n%-18s %10s %10s %9s   %s\n", n, what, b.rounds, "", "wall ms", "CPU ms", "peak MiB", "÷ Hugo, the same round: wall, CPU, peak")
	medians := map[string]float64{}
	for _, c := range all {
		of := func(get func(took) float64) float64 { return median(each(c.taken, get)) }
		medians[c.name] = of(wall)
		fmt.Printf("%-18s %10.1f %10.1f %9.0f", c.name, of(wall)*1e3, of(cpu)*1e3, of(peak))
		if i := slices.IndexFunc(all, func(o *contender) bool { return o.name == c.base }); i >= 0 {
			for _, get := range []func(took) float64{wall, cpu, peak} {
				ratios := each(c.taken, get)
				for k, t := range all[i].taken {
					ratios[k] /= get(t)
				}
				fmt.Printf("  %6.3f", median(ratios))
			}
		}
		fmt.Println()
	}
	return medians
}

func wall(t took) float64 { return t.wall.Seconds() }
func cpu(t took) float64  { return t.cpu.Seconds() }
func peak(t took) float64 { return float64(t.peak) / 1024 }

func each(all []took, get func(took) float64) []float64 {
	out := make([]float64, len(all))
	for i, t := range all {
		out[i] = get(t)
	}
	return out
}

func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	x = slices.Sorted(slices.Values(x))
	return (x[len(x)/2] + x[(len(x)-1)/2]) / 2
}

// contenders are all builds of one size.
func (b *bench) contenders(dir, source, site string, n int) []*contender {
	out := func(name string) string { return filepath.Join(dir, "out-"+name) }
	hugo := func(name string) func() took {
		return func() took { return run(b.hugo, "--quiet", "-s", site, "-d", out(name)) }
	}
	candor := func(name string) func() took {
		return func() took { return run(b.candor, "publish", out(name), "--workspace", source, "--site-only") }
	}
	whole := func(name string) func() took {
		return func() took {
			return run(b.candor, "publish", out(name), "--workspace", source, "--internal", out(name+"-inside"))
		}
	}
	cleared := 0
	clear := func(names ...string) func() {
		return func() {
			for _, name := range names {
				cleared++
				old := filepath.Join(dir, fmt.Sprintf("old-%d", cleared))
				err := os.Rename(out(name), old)
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				fatal(err)
				aside(old)
			}
			syscall.Sync()
		}
	}
	nothing := func() { syscall.Sync() }
	edits := 0
	edit := func(files ...string) func() {
		return func() {
			edits++
			for _, f := range files {
				text, err := os.ReadFile(f)
				fatal(err)
				text = titled.ReplaceAll(text, fmt.Appendf(nil, "title = \"Privacy notice in its edit %d\"", edits))
				fatal(os.WriteFile(f, text, 0o644))
			}
			syscall.Sync()
		}
	}
	settled := func(build func() took, change func()) func() { // no date is so young that a file is read for it
		return func() {
			build() // what others have edited meanwhile
			time.Sleep(young)
			build()
			change()
		}
	}
	all := []*contender{
		{name: "hugo clean", before: clear("hugo"), run: hugo("hugo")},
		{name: "candor clean", base: "hugo clean", before: clear("clean"), run: candor("clean")},
		{name: "raw", base: "hugo clean", before: clear("raw"), run: func() took { return rawWrite(out("raw"), out("clean")) }},
		{name: "hugo nothing", before: nothing, run: hugo("hugo-again")},
		{name: "candor nothing", base: "hugo nothing", before: settled(candor("again"), nothing), run: unmoved(out("again"), candor("again"))},
		{name: "candor content", base: "hugo nothing", before: func() { touch(source); syscall.Sync() }, run: unmoved(out("again"), candor("again"))},
	}
	id := synthetic.ID(n / 2)
	page := filepath.Join(site, "content", "notices", id+".md")
	notice := filepath.Join(source, "notices", id, "notice.toml")
	all = append(all,
		&contender{name: "candor whole", base: "hugo clean", before: clear("whole", "whole-inside"), run: whole("whole")},
		&contender{name: "candor whole one", base: "hugo one", before: settled(whole("whole"), edit(notice)), run: whole("whole")},
		&contender{name: "hugo one", before: edit(page), run: hugo("hugo-again")},
		&contender{name: "candor one", base: "hugo one", before: settled(candor("again"), edit(notice)), run: candor("again")},
		&contender{name: "candor one content", base: "hugo one", before: func() { touch(source); edit(notice)() }, run: candor("again")},
		&contender{name: "candor after", before: nothing, run: candor("again")},
	)
	return slices.DeleteFunc(all, func(c *contender) bool {
		return b.alone && strings.HasPrefix(c.name, "hugo") || !b.wanted(c.name)
	})
}

// wanted tells whether -only leaves something in, by the end of its name.
func (b *bench) wanted(name string) bool {
	return b.only == "" || slices.ContainsFunc(strings.Split(b.only, ","), func(w string) bool { return strings.HasSuffix(name, w) })
}

// young is how long a date tells little, and a little more.
const young = 2200 * time.Millisecond

// aside empties the files of a folder and keeps their names until the end: ext4 looks over
// every file that was deleted in the last minute each time it makes one, so that a build
// into a new folder would pay for the one before it, by how many files that had.
func aside(dir string) {
	fatal(filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			err = os.Truncate(path, 0)
		}
		return err
	}))
}

// titled is the line of a notice, or of its page, that is edited.
var titled = regexp.MustCompile(`title = "[^"]*Privacy notice[^"]*"`)

// run runs a program to its end.
func run(program string, args ...string) took {
	cmd := exec.Command(program, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	begin := time.Now()
	err := ours.start(cmd)
	if err == nil {
		err = ours.wait(cmd)
	}
	wall := time.Since(begin)
	if err != nil {
		stop("%s %s: %v\n%s", program, strings.Join(args, " "), err, complaint.Bytes()[max(0, complaint.Len()-2000):])
	}
	use := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return took{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), use.Maxrss}
}

// unmoved makes sure that a build which has nothing to do moves no date.
func unmoved(dir string, build func() took) func() took {
	return func() took {
		before := dates(dir)
		t := build()
		if before == nil {
			return t // the first round
		}
		moved := 0
		for name, date := range dates(dir) {
			if !before[name].Equal(date) {
				moved++
			}
		}
		if moved > 0 {
			stop("%d dates moved in a build with nothing to do", moved)
		}
		return t
	}
}

func dates(dir string) map[string]time.Time {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	out := map[string]time.Time{}
	fatal(filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil {
			out[path] = info.ModTime()
		}
		return err
	}))
	return out
}

// touch gives every file of a workspace another date.
func touch(dir string) {
	now := time.Now().Add(-time.Hour)
	for name := range dates(dir) {
		if filepath.Base(filepath.Dir(name)) != ".candor" {
			fatal(os.Chtimes(name, now, now))
		}
	}
}

// rawWrite writes the files of a folder to another, and times the writing alone.
func rawWrite(to, from string) (t took) {
	fatal(filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, path)
		begin := time.Now()
		if e.IsDir() {
			err = os.Mkdir(filepath.Join(to, rel), 0o755)
		} else {
			var data []byte
			data, err = os.ReadFile(path)
			begin = time.Now()
			err = errors.Join(err, os.WriteFile(filepath.Join(to, rel), data, 0o644))
		}
		t.wall += time.Since(begin)
		return err
	}))
	return t
}
