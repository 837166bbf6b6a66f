package bundle

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of what [Read] takes into memory. A bundle of 10,000 full notices keeps
// well within them. JSON of a policy packs to about a fifteenth, and that of many notices
// that hardly differ to a hundredth.
const (
	maxPacked  = 1 << 30
	maxFile    = 64 << 20
	maxEntries = 200_000
	maxRatio   = 300
	freeRatio  = 4 << 20 // below this size the ratio says nothing
)

// gzipHeader is how every bundle of ours begins: no name, no time, and the best
// compression. Those bytes are covered by no checksum, so that an archive which
// begins otherwise is not the one that was written.
var gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff}

// file is one file of a bundle.
type file struct {
	name string
	data []byte
}

// pack writes files as a compressed archive that depends on nothing but them.
func pack(w io.Writer, files []file) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	return errors.Join(archive(z, files), z.Close())
}

func archive(w io.Writer, files []file) error {
	t := tar.NewWriter(w)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Mode: 0o644, Size: int64(len(f.data)), Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return fmt.Errorf("pack %q: %w", f.name, err)
		}
		if _, err := t.Write(f.data); err != nil {
			return err
		}
	}
	return t.Close()
}

// unpack reads an archive into memory, within bounds. One that pack would not have
// written so, to the byte before compression, is refused: names, modes, times and
// padding are covered by no signature.
func unpack(r io.Reader) ([]file, error) {
	count := &counter{r: r}
	packed := bufio.NewReader(count)
	if begin, _ := packed.Peek(len(gzipHeader)); !bytes.Equal(begin, gzipHeader) {
		return nil, errors.New("unpack: it does not begin as a bundle does")
	}
	z, err := gzip.NewReader(packed) // reads not one byte beyond its end, for packed reads byte by byte
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	z.Multistream(false)
	read, written := sha256.New(), sha256.New()
	unpacked := io.TeeReader(&bounded{r: z, packed: count}, read)
	files, err := entries(tar.NewReader(unpacked))
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if err := archive(written, files); err != nil {
		return nil, err
	}
	if !bytes.Equal(read.Sum(nil), written.Sum(nil)) {
		return nil, errors.New("unpack: not packed as candor packs")
	}
	if _, err := packed.ReadByte(); err != io.EOF {
		return nil, errors.New("unpack: something follows the archive")
	}
	return files, nil
}

func entries(t *tar.Reader) ([]file, error) {
	var files []file
	seen := map[string]bool{}
	for {
		h, err := t.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("unpack: %w", err)
		}
		if err := acceptable(h); err != nil {
			return nil, err
		}
		if seen[h.Name] || len(files) == maxEntries {
			return nil, fmt.Errorf("unpack: %q is there twice, or one file too many", h.Name)
		}
		seen[h.Name] = true
		data, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("unpack %q: %w", h.Name, err)
		}
		files = append(files, file{h.Name, data})
	}
}

// acceptable refuses what is no plain file within the bundle.
func acceptable(h *tar.Header) error {
	switch {
	case h.Typeflag != tar.TypeReg:
		return fmt.Errorf("unpack: %q is no plain file", h.Name)
	case h.Name != path.Clean(h.Name) || path.IsAbs(h.Name) || strings.HasPrefix(h.Name, "../") || strings.ContainsAny(h.Name, "\\\x00:"):
		return fmt.Errorf("unpack: %q is no path inside a bundle", h.Name)
	case h.Size < 0 || h.Size > maxFile:
		return fmt.Errorf("unpack: %q has %d bytes, more than %d", h.Name, h.Size, maxFile)
	}
	return nil
}

// counter counts what is read, up to the bound.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.n += int64(n); c.n > maxPacked {
		return 0, fmt.Errorf("more than %d bytes", maxPacked)
	}
	return n, err
}

// bounded ends an archive that grows out of proportion when unpacked.
type bounded struct {
	r      io.Reader
	packed *counter
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.n += int64(n); b.n > freeRatio && b.n > maxRatio*b.packed.n {
		return 0, fmt.Errorf("unpacks to more than %d times its size", maxRatio)
	}
	return n, err
}
