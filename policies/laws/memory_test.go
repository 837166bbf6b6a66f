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

// TestMemoryKeepsAll writes whatever may be found, and reads it.
func TestMemoryKeepsAll(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "host", "category.payment", "\xff\x00"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		m, want := ReadMemory(nil, "a program"), map[Sum][][]string{}
		width := rapid.IntRange(1, 6).Draw(t, "width")
		row := rapid.SliceOfN(text, width, width)
		for range rapid.IntRange(1, 4).Draw(t, "runs") {
			for i := range rapid.IntRange(1, 5).Draw(t, "notices") {
				key := Sum(sha256.Sum256(fmt.Append(nil, i, len(want))))
				want[key] = rapid.SliceOfN(row, 0, 8).Draw(t, "rows")
				m.Keep(key, want[key])
			}
			m = again(m)
			for key, rows := range want {
				if got, ok := m.Recall(key, width); !ok || !reflect.DeepEqual(got, rows) {
					t.Fatalf("of %q it remembers %q", rows, got)
				}
				if got, ok := m.Recall(key, width+1); ok && len(rows) > 0 {
					t.Fatalf("%q are taken for wider", got)
				}
			}
		}
	})
}

// TestMemoryCutShort takes every beginning of a memory, and every change of a bit, for an
// empty one; and what only looks whole is read as nothing, or as what it says.
func TestMemoryCutShort(t *testing.T) {
	m := ReadMemory(nil, "p")
	for i := range byte(3) {
		m.Keep(Sum{i}, rowsOf(map[string][]Result{"a-1": {{Met: "x"}, {Lacks: "no y", Entry: "x"}}, "a-2": {}}))
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
					t.Fatalf("%d bytes of %d, or a bit of them changed, are taken for a memory", i, len(whole))
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
			if rows, ok := m.Recall(key, rowWidth); ok {
				foundIn(rows)
			}
		}
		m.Keep(Sum{9}, nil)
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
	other.Sum[0]++
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
	sums := map[Sum]string{}
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if other := sums[p.Sum]; other != "" {
			t.Errorf("the packs %s and %s have one sum", p.ID, other)
		}
		sums[p.Sum] = p.ID
	}
	a, _ := ReadOwn(map[string]string{"policies/officer.rego": officer})
	b, _ := ReadOwn(map[string]string{"policies/officer.rego": officer + "\n"})
	if a == nil || b == nil || a.Sum == b.Sum || a.Sum == (Sum{}) {
		t.Errorf("rules of one's own have the sums %v and %v", a, b)
	}
}

// TestMemoryIsBounded keeps what a run asked for, and of the runs before it as much again.
func TestMemoryIsBounded(t *testing.T) {
	m, size := ReadMemory(nil, "p"), 0
	for run := range 40 {
		for i := range 10 { // of this run alone, each with words of its own
			rows := make([][]string, 1000)
			for k := range rows {
				rows[k] = []string{fmt.Sprintf("%d %d %d", run, i, k%10)}
			}
			m.Keep(Sum(sha256.Sum256(fmt.Append(nil, run, i))), rows)
		}
		b := m.Bytes()
		m, size = ReadMemory(b, "p"), len(b)
		for i := range 10 {
			if _, ok := m.Recall(Sum(sha256.Sum256(fmt.Append(nil, run, i))), 1); !ok {
				t.Fatalf("what run %d found is forgotten", run)
			}
		}
		m = ReadMemory(b, "p")
	}
	if size > 3*spareMemory || m.Len() < 20 {
		t.Errorf("the memory takes %d bytes for %d notices", size, m.Len())
	}
}

// TestMemorySpares keeps all that runs before it found where a run does not ask again.
func TestMemorySpares(t *testing.T) {
	rows := make([][]string, 1000)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("a row that takes room, the %dth", i)}
	}
	keys := make([]Sum, 300)
	m := ReadMemory(nil, "p")
	for i := range keys {
		keys[i] = Sum(sha256.Sum256(fmt.Append(nil, i)))
		m.Keep(keys[i], rows)
	}
	for _, spares := range []bool{true, false} { // the second shows that it would be forgotten
		m = ReadMemory(m.Bytes(), "p")
		m.Keep(Sum{1}, [][]string{{"of this run"}})
		if spares {
			m.Spare()
		}
		read := ReadMemory(m.Bytes(), "p")
		if all := read.Len() >= len(keys); all != spares {
			t.Errorf("spares %v: %d of %d are remembered", spares, read.Len(), len(keys))
		}
		m = read
		m.Keep(Sum{2}, [][]string{{"added"}})
		m.Spare()
	}
}
