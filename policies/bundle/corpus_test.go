//go:build opa || node

package bundle_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"
)

// published are the questions of the corpus, in JSON.
func published(t *testing.T) (all []string) {
	t.Helper()
	files, err := filepath.Glob("../testdata/questions/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no questions: %v", err)
	}
	for _, file := range files {
		var corpus struct {
			Question []struct {
				Question string `toml:"question"`
			} `toml:"question"`
		}
		if _, err := toml.DecodeFile(file, &corpus); err != nil {
			t.Fatal(err)
		}
		for _, q := range corpus.Question {
			all = append(all, q.Question)
		}
	}
	return all
}

// canonical is JSON with its keys in order, whoever wrote it.
func canonical(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
