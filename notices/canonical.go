package notices

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// CanonicalJSON is the notice as JSON, the same bytes for the same notice: fields
// in the order of the type, no white space, no escaping that only HTML needs, no
// map anywhere. notice.schema.json documents it.
func (n *Notice) CanonicalJSON() []byte { return canonical(n) }

// digest is the fingerprint of everything that is published.
func (s *Set) digest() string {
	sum := sha256.Sum256(canonical(s))
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
