// Package vectors holds stored questions with whole answers, for whoever wants to know
// that a decision is the same everywhere: through the engines in Go, over HTTP, in stock
// OPA, in Wasm, in an engine of their own. README.md beside this file tells the form of
// the files and how to put them to each.
//
//	for _, set := range vectors.All() {
//		// an engine of the workspace set.Workspace, with set.Expires and set.Now
//		for _, v := range set.Vectors {
//			got, err := vectors.Canonical(answerTo(v.Bytes()))
//			want := v.Want(decision.Bundle{Serial: …, Digest: …, Expires: set.Expires})
//			// bytes.Equal(got, want)
//		}
//	}
package vectors

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

//go:embed index.json *.jsonl
var files embed.FS

// Set is one file of vectors, all of which are put to one policy.
type Set struct {
	File string `json:"file"`
	// Workspace is the folder the policy is made of, from the root of the repository.
	Workspace string `json:"workspace"`
	// Expires is when the policy expires; "" is never.
	Expires string `json:"expires,omitempty"`
	// Now is what the engine's clock shows. Where it is the zero time it does not matter,
	// as every question names its day; past Expires it has to be.
	Now time.Time `json:"now,omitzero"`

	Vectors []Vector `json:"-"`
}

// Vector is one question and what is answered to it. The question is Question, or
// Text where that is no JSON, or JSON that readers of JSON do not all read alike.
type Vector struct {
	Name     string          `json:"name"` // unique in its file
	Question json.RawMessage `json:"question,omitempty"`
	Text     *string         `json:"text,omitempty"`
	// Answer is the whole answer but its bundle, which says nothing but which policy was
	// asked.
	Answer json.RawMessage `json:"answer"`
}

// Bytes is the question as it is sent.
func (v Vector) Bytes() []byte {
	if v.Text != nil {
		return []byte(*v.Text)
	}
	return v.Question
}

// Want is the answer of a policy in canonical form.
func (v Vector) Want(policy decision.Bundle) []byte {
	var answer map[string]any
	err := unmarshal(v.Answer, &answer)
	if err != nil {
		panic(err) // embedded
	}
	answer["bundle"] = policy
	text, err := json.Marshal(answer)
	if err == nil {
		text, err = Canonical(text)
	}
	if err != nil {
		panic(err) // of what was just read
	}
	return text
}

// All are the sets, as the index lists them.
func All() []Set {
	data, err := files.ReadFile("index.json")
	var sets []Set
	if err == nil {
		err = json.Unmarshal(data, &sets)
	}
	for i := range sets {
		if err == nil {
			sets[i].Vectors, err = read(sets[i].File)
		}
	}
	if err != nil {
		panic(fmt.Sprintf("vectors: %v", err)) // embedded
	}
	return sets
}

func read(name string) (all []Vector, err error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		var v Vector
		switch err := d.Decode(&v); err {
		case nil:
			all = append(all, v)
		case io.EOF:
			return all, nil
		default:
			return nil, fmt.Errorf("%s: after %d vectors: %w", name, len(all), err)
		}
	}
}

// Canonical is the one way to spell a value in JSON: keys in order, no white space,
// nothing escaped that need not be, numbers with the digits they have.
func Canonical(text []byte) ([]byte, error) {
	var value any
	if err := unmarshal(text, &value); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func unmarshal(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one value")
	}
	return nil
}
