package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/themes"
)

// markerName is the file that makes a folder ours. It is a list of SHA-256 sums
// with two lines of comment, so `sha256sum --check .candor` proves a site whole.
const markerName = ".candor"

const markerLine = "# A site published by candor, format 1. It is replaced as a whole: keep nothing of your own in it."

// marker is what a published folder says of itself.
type marker struct {
	Digest string            // of the set of notices it shows
	Sums   map[string]string // by slash path
}

func newMarker(digest string, files []themes.File) (marker, error) {
	m := marker{Digest: digest, Sums: make(map[string]string, len(files))}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || f.Path == "." || f.Path == markerName || strings.ContainsAny(f.Path, "\\\n\r") {
			return m, fmt.Errorf("%q cannot be the path of a published file", f.Path)
		}
		if _, twice := m.Sums[f.Path]; twice {
			return m, fmt.Errorf("two files would be published as %q", f.Path)
		}
		m.Sums[f.Path] = fmt.Sprintf("%x", sha256.Sum256(f.Data))
	}
	return m, nil
}

// bytes gives the marker's file, the same for the same site.
func (m marker) bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n# digest %s\n", markerLine, m.Digest)
	for _, name := range slices.Sorted(maps.Keys(m.Sums)) {
		fmt.Fprintf(&b, "%s  %s\n", m.Sums[name], name)
	}
	return b.Bytes()
}

var errNotMarker = errors.New("not a marker of a published site")

func parseMarker(data []byte) (marker, error) {
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(lines) < 2 || lines[0] != markerLine {
		return marker{}, errNotMarker
	}
	digest, ok := strings.CutPrefix(lines[1], "# digest ")
	m := marker{Digest: digest, Sums: make(map[string]string, len(lines)-2)}
	for _, line := range lines[2:] {
		sum, name, two := strings.Cut(line, "  ")
		ok = ok && two && len(sum) == sha256.Size*2 && fs.ValidPath(name)
		m.Sums[name] = sum
	}
	if !ok {
		return marker{}, errNotMarker
	}
	return m, nil
}

// folders is the set of folders that hold the listed files.
func (m marker) folders() map[string]bool {
	out := map[string]bool{}
	for file := range m.Sums {
		for dir := path.Dir(file); dir != "." && !out[dir]; dir = path.Dir(dir) {
			out[dir] = true
		}
	}
	return out
}
