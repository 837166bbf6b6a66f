package site

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/themes"
)

// markerName is the file that makes a folder ours. It is a list of SHA-256 sums with
// some lines of comment, so `sha256sum --check SHA256SUMS` proves a site whole.
const markerName = "SHA256SUMS"

const (
	markerLine   = "# Written by candor, format 1. This folder is replaced as a whole: keep nothing of your own in it."
	digestLine   = "# digest "
	serialLine   = "# serial "
	replacedLine = "# replaces "
	keptLine     = "# Kept for pages that were loaded before this version:"
)

// marker is what a published folder says of itself.
type marker struct {
	Digest   string         // of the set of notices it shows
	Serial   int            // of the policy published with it, 0 unknown
	Replaces string         // digest of the policy that services may answer by until they have the new one, "" for none
	Sums     map[string]sum // by slash path
	Kept     map[string]sum // the same, of files of the version before
}

// newMarker lists files.
func newMarker(digest string, serial int, files []themes.File) (marker, error) {
	m := marker{Digest: digest, Serial: serial, Sums: make(map[string]sum, len(files))}
	for _, f := range files {
		if err := m.add(f.Path, sha256.Sum256(f.Data)); err != nil {
			return m, err
		}
	}
	return m, nil
}

// add lists a file.
func (m marker) add(path string, sum sum) error {
	if !fs.ValidPath(path) || path == "." || strings.HasPrefix(path, markerName) || strings.ContainsAny(path, "\\\n\r") {
		return fmt.Errorf("%q cannot be the path of a published file", path)
	}
	if m.has(path) {
		return fmt.Errorf("two files would be published as %q", path)
	}
	m.Sums[path] = sum
	return nil
}

// write writes the marker's file, the same for the same site.
func (m marker) write(to io.Writer) error {
	b := bufio.NewWriterSize(to, 64<<10)
	fmt.Fprintf(b, "%s\n%s%s\n", markerLine, digestLine, m.Digest)
	if m.Serial > 0 {
		fmt.Fprintf(b, "%s%d\n", serialLine, m.Serial)
	}
	if m.Replaces != "" {
		fmt.Fprintf(b, "%s%s\n", replacedLine, m.Replaces)
	}
	var line []byte
	list := func(sums map[string]sum) {
		for _, name := range slices.Sorted(maps.Keys(sums)) {
			sum := sums[name]
			line = append(hex.AppendEncode(line[:0], sum[:]), "  "...)
			line = append(append(line, name...), '\n')
			_, _ = b.Write(line) // what goes wrong, Flush tells
		}
	}
	list(m.Sums)
	if len(m.Kept) > 0 {
		fmt.Fprintln(b, keptLine)
		list(m.Kept)
	}
	return b.Flush()
}

var errNotMarker = errors.New("not a marker of a published site")

func parseMarker(data []byte) (marker, error) {
	text, ok := strings.CutPrefix(string(data), markerLine+"\n"+digestLine)
	if !ok {
		return marker{}, errNotMarker
	}
	m := marker{Sums: map[string]sum{}, Kept: map[string]sum{}}
	m.Digest, text, _ = strings.Cut(text, "\n")
	into := m.Sums
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		serial, isSerial := strings.CutPrefix(line, serialLine)
		replaced, isReplaced := strings.CutPrefix(line, replacedLine)
		hash, name, isSum := strings.Cut(line, "  ")
		var err error
		switch {
		case isSerial:
			m.Serial, err = strconv.Atoi(serial)
		case isReplaced:
			m.Replaces = replaced
		case line == keptLine:
			into = m.Kept
		case isSum && len(hash) == sha256.Size*2 && fs.ValidPath(name):
			var sum sum
			_, err = hex.Decode(sum[:], []byte(hash))
			into[name] = sum
		default:
			err = errNotMarker
		}
		if err != nil {
			return marker{}, errNotMarker
		}
	}
	return m, nil
}

// mayBeMarker tells whether a file is a marker, or one whose writing was cut short.
func mayBeMarker(data []byte) bool {
	return strings.HasPrefix(string(data), markerLine) || strings.HasPrefix(markerLine, string(data))
}

// same tells whether two markers are of the same publish, whatever stood before it.
func (m marker) same(n marker) bool {
	return m.Digest == n.Digest && m.Serial == n.Serial && maps.Equal(m.Sums, n.Sums)
}

// has tells whether a file is one of the site's.
func (m marker) has(path string) bool {
	_, ok := m.Sums[path]
	return ok
}

// lists tells whether a file is one of the site's or kept for the one before.
func (m marker) lists(path string) bool {
	_, kept := m.Kept[path]
	return kept || m.has(path)
}

// folders is the set of folders that hold the listed files.
func (m marker) folders() map[string]bool {
	out := map[string]bool{}
	for _, sums := range []map[string]sum{m.Sums, m.Kept} {
		for file := range sums {
			for dir := path.Dir(file); dir != "." && !out[dir]; dir = path.Dir(dir) {
				out[dir] = true
			}
		}
	}
	return out
}
