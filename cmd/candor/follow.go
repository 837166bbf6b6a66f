package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/serve"
)

// often is how often a bundle is looked at.
const often = "30s"

// following are the flags of a bundle that is followed as it changes.
type following struct {
	bundle, state, minSerial, poll string
	trusting
}

func (f *following) flags(flags *pflag.FlagSet) {
	text(flags, &f.bundle, "bundle", "")
	f.trusting.flags(flags)
	text(flags, &f.state, "state", "")
	text(flags, &f.minSerial, "min-serial", "")
	text(flags, &f.poll, "poll", often)
}

// stated reports whether a flag says something that only a bundle has.
func (f *following) stated() bool {
	return f.trusting.stated() || f.state != "" || f.minSerial != "" || f.poll != "" && f.poll != often || f.scope != "" && f.scope != bundle.DefaultScope
}

// follow gives the policy of a bundle, which another takes the place of as soon as
// it is there. Why one is not taken is said once, however often it is looked at.
func (a *app) follow(ctx context.Context, f following) (*offer, error) {
	source, every, err := a.source(f)
	if err != nil {
		return nil, err
	}
	live := policies.Follow(source)
	var current atomic.Pointer[serve.Policy]
	said := ""
	tell := func(changed bool, err error) {
		why := ""
		if err != nil {
			why = err.Error()
		}
		if why != "" && why != said {
			a.say("the bundle is not taken: %s", why)
		}
		said = why
		if changed {
			p := served(live.Engine())
			current.Store(p)
			a.say("%s, serial %d, expires %s", count(len(p.Notices), "notice"), p.Serial, p.Expires)
			a.renew(live.Engine().About())
		}
	}
	changed, err := live.Refresh(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, wrong(err)
	}
	tell(changed, err)
	go live.Run(ctx, every, tell)
	return &offer{current.Load, f.bundle, live.Refused}, nil
}

// source reads whom and what to trust.
func (a *app) source(f following) (s policies.Source, every time.Duration, err error) {
	s = policies.Source{Bundle: f.bundle, Now: a.now, Registry: a.registry()}
	if s.Trust, err = f.trust("candor serve --bundle " + quoted(f.bundle) + " --trust policy.pub"); err != nil {
		return s, 0, err
	}
	if every, err = time.ParseDuration(f.poll); err != nil || every < time.Second {
		return s, 0, wrong(fmt.Errorf("--poll is a time such as 30s or 5m, of a second at least, not %q", f.poll))
	}
	least := 0
	if f.minSerial != "" {
		if least, err = strconv.Atoi(f.minSerial); err != nil || least < 1 {
			return s, 0, wrong(fmt.Errorf("--min-serial is a whole number from 1 on, not %q", f.minSerial))
		}
	}
	s.Ratchet = bundle.NewRatchet(least)
	if f.state != "" {
		if s.Ratchet, err = bundle.OpenRatchet(f.state, least); err != nil {
			return s, 0, wrong(err, "--min-serial N says it")
		}
	}
	return s, every, nil
}
