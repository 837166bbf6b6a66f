package site

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkPreview is the time from the save of one notice until a client has read the
// new text from its page, over a real socket, and from the start to the first page.
func BenchmarkPreview(b *testing.B) {
	for _, n := range []int{5, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkPreview(b, n) })
	}
}

// BenchmarkFirstPage is what a preview that has just begun does for the page that is asked
// for first.
func BenchmarkFirstPage(b *testing.B) {
	dir := b.TempDir()
	syntheticWorkspace(b, dir, 100, false)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := NewPreview(dir, Options{}).early("/n00003/"); !ok {
			b.Fatal("there is no page")
		}
	}
}

func benchmarkPreview(b *testing.B, n int) {
	dir := b.TempDir()
	syntheticWorkspace(b, dir, n, false)
	p := NewPreview(dir, Options{})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	server := httptest.NewServer(p)
	begin := time.Now()
	go func() { done <- p.Run(ctx, func(Built) {}) }()
	defer func() { server.CloseClientConnections(); server.Close(); stop(); <-done }()
	page := func() string {
		res, err := http.Get(server.URL + "/n00003/")
		if err != nil {
			b.Fatal(err)
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		return string(text)
	}
	if !strings.Contains(page(), "Privacy notice 3") {
		b.Fatal("the first page is another")
	}
	first := time.Since(begin)
	for now, changed := p.current(); !now.built; now, changed = p.current() {
		<-changed
	}
	res, err := http.Get(server.URL + events + "?page=/n00003/")
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	told := bufio.NewScanner(res.Body)
	told.Buffer(nil, 1<<20)
	file := filepath.Join(dir, "notices", "n00003", "notice.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		want := fmt.Sprintf("Privacy notice 3 in its edit %d.", i)
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), "Privacy notice 3", want, 1)), 0o644); err != nil {
			b.Fatal(err)
		}
		for !strings.Contains(page(), want) && told.Scan() {
		}
	}
	b.ReportMetric(float64(first.Microseconds())/1000, "ms/first-page")
}
