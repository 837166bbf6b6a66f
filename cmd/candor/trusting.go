package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/policies/bundle"
)

// trusting are the flags that say whose bundles are taken.
type trusting struct {
	keys     given
	scope    string
	unsigned bool
}

func (t *trusting) flags(f *pflag.FlagSet) {
	f.Var(&t.keys, "trust", "")
	text(f, &t.scope, "scope", bundle.DefaultScope)
	f.BoolVar(&t.unsigned, "insecure-unsigned", false, "")
}

// stated reports whether somebody is trusted.
func (t *trusting) stated() bool { return len(t.keys) > 0 || t.unsigned }

// trust reads the keys. again is the command line that would say whom to trust.
func (t *trusting) trust(again string) (bundle.Trust, error) {
	trust := bundle.Trust{Scope: t.scope, Unsigned: t.unsigned}
	if !t.stated() {
		return trust, wrong(errors.New("nobody is trusted to have signed the bundle"), again)
	}
	for _, file := range t.keys {
		key, err := publicKey(file)
		if err != nil {
			return trust, err
		}
		trust.Keys = append(trust.Keys, key)
	}
	return trust, nil
}

// openBundle reads a bundle by somebody who is trusted.
func openBundle(file string, trust bundle.Trust) (*bundle.Bundle, error) {
	packed, err := os.Open(file)
	if err != nil {
		return nil, wrong(err)
	}
	defer packed.Close()
	b, err := bundle.Read(packed, trust)
	if err != nil {
		return nil, refused(fmt.Errorf("%s: %w", file, err), nil)
	}
	return b, nil
}
