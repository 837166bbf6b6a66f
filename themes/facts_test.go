package themes

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
)

// TestEveryFactShows marks every text of the model, also those the fixture leaves
// empty, and looks for each mark on the page. A field that is not shown needs a
// reason here.
func TestEveryFactShows(t *testing.T) {
	hidden := map[string]string{
		"Addendum.Statutory":    "names of documents, to whose pages it links",
		"Audience.Clause":       "part of sentences",
		"Basis.Law":             "of bare kinds, which have none",
		"Basis.Prose":           "of bare kinds, which have none",
		"Basis.Text":            "of bare kinds, which have none",
		"Contact.Masked":        "shown only where there is no address",
		"Document.Number":       "part of its sentence",
		"Document.With":         "part of its sentence",
		"Duty.Clock":            "part of its sentence",
		"Duty.Covers":           "part of its sentence",
		"Duty.Fee":              "part of its sentence",
		"Duty.HeldBy":           "part of its sentence",
		"Duty.Qualifier":        "part of its sentence",
		"Duty.Via":              "part of its sentence",
		"Event.Label":           "part of sentences",
		"Event.Title":           "of events that stand under no heading",
		"Gate.Accepts":          "a rule for decisions",
		"Gate.By":               "part of its sentence",
		"Gate.Instead":          "a rule for decisions",
		"Gate.Label":            "part of sentences",
		"Gate.Strength":         "a rule for decisions",
		"Gate.Via":              "part of its sentence",
		"Gate.Withdraw":         "part of its sentence",
		"Gate.Signals":          "part of its sentence",
		"Issue.Accepts":         "a rule for authors",
		"Issue.Runtime":         "a rule for decisions",
		"Issue.Text":            "of an issue that is not published",
		"Keep.From":             "an id",
		"Keep.Longer":           "part of its sentence",
		"Keep.Then":             "part of its sentence",
		"Keep.While":            "part of its sentence",
		"Notice.Laws":           "names of law packs",
		"Notice.Path":           "an address",
		"Notice.Statutory":      "names of documents, to whose pages it links",
		"Notice.Version":        "the date stands for it",
		"Obligation.Fee":        "part of its text",
		"Obligation.To":         "part of its text",
		"Obligation.Via":        "part of its text",
		"Period.Word":           "Keep.Words says it",
		"Recipient.Location":    "LocationName says it in words",
		"Recipient.Outside":     "OutsideName says it in words",
		"Recipient.OutsideName": "shown with the gates it asks for",
		"Right.Label":           "part of sentences",
		"Source.Label":          "part of its sentence",
	}
	n := fixture()
	n.Sources[0].Occasions = []string{""}
	marks := map[string][]string{}
	serial := 0
	mark := func(field string) string {
		serial++
		m := fmt.Sprintf("Qm%dq", serial)
		marks[field] = append(marks[field], m)
		return m
	}
	// Ids, references and closed lists of words stay; addresses keep their form.
	kept := []string{"ID", "Anchor", "Language", "Section", "Kind", "Addendum", "Class", "Role", "For", "List", "Forms", "Members", "Between", "About", "Actions"}
	address := map[string]string{"URL": "https://x.example/%s", "Website": "https://x.example/%s", "Policy": "https://x.example/%s", "Email": "%s@x.example"}
	var fill func(v reflect.Value, owner, name string)
	fill = func(v reflect.Value, owner, name string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && owner != "Duty" { // a contact that stands in the list of contacts
				fill(v.Elem(), owner, name)
			}
		case reflect.Slice:
			if v.Len() == 0 && v.Type().Elem().Kind() == reflect.String {
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			}
			for i := range v.Len() {
				fill(v.Index(i), owner, name)
			}
		case reflect.Struct:
			switch v.Type().Name() {
			case "Sentence", "Selector", "Where", "Ref": // Verify looks after sentences; the rest are ids
				return
			}
			if owner == "Keep" && name == "Ending" { // part of its sentence
				return
			}
			for i := range v.NumField() {
				f := v.Type().Field(i)
				if f.IsExported() && !slices.Contains(kept, f.Name) {
					fill(v.Field(i), v.Type().Name(), f.Name)
				}
			}
		case reflect.String:
			if owner == "Statement" && name != "Prose" {
				return
			}
			m := mark(owner + "." + name)
			if form, ok := address[name]; ok {
				m = fmt.Sprintf(form, m)
			}
			v.SetString(m)
		}
	}
	fill(reflect.ValueOf(n).Elem(), "Notice", "")
	files, _ := plain(t).RenderNotice(Site{Title: "x", Notices: []*notices.Notice{n}}, n)
	doc, err := html.Parse(strings.NewReader(string(files[0].Data)))
	if err != nil {
		t.Fatal(err)
	}
	page := text(doc)
	for n := range doc.Descendants() {
		page += " " + attr(n, "href")
	}
	shown := 0
	missing := map[string]bool{}
	for field, ms := range marks {
		for _, m := range ms {
			if strings.Contains(page, m) {
				shown++
				continue
			}
			missing[field] = true
			if hidden[field] == "" {
				t.Errorf("%s is not shown", field)
			}
		}
	}
	for field := range hidden {
		if !missing[field] {
			t.Errorf("%s is shown, or does not exist: it needs no reason here", field)
		}
	}
	t.Logf("%d texts of %d shown", shown, serial)
}
