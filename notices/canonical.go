package notices

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

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
	return fingerprint(canonical(of))
}

// Digest is the fingerprint of everything that the notice's page and policy are made
// of, "sha256:…", issues that are not published included.
func (n *Notice) Digest() string {
	if n.digest != "" {
		return n.digest
	}
	return fingerprint(canonical(n))
}

func fingerprint(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func canonical(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // the model's types always marshal
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
