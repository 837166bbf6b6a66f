package inventory

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
)

// TestExtends: an entry overrides its base's key by key, and a value keeps the
// place where it was written.
func TestExtends(t *testing.T) {
	root := workspace(t, []file{
		{"notices/_shared/vocabulary.toml", []byte("[category.payment]\nlabel = \"payment details\"\nincludes = [\"cards\"]\n")},
		{"notices/base/notice.toml", []byte("[notice]\ntitle = \"Base\"\nlanguage = \"en\"\npublish = false\n[party]\nname = \"Example Ltd\"\n[category.payment]\nlabel = \"what you pay with\"\n[[keep]]\nid = \"keep-payment\"\ncategories = [\"payment\"]\nperiod = \"P12M\"\nfrom = \"account-closed\"\n")},
		{"notices/base/addenda/us-ny.toml", []byte("[addendum]\ntitle = \"New York\"\n[[duty]]\nid = \"breach\"\nevent = \"breach\"\n")},
		{"notices/middle/notice.toml", []byte("[notice]\nextends = \"base\"\n")},
		{"notices/top/notice.toml", []byte("[notice]\nextends = \"middle\"\ntitle = \"Top\"\n[[keep]]\nid = \"keep-payment\"\nperiod = \"P24M\"\n[[duty]]\nid = \"breach\"\nwithin = \"PT72H\"\n")},
	})
	inv, fs := Load(root.FS())
	for _, f := range fs {
		t.Errorf("%s: %s", f.Place, f.Message)
	}
	var got []string
	for _, n := range inv.Notices {
		got = append(got, n.ID)
	}
	if s := strings.Join(got, " "); s != "base middle top" {
		t.Fatalf("notices are %s", s)
	}
	top := inv.Notices[2]
	tests := []struct {
		kind        Kind
		id, key     string
		text, place string
		inherited   bool
		addendum    string
	}{
		{KindNotice, "", "title", "Top", "notices/top/notice.toml:3:9", false, ""},
		{KindNotice, "", "language", "en", "notices/base/notice.toml:3:12", false, ""},
		{KindParty, "", "name", "Example Ltd", "notices/base/notice.toml:6:8", true, ""},
		{KindCategory, "payment", "label", "what you pay with", "notices/base/notice.toml:8:9", true, ""},
		{KindCategory, "payment", "includes", "cards", "notices/_shared/vocabulary.toml:3:12", true, ""},
		{KindKeep, "keep-payment", "period", "P24M", "notices/top/notice.toml:6:10", false, ""},
		{KindKeep, "keep-payment", "categories", "payment", "notices/base/notice.toml:11:14", false, ""},
		{KindDuty, "breach", "event", "breach", "notices/base/addenda/us-ny.toml:5:9", false, "us-ny"},
		{KindDuty, "breach", "within", "PT72H", "notices/top/notice.toml:9:10", false, "us-ny"},
		{KindAddendum, "us-ny", "title", "New York", "notices/base/addenda/us-ny.toml:2:9", true, "us-ny"},
	}
	for _, test := range tests {
		t.Run(string(test.kind)+" "+test.key, func(t *testing.T) {
			for _, e := range top.Of(test.kind) {
				if e.ID != test.id {
					continue
				}
				v := e.Value(test.key)
				text := v.Text + strings.Join(v.List, " ")
				if text != test.text || v.Place.String() != test.place || e.Inherited != test.inherited || e.Addendum != test.addendum {
					t.Errorf("got %q at %s, inherited %t, addendum %q", text, v.Place, e.Inherited, e.Addendum)
				}
				return
			}
			t.Error("there is no such entry")
		})
	}
	if !top.Publish || inv.Notices[0].Publish || !inv.Notices[1].Publish {
		t.Error("publish is about the folder it stands in and is never inherited")
	}
	if n := inv.Notices[1].One(KindNotice); n.Text("extends") != "base" || n.Text("title") != "Base" {
		t.Errorf("middle is %+v", n.Values)
	}
}

// TestFoundation: what notices stand on is looked at once for all of them, and yet each is
// told what is wrong in it alone: an entry of the base that names what only one of them
// has, and wording that the groups of one of them no longer bear out.
func TestFoundation(t *testing.T) {
	head := "[notice]\nextends = \"base\"\ntitle = \"T\"\n"
	root := workspace(t, []file{
		{"notices/_shared/vocabulary.toml", []byte("[category.card]\nlabel = \"cards\"\nwithin = [\"payment\"]\n")},
		{"notices/base/notice.toml", []byte("[notice]\ntitle = \"Base\"\nlanguage = \"en\"\npublish = false\n[party]\nname = \"Example Ltd\"\n[category.payment]\nlabel = \"what you pay with\"\n" +
			"[[use]]\nid = \"pay\"\ncategories = [\"payment\", \"extra\"]\n[[use]]\nid = \"order\"\ncategories = [\"payment\"]\nlabels = { card = \"a card\" }\n")},
		{"notices/both/notice.toml", []byte(head + "[category.extra]\nlabel = \"more\"\n")},
		{"notices/extra/notice.toml", []byte(head)},
		{"notices/group/notice.toml", []byte(head + "[category.extra]\nlabel = \"more\"\n[category.card]\nwithin = [\"extra-cards\"]\n[category.extra-cards]\nlabel = \"cards too\"\n[[share]]\nid = \"s\"\nrecipients = [\"r\"]\ncategories = [\"extra-cards\"]\n[recipient.r]\nlabel = \"R\"\nkind = \"other\"\n")},
	})
	_, fs := Load(root.FS())
	var loaded, read []string
	for _, f := range fs {
		loaded = append(loaded, f.Notice+" "+f.Code+" "+f.Place.String())
	}
	want := []string{"extra unknown-id notices/base/notice.toml:11:26", "group unknown-id notices/base/notice.toml:15:12"}
	if !slices.Equal(loaded, want) {
		t.Errorf("got %q, want %q", loaded, want)
	}
	r := NewReader(root.FS(), Options{})
	var found []finding.Finding
	for _, id := range r.IDs() {
		_, _, more := r.Notice(id)
		found = append(found, more...)
	}
	found, _ = Sum(found, func(func(string, []string) bool) {})
	for _, f := range found {
		read = append(read, f.Notice+" "+f.Code+" "+f.Place.String())
	}
	if !slices.Equal(read, want) {
		t.Errorf("notice by notice got %q, want %q", read, want)
	}
}

func TestWorkspace(t *testing.T) {
	tests := []struct {
		name, text string
		want       Workspace
	}{
		{"no file", "", Workspace{Notices: "notices", Theme: "plain"}},
		{"all keys", "title = 'T'\nnotices = 'texts'\npolicies = 'policies'\nthemes = 'themes'\ntheme = 'own'\nbase-url = 'https://example.org/'\nbanner = 'B'\n",
			Workspace{"T", "texts", "policies", "themes", "own", "https://example.org/", "B", Period{}, false, nil, nil, nil, nil, nil,
				finding.Place{File: "candor.toml", Line: 4, Col: 10, EndLine: 4, EndCol: 18}, finding.Place{File: "candor.toml", Line: 5, Col: 9, EndLine: 5, EndCol: 14}}},
		{"law", "[publish]\nlaw = 'report'\n\n[[exception]]\ncheck = 'ny2d-3b-4'\nreason = 'R'\nowner = 'O'\nuntil = 2027-01-31\n", Workspace{Notices: "notices", Theme: "plain", LawReports: true, Exceptions: []Exception{
			{Check: "ny2d-3b-4", Reason: "R", Owner: "O", Until: Date{2027, 1, 31, Day}, Place: finding.Place{File: "candor.toml", Line: 5, Col: 9, EndLine: 5, EndCol: 20}},
		}}},
		{"a validity", "valid = 'P1M'\n", Workspace{Notices: "notices", Theme: "plain", Valid: Period{Months: 1, written: true}}},
		{"a validity without end", "valid = 'indefinite'\n", Workspace{Notices: "notices", Theme: "plain"}},
		{"a validity of nothing", "valid = 'P0D'\n", Workspace{Notices: "notices", Theme: "plain"}},
		{"a bad value keeps the default", "notices = '../x'\ntheme = 1\n", Workspace{Notices: "notices", Theme: "plain"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := []file{{"texts/a/notice.toml", nil}, {"notices/a/notice.toml", nil}}
			if test.text != "" {
				files = append(files, file{"candor.toml", []byte(test.text)})
			}
			inv, _ := Load(workspace(t, files).FS())
			if !reflect.DeepEqual(inv.Workspace, test.want) {
				t.Errorf("got %+v, want %+v", inv.Workspace, test.want)
			}
		})
	}
}
