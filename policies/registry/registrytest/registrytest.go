// Package registrytest is a registry for tests: as much of the OCI distribution
// specification as pushing and pulling need, in memory and on loopback.
package registrytest

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
)

// Registry is a running registry. It lets in whoever shows its credentials, and
// everybody where it has none.
type Registry struct {
	Host               string // with its port
	Username, Password string

	server *httptest.Server
	mu     sync.Mutex
	held   map[string]content // by path, /v2/REPOSITORY/blobs/DIGEST or …/manifests/TAG
	taken  int
}

type content struct {
	kind string // media type
	data []byte
}

// New starts a registry, which lives until it is closed.
func New() *Registry {
	r := &Registry{held: map[string]content{}}
	r.server = httptest.NewServer(r)
	r.Host = r.server.Listener.Addr().String()
	return r
}

// Close ends the registry.
func (r *Registry) Close() { r.server.Close() }

// Taken is how many blobs and manifests it has been given.
func (r *Registry) Taken() int { r.mu.Lock(); defer r.mu.Unlock(); return r.taken }

// Damage changes the last byte of everything of a media type, as a bad disk does.
func (r *Registry) Damage(kind string) (changed int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for path, c := range r.held {
		if c.kind == kind {
			c.data[len(c.data)-1] ^= 1
			r.held[path] = c
			changed++
		}
	}
	return changed
}

var routes = regexp.MustCompile(`^(/v2/.+)/(blobs/uploads|blobs|manifests)/([^/]*)$`)

func digestOf(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

func (r *Registry) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if name, password, _ := q.BasicAuth(); name != r.Username || password != r.Password {
		w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	m := routes.FindStringSubmatch(q.URL.Path)
	if m == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	repository, what, name := m[1], m[2], m[3]
	switch {
	case q.Method == http.MethodPost && what == "blobs/uploads":
		w.Header().Set("Location", repository+"/blobs/uploads/one")
		w.WriteHeader(http.StatusAccepted)
	case q.Method == http.MethodPut:
		data, err := io.ReadAll(q.Body)
		if claimed := q.URL.Query().Get("digest"); err != nil || what == "blobs/uploads" && claimed != digestOf(data) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		kind := q.Header.Get("Content-Type")
		r.taken++
		if what == "manifests" {
			r.held[repository+"/manifests/"+name] = content{kind, data}
			r.held[repository+"/manifests/"+digestOf(data)] = content{kind, data}
		} else {
			r.held[repository+"/blobs/"+digestOf(data)] = content{kind, data}
		}
		w.Header().Set("Docker-Content-Digest", digestOf(data))
		w.WriteHeader(http.StatusCreated)
	case q.Method == http.MethodGet || q.Method == http.MethodHead:
		c, ok := r.held[repository+"/"+what+"/"+name]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		digest := name
		if !strings.HasPrefix(name, "sha256:") {
			digest = digestOf(c.data)
		}
		w.Header().Set("Content-Type", c.kind)
		w.Header().Set("Docker-Content-Digest", digest)
		w.Header().Set("Content-Length", fmt.Sprint(len(c.data)))
		if q.Method == http.MethodGet {
			w.Write(c.data)
		}
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}
