package notices_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// TestGrowthIsBounded resolves inventories of about a megabyte that would grow
// beyond measure if every name were written out wherever it is named.
func TestGrowthIsBounded(t *testing.T) {
	category := func(id, label string, within ...string) *inventory.Entry {
		return &inventory.Entry{Kind: inventory.KindCategory, ID: id, Values: []inventory.Value{{Name: "label", Text: label}, {Name: "within", List: within}}}
	}
	use := func(id string, key string, list ...string) *inventory.Entry {
		return &inventory.Entry{Kind: inventory.KindUse, ID: id, Values: []inventory.Value{{Name: key, List: list}}}
	}
	cases := map[string]func() []*inventory.Entry{
		"a long label named often": func() (out []*inventory.Entry) {
			out = append(out, category("c", strings.Repeat("long ", 100_000)))
			for i := range 10_000 {
				out = append(out, use(fmt.Sprint("u", i), "categories", "c"))
			}
			return out
		},
		"groups in a chain": func() (out []*inventory.Entry) {
			for i := range 20_000 {
				out = append(out, category(fmt.Sprint("c", i), "x", fmt.Sprint("c", i-1)))
			}
			return out
		},
		"groups all in one another": func() (out []*inventory.Entry) {
			var all []string
			for i := range 200 {
				all = append(all, fmt.Sprint("c", i))
			}
			for _, id := range all {
				out = append(out, category(id, "x", all...))
			}
			return out
		},
		"a contact copied often": func() (out []*inventory.Entry) {
			out = append(out, &inventory.Entry{Kind: inventory.KindContact, ID: "c", Values: []inventory.Value{{Name: "text", Text: strings.Repeat("x", 500_000)}}})
			for i := range 10_000 {
				out = append(out, &inventory.Entry{Kind: inventory.KindDuty, ID: fmt.Sprint("d", i), Values: []inventory.Value{{Name: "right", List: []string{"access"}}, {Name: "contact", Text: "c"}}})
			}
			return out
		},
		"one statement that names everything": func() (out []*inventory.Entry) {
			var all []string
			for i := range 20_000 {
				all = append(all, fmt.Sprint("c", i))
				out = append(out, category(all[i], strings.Repeat("word ", 20)))
			}
			return append(out, use("u", "categories", all...), use("v", "except", all...))
		},
		"many closures": func() (out []*inventory.Entry) {
			for i := range 10_000 {
				e := use(fmt.Sprint("u", i), "categories", "c")
				e.Values = append(e.Values, inventory.Value{Name: "only", Text: "category"})
				out = append(out, e)
			}
			return append(out, category("c", "data"))
		},
	}
	for name, entries := range cases {
		t.Run(name, func(t *testing.T) {
			inv := &inventory.Inventory{Notices: []*inventory.Notice{{ID: "n", Publish: true, Entries: entries()}}}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			set, found := notices.Resolve(inv)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			size := len(set.Notices[0].CanonicalJSON())
			t.Logf("%v, %d MiB allocated, %d MiB of JSON", took, (after.TotalAlloc-before.TotalAlloc)>>20, size>>20)
			if size > 64<<20 {
				t.Errorf("the notice has %d MiB", size>>20)
			}
			if took > time.Minute { // far above what it takes, for machines under load
				t.Errorf("it took %v", took)
			}
			if name == "a long label named often" && !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "too-much-text" }) {
				t.Error("nothing is said of it")
			}
		})
	}
}
