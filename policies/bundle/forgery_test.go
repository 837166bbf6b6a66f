package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	opa "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/candor-privacy/candor/policies/bundle"
)

// entry is one file of an archive, as the tests take it apart on their own.
type entry struct {
	name string
	data []byte
}

func opened(t testing.TB, packed []byte) (all []entry) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	for {
		h, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry{h.Name, data})
	}
}

// tarred packs entries, each with the header that change leaves.
func tarred(t testing.TB, all []entry, change func(*tar.Header)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range all {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: e.name, Mode: 0o644, Size: int64(len(e.data)), Format: tar.FormatUSTAR}
		if change != nil {
			change(h)
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write(e.data); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, plain []byte) []byte {
	t.Helper()
	return compressed(t, plain, gzip.BestCompression)
}

func compressed(t testing.TB, plain []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stock asks OPA's own reader, set up as our configuration for OPA sets it up.
func stock(packed []byte, key *bundle.PublicKey) (opa.Bundle, error) {
	keys := map[string]*opa.KeyConfig{key.ID: {Key: key.PEM, Algorithm: key.Algorithm, Scope: bundle.DefaultScope}}
	return opa.NewCustomReader(opa.NewTarballLoaderWithBaseURL(bytes.NewReader(packed), "")).
		WithBundleVerificationConfig(opa.NewVerificationConfig(keys, key.ID, bundle.DefaultScope, nil)).Read()
}

const notice = "candor_notices/school/data.json"

// TestForgeries alters a signed bundle in every way we know. None is accepted, by
// us or by OPA; where OPA takes what means the same, it says so here.
func TestForgeries(t *testing.T) {
	key, other := newKey(t, "ES256"), newKey(t, "ES256")
	good := written(t, school(), bundle.Signing{Key: key})
	files := opened(t, good)
	signature := len(files) - 1
	if _, err := bundle.Read(bytes.NewReader(good), trusting(key)); err != nil {
		t.Fatal(err)
	}
	if _, err := stock(good, key.Public); err != nil {
		t.Fatalf("OPA refuses the good bundle: %v", err)
	}
	changed := func(change func([]entry) []entry) []byte {
		all := slices.Clone(files)
		return gzipped(t, tarred(t, change(all), nil))
	}
	edited := func(name string, edit func(string) string) []byte {
		return changed(func(all []entry) []entry {
			i := slices.IndexFunc(all, func(e entry) bool { return e.name == name })
			all[i].data = []byte(edit(string(all[i].data)))
			if string(all[i].data) == string(files[i].data) {
				t.Fatalf("%s is not edited", name)
			}
			return all
		})
	}
	token := func(make func(header, payload string) string) []byte {
		var held opa.SignaturesConfig
		if err := json.Unmarshal(files[signature].data, &held); err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(held.Signatures[0], ".")
		held.Signatures[0] = make(parts[0], parts[1])
		data, err := json.Marshal(held)
		if err != nil {
			t.Fatal(err)
		}
		return changed(func(all []entry) []entry {
			all[signature].data = data
			return all
		})
	}
	encoded := base64.RawURLEncoding.EncodeToString
	for _, c := range []struct {
		name   string
		packed []byte
		same   bool // OPA takes it: what it would evaluate is what was signed
	}{
		{"stripped of its signature", changed(func(all []entry) []entry { return all[:signature] }), false},
		{"empty signature", edited(".signatures.json", func(string) string { return `{}` }), false},
		{"no signatures in it", edited(".signatures.json", func(string) string { return `{"signatures":[]}` }), false},
		{"signed twice", edited(".signatures.json", func(s string) string {
			return strings.Replace(s, `["`, `["a.b.c","`, 1)
		}), false},
		{"another verifier named", edited(".signatures.json", func(s string) string {
			return strings.Replace(s, `{`, `{"plugin":"mine",`, 1)
		}), false},
		{"gates that deny no more", edited(notice, func(s string) string { return strings.ReplaceAll(s, `"denies":true`, `"denies":false`) }), false},
		{"one letter changed", edited(notice, func(s string) string { return strings.Replace(s, "e", "a", 1) }), false},
		{"serial raised", edited("candor/data/bundle/data.json", func(s string) string { return strings.Replace(s, `"serial":12`, `"serial":13`, 1) }), false},
		{"validity extended", edited("candor/data/bundle/data.json", func(s string) string { return strings.Replace(s, `"until":`, `"until":9`, 1) }), false},
		{"a rule changed", edited("candor/answer.rego", func(s string) string { return strings.Replace(s, `"deny"`, `"allow"`, 1) }), false},
		{"roots changed", edited(".manifest", func(s string) string { return strings.Replace(s, `["candor","candor_notices"]`, `[""]`, 1) }), false},
		{"the same JSON spelt otherwise", edited(notice, func(s string) string { return strings.Replace(s, `":`, `": `, 1) }), true},
		{"a key twice, of which the first is the forger’s", edited(notice, func(s string) string {
			return strings.Replace(s, `"bars":`, `"bars":{},"bars":`, 1)
		}), true},
		{"a rule added", changed(func(all []entry) []entry {
			return append(all, entry{"candor/more.rego", []byte("package candor\n\nallow := true\n")})
		}), false},
		{"data added", changed(func(all []entry) []entry {
			return append(all, entry{"candor_notices/other/data.json", []byte("{}")})
		}), false},
		{"a file removed", changed(func(all []entry) []entry { return slices.Delete(all, 5, 6) }), false},
		{"a file renamed", changed(func(all []entry) []entry {
			all[5].name = "candor_notices/else/data.json"
			return all
		}), false},
		{"two files swapped", changed(func(all []entry) []entry {
			all[1].name, all[2].name = all[2].name, all[1].name
			return all
		}), false},
		{"a file there twice", changed(func(all []entry) []entry { return append(all, all[1]) }), false},
		{"another order", changed(func(all []entry) []entry { slices.Reverse(all); return all }), true},
		{"a change in place of a release", changed(func(all []entry) []entry {
			return []entry{{"patch.json", []byte(`{"data":[{"op":"upsert","path":"/candor/data/bundle/until","value":0}]}`)}}
		}), false},
		{"signed by another key", written(t, school(), bundle.Signing{Key: other}), false},
		{"signed for another scope", written(t, school(), bundle.Signing{Key: key, Scope: "elsewhere"}), false},
		{"signed with the public key as a secret", token(func(_, payload string) string {
			header := encoded([]byte(`{"alg":"HS256","kid":"` + key.Public.ID + `"}`))
			mac := hmac.New(sha256.New, []byte(key.Public.PEM))
			mac.Write([]byte(header + "." + payload))
			return header + "." + payload + "." + encoded(mac.Sum(nil))
		}), false},
		{"no algorithm", token(func(_, payload string) string {
			return encoded([]byte(`{"alg":"none","kid":"`+key.Public.ID+`"}`)) + "." + payload + "."
		}), false},
		{"signature of nothing", token(func(header, payload string) string { return header + "." + payload + "." + encoded(make([]byte, 64)) }), false},
		{"key named that is not there", token(func(_, payload string) string {
			return encoded([]byte(`{"alg":"ES256","kid":"ffff"}`)) + "." + payload + "." + encoded(make([]byte, 64))
		}), false},
		{"something behind it", append(slices.Clone(good), 'x'), true},
		{"an archive behind it", append(slices.Clone(good), gzipped(t, nil)...), true},
		{"cut short by its checksum", good[:len(good)-9], true},
		{"cut short by half", good[:len(good)/2], false},
		{"not an archive", []byte("candor"), false},
		{"nothing", nil, false},
		{"another mode in its headers", gzipped(t, tarred(t, files, func(h *tar.Header) { h.Mode = 0o755 })), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := bundle.Read(bytes.NewReader(c.packed), trusting(key)); err == nil {
				t.Error("accepted")
			}
			if _, err := stock(c.packed, key.Public); err == nil != c.same {
				t.Errorf("OPA: %v", err)
			}
		})
	}
	if _, err := bundle.Read(bytes.NewReader(good), trusting(other)); err == nil {
		t.Error("accepted after its key was revoked")
	}
	if _, err := bundle.Read(bytes.NewReader(good), trusting(other, key)); err != nil {
		t.Errorf("while two keys are valid: %v", err)
	}
}

// TestHostileArchives reads what no bundle is. Nothing is accepted, and nothing is
// taken into memory beyond the bounds.
func TestHostileArchives(t *testing.T) {
	typed := func(kind byte, link string) []byte {
		return gzipped(t, tarred(t, []entry{{"candor/data.json", nil}}, func(h *tar.Header) { h.Typeflag, h.Linkname = kind, link }))
	}
	named := func(name string) []byte { return gzipped(t, tarred(t, []entry{{name, []byte("{}")}}, nil)) }
	for name, packed := range map[string][]byte{
		"absolute path": named("/etc/passwd"), "path above": named("../x.json"), "path above inside": named("candor/../../x.json"),
		"backslashes": named(`candor\..\x.json`), "drive": named("C:/x.json"), "dots": named("./candor/data.json"),
		"symbolic link": typed(tar.TypeSymlink, "/etc/passwd"), "hard link": typed(tar.TypeLink, "a"),
		"folder": typed(tar.TypeDir, ""), "device": typed(tar.TypeChar, ""), "pipe": typed(tar.TypeFifo, ""),
		"zeros without end": gzipped(t, tarred(t, []entry{{"candor/data/words/data.json", make([]byte, 64<<20)}}, nil)),
		"empty archive":     gzipped(t, nil),
		"no tar":            gzipped(t, []byte(strings.Repeat("candor", 1000))),
	} {
		if _, err := bundle.Read(bytes.NewReader(packed), bundle.Trust{Unsigned: true}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// flips is how many bits are flipped; 10,000 belong behind the flag.
var flips = flag.Int("flips", 400, "bits to flip in a signed bundle")

// TestFlippedBits flips single bits of a signed bundle, packed and unpacked. None is
// taken that changes what was signed. A few change nothing: a bit that compression
// leaves unused, and for OPA also one that no checksum covers.
func TestFlippedBits(t *testing.T) {
	key := newKey(t, "ES256")
	good := written(t, school(), bundle.Signing{Key: key})
	plain := unzipped(t, good)
	signed, err := stock(good, key.Public)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	flips, opaEvery := *flips, 40 // OPA parses all rules before it finds the fault, if it does
	trust, unused, byOPA := trusting(key), 0, 0
	for i := range flips {
		var packed []byte
		var where string
		if i%2 == 0 {
			packed = slices.Clone(good)
			bit := random.IntN(8 * len(packed))
			packed[bit/8] ^= 1 << (bit % 8)
			where = fmt.Sprintf("bit %d packed", bit)
		} else {
			altered := slices.Clone(plain)
			bit := random.IntN(8 * len(altered))
			altered[bit/8] ^= 1 << (bit % 8)
			packed = stored(t, altered)
			where = fmt.Sprintf("bit %d unpacked", bit)
		}
		if _, err := bundle.Read(bytes.NewReader(packed), trust); err == nil {
			unused++
			if i%2 == 1 || !bytes.Equal(unzipped(t, packed), plain) {
				t.Errorf("%s: accepted", where)
			}
		}
		if i%opaEvery > 1 {
			continue
		}
		if b, err := stock(packed, key.Public); err == nil {
			byOPA++
			if !b.Equal(signed) {
				t.Errorf("%s: OPA accepts what was not signed", where)
			}
		}
	}
	t.Logf("%d flips: %d change nothing and are accepted; of %d put to OPA, %d", flips, unused, flips*2/opaEvery, byOPA)
}

func unzipped(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// stored wraps an archive in gzip without compression, with a header as ours.
func stored(t testing.TB, plain []byte) []byte {
	t.Helper()
	packed := compressed(t, plain, gzip.NoCompression)
	packed[8] = 2
	return packed
}
