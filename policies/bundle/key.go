package bundle

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Algorithms are the signature algorithms (RFC 7518, section 3.1) that bundles may
// be signed with. Those with a shared secret are not among them: who verifies could
// sign.
var Algorithms = []string{"ES256", "RS256", "PS256"}

// leastRSA is the length in bits under which an RSA key is refused (NIST SP 800-57).
const leastRSA = 2048

// PublicKey says who may have signed a bundle, and by which algorithm alone.
type PublicKey struct {
	ID        string // the first 16 hexadecimal digits of the SHA-256 of the key in PKIX form
	Algorithm string
	PEM       string // the key in PKIX form
}

// PrivateKey signs bundles.
type PrivateKey struct {
	Public *PublicKey
	signer crypto.Signer
}

// NewKey makes a key for an algorithm.
func NewKey(algorithm string) (*PrivateKey, error) {
	switch algorithm {
	case "ES256":
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		return privateKey(key, algorithm)
	case "RS256", "PS256":
		key, err := rsa.GenerateKey(rand.Reader, 3072)
		if err != nil {
			return nil, err
		}
		return privateKey(key, algorithm)
	}
	return nil, unknownAlgorithm(algorithm)
}

// PEM is the private key in PKCS #8 form.
func (k *PrivateKey) PEM() (string, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.signer)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
}

// ParsePrivateKey reads a private key in PEM, in PKCS #8, PKCS #1 or SEC 1 form.
// The algorithm may be left out: an elliptic key signs with ES256, an RSA key with
// RS256.
func ParsePrivateKey(text, algorithm string) (*PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no private key in PEM form, which begins with -----BEGIN PRIVATE KEY-----")
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		return nil, fmt.Errorf("the PEM holds a %s, not a private key", block.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("parse private key: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of type %T does not sign", key)
	}
	return privateKey(signer, algorithm)
}

func privateKey(signer crypto.Signer, algorithm string) (*PrivateKey, error) {
	public, err := publicKey(signer.Public(), algorithm)
	if err != nil {
		return nil, err
	}
	return &PrivateKey{public, signer}, nil
}

// ParsePublicKey reads a public key in PEM, in PKIX form. The algorithm may be left
// out as in [ParsePrivateKey].
func ParsePublicKey(text, algorithm string) (*PublicKey, error) {
	block, rest := pem.Decode([]byte(text))
	switch {
	case block == nil:
		return nil, errors.New("no public key in PEM form, which begins with -----BEGIN PUBLIC KEY-----")
	case strings.HasSuffix(block.Type, "PRIVATE KEY"):
		return nil, errors.New("this is a private key: keep it to yourself, and give the public one")
	case block.Type != "PUBLIC KEY":
		return nil, fmt.Errorf("the PEM holds a %s, not a PUBLIC KEY", block.Type)
	case len(strings.TrimSpace(string(rest))) > 0:
		return nil, errors.New("the PEM holds more than one key: give each in a file of its own")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("parse public key: %w", err)
	}
	return publicKey(key, algorithm)
}

func publicKey(key crypto.PublicKey, algorithm string) (*PublicKey, error) {
	if algorithm != "" && !slices.Contains(Algorithms, algorithm) {
		return nil, unknownAlgorithm(algorithm)
	}
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if k.Curve != elliptic.P256() {
			return nil, fmt.Errorf("an elliptic key has to be of the curve P-256, not %s", k.Curve.Params().Name)
		}
		if algorithm == "" {
			algorithm = "ES256"
		}
		if algorithm != "ES256" {
			return nil, fmt.Errorf("an elliptic key signs with ES256, not %s", algorithm)
		}
	case *rsa.PublicKey:
		if bits := k.N.BitLen(); bits < leastRSA {
			return nil, fmt.Errorf("an RSA key of %d bits is too short: %d are the least", bits, leastRSA)
		}
		if algorithm == "" {
			algorithm = "RS256"
		}
		if algorithm == "ES256" {
			return nil, errors.New("an RSA key signs with RS256 or PS256, not ES256")
		}
	default:
		return nil, fmt.Errorf("a key of type %T does not sign bundles: take an elliptic (P-256) or an RSA key", key)
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(der)
	return &PublicKey{
		ID: hex.EncodeToString(sum[:8]), Algorithm: algorithm,
		PEM: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
	}, nil
}

func unknownAlgorithm(name string) error {
	return fmt.Errorf("%q is no signature algorithm for bundles: they are %s", name, strings.Join(Algorithms, ", "))
}
