package site

import (
	"bytes"
	"io/fs"

	"github.com/candor-privacy/candor/notices/finding"
)

// quote gives findings the source lines they are about. The inventory quotes its
// own; floors above it know places and no files.
func quote(fsys fs.FS, found []finding.Finding) []finding.Finding {
	files := map[string][][]byte{}
	for i := range found {
		p := found[i].Place
		if found[i].Line != "" || p.IsZero() {
			continue
		}
		lines, read := files[p.File]
		if !read {
			text, err := fs.ReadFile(fsys, p.File)
			if err == nil { // without its line a finding still says where it is
				lines = bytes.Split(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n"))
			}
			files[p.File] = lines
		}
		if p.Line >= 1 && p.Line <= len(lines) {
			found[i].Line = string(bytes.TrimSuffix(lines[p.Line-1], []byte("\r")))
		}
	}
	return found
}
