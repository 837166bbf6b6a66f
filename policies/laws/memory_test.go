package laws

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices/inventory"
)

// again is a memory as the next run of a program has it.
func again(m *Memory) *Memory { return ReadMemory(m.Bytes(), m.program) }

// TestMemoryKeepsAll writes whatever packs may find, and reads it.
func TestMemoryKeepsAll(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "host", "category.payment", "\xff\x00"}), rapid.String())
	result := rapid.Custom(func(t *rapid.T) Result {
		return Result{text.Draw(t, "met"), text.Draw(t, "lacks"), text.Draw(t, "entry"), text.Draw(t, "unsaid"), text.Draw(t, "idle")}
	})
	found := rapid.MapOfN(rapid.StringMatching("[a-z]{1,4}"), rapid.SliceOfN(result, 0, 5), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		m, want := ReadMemory(nil, "a program"), map[sum]map[string][]Result{}
		for range rapid.IntRange(1, 4).Draw(t, "runs") {
			for i := range rapid.IntRange(1, 5).Draw(t, "notices") {
				key := sha256.Sum256(fmt.Append(nil, i, len(want)))
				want[key] = found.Draw(t, "found")
				m.put(key, want[key])
			}
			m = again(m)
			for key, f := range want {
				if got, ok := m.get(key); !ok || !reflect.DeepEqual(got, f) {
					t.Fatalf("of %v it remembers %v", f, got)
				}
			}
		}
	})
}

// TestMemoryCutShort takes every beginning of a memory, and every change of a byte, for an
// empty one; and what only looks whole is read as nothing, or as what it says.
func TestMemoryCutShort(t *testing.T) {
	m := ReadMemory(nil, "p")
	for i := range byte(3) {
		m.put(sum{i}, map[string][]Result{"a-1": {{Met: "x"}, {Lacks: "no y", Entry: "x"}}, "a-2": {}})
	}
	whole := m.Bytes()
	if again := ReadMemory(whole, "p"); again.Len() != 3 {
		t.Fatalf("%d of 3 are remembered", again.Len())
	}
	for i := range whole {
		for bit := range 8 {
			damaged := append([]byte{}, whole...)
			damaged[i] ^= 1 << bit
			for _, b := range [][]byte{whole[:i], damaged} {
				if got := ReadMemory(b, "p"); got.Len() > 0 {
					t.Fatalf("%d bytes of %d, or one of them changed, are taken for a memory", i, len(whole))
				}
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 { // that is summed up all the same
		damaged := append([]byte{}, whole[:len(whole)-sha256.Size]...)
		for range 1 + random.IntN(4) {
			damaged[len(memoryHead)+random.IntN(len(damaged)-len(memoryHead))] = byte(random.IntN(256))
		}
		all := sha256.Sum256(damaged)
		m := ReadMemory(append(damaged, all[:]...), "p")
		for key := range maps.Clone(m.kept) {
			_, _ = m.get(key)
		}
		m.put(sum{9}, nil)
		again(m)
	}
}

// TestMemoryIsOfOneThing forgets when anything is another: the program, the pack, the
// notice, the capacity or the day.
func TestMemoryIsOfOneThing(t *testing.T) {
	light, err := Open("us-ca-shine-the-light")
	if err != nil {
		t.Fatal(err)
	}
	on := inventory.Date{Y: 2026, M: 1, D: 31, Precision: inventory.Day}
	m := ReadMemory(nil, "p")
	want, err := light.Run(t.Context(), NewView([]byte(`{"says": []}`)), "", on, m)
	if err != nil || len(want) == 0 {
		t.Fatal(want, err)
	}
	written, same := m.Bytes(), NewView([]byte(`{"says": []}`))
	m = ReadMemory(written, "p")
	if got, ok := light.Recall(same, "", on, m); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("it remembers %v, %v, and found %v", got, ok, want)
	}
	other := *light
	other.sum[0]++
	for name, recall := range map[string]func() (map[string][]Result, bool){
		"memory, none": func() (map[string][]Result, bool) { return light.Recall(same, "", on, nil) },
		"program":      func() (map[string][]Result, bool) { return light.Recall(same, "", on, ReadMemory(written, "q")) },
		"pack":         func() (map[string][]Result, bool) { return other.Recall(same, "", on, m) },
		"notice":       func() (map[string][]Result, bool) { return light.Recall(NewView([]byte(`{}`)), "", on, m) },
		"capacity":     func() (map[string][]Result, bool) { return light.Recall(same, "operator", on, m) },
		"day":          func() (map[string][]Result, bool) { return light.Recall(same, "", on.AddDays(1), m) },
	} {
		if got, ok := recall(); ok {
			t.Errorf("another %s: it remembers %v all the same", name, got)
		}
	}
	sums := map[sum]string{}
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if other := sums[p.sum]; other != "" {
			t.Errorf("the packs %s and %s have one sum", p.ID, other)
		}
		sums[p.sum] = p.ID
	}
	a, _ := ReadOwn(map[string]string{"policies/officer.rego": officer})
	b, _ := ReadOwn(map[string]string{"policies/officer.rego": officer + "\n"})
	if a == nil || b == nil || a.sum == b.sum || a.sum == (sum{}) {
		t.Errorf("rules of one's own have the sums %v and %v", a, b)
	}
}

// TestMemoryIsBounded keeps what a run asked for, and of the runs before it as much again.
func TestMemoryIsBounded(t *testing.T) {
	m, size := ReadMemory(nil, "p"), 0
	for run := range 40 {
		for i := range 10 { // of this run alone, each with words of its own
			found := map[string][]Result{"a": make([]Result, 1000)}
			for k := range found["a"] {
				found["a"][k].Lacks = fmt.Sprintf("%d %d %d", run, i, k%10)
			}
			m.put(sha256.Sum256(fmt.Append(nil, run, i)), found)
		}
		b := m.Bytes()
		m, size = ReadMemory(b, "p"), len(b)
		for i := range 10 {
			if _, ok := m.get(sha256.Sum256(fmt.Append(nil, run, i))); !ok {
				t.Fatalf("what run %d found is forgotten", run)
			}
		}
		m = ReadMemory(b, "p")
	}
	if size > 3*spareMemory || m.Len() < 20 {
		t.Errorf("the memory takes %d bytes for %d notices", size, m.Len())
	}
}
