package notices_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// labels a lawyer might write: with conjunctions, commas, names and capitals.
var labels = []string{
	"payment details", "Names and contact details", "posts, comments and messages", "GPS data", "student data",
	"your name or address", "details, and more", "IP addresses", "X", "Google Analytics", "5 items", "“quoted” words",
}

// drawInventory makes an inventory of random entries that name each other, and
// sometimes things that are not there.
func drawInventory(t *rapid.T) *inventory.Inventory {
	g := &generator{t: t, ids: map[inventory.Kind][]string{}}
	for _, table := range inventory.Tables {
		if table.Shape == inventory.Single {
			continue
		}
		for i := range rapid.IntRange(0, 5).Draw(t, string(table.Kind)) {
			g.ids[table.Kind] = append(g.ids[table.Kind], fmt.Sprintf("%s-%d", table.Kind, i))
		}
	}
	n := &inventory.Notice{ID: "random", Publish: true}
	for _, table := range inventory.Tables {
		ids := g.ids[table.Kind]
		if table.Shape == inventory.Single && table.Kind != inventory.KindAddendum {
			ids = []string{""}
		}
		for _, id := range ids {
			n.Entries = append(n.Entries, g.entry(table, id))
		}
	}
	return &inventory.Inventory{Notices: []*inventory.Notice{n}}
}

type generator struct {
	t   *rapid.T
	ids map[inventory.Kind][]string
}

func (g *generator) entry(table inventory.Table, id string) *inventory.Entry {
	e := &inventory.Entry{Kind: table.Kind, ID: id}
	for _, f := range table.Fields {
		if f.Key == "text" && table.Shape == inventory.Listed || !f.Required && rapid.IntRange(0, 3).Draw(g.t, f.Key) > 0 {
			continue
		}
		e.Values = append(e.Values, g.value(f))
	}
	return e
}

func (g *generator) value(f inventory.Field) inventory.Value {
	v := inventory.Value{Name: f.Key, Type: f.Type}
	switch f.Type {
	case inventory.Text, inventory.URL, inventory.Email:
		v.Text = rapid.SampledFrom(labels).Draw(g.t, f.Key)
	case inventory.Words, inventory.Loose:
		v.List = g.some(labels, f.Key)
	case inventory.Bool:
		v.Bool = rapid.Bool().Draw(g.t, f.Key)
	case inventory.Enum:
		v.Text = rapid.SampledFrom(f.Values).Draw(g.t, f.Key)
	case inventory.Enums:
		v.List = g.some(f.Values, f.Key)
	case inventory.Ref:
		v.Text = g.reference(f)
	case inventory.Refs:
		for range rapid.IntRange(0, 5).Draw(g.t, f.Key) {
			v.List = append(v.List, g.reference(f))
		}
	case inventory.PeriodType:
		s := rapid.SampledFrom([]string{"P12M", "P1M", "P1Y6M", "P0D", "PT72H", "10 business days", "indefinite", "unstated", "P2W3DT1H"}).Draw(g.t, f.Key)
		period, _ := inventory.ParsePeriod(s)
		v.Special = &inventory.Special{Period: period}
	case inventory.Age:
		from := rapid.IntRange(0, 18).Draw(g.t, "from")
		under := rapid.SampledFrom([]int{0, from + 1, from + 5}).Draw(g.t, "under")
		v.Special = &inventory.Special{Age: inventory.AgeRange{From: from, Under: under}}
	case inventory.WhereType:
		v.Special = &inventory.Special{Where: inventory.Where{Person: g.regions("person"), Customer: g.regions("customer"), Host: g.regions("host"), Destination: g.regions("destination")}}
	case inventory.RegionType:
		v.Text = string(rapid.SampledFrom(regions).Draw(g.t, f.Key))
	case inventory.Language:
		v.Text = rapid.SampledFrom([]string{"en", "en-GB", "cy", "nonsense"}).Draw(g.t, f.Key)
	}
	return v
}

var regions = []inventory.Region{"GB", "US-CA", "EU", "EEA", "DE-BY", "US", "JP"}

func (g *generator) regions(name string) []inventory.Region {
	if rapid.IntRange(0, 3).Draw(g.t, name) > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(regions), 1, 3).Draw(g.t, name)
}

func (g *generator) some(from []string, name string) []string {
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, 6).Draw(g.t, name)
}

// reference names an entry of one of the field's kinds, something built in, or now
// and then nothing.
func (g *generator) reference(f inventory.Field) string {
	choices := []string{"account-open", "consent", "access", "breach"}
	for range 20 {
		choices = append(choices, g.ids[f.To[0]]...)
	}
	return rapid.SampledFrom(append(choices, "nowhere")).Draw(g.t, f.Key)
}

// blemish is what no sentence may hold: an empty slot, loose marks, braces of a
// phrase.
var blemish = regexp.MustCompile(`  |[{}\[\]]| [,.;:]|,[,.;:]|;[,.]|\.\.|to\.|with\.| (to|with|if|unless|for|while|after) (to|with|and|or|if|unless) `)

// TestSentencesAreWhole words random inventories and looks for what a reader
// would take for a broken sentence.
func TestSentencesAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := drawInventory(t)
		set, _ := notices.Resolve(inv)
		n := set.Notices[0]
		for _, s := range n.Statements {
			whole(t, s.ID, s.Sentence)
			if s.Path != "/random/#"+s.Anchor || len(s.Actions) == 0 || s.Section == "" {
				t.Errorf("%s: path %q, actions %v, section %q", s.ID, s.Path, s.Actions, s.Section)
			}
		}
		for _, s := range n.Sources {
			if e := find(inv, inventory.KindSource, s.ID); !e.Has("text") {
				whole(t, s.ID, s.Sentence)
			}
		}
		again, _ := notices.Resolve(inv)
		if set.Digest != again.Digest {
			t.Error("two runs differ:", cmp.Diff(set.Notices, again.Notices, cmpopts.IgnoreUnexported(notices.Notice{})))
		}
	})
}

func whole(t *rapid.T, id string, s notices.Sentence) {
	first, _ := utf8.DecodeRuneInString(s.Text)
	switch {
	case unicode.IsLower(first):
		t.Errorf("%s begins small: %s", id, s.Text)
	case !strings.HasSuffix(s.Text, "."):
		t.Errorf("%s does not end: %s", id, s.Text)
	case blemish.MatchString(s.Text):
		t.Errorf("%s has %q: %s", id, blemish.FindString(s.Text), s.Text)
	case s.Lead == "" && s.Items != nil, s.Lead != "" && len(s.Items) < 3:
		t.Errorf("%s has a list of %d items: %s", id, len(s.Items), s.Text)
	case s.Lead != "" && s.Lead+" "+strings.Join(s.Items, " ") != s.Text:
		t.Errorf("%s is not the sum of its parts: %s", id, s.Text)
	case s.Lead != "" && !strings.HasSuffix(s.Lead, ":"):
		t.Errorf("%s: the lead does not lead: %s", id, s.Lead)
	}
}

func find(inv *inventory.Inventory, k inventory.Kind, id string) *inventory.Entry {
	for _, e := range inv.Notices[0].Entries {
		if e.Kind == k && e.ID == id {
			return e
		}
	}
	return &inventory.Entry{}
}
