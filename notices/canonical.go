package notices

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"github.com/candor-privacy/candor/notices/inventory"
)

// CanonicalJSON is the notice as JSON, the same bytes for the same notice: fields
// in the order of the type, no white space, no escaping that only HTML needs, no
// map anywhere. It is what a site publishes, so issues that their authors keep to
// the organisation are left out. notice.schema.json documents it.
func (n *Notice) CanonicalJSON() []byte {
	public := *n
	public.Issues = nil
	for _, i := range n.Issues {
		if i.Publish {
			public.Issues = append(public.Issues, i)
		}
	}
	return canonical(&public)
}

// digest is the fingerprint of everything that pages and policies are made of. It
// is made of the notices' own, so that one notice changed is one notice read again.
func (s *Set) digest() string {
	of := struct {
		Title   string   `json:"title"`
		BaseURL string   `json:"baseURL,omitempty"`
		Banner  string   `json:"banner,omitempty"`
		Notices []string `json:"notices"`

		Accepted []string         `json:"accepted,omitempty"`
		Holidays []inventory.Date `json:"holidays,omitempty"`
	}{s.Title, s.BaseURL, s.Banner, make([]string, len(s.Notices)), nil, s.Holidays}
	for _, rule := range s.Accepted {
		of.Accepted = append(of.Accepted, rule.ID)
	}
	for i, n := range s.Notices {
		of.Notices[i] = n.Digest()
	}
	return fingerprint(of)
}

// Digest is the fingerprint of everything that the notice's page and policy are made
// of, "sha256:…", issues that are not published included.
func (n *Notice) Digest() string {
	if n.digest != "" {
		return n.digest
	}
	return fingerprint(n)
}

// fingerprint is the SHA-256 of the canonical JSON of a value.
func fingerprint(v any) string {
	sum := sha256.New()
	encode(&unended{w: sum}, v)
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

func canonical(v any) []byte {
	var b bytes.Buffer
	encode(&unended{w: &b}, v)
	return b.Bytes()
}

func encode(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // the model's types always marshal
	}
}

// unended passes on what is written to it but for a line break at its very end.
type unended struct {
	w     io.Writer
	ended bool
}

func (u *unended) Write(b []byte) (int, error) {
	text, ended := bytes.CutSuffix(b, []byte("\n"))
	if u.ended && len(b) > 0 {
		if _, err := u.w.Write([]byte("\n")); err != nil {
			return 0, err
		}
	}
	u.ended = ended
	_, err := u.w.Write(text)
	return len(b), err
}
