package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/themes"
)

// publisherEnv makes the test binary a program that publishes until it is killed.
const publisherEnv = "CANDOR_TEST_PUBLISH_TO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(publisherEnv); dir != "" {
		publishForever(dir)
	}
	if dir := os.Getenv(pairEnv); dir != "" {
		publishPairsForever(dir)
	}
	if dir := os.Getenv(digestEnv); dir != "" {
		printDigest(dir)
	}
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

func publishForever(dir string) {
	fmt.Println("publishing")
	fewFiles = 0
	for i := 0; ; i++ {
		s := sample(i % 2)
		if rand.IntN(2) == 0 {
			s.options.Ledger = dir + ".ledger" // beside which the tree that is replaced is laid by
		}
		if _, err := s.Publish(Where{Public: dir}, Policy{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// sample is one of two sites that share some files, some paths, and differ in others.
func sample(version int) *Site {
	s := &Site{Digest: fmt.Sprintf("sha256:%064d", version), Set: &notices.Set{Notices: []*notices.Notice{{ID: "notice"}}}}
	add := func(path string, size int) {
		s.Public = append(s.Public, themes.File{Path: path, Data: bytes.Repeat(fmt.Appendf(nil, "%d %s\n", version, path), size)})
	}
	s.Public = append(s.Public, themes.File{Path: "about/index.html", Data: []byte("the same in both\n")})
	add("index.html", 50)
	add(style(version), 400)
	add("notice/index.html", 900)
	add(fmt.Sprintf("notice/v%d/notice.json", version), 300)
	return s
}

// style is where a sample's style stands, under a name of its own as hashed ones have.
func style(version int) string { return fmt.Sprintf("assets/style.%d.css", version) }

// files is a folder's files by path, links as what they point to, or nil when
// there is no folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	out := map[string]string{}
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if e.Type()&fs.ModeSymlink != 0 {
			out[rel], err = os.Readlink(path)
			return err
		}
		data, err := os.ReadFile(path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// text is the file of a marker.
func (m marker) text() string {
	var b strings.Builder
	_ = m.write(&b) // a Builder takes everything
	return b.String()
}

// want is the tree that publishing s must leave, over the site before, if any.
func want(t *testing.T, s *Site, before ...*Site) map[string]string {
	t.Helper()
	m, err := newMarker(s.Digest, 0, s.Public)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	m.Kept = map[string]sum{}
	for _, old := range before {
		for _, f := range old.Public {
			if _, again := m.Sums[f.Path]; !again && strings.HasPrefix(f.Path, assets) {
				m.Kept[f.Path] = sha256.Sum256(f.Data)
				out[f.Path] = string(f.Data)
			}
		}
	}
	out[markerName] = m.text()
	for _, f := range s.Public {
		out[f.Path] = string(f.Data)
	}
	return out
}

func equal(a, b map[string]string) bool {
	if len(a) != len(b) || (a == nil) != (b == nil) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// leftovers are the names of ours beside a target.
func leftovers(t *testing.T, target string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if strings.Contains(e.Name(), ".candor-") {
			out = append(out, e.Name())
		}
	}
	return out
}

func mustPublish(t *testing.T, s *Site, dir string, before ...*Site) Published {
	t.Helper()
	done, err := s.Publish(Where{Public: dir}, Policy{})
	if err != nil {
		t.Fatal(err)
	}
	mustStand(t, s, dir, before...)
	return done
}

// on publishes to a disk with no lock held.
func on(d disk, s *Site, dir string) error { return onto(d, s, dir, "") }

// onto is on with a place to lay by what is replaced.
func onto(d disk, s *Site, dir, spare string) error {
	t, err := newTree(dir, s.Digest, 0, s.Public)
	if err != nil {
		return err
	}
	t.spare = spare
	return exchangeAll(d, t, nil)
}

// hastily publishes without waiting for the disk, for tests that publish often.
func hastily(t *testing.T, s *Site, dir string, before ...*Site) {
	t.Helper()
	if err := on(volatile{}, s, dir); err != nil {
		t.Fatal(err)
	}
	mustStand(t, s, dir, before...)
}

func mustStand(t *testing.T, s *Site, dir string, before ...*Site) {
	t.Helper()
	if got := files(t, dir); !equal(got, want(t, s, before...)) {
		t.Fatalf("published tree has %d files that differ from the site's %d", len(got), len(s.Public))
	}
	if left := leftovers(t, dir); left != nil {
		t.Fatalf("publish left %v behind", left)
	}
}

func TestPublish(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "public")
	mustPublish(t, sample(0), dir)            // into nothing, folders above made
	mustPublish(t, sample(1), dir, sample(0)) // over the old, whose other files go
	mustPublish(t, sample(1), dir, sample(0)) // again, to the same bytes
	empty := t.TempDir()
	mustPublish(t, sample(0), empty)
}

// TestPublishKeepsTheMode publishes into a folder that is nobody else's business.
func TestPublishKeepsTheMode(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		mustPublish(t, sample(i), dir, sample(0))
		if info, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Fatalf("the folder has mode %v, %v; want 0700", info.Mode(), err)
		}
	}
}

func TestPublishThroughALink(t *testing.T) {
	dir := t.TempDir()
	mustPublish(t, sample(0), filepath.Join(dir, "real"))
	if err := os.Symlink("real", filepath.Join(dir, "public")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	mustPublish(t, sample(1), filepath.Join(dir, "public"), sample(0))
	if info, err := os.Lstat(filepath.Join(dir, "public")); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link was replaced rather than what it points to")
	}
	if !equal(files(t, filepath.Join(dir, "real")), want(t, sample(1), sample(0))) {
		t.Error("the folder behind the link does not hold the new site")
	}
}

func TestPublishRefuses(t *testing.T) {
	write := func(t *testing.T, path string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// Each case lays out a folder with the workspace ws and the home folder home in
	// it, and names the target.
	tests := map[string]struct {
		layout func(t *testing.T, root string) string
		says   string
	}{
		"the root of the file system": {func(t *testing.T, root string) string { return "/" }, "root of the file system"},
		"the home folder":             {func(t *testing.T, root string) string { return root + "/home" }, "home folder"},
		"what holds home":             {func(t *testing.T, root string) string { return root }, "home folder"},
		"the workspace":               {func(t *testing.T, root string) string { return root + "/ws" }, "holds the workspace"},
		"the notices":                 {func(t *testing.T, root string) string { return root + "/ws/notices" }, "/ws/notices is a folder which the site is made from"},
		"a folder in the notices":     {func(t *testing.T, root string) string { return root + "/ws/notices/public" }, "/ws/notices/public lies in "},
		"the workspace behind a link": {func(t *testing.T, root string) string { os.Symlink("ws", root+"/link"); return root + "/link" }, "holds the workspace"},
		"a link to nowhere":           {func(t *testing.T, root string) string { os.Symlink("gone", root+"/link"); return root + "/link" }, "link to nowhere"},
		"a file":                      {func(t *testing.T, root string) string { write(t, root+"/file"); return root + "/file" }, "name a folder"},
		"below a file":                {func(t *testing.T, root string) string { write(t, root+"/file"); return root + "/file/out" }, "/file/out cannot be a folder"},
		"a folder of someone else":    {func(t *testing.T, root string) string { write(t, root+"/out/thesis.doc"); return root + "/out" }, "did not write, such as thesis.doc"},
		"a repository":                {func(t *testing.T, root string) string { write(t, root+"/out/.git/HEAD"); return root + "/out" }, "did not write, such as .git"},
		"someone else's SHA256SUMS":   {func(t *testing.T, root string) string { write(t, root+"/out/SHA256SUMS"); return root + "/out" }, "did not write"},
		"a site with a file added": {func(t *testing.T, root string) string {
			mustPublish(t, sample(0), root+"/out")
			write(t, root+"/out/CNAME")
			return root + "/out"
		}, "CNAME"},
		"a site with a folder added": {func(t *testing.T, root string) string {
			mustPublish(t, sample(0), root+"/out")
			os.Mkdir(root+"/out/kept", 0o755)
			return root + "/out"
		}, "kept"},
		"someone else's folder beside": {func(t *testing.T, root string) string { write(t, root+"/.out.candor-new/mine"); return root + "/out" }, "in the way"},
		"someone else's sums beside": {func(t *testing.T, root string) string {
			write(t, root+"/.out.candor-new/SHA256SUMS")
			return root + "/out"
		}, "in the way"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			root, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.MkdirAll(root+"/ws/notices", 0o755), os.Mkdir(root+"/home", 0o755)); err != nil {
				t.Fatal(err)
			}
			target := test.layout(t, root)
			before := files(t, root)
			s := sample(1)
			s.options = Options{Dir: root + "/ws", Home: root + "/home", inputs: []string{"notices", "", "themes"}}
			if _, err := s.Publish(Where{Public: target}, Policy{}); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("Publish(%s) = %v, want an error that says %q", target, err, test.says)
			}
			if !equal(before, files(t, root)) {
				t.Error("a refused publish changed files")
			}
		})
	}
}

// TestPublishSaysWhichFolderTakesNoFiles publishes where nobody may write, not even
// who may write everywhere.
func TestPublishSaysWhichFolderTakesNoFiles(t *testing.T) {
	if runtime.GOOS != "linux" {
		return
	}
	_, err := sample(0).Publish(Where{Public: "/proc/candor"}, Policy{})
	if err == nil || !strings.Contains(err.Error(), "cannot write beside /proc/candor: the folder /proc is not writable") {
		t.Errorf("Publish = %v, want an error that names the folder", err)
	}
}

// TestPublishRefusesASiteWithoutNotices keeps the site that stands from being
// replaced by an empty one.
func TestPublishRefusesASiteWithoutNotices(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	s := sample(0)
	s.Set = &notices.Set{}
	if _, err := s.Publish(Where{Public: dir}, Policy{}); err == nil || !strings.Contains(err.Error(), "no notice") {
		t.Errorf("Publish = %v, want an error", err)
	}
	if _, err := os.Lstat(dir); err == nil {
		t.Error("it was published all the same")
	}
}

func TestPublishRefusesWhileErrorsStand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	s := sample(0)
	s.Findings = []finding.Finding{{Severity: finding.Warning}}
	mustPublish(t, s, dir)
	s = sample(1)
	s.Findings = []finding.Finding{{Severity: finding.Error}}
	if _, err := s.Publish(Where{Public: dir}, Policy{}); !errors.Is(err, ErrFindings) {
		t.Errorf("Publish with an error = %v, want ErrFindings", err)
	}
	if !equal(files(t, dir), want(t, sample(0))) {
		t.Error("a refused publish changed the site")
	}
}

func TestPublishRefusesBadPaths(t *testing.T) {
	for _, path := range []string{"", ".", "../x", "/x", "a//b", "a/../b", `a\b`, "SHA256SUMS", "a\nb", "index.html"} {
		dir := filepath.Join(t.TempDir(), "public")
		s := sample(0)
		s.Public = append(s.Public, themes.File{Path: path})
		if _, err := s.Publish(Where{Public: dir}, Policy{}); err == nil {
			t.Errorf("Publish of a file named %q succeeded", path)
		}
		if got := files(t, dir); got != nil {
			t.Errorf("Publish of a file named %q wrote %d files", path, len(got))
		}
	}
}

// volatile is the machine's disk without the waiting.
type volatile struct{ osDisk }

func (volatile) Sync(string, []string) error { return nil }

// failing is a disk whose n-th operation fails, and with it the power if dead:
// then nothing that comes after is carried out either.
type failing struct {
	disk
	n         int
	calls     int64 // links are made side by side
	dead      bool
	exchanges bool
	links     bool
}

var errDisk = errors.New("the disk failed")

func (d *failing) fails() bool {
	calls := int(atomic.AddInt64(&d.calls, 1))
	return calls == d.n || d.dead && d.n > 0 && calls > d.n
}

func failable[T any](d *failing, do func() (T, error)) (T, error) {
	if d.fails() {
		var none T
		return none, errDisk
	}
	return do()
}

func (d *failing) must(do func() error) error {
	_, err := failable(d, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

func (d *failing) Lstat(path string) (fs.FileInfo, error) {
	return failable(d, func() (fs.FileInfo, error) { return d.disk.Lstat(path) })
}

func (d *failing) ReadDir(path string) ([]fs.DirEntry, error) {
	return failable(d, func() ([]fs.DirEntry, error) { return d.disk.ReadDir(path) })
}

func (d *failing) ReadFile(path string) ([]byte, error) {
	return failable(d, func() ([]byte, error) { return d.disk.ReadFile(path) })
}

func (d *failing) Create(path string) (io.WriteCloser, error) {
	f, err := failable(d, func() (io.WriteCloser, error) { return d.disk.Create(path) })
	return &failingFile{f, d}, err
}

func (d *failing) Link(a, b string) error {
	if !d.links {
		return errors.ErrUnsupported
	}
	return d.must(func() error { return d.disk.Link(a, b) })
}

func (d *failing) Chmod(path string, mode fs.FileMode) error {
	return d.must(func() error { return d.disk.Chmod(path, mode) })
}
func (d *failing) Mkdir(path string) error { return d.must(func() error { return d.disk.Mkdir(path) }) }
func (d *failing) Remove(path string) error {
	return d.must(func() error { return d.disk.Remove(path) })
}
func (d *failing) Sync(dir string, names []string) error {
	return d.must(func() error { return d.disk.Sync(dir, names) })
}
func (d *failing) Rename(a, b string) error {
	return d.must(func() error { return d.disk.Rename(a, b) })
}
func (d *failing) Exchange(a, b string) error {
	if !d.exchanges {
		return errors.ErrUnsupported
	}
	return d.must(func() error { return d.disk.Exchange(a, b) })
}

type failingFile struct {
	io.WriteCloser
	d *failing
}

// Write fails half-way, as a full disk does.
func (f *failingFile) Write(b []byte) (int, error) {
	if f.d.fails() {
		n, _ := f.WriteCloser.Write(b[:len(b)/2])
		return n, errDisk
	}
	return f.WriteCloser.Write(b)
}
func (f *failingFile) Close() error {
	return errors.Join(f.WriteCloser.Close(), f.d.must(func() error { return nil }))
}

// TestPublishEveryFailure makes each file operation of a publish fail in turn,
// alone and with everything after it, with and without exchange and links.
func TestPublishEveryFailure(t *testing.T) {
	defer func(before int) { fewFiles = before }(fewFiles)
	fewFiles = 0
	for _, i := range disks {
		exchanges, links, dead := i&4 == 0, i&2 == 0, i&1 == 0
		for _, spare := range []bool{false, true} {
			t.Run(fmt.Sprintf("exchange=%v,link=%v,dead=%v,spare=%v", exchanges, links, dead, spare), func(t *testing.T) {
				everyFailure(t, failing{disk: volatile{}, exchanges: exchanges, links: links, dead: dead}, spare)
			})
		}
	}
}

// everyFailure has one operation after the other fail. With a spare, what was published before
// the old site lies by, and may be left alone where it cannot be had.
func everyFailure(t *testing.T, with failing, spare bool) {
	old, new := sample(0), sample(1)
	before, after := want(t, old), want(t, new, old)
	if spare {
		before = want(t, old, new)
	}
	kept, replaced, absent := 0, 0, 0
	for n := 1; ; n++ {
		dir := t.TempDir()
		target, by := filepath.Join(dir, "public"), ""
		if spare {
			by = filepath.Join(dir, "spare")
			hastily(t, new, target)
			if err := onto(volatile{}, old, target, by); err != nil || files(t, by) == nil {
				t.Fatalf("nothing is laid by: %v", err)
			}
		} else {
			hastily(t, old, target)
		}
		d := with
		d.n = n
		err := onto(&d, new, target, by)
		got := files(t, target)
		if int(d.calls) < n {
			t.Logf("%d operations: %d failures left the old site, %d the new one, %d neither until the next run", d.calls, kept, replaced, absent)
			if err != nil || !equal(got, after) {
				t.Fatalf("a publish without failure gave %v", err)
			}
			break
		}
		switch {
		case err == nil && spare && equal(got, after):
			replaced++
		case err == nil:
			t.Fatalf("operation %d failed and publish said nothing", n)
		case equal(got, before):
			kept++
			if errors.Is(err, ErrLeftover) {
				t.Fatalf("operation %d failed, the old site stands, and publish says: %v", n, err)
			}
		case equal(got, after):
			replaced++
			if !errors.Is(err, ErrLeftover) {
				t.Fatalf("operation %d failed, the new site stands, and publish says: %v", n, err)
			}
		case got == nil && d.dead && !d.exchanges && absent == 0:
			absent++ // power lost between the two renames: the next run mends it first of all
			half, _ := newTree(target, new.Digest, 0, new.Public)
			if err := half.recover(); err != nil {
				t.Fatal(err)
			}
			if !equal(files(t, target), before) {
				t.Fatalf("operation %d failed and recovering did not bring the old site back", n)
			}
		default:
			t.Fatalf("operation %d failed and left a tree that is neither old nor new (%d files)", n, len(got))
		}
		hastily(t, new, target, old)
	}
	if kept == 0 || replaced == 0 {
		t.Errorf("the failures never fell on both sides of the exchange: %d old, %d new", kept, replaced)
	}
}

// publishAndKill has a process of its own publish, as the setting says, and kills it a
// while after it has begun.
func publishAndKill(t *testing.T, setting string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), setting)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, 1)); err != nil {
		t.Errorf("it never began: %v", err)
	}
	time.Sleep(after)
	cmd.Process.Kill()
	cmd.Wait()
	if stderr.Len() > 0 {
		t.Fatalf("publishing after a kill: %s", &stderr)
	}
}

// TestPublishKilled kills a publishing process at random moments.
func TestPublishKilled(t *testing.T) {
	if exchange("", "") == errors.ErrUnsupported {
		t.Skip("no exchange on this system: a kill may fall between two renames")
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	mustPublish(t, sample(0), target)
	trees := []map[string]string{want(t, sample(0)), want(t, sample(1), sample(0)), want(t, sample(0), sample(1))}
	seen, unfinished := [2]int{}, 0
	random := rand.New(rand.NewPCG(1, 2))
	for range kills {
		publishAndKill(t, publisherEnv+"="+target, time.Duration(random.IntN(80_000))*time.Microsecond)
		got := files(t, target)
		i := slices.IndexFunc(trees, func(want map[string]string) bool { return equal(got, want) })
		if i < 0 {
			t.Fatalf("a kill left a tree of %d files that is neither old nor new", len(got))
		}
		seen[i%2]++
		if leftovers(t, target) != nil {
			unfinished++
		}
	}
	t.Logf("%d kills: %d and %d whole sites, %d with leftovers beside", kills, seen[0], seen[1], unfinished)
	if seen[0] == 0 || seen[1] == 0 || unfinished == 0 {
		t.Error("the kills never fell into a publish: the test proves nothing")
	}
	mustPublish(t, sample(1), target, sample(0))
}

// TestPublishWatched reads a site all the while it is replaced.
func TestPublishWatched(t *testing.T) {
	if exchange("", "") == errors.ErrUnsupported {
		t.Skip("no exchange on this system")
	}
	target := filepath.Join(t.TempDir(), "public")
	mustPublish(t, sample(0), target)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 40 {
			if _, err := sample(i%2).Publish(Where{Public: target}, Policy{}); err != nil {
				t.Error(err)
			}
		}
	}()
	for reads := 0; ; reads++ {
		if _, err := os.ReadFile(filepath.Join(target, "index.html")); err != nil {
			t.Fatalf("read %d while publishing: %v", reads, err)
		}
		select {
		case <-done:
			t.Logf("%d reads, none missing", reads)
			return
		default:
		}
	}
}

func TestPublishTakesTurns(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	release, err := lock(beside(target, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = sample(0).Publish(Where{Public: target}, Policy{})
	if says := fmt.Sprintf("process %d holds", os.Getpid()); err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("Publish while another is at work = %v, want an error that says %q", err, says)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, sample(0), target)
}

func TestMarkerRoundTrip(t *testing.T) {
	m, err := newMarker("sha256:abc", 12, sample(0).Public)
	if err != nil {
		t.Fatal(err)
	}
	m.Replaces, m.Kept = "sha256:def", map[string]sum{"assets/old.css": {1}}
	back, err := parseMarker([]byte(m.text()))
	if err != nil || back.text() != m.text() || !back.same(m) || !back.lists("assets/old.css") {
		t.Errorf("parseMarker(m.text()) = %v, %v", back, err)
	}
	head := markerLine + "\n" + digestLine + "x\n"
	for _, bad := range []string{"", "x", markerLine, head + "abc  index.html\n", head + strings.Repeat("0", 64) + "  ../x\n", head + "# serial x\n", head + "# else\n"} {
		if _, err := parseMarker([]byte(bad)); err == nil {
			t.Errorf("parseMarker(%q) took it", bad)
		}
	}
}
