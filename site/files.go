package site

import (
	"bytes"
	"compress/gzip"
	"errors"
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/themes"
)

// public gives the files of the site as they are published: those of the build, and what
// depends on the publish. Left out tells what could not be made, and why.
func (s *Site) public(p Policy) (files []themes.File, leftOut []string, err error) {
	files = slices.Clone(s.Public)
	switch text, err := s.security(p.Issued); {
	case errors.Is(err, errUndated):
		leftOut = append(leftOut, err.Error())
	case text != nil:
		files = append(files, themes.File{Path: securityName, Data: text})
	}
	if s.options.Gzip {
		packed, err := compressed(files)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, packed...)
	}
	return files, leftOut, nil
}

// texts are the files that are worth compressing.
var texts = []string{".html", ".css", ".json", ".jsonld", ".md", ".txt", ".xml", ".svg"}

// compressed gives a copy of each text, packed so that it depends on the text alone.
// Where packing saves nothing there is none.
func compressed(files []themes.File) ([]themes.File, error) {
	files = slices.DeleteFunc(slices.Clone(files), func(f themes.File) bool { return !slices.Contains(texts, path.Ext(f.Path)) })
	packed := make([]themes.File, len(files))
	errs := make([]error, len(files))
	var workers sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				var b bytes.Buffer
				z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
				if err == nil {
					_, err = z.Write(files[i].Data)
					err = errors.Join(err, z.Close())
				}
				packed[i], errs[i] = themes.File{Path: files[i].Path + ".gz", Data: b.Bytes()}, err
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	out := packed[:0]
	for i, f := range packed {
		if len(f.Data) < len(files[i].Data) {
			out = append(out, f)
		}
	}
	return out, errors.Join(errs...)
}
