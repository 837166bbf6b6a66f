package notices

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/candor-privacy/candor/notices/inventory"
)

// CanonicalJSON is the notice as JSON, the same bytes for the same notice: fields
// in the order of the type, no white space, no escaping that only HTML needs, no
// map anywhere. It is what a site publishes, so issues that their authors keep to
// the organisation are left out. notice.schema.json documents it.
func (n *Notice) CanonicalJSON() []byte {
	if b := n.spelt.take(n); b != nil {
		return b
	}
	public := *n
	public.Issues = nil
	for _, i := range n.Issues {
		if i.Publish {
			public.Issues = append(public.Issues, i)
		}
	}
	return canonical(&public)
}

// spelling is the JSON that the digest of a notice is of, for the one who asks for it
// first: that is spelling a notice once and not twice.
type spelling struct {
	of   *Notice // and of no copy, which may say less
	json atomic.Pointer[[]byte]
}

// spell gives the notice its digest and keeps its JSON, where all of that is published.
func (r *resolver) spell() {
	n, b := r.n, r.canonical()
	n.digest = digestOf(b)
	if !slices.ContainsFunc(n.Issues, func(i Issue) bool { return !i.Publish }) {
		n.spelt = &spelling{of: n}
		n.spelt.json.Store(&b)
	}
}

// take gives the JSON of a notice, nil where it is not known or somebody has it.
func (s *spelling) take(n *Notice) []byte {
	if s == nil || s.of != n {
		return nil
	}
	if b := s.json.Swap(nil); b != nil {
		return *b
	}
	return nil
}

// digest is the fingerprint of everything that pages and policies are made of. It
// is made of the notices' own, so that one notice changed is one notice read again.
func (s *Set) digest() string {
	of := struct {
		Title   string   `json:"title"`
		BaseURL string   `json:"baseURL,omitempty"`
		Banner  string   `json:"banner,omitempty"`
		Notices []string `json:"notices"`

		Accepted []string          `json:"accepted,omitempty"`
		Holidays []inventory.Date  `json:"holidays,omitempty"`
		Rules    map[string]string `json:"rules,omitempty"`
	}{s.Title, s.BaseURL, s.Banner, make([]string, len(s.Notices)), nil, s.Holidays, s.Rules}
	for _, rule := range s.Accepted {
		of.Accepted = append(of.Accepted, rule.ID)
	}
	for i, n := range s.Notices {
		of.Notices[i] = n.Digest()
	}
	return fingerprint(&of)
}

// Digest is the fingerprint of everything that the notice's page and policy are made
// of, "sha256:…", issues that are not published included.
func (n *Notice) Digest() string {
	if n.digest != "" {
		return n.digest
	}
	return fingerprint(n)
}

// fingerprint is the SHA-256 of the canonical JSON of a value. One given by its address is
// not copied.
func fingerprint(v any) string {
	b := spelt.Get().(*[]byte)
	defer spelt.Put(b)
	*b = encode((*b)[:0], v)
	return digestOf(*b)
}

func digestOf(json []byte) string {
	sum := sha256.Sum256(json)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// spelt is where JSON is written before it is known how long it is.
var spelt = sync.Pool{New: func() any { return new([]byte) }}

func canonical(v any) []byte {
	return spell(func(b []byte) []byte { return encode(b, v) })
}

func spell(write func([]byte) []byte) []byte {
	b := spelt.Get().(*[]byte)
	defer spelt.Put(b)
	*b = write((*b)[:0])
	return bytes.Clone(*b)
}

// encode appends the canonical JSON of a value.
func encode(b []byte, v any) []byte {
	at := reflect.ValueOf(v)
	return encoderOf(at.Type())(b, at)
}
