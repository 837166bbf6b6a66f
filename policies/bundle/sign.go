package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	opa "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/candor-privacy/candor/policies/document"
)

// DefaultScope is the scope that bundles are signed for unless told otherwise.
const DefaultScope = "candor"

// Signing says who signs a bundle and for which purpose. The zero value signs
// nothing.
type Signing struct {
	Key   *PrivateKey
	Scope string // [DefaultScope] when empty
}

// Trust says whose signatures are accepted. The zero value accepts none.
type Trust struct {
	Keys     []*PublicKey // two while a key is replaced by another; one that is left out is revoked
	Scope    string       // [DefaultScope] when empty
	Unsigned bool         // accept a bundle that nobody signed; a signature that is there has to be good all the same
}

// hashing is the hash of each file in a signature.
const hashing = opa.SHA256

// Write writes the policy as a bundle.
func Write(w io.Writer, doc *document.Document, by Signing) error {
	all, err := files(doc)
	if err != nil {
		return err
	}
	return write(w, all, by)
}

// WriteWasm writes the policy as a bundle with a Wasm module, for hosts that run
// one. It holds the rules all the same.
func WriteWasm(w io.Writer, doc *document.Document, by Signing) error {
	all, err := wasmFiles(doc)
	if err != nil {
		return err
	}
	return write(w, all, by)
}

// Renew gives the policy as a bundle, and old where that is this very policy, signed by
// this very key: most algorithms draw a random number, and a file that changes without
// a reason is fetched by every service.
func Renew(old []byte, doc *document.Document, by Signing) ([]byte, error) {
	all, err := spellAll(doc)
	if err != nil {
		return nil, err
	}
	return RenewOf(old, doc, all, by)
}

// RenewOf is [Renew] of what all notices share and of notices, in the order of their ids.
func RenewOf(old []byte, shared *document.Document, notices []Notice, by Signing) ([]byte, error) {
	all, err := filesOf(shared, notices)
	if err != nil {
		return nil, err
	}
	if by.Key != nil && isSigned(old, all, by) {
		return old, nil
	}
	var b bytes.Buffer
	err = write(&b, all, by)
	return b.Bytes(), err
}

// isSigned tells whether a bundle is of exactly these files and signed so.
func isSigned(packed []byte, all []file, by Signing) bool {
	held, err := unpack(bytes.NewReader(packed))
	if err != nil {
		return false
	}
	if _, err := verify(held, Trust{Keys: []*PublicKey{by.Key.Public}, Scope: by.Scope}); err != nil {
		return false
	}
	return slices.EqualFunc(held[:len(held)-1], all, func(a, b file) bool { return a.name == b.name && bytes.Equal(a.data, b.data) })
}

func write(w io.Writer, all []file, by Signing) error {
	if by.Key != nil {
		signature, err := sign(all, by)
		if err != nil {
			return err
		}
		all = append(all, signature)
	}
	return pack(w, all)
}

// sign writes OPA's signature of the files.
func sign(all []file, by Signing) (file, error) {
	claims := opa.DecodedSignature{KeyID: by.Key.Public.ID, Scope: scope(by.Scope)}
	for _, f := range all {
		claims.Files = append(claims.Files, opa.NewFile(f.name, digest(f), hashing.String()))
	}
	// Only what is claimed: OPA's type would write an issuer and an age that nothing reads.
	payload, err := json.Marshal(struct {
		Files []opa.FileInfo `json:"files"`
		KeyID string         `json:"keyid"`
		Scope string         `json:"scope"`
	}{claims.Files, claims.KeyID, claims.Scope})
	if err != nil {
		return file{}, err
	}
	token, err := by.Key.sign(payload)
	if err != nil {
		return file{}, fmt.Errorf("sign the bundle: %w", err)
	}
	data, err := json.Marshal(opa.SignaturesConfig{Signatures: []string{string(token)}})
	return file{signaturesName, data}, err
}

// sign makes a JWS that names the key.
func (k *PrivateKey) sign(payload []byte) ([]byte, error) {
	algorithm, ok := jwa.LookupSignatureAlgorithm(k.Public.Algorithm)
	if !ok {
		return nil, unknownAlgorithm(k.Public.Algorithm)
	}
	key, err := jwk.Import(k.signer)
	if err != nil {
		return nil, err
	}
	if err := key.Set(jwk.KeyIDKey, k.Public.ID); err != nil {
		return nil, err
	}
	return jws.Sign(payload, jws.WithKey(algorithm, key))
}

func scope(name string) string {
	if name == "" {
		return DefaultScope
	}
	return name
}

// digest is the hash of a file as OPA takes it: of JSON the value spelt in one way, which
// is ours, and of all else the bytes; so the bytes are hashed either way. The same value can
// be spelt in ways that another reader takes for another one, such as a key that is there
// twice: spelt otherwise, a file is not the one that was signed.
func digest(f file) string {
	sum := sha256.Sum256(f.data)
	return hex.EncodeToString(sum[:])
}

// checkSpelling refuses JSON that is not spelt in the one way.
func checkSpelling(f file) error {
	if !isJSON(f.name) {
		return nil
	}
	value, err := parse(f.data)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	if spelt, err := spell(value); err != nil || string(spelt) != string(f.data) {
		return fmt.Errorf("%s is not spelt as candor spells it", f.name)
	}
	return nil
}

func isJSON(name string) bool { return name == manifestName || path.Ext(name) == ".json" }

// Errors of bundles that nobody trusted has signed as they are, or that have lost a part
// of their data.
var (
	ErrUnsigned  = errors.New("nobody has signed the bundle")
	ErrDamaged   = errors.New("the bundle has lost a part of its data")
	ErrSignature = errors.New("the bundle’s signature is not good")
)

// Read reads a bundle of a whole policy, and returns it only if it is to be trusted.
func Read(r io.Reader, t Trust) (*Bundle, error) {
	all, _, key, err := open(r, t)
	if err != nil {
		return nil, err
	}
	b, err := assemble(all)
	if err != nil {
		return nil, err
	}
	b.Key = key
	return b, nil
}

// verify checks the signature and every file against it, and gives the id of the
// key that signed. The files have to be those that were signed, in their order, and
// the signature comes last.
func verify(all []file, t Trust) (key string, err error) {
	last := len(all) - 1
	if last < 0 || all[last].name != signaturesName {
		if !t.Unsigned {
			return "", ErrUnsigned
		}
		for _, f := range all {
			if err := checkSpelling(f); err != nil {
				return "", err
			}
		}
		return "", nil
	}
	signed, key, err := t.open(all[last].data)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if len(signed) != last {
		return "", fmt.Errorf("%w: it is of %d files, and the bundle has %d", ErrSignature, len(signed), last)
	}
	for i, f := range all[:last] {
		if signed[i] != opa.NewFile(f.name, digest(f), hashing.String()) {
			return "", fmt.Errorf("%w: %s is not the file that was signed", ErrSignature, f.name)
		}
	}
	return key, nil
}

// open verifies a signature and gives what it says of the files, and the id of its
// key. The algorithm is that of the key, whatever the signature claims.
func (t Trust) open(signature []byte) ([]opa.FileInfo, string, error) {
	var held opa.SignaturesConfig
	if err := json.Unmarshal(signature, &held); err != nil {
		return nil, "", err
	}
	if spelt, err := json.Marshal(held); err != nil || string(spelt) != string(signature) || held.Plugin != "" || len(held.Signatures) != 1 {
		return nil, "", errors.New("it is not written as candor writes it")
	}
	token, err := takeApart(held.Signatures[0])
	if err != nil {
		return nil, "", err
	}
	keys := map[string]*opa.KeyConfig{}
	for _, k := range t.Keys {
		keys[k.ID] = &opa.KeyConfig{Key: k.PEM, Algorithm: k.Algorithm}
	}
	switch key := keys[token.key]; {
	case key == nil:
		return nil, "", fmt.Errorf("it is by the key %q, which is not trusted", token.key)
	case key.Algorithm != token.algorithm:
		return nil, "", fmt.Errorf("it is by %s, and the key %s signs with %s", token.algorithm, token.key, key.Algorithm)
	}
	_, err = opa.VerifyBundleSignature(held, opa.NewVerificationConfig(keys, token.key, scope(t.Scope), nil))
	return token.claims.Files, token.key, err
}

// token is a signature in its parts.
type token struct {
	key, algorithm string
	claims         opa.DecodedSignature
}

// takeApart reads a token, which can be spelt in one way only: the bits that base64
// leaves over are nought. It verifies nothing.
func takeApart(text string) (t token, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return t, errors.New("it is no token of three parts")
	}
	var header struct {
		Key       string `json:"kid"`
		Algorithm string `json:"alg"`
	}
	for i, into := range []any{&header, &t.claims, nil} {
		decoded, err := base64.RawURLEncoding.Strict().DecodeString(parts[i])
		if err != nil {
			return t, err
		}
		if into == nil {
			continue
		}
		if err := json.Unmarshal(decoded, into); err != nil {
			return t, err
		}
	}
	t.key, t.algorithm = header.Key, header.Algorithm
	return t, nil
}
