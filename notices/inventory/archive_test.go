package inventory

import (
	"bytes"
	"strings"
)

// archive is a text file that holds others, in the format that Go's own tests
// use (txtar): a comment, then "-- name --" before each file.
type archive struct {
	comment string
	files   []file
}

type file struct {
	name string
	data []byte
}

func parseArchive(b []byte) *archive {
	a := &archive{}
	for line := range bytes.Lines(b) {
		name, ok := strings.CutPrefix(strings.TrimRight(string(line), "\r\n"), "-- ")
		name, ends := strings.CutSuffix(name, " --")
		switch {
		case ok && ends:
			a.files = append(a.files, file{name: name})
		case len(a.files) == 0:
			a.comment += string(line)
		default:
			f := &a.files[len(a.files)-1]
			f.data = append(f.data, line...)
		}
	}
	return a
}

func (a *archive) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(a.comment)
	for _, f := range a.files {
		b.WriteString("-- " + f.name + " --\n")
		b.Write(f.data)
	}
	return b.Bytes()
}
