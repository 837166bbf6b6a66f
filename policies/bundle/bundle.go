package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
)

// Where things stand in a bundle. The data has files of its own for each notice, so that
// no file grows with their number; beside a Wasm module it is one file, which a host of
// Wasm hands over as it is.
const (
	manifestName   = ".manifest"
	signaturesName = ".signatures.json"
	dataName       = "data.json"
	wasmName       = "policy.wasm"
)

// rulesFolder is the folder of the rules; every package of theirs lies below its name.
var rulesFolder = path.Dir(document.SharedRoot)

// ownFolder is the folder of the workspace's own rules.
var ownFolder = path.Join(rulesFolder, rego.OwnFolder)

// Bundle is a policy read from a file.
type Bundle struct {
	Document *document.Document
	Modules  map[string]string // the rules by file name, as [rego.Modules] gives them
	Wasm     []byte            // the rules as a Wasm module; nil in a bundle without
	Key      string            // id of the key that signed it; "" where nobody did
}

// manifest is OPA's .manifest. Its metadata repeats what the data says, for those
// who look without evaluating, such as `opa inspect`.
type manifest struct {
	Revision    string     `json:"revision"`
	Roots       []string   `json:"roots"`
	RegoVersion int        `json:"rego_version"`
	Wasm        []resolver `json:"wasm,omitempty"`
	Metadata    metadata   `json:"metadata"`
}

// resolver tells OPA which rule a Wasm module answers.
type resolver struct {
	Entrypoint string `json:"entrypoint"`
	Module     string `json:"module"`
}

type metadata struct {
	document.Bundle
	Entrypoints []string          `json:"entrypoints"`
	Notices     map[string]string `json:"notices"` // id → digest
}

// wholeRoots are the roots of a bundle that holds a whole policy.
var wholeRoots = []string{rulesFolder, document.NoticesRoot}

func newManifest(doc *document.Document, all []Notice, roots []string) manifest {
	m := manifest{
		Revision: revision(doc), Roots: roots, RegoVersion: 1,
		Metadata: metadata{Bundle: doc.Bundle, Entrypoints: []string{}, Notices: map[string]string{}},
	}
	if slices.Contains(roots, rulesFolder) {
		m.Metadata.Entrypoints = append(m.Metadata.Entrypoints, rego.Entrypoint)
	}
	for _, n := range all {
		m.Metadata.Notices[n.ID] = n.Digest
	}
	return m
}

// withWasm is the manifest of a bundle with a module.
func (m manifest) withWasm() manifest {
	m.Wasm = []resolver{{rego.WasmEntrypoint, wasmName}}
	m.Metadata.Entrypoints = append(m.Metadata.Entrypoints, rego.WasmEntrypoint)
	return m
}

// jsonFile is a file of JSON.
type jsonFile struct {
	name  string
	value any
}

// files are the files of a bundle but its signature, in the order they are packed.
func files(doc *document.Document) ([]file, error) {
	all, err := spellAll(doc)
	if err != nil {
		return nil, err
	}
	return filesOf(doc, all)
}

// filesOf are the files of a bundle of what all notices share and of notices.
func filesOf(shared *document.Document, all []Notice) ([]file, error) {
	return withNotices(append([]jsonFile{{manifestName, newManifest(shared, all, wholeRoots)}}, sharedFiles(shared)...), shared.Bundle, all, rules(shared))
}

// withNotices are files of JSON, after them those of the notices, and then others.
func withNotices(first []jsonFile, of document.Bundle, all []Notice, others []file) ([]file, error) {
	out, err := spelt(first)
	if err != nil {
		return nil, err
	}
	notices, err := noticeFiles(all, of)
	return append(append(out, notices...), others...), err
}

// sharedFiles are what all notices share.
func sharedFiles(doc *document.Document) []jsonFile {
	return []jsonFile{
		{path.Join(document.SharedRoot, "bundle", dataName), doc.Bundle},
		{path.Join(document.SharedRoot, "holidays", dataName), doc.Holidays},
		{path.Join(document.SharedRoot, "regions", dataName), doc.Regions},
		{path.Join(document.SharedRoot, "words", dataName), doc.Words},
	}
}

// wasmFiles are the files of a bundle with a module.
func wasmFiles(doc *document.Document) ([]file, error) {
	all, err := spellAll(doc)
	if err != nil {
		return nil, err
	}
	data, err := dataOf(doc, all)
	if err != nil {
		return nil, err
	}
	out, err := withRules([]jsonFile{{manifestName, newManifest(doc, all, wholeRoots).withWasm()}, {dataName, json.RawMessage(data)}}, doc)
	if err != nil {
		return nil, err
	}
	if n := len(out[1].data); n > maxFile {
		return nil, fmt.Errorf("the data has %d bytes, and beside a Wasm module it may have %d: make a bundle of fewer notices", n, maxFile)
	}
	module, err := rego.WasmWith(doc.Rules)
	if err != nil {
		return nil, err
	}
	return append(out, file{wasmName, module}), nil
}

// Data is the data that a Wasm module is given, as data.json holds it.
func (b *Bundle) Data() ([]byte, error) {
	all, err := spellAll(b.Document)
	if err != nil {
		return nil, err
	}
	return dataOf(b.Document, all)
}

// dataOf is data.json as a whole.
func dataOf(shared *document.Document, all []Notice) ([]byte, error) {
	data, err := DataOf(shared, all)
	if err != nil {
		return nil, err
	}
	return data.Bytes()
}

// withRules are files of JSON and, after them, the rules.
func withRules(all []jsonFile, doc *document.Document) ([]file, error) {
	out, err := spelt(all)
	if err != nil {
		return nil, err
	}
	return append(out, rules(doc)...), nil
}

// spelt are files of JSON, ready to be packed.
func spelt(all []jsonFile) ([]file, error) {
	out := make([]file, len(all))
	for i, f := range all {
		data, err := canonical(f.value)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", f.name, err)
		}
		out[i] = file{f.name, data}
	}
	return out, nil
}

// rules are the files of the rules, the workspace's own among them.
func rules(doc *document.Document) (out []file) {
	modules := rego.With(rego.Modules(), doc.Rules)
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		out = append(out, file{path.Join(rulesFolder, name), []byte(modules[name])})
	}
	return out
}

// revision is how OPA names the bundle in its logs and status.
func revision(doc *document.Document) string {
	return fmt.Sprintf("%d %s", doc.Bundle.Serial, doc.Bundle.Digest)
}

// spell writes a value that parse gave.
func spell(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// parse reads JSON as OPA does to hash it: numbers keep their digits.
func parse(text []byte) (value any, err error) {
	err = util.UnmarshalJSON(text, &value)
	return value, err
}

// assemble makes the policy of the files of a bundle, whose JSON is canonical.
func assemble(files []file) (*Bundle, error) {
	b := &Bundle{Document: &document.Document{Notices: map[string]*document.Notice{}}, Modules: map[string]string{}}
	var m manifest
	parts := map[string]any{
		manifestName: &m,
		path.Join(document.SharedRoot, "bundle", dataName):   &b.Document.Bundle,
		path.Join(document.SharedRoot, "holidays", dataName): &b.Document.Holidays,
		path.Join(document.SharedRoot, "regions", dataName):  &b.Document.Regions,
		path.Join(document.SharedRoot, "words", dataName):    &b.Document.Words,
	}
	shared, whole, held := 1, true, map[string]map[string]json.RawMessage{} // held: members by notice
	hasModule := slices.ContainsFunc(files, func(f file) bool { return f.name == wasmName })
	if hasModule {
		parts = map[string]any{manifestName: &m, dataName: b.Document}
	}
	if err := m.read(files); err != nil {
		return nil, err
	}
	if !slices.Equal(m.Roots, wholeRoots) {
		return nil, fmt.Errorf("the bundle holds %s only, which is for an OPA that loads the other parts beside it", strings.Join(m.Roots, ", "))
	}
	for _, f := range files {
		folder, base := path.Split(f.name)
		into := parts[f.name]
		switch id, member, isNotice := noticeOf(f.name); {
		case into != nil:
			delete(parts, f.name)
		case f.name == signaturesName:
			continue
		case f.name == wasmName:
			b.Wasm = f.data
			continue
		case path.Ext(base) == ".rego" && folder == rulesFolder+"/":
			b.Modules[base] = string(f.data)
			continue
		case path.Ext(base) == ".rego" && folder == ownFolder+"/":
			if b.Document.Rules == nil {
				b.Document.Rules = map[string]string{}
			}
			b.Document.Rules[base] = string(f.data)
			continue
		case isNotice && !hasModule:
			if held[id] == nil {
				held[id] = map[string]json.RawMessage{}
			}
			held[id][member] = f.data
			continue
		default:
			return nil, fmt.Errorf("the bundle holds %q, which no bundle of ours does", f.name)
		}
		if err := json.Unmarshal(f.data, into); err != nil {
			return nil, fmt.Errorf("read %s: %w", f.name, err)
		}
		switch f.name {
		case dataName:
			whole, shared = document.Whole(f.data), b.Document.Bundle.Parts
		case manifestName:
		default:
			shared += document.Parts(f.data)
		}
	}
	complete, err := takeAll(b.Document.Notices, held)
	if err != nil {
		return nil, err
	}
	whole = whole && complete
	for name := range parts {
		return nil, fmt.Errorf("the bundle has lost its %s", name)
	}
	if !whole || shared != b.Document.Bundle.Parts || b.Document.Join() != nil {
		return nil, ErrDamaged
	}
	return b, m.check(b)
}

// read reads the manifest among the files, which is their first.
func (m *manifest) read(files []file) error {
	if len(files) == 0 || files[0].name != manifestName {
		return fmt.Errorf("the bundle has lost its %s", manifestName)
	}
	if err := json.Unmarshal(files[0].data, m); err != nil {
		return fmt.Errorf("read %s: %w", manifestName, err)
	}
	return nil
}

// check holds the manifest against what the bundle holds.
func (m manifest) check(b *Bundle) error {
	for id, n := range b.Document.Notices {
		if n == nil || n.ID != id || m.Metadata.Notices[id] != n.Digest || n.Bundle != b.Document.Bundle {
			return fmt.Errorf("the bundle’s manifest does not match its notice %q", id)
		}
	}
	if m.Revision != revision(b.Document) || m.Metadata.Bundle != b.Document.Bundle || len(m.Metadata.Notices) != len(b.Document.Notices) {
		return errors.New("the bundle’s manifest does not match its data")
	}
	var resolvers []resolver
	if b.Wasm != nil {
		resolvers = newManifest(b.Document, nil, wholeRoots).withWasm().Wasm
	}
	if !slices.Equal(m.Wasm, resolvers) {
		return errors.New("the bundle’s manifest does not match its Wasm module")
	}
	return nil
}
