package main

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
)

var (
	errTwice = errors.New("is given twice")
	errEmpty = errors.New("is empty: give it a value, or leave it out")
)

// once is a flag with one value. A second, other value or an empty one is refused: it
// would be a guess which of them was meant, or whether anything was.
type once struct {
	to  *string
	set bool
}

func (o *once) String() string { return "" }
func (o *once) Type() string   { return "text" }

func (o *once) Set(s string) error {
	switch {
	case o.set && *o.to != s:
		return errTwice
	case strings.TrimSpace(s) == "":
		return errEmpty
	}
	*o.to, o.set = s, true
	return nil
}

// text adds a flag with one value.
func text(f *pflag.FlagSet, to *string, name, usual string) {
	*to = usual
	f.Var(&once{to: to}, name, "")
}
