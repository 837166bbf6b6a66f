package site

import (
	"bytes"
	"compress/gzip"
	"errors"
	"path"
	"slices"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/themes"
)

// addAll puts files into a tree, side by side.
func addAll(t *tree, files []themes.File) error {
	errs := make([]error, len(files))
	workers.Each(len(files), func(i int) { errs[i] = t.add(files[i]) })
	return errors.Join(errs...)
}

// late puts into a tree what depends on the publish. Left out tells what could not be
// made, or is out of date, and why.
func (s *Site) late(t *tree, p Policy) (leftOut []string, err error) {
	text, err := s.security(p.Issued)
	if err != nil {
		leftOut = append(leftOut, err.Error())
	}
	if text != nil {
		return leftOut, t.add(themes.File{Path: securityName, Data: text})
	}
	return leftOut, nil
}

// texts are the files that are worth compressing.
var texts = []string{".html", ".css", ".json", ".jsonld", ".md", ".txt", ".xml", ".svg"}

// packed gives a copy of a text, packed so that it depends on the text alone; nil where
// packing saves nothing.
func packed(f themes.File) ([]byte, error) {
	if !slices.Contains(texts, path.Ext(f.Path)) {
		return nil, nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(f.Data)
		err = errors.Join(err, z.Close())
	}
	if err != nil || b.Len() >= len(f.Data) {
		return nil, err
	}
	return b.Bytes(), nil
}
