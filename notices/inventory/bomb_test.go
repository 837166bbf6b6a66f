//go:build unix

package inventory

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/candor-privacy/candor/notices/finding"
)

// many repeats a line with a running number.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// nearMax is a bit less than the largest file allowed.
const nearMax = maxFile - 1024

var bombs = map[string]string{
	"brackets, 5 MB":            "a = " + strings.Repeat("[", 5<<20),
	"brackets, in bounds":       "a = " + strings.Repeat("[", nearMax),
	"headers":                   strings.Repeat("[", nearMax),
	"inline tables, 40 KB":      strings.Repeat("a={", 13<<10),
	"inline tables with keys":   strings.Repeat(`"b c".d={`, 5<<10),
	"dotted key, 20 KB":         strings.Repeat("a.", 10<<10) + "a = 1",
	"dotted header":             "[" + strings.Repeat("a.", 10<<10) + "a]",
	"dotted keys in a table":    "x = { " + strings.Repeat("a.", 10<<10) + "a = 1 }",
	"long string":               `a = "` + strings.Repeat("x", nearMax) + `"`,
	"string never closed":       `a = """` + strings.Repeat("x\n", nearMax/2),
	"quotes":                    strings.Repeat(`"`, nearMax),
	"apostrophes":               strings.Repeat(`'`, nearMax),
	"many keys":                 many(100_000, "a#=1\n"),
	"too many keys":             many(120_000, "a#=1\n"),
	"same key":                  strings.Repeat("a=1\n", nearMax/4),
	"same table":                strings.Repeat("[a]\n", nearMax/4),
	"tables":                    many(70_000, "[a.b#]\n"),
	"list of tables":            strings.Repeat("[[use]]\n", nearMax/8),
	"sub-tables of lists":       strings.Repeat("[[use]]\n[use.b]\n", nearMax/16),
	"broken headers":            strings.Repeat("[a\nb=1\n", nearMax/7),
	"tags after a flag":         `a = "` + "\U0001f3f4" + strings.Repeat("\U000e0067", nearMax/4-8) + `"`,
	"marks of direction":        "[party]\nname = \"" + strings.Repeat("\u200f", nearMax/3-40) + "\u05d0\"",
	"curly quotes":              strings.Repeat("a = “b”\n", nearMax/13),
	"curly quotes, one line":    "a = " + strings.Repeat("“", nearMax/3),
	"one line of inline tables": "[party]\nx = [" + strings.Repeat("{a=1},", nearMax/7) + "]",
	"unknown keys on one line":  "[party]\nx = {" + many(60_000, "k#=1,") + "y=1}",
	"unknown keys":              "[party]\n" + many(60_000, "key#=1\n"),
	"unknown ids":               many(8_000, "[category.some-category-#]\nlabel='x'\n") + many(8_000, "[[use]]\nid='u#'\ncategories=['some-catgory-#']\n"),
	"long list":                 "[[use]]\nid='u'\ncategories=[" + many(90_000, "'c#',") + "]",
	"long chain":                many(12_000, "[category.c#]\nlabel='x'\nwithin=['c#0']\n") + many(1_000, "[[use]]\nid='u#'\ncategories=['c#']\n"),
	"ring":                      "[gate.g0]\nkind='fact'\ninstead=['g9999']\n" + ring(10_000),
	"bars and permits":          many(7_000, "[[bar]]\nid='b#'\npurposes=['p']\n") + many(7_000, "[[use]]\nid='u#'\npurposes=['p']\n"),
	"keeps":                     many(9_000, "[[keep]]\nid='k#'\nperiod='P#D'\ncategories=['c']\n"),
	"issues":                    many(6_000, "[[issue]]\nid='i#'\nkind='gap'\ntext='x'\naccepts=['unused']\nabout=['party']\n") + many(6_000, "[category.c#]\nlabel='x'\n"),
	"wide characters":           "[party]\nname = \"" + strings.Repeat("漢", 300_000) + "\u202e\"\nnmae = 1",
	"hidden characters":         "[party]\nalso = [" + strings.Repeat("\"\u202e\",", 90_000) + "]",
	"placeholders":              "[party]\nalso = [" + strings.Repeat(`"TODO",`, 90_000) + "]",
	"angle brackets":            "[party]\nname = \"" + strings.Repeat("<a ", 300_000) + "\"",
	"square brackets":           "[party]\nname = \"" + strings.Repeat("[insert ", 120_000) + "\"",
	"zero bytes":                strings.Repeat("\x00", nearMax),
	"carriage returns":          strings.Repeat("\r", nearMax),
	"comments":                  strings.Repeat("#\n", nearMax/2),
	"numbers":                   "a = 1" + strings.Repeat("0", nearMax),
	"underscores":               "a = 1" + strings.Repeat("_0", nearMax/2),
	"dates":                     strings.Repeat("a=01/02/2026\n", nearMax/13),
}

func ring(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "[gate.g%d]\nkind='fact'\ninstead=['g%d']\n", i, i-1)
	}
	return b.String()
}

// Bars for a bomb of at most a MiB. They are ten times what is promised, since a
// MiB of honest TOML takes its time too.
const (
	bombTime   = time.Second
	bombMemory = 640 << 20
)

// processorTime is what the process has used: a machine that does other things
// meanwhile makes no difference.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestBombs(t *testing.T) {
	limit := bombTime
	if testing.Short() || raceEnabled {
		limit *= 20
	}
	tooMany := false
	for name, text := range bombs {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"notices/a/notice.toml": {Data: []byte(text)}}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := processorTime(t)
			_, fs := Load(fsys)
			took := processorTime(t) - start
			runtime.ReadMemStats(&after)
			for try := 0; took > limit && try < 3; try++ { // the least says what it takes; neighbours only add
				start = processorTime(t)
				Load(fsys)
				took = min(took, processorTime(t)-start)
			}
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%8s %6d KiB in all, %d findings", took.Round(time.Millisecond), used>>10, len(fs))
			if took > limit {
				t.Errorf("took %s, more than %s", took, limit)
			}
			if used > bombMemory {
				t.Errorf("used %d MiB in all, more than %d", used>>20, bombMemory>>20)
			}
			if len(fs) == 0 || len(fs) > 3*maxFindings {
				t.Errorf("%d findings", len(fs))
			}
			if !slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Place.Line > 0 }) {
				t.Error("no finding has a place")
			}
			tooMany = tooMany || slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Code == "too-many" })
		})
	}
	if !tooMany {
		t.Error("no bomb was cut short")
	}
}
