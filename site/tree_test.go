package site

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/candor-privacy/candor/themes"
)

// infos are the identity and the date of everything in a folder, the folder
// included.
func infos(t *testing.T, dir string) map[string]fs.FileInfo {
	t.Helper()
	out := map[string]fs.FileInfo{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil {
			out[path], err = e.Info()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPublishAgainLeavesAllAlone publishes the same twice: not one file, not one date is
// another afterwards.
func TestPublishAgainLeavesAllAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for _, s := range []*Site{sample(0), sample(1)} {
		if done, err := s.Publish(Where{Public: dir}, Policy{}); err != nil || done.Public.None() {
			t.Fatalf("Publish = %+v, %v", done, err)
		}
		before := infos(t, dir)
		done, err := s.Publish(Where{Public: dir}, Policy{})
		if err != nil || !done.Public.None() || done.Public.Same != len(s.Public) {
			t.Errorf("Publish of the same again = %+v, %v", done, err)
		}
		for path, info := range infos(t, dir) {
			if before[path] == nil || !os.SameFile(before[path], info) || !before[path].ModTime().Equal(info.ModTime()) {
				t.Errorf("publishing the same again touched %s", path)
			}
		}
	}
}

// TestPublishTouchesOnlyWhatChanged looks at which files of a new version are the files
// of the old one.
func TestPublishTouchesOnlyWhatChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, sample(0), dir)
	before := infos(t, dir)
	done := mustPublish(t, sample(1), dir, sample(0))
	if want := (Change{Files: 5, Written: 5, Same: 1, Removed: 1}); done.Public != want {
		t.Errorf("Publish = %+v, want %+v", done.Public, want)
	}
	for path, info := range infos(t, dir) {
		old := before[path]
		same := old != nil && os.SameFile(old, info) && old.ModTime().Equal(info.ModTime())
		if want := strings.HasSuffix(path, filepath.FromSlash("about/index.html")) || strings.HasSuffix(path, filepath.FromSlash(style(0))); !info.IsDir() && same != want {
			t.Errorf("%s is the file it was: %v, want %v", path, same, want)
		}
	}
}

// TestPublishKeepsAssetsForOneVersion lets a page that was loaded before the exchange
// find its style after it, and not for ever.
func TestPublishKeepsAssetsForOneVersion(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for version := range 4 {
		if version == 0 {
			mustPublish(t, sample(0), dir)
			continue
		}
		mustPublish(t, sample(version), dir, sample(version-1))
		old := sample(version - 1)
		for _, f := range old.Public {
			if got, err := os.ReadFile(in(dir, f.Path)); strings.HasPrefix(f.Path, assets) && (err != nil || string(got) != string(f.Data)) {
				t.Errorf("version %d took %s from pages of the version before: %v", version, f.Path, err)
			}
		}
	}
}

// TestPublishBelievesNoFile changes published files under the publisher: by content,
// by a link in place of a file, and by taking one away.
func TestPublishBelievesNoFile(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "index.html")
	for name, change := range map[string]func(file string, data []byte) error{
		"other content of the same size": func(file string, data []byte) error {
			data[0] ^= 1
			return os.WriteFile(file, data, 0o644)
		},
		"a link to the same content": func(file string, data []byte) error {
			return errors.Join(os.WriteFile(outside, data, 0o644), os.Remove(file), os.Symlink(outside, file))
		},
		"no file": func(file string, _ []byte) error { return os.Remove(file) },
	} {
		for version := range 2 {
			dir := filepath.Join(t.TempDir(), "public")
			mustPublish(t, sample(0), dir)
			for _, path := range []string{"about/index.html", style(0)} {
				data, err := os.ReadFile(in(dir, path))
				if err == nil {
					err = change(in(dir, path), data)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if version == 0 {
				mustPublish(t, sample(0), dir)
			} else {
				mustPublish(t, sample(1), dir) // whose version before is none that could be kept
			}
			if info, err := os.Lstat(in(dir, "about/index.html")); err != nil || !info.Mode().IsRegular() {
				t.Errorf("%s: the file is %v, %v", name, info.Mode(), err)
			}
		}
	}
}

// TestPublishTwoAtOnce lets two publish to one folder, each its own site: one works, the
// other is told who does, and nothing is mixed.
func TestPublishTwoAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	var turns sync.WaitGroup
	var refused, published [2]int
	for i := range 2 {
		turns.Go(func() {
			for published[i] < 10 {
				switch _, err := sample(i).Publish(Where{Public: dir}, Policy{}); {
				case err == nil:
					published[i]++
				case strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())), strings.Contains(err.Error(), "another process"):
					refused[i]++
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	turns.Wait()
	t.Logf("%v publishes, %v refusals", published, refused)
	got := files(t, dir)
	for i := range 2 {
		if equal(got, want(t, sample(i))) || equal(got, want(t, sample(i), sample(1-i))) {
			return
		}
	}
	t.Errorf("two publishers left a tree of %d files that neither published", len(got))
}

// pairEnv makes the test binary a program that publishes a site with a policy, again and
// again.
const pairEnv = "CANDOR_TEST_PUBLISH_PAIR_TO"

// pair is a site and its policy, which is here a file with the site's digest.
func pair(dir string, version int) (site, inside *tree) {
	s := sample(version)
	site, err := newTree(filepath.Join(dir, "public"), s.Digest, version+1, s.Public)
	if err != nil {
		panic(err)
	}
	inside, err = newTree(filepath.Join(dir, "internal"), s.Digest, version+1, []themes.File{{Path: bundleName, Data: []byte(s.Digest)}})
	if err != nil {
		panic(err)
	}
	return site, inside
}

func publishPairsForever(dir string) {
	fmt.Println("publishing")
	for i := 0; ; i++ {
		site, inside := pair(dir, i)
		if err := exchangeAll(lingering{}, site, inside); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// lingering is a disk that takes its time to make things lasting, as real ones do.
type lingering struct{ volatile }

func (lingering) Sync(string, []string) error {
	time.Sleep(time.Millisecond)
	return nil
}

// policyIsCovered wants the policy that is to be seen to be one that the site names: its
// own, or the one before, never one to come. It tells which.
func policyIsCovered(t *testing.T, dir string) (current bool) {
	t.Helper()
	policy, err := os.ReadFile(filepath.Join(dir, "internal", bundleName))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "public", markerName))
	if err != nil {
		t.Fatal(err)
	}
	m, err := parseMarker(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(policy) != m.Digest && string(policy) != m.Replaces {
		t.Fatalf("services may answer by %s, and the site shows %s, which replaced %q", policy, m.Digest, m.Replaces)
	}
	return string(policy) == m.Digest
}

// TestPublishPolicyLast makes each file operation of publishing a site with its policy
// fail: both are whole, and the policy is never ahead of the site.
func TestPublishPolicyLast(t *testing.T) {
	for _, i := range disks {
		exchanges, links, dead := i&4 == 0, i&2 == 0, i&1 == 0
		if !links {
			continue // as of a publish of the site alone
		}
		counts := map[string]int{}
		for n := 1; ; n++ {
			dir := t.TempDir()
			site, inside := pair(dir, 0)
			if err := exchangeAll(volatile{}, site, inside); err != nil {
				t.Fatal(err)
			}
			site, inside = pair(dir, 1)
			d := failing{disk: volatile{}, n: n, exchanges: exchanges, links: true, dead: dead}
			err := exchangeAll(&d, site, inside)
			if int(d.calls) < n {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			if err == nil {
				t.Fatalf("operation %d failed and publishing said nothing", n)
			}
			state := "behind"
			switch {
			case !exchanges && dead && (files(t, site.target) == nil || files(t, inside.target) == nil):
				state = "absent" // power lost between two renames: the next run mends it
			case policyIsCovered(t, dir) && site.swapped:
				state = "new"
			case !site.swapped:
				state = "old"
			}
			counts[state]++
			if errors.Is(err, ErrBehind) != (site.swapped && !inside.swapped) {
				t.Errorf("operation %d: the state is %s and the error %v", n, state, err)
			}
			site, inside = pair(dir, 1)
			if err := exchangeAll(volatile{}, site, inside); err != nil {
				t.Fatalf("publishing after operation %d failed: %v", n, err)
			}
			if !policyIsCovered(t, dir) {
				t.Errorf("publishing after operation %d failed leaves the old policy", n)
			}
			for _, target := range []string{site.target, inside.target} {
				if left := leftovers(t, target); left != nil {
					t.Errorf("publishing after operation %d failed leaves %v", n, left)
				}
			}
		}
		t.Logf("exchange=%v dead=%v: %v", exchanges, dead, counts)
		if counts["old"] == 0 || counts["behind"] == 0 || counts["new"] == 0 {
			t.Error("the failures never fell into every part of a publish")
		}
	}
}

// TestPublishPolicyKilled kills a process that publishes sites with their policies.
func TestPublishPolicyKilled(t *testing.T) {
	if exchange("", "") == errors.ErrUnsupported {
		t.Skip("no exchange on this system: a kill may fall between two renames")
	}
	dir := t.TempDir()
	site, inside := pair(dir, 0)
	if err := exchangeAll(volatile{}, site, inside); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	behind, killed := 0, 0
	for ; killed < kills || behind == 0 && killed < 10*kills; killed++ { // the moment between both is short
		publishAndKill(t, pairEnv+"="+dir, time.Duration(random.IntN(60_000))*time.Microsecond)
		if !policyIsCovered(t, dir) {
			behind++
		}
	}
	t.Logf("%d kills, %d of them between site and policy", killed, behind)
	if behind == 0 || behind == killed {
		t.Error("the kills never fell on both sides of the second exchange: the test proves nothing")
	}
}
