package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
)

// Document is the machine-readable report. Its version changes when a reader of
// the one before could misread it.
type Document struct {
	Version  int       `json:"version"`
	Findings []Finding `json:"findings"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Notes    int       `json:"notes"`
	Law      string    `json:"law,omitempty"` // what to know about findings of law packs, where any was asked
}

// JSON writes one JSON document with all findings, sorted, and what to know about those
// of law packs, if there are any. Characters that a terminal would act on are escaped.
func JSON(w io.Writer, fs []Finding, law string) error {
	fs = append([]Finding{}, fs...)
	Sort(fs)
	for i := range fs {
		if fs[i].Why == "" {
			page, _ := Explain(fs[i].Code)
			fs[i].Why = page.Why
		}
		fs[i].Related = slices.Clone(fs[i].Related)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(Document{1, fs, Count(fs, Error), Count(fs, Warning), Count(fs, Note), law}); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// escapeHidden writes hidden characters as JSON escapes. They can only stand
// inside strings: outside there is nothing but ASCII and line ends.
func escapeHidden(b []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(b) {
		switch {
		case r == '\n' || !hidden(r):
			out.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
