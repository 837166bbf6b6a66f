package policies_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
)

// BenchmarkSwap replaces the policy of the five worked examples by one in which a
// sentence has changed, while a reader asks without pause, and tells how long the reader
// waited at most for an answer. Beside it stands the same with a policy replaced of which
// the reader takes no notice: so long it waits for the collector and the machine. Both
// are medians over the rounds, an iteration each:
//
//	go test ./policies -run '^$' -bench Swap -benchtime 15x
func BenchmarkSwap(b *testing.B) {
	dir, key, set := b.TempDir(), signingKey(b), examples(b)
	follow := func(name string) (*policies.Live, func(serial int)) {
		file := filepath.Join(dir, name)
		live := policies.Follow(policies.Source{Bundle: file, Trust: bundle.Trust{Keys: []*bundle.PublicKey{key.Public}}})
		return live, func(serial int) {
			doc, err := policies.Compile(set, policies.Options{Serial: serial})
			if err != nil {
				b.Fatal(err)
			}
			first := &doc.Notices["intoo"].Reasons[0]
			first.Text = string(rune('A'+serial%26)) + first.Text
			var packed bytes.Buffer
			if err := bundle.Write(&packed, doc, bundle.Signing{Key: key}); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	read, writeRead := follow("read")
	other, writeOther := follow("other")
	refresh := func(l *policies.Live) {
		if changed, err := l.Refresh(b.Context()); err != nil || !changed {
			b.Errorf("changed: %v, %v", changed, err)
		}
	}
	writeRead(1)
	refresh(read)
	q := decision.Question{Notice: "intoo", Action: "share", Categories: []string{"resume"}, Audiences: []string{"job-seeker"}, Purpose: "recruitment", Recipient: "employer",
		Gates: map[string]decision.Act{"published": {Happened: true}}}
	waits := func(l *policies.Live) (longest time.Duration) {
		done := make(chan struct{})
		go func() { defer close(done); refresh(l) }()
		var a decision.Answer
		for began := time.Now(); ; {
			read.DecideInto(b.Context(), &q, &a)
			now := time.Now()
			longest = max(longest, now.Sub(began))
			began = now
			select {
			case <-done:
				return longest
			default:
			}
		}
	}
	var swapped, beside, beyond []float64
	for serial := 2; b.Loop(); serial++ {
		writeRead(serial)
		writeOther(serial)
		µs := func(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
		without, with := µs(waits(other)), µs(waits(read))
		swapped, beside, beyond = append(swapped, with), append(beside, without), append(beyond, with-without)
	}
	for name, values := range map[string][]float64{"longest_wait_µs": swapped, "without_swap_µs": beside, "beyond_µs": beyond} {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], name)
	}
	b.ReportMetric(0, "ns/op")
}
