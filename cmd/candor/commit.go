package main

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// commit is the version of a workspace in its repository.
type commit struct {
	id   string
	when time.Time // it was committed
}

// lastCommit reads the commit that a workspace stands at, if its files are those of
// the commit. It asks git for objects only, which runs nothing that a repository's
// own configuration may name: no hook, filter, pager or signature program.
func lastCommit(dir string, files []string) (commit, error) {
	object, err := git(dir, "cat-file", "commit", "HEAD")
	if err != nil {
		return commit{}, err
	}
	id, err := git(dir, "rev-parse", "--verify", "HEAD")
	if err != nil {
		return commit{}, err
	}
	when, err := committed(object)
	if err != nil {
		return commit{}, err
	}
	switch changed, err := uncommitted(dir, files); {
	case err != nil:
		return commit{}, err
	case changed != "":
		return commit{}, fmt.Errorf("%s is not as the last commit has it", changed)
	}
	return commit{strings.TrimSpace(string(id)), when}, nil
}

// git runs one of git's plumbing commands.
func git(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "protocol.allow=never"}, args...)...)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		said, _, _ := strings.Cut(strings.TrimSpace(string(failed.Stderr)), "\n")
		return nil, plainly(strings.TrimPrefix(said, "fatal: "))
	}
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("there is no git here to ask for the last commit")
	}
	return out, err
}

// plainly says what git means by what it says most; of all else its own words.
func plainly(said string) error {
	switch {
	case strings.HasPrefix(said, "not a git repository"):
		return errors.New("the workspace is in no git repository, which would tell when it was last changed")
	case strings.HasPrefix(said, "Not a valid object name HEAD"):
		return errors.New("the workspace has not been committed yet")
	case strings.HasPrefix(said, "detected dubious ownership"):
		return errors.New("git does not trust the repository, which belongs to somebody else: git config --global --add safe.directory PATH")
	}
	return fmt.Errorf("git: %s", said)
}

// committed reads when a commit was made from its object: "committer Name <address>
// seconds zone".
func committed(object []byte) (time.Time, error) {
	head, _, _ := strings.Cut(string(object), "\n\n")
	for line := range strings.SplitSeq(head, "\n") {
		if words := strings.Fields(line); len(words) > 3 && words[0] == "committer" {
			seconds, err := strconv.ParseInt(words[len(words)-2], 10, 64)
			return time.Unix(seconds, 0).UTC(), err
		}
	}
	return time.Time{}, errors.New("the last commit does not say when it was made")
}

// uncommitted names the first file that the last commit has otherwise, or not at
// all.
func uncommitted(dir string, files []string) (string, error) {
	listed, err := git(dir, "ls-tree", "-r", "-z", "HEAD", ".")
	if err != nil {
		return "", err
	}
	blobs := map[string]string{}
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		about, name, _ := strings.Cut(entry, "\t")
		if words := strings.Fields(about); len(words) == 3 {
			blobs[name] = words[2]
		}
	}
	for _, name := range slices.Sorted(slices.Values(files)) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return "", err
		}
		if id := blobs[name]; id == "" || id != blobID(data, len(id)) && id != blobID(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), len(id)) {
			return name, nil
		}
	}
	return "", nil
}

// blobID is git's name for the content of a file, in the hash of the repository.
func blobID(data []byte, digits int) string {
	object := append([]byte("blob "+strconv.Itoa(len(data))+"\x00"), data...)
	if digits == sha256.Size*2 {
		sum := sha256.Sum256(object)
		return hex.EncodeToString(sum[:])
	}
	sum := sha1.Sum(object) // what git calls it, not a promise
	return hex.EncodeToString(sum[:])
}
