package document

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/candor-privacy/candor/notices/workers"
)

// Parts is how many values a text of JSON holds, itself among them: every object, list,
// text, number, truth and null. Whatever is deleted from it, it then holds fewer. The
// text has to be valid.
func Parts(text []byte) int {
	n, inText, begun := 1, false, false // begun: an object or a list of which nothing has come yet
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inText && c == '\\':
			i++
		case c == '"' && inText:
			inText = false
		case inText || c == ' ' || c == '\t' || c == '\r' || c == '\n':
		default:
			if c == ',' || begun && c != '}' && c != ']' {
				n++
			}
			begun, inText = c == '{' || c == '[', c == '"'
		}
	}
	return n
}

// Seal counts the parts of a document that is complete: those of what all notices share,
// and those of each notice.
func (d *Document) Seal() error {
	var t tree
	t.Candor.Data.Bundle, t.Candor.Data.Words, t.Candor.Data.Regions = d.Bundle, d.Words, d.Regions
	t.Candor.Data.Holidays = d.Holidays
	text, err := json.Marshal(t.Candor.Data)
	if err != nil {
		return err
	}
	d.Bundle.Parts = Parts(text)
	all := slices.Collect(maps.Values(d.Notices))
	parts, err := workers.Map(len(all), func(i int) (int, error) {
		all[i].Bundle = d.Bundle
		text, err := json.Marshal(all[i])
		return Parts(text), err
	})
	for i, n := range parts {
		all[i].Parts = n
	}
	return err
}

// Whole reports whether the JSON of a document has every part that the document was
// sealed with. Notices that are not there at all, nobody can ask about.
func Whole(text []byte) bool {
	var sealed struct {
		Candor struct {
			Data json.RawMessage `json:"data"`
		} `json:"candor"`
		Notices map[string]json.RawMessage `json:"candor_notices"`
	}
	var shared struct{ Bundle Bundle }
	if json.Unmarshal(text, &sealed) != nil || json.Unmarshal(sealed.Candor.Data, &shared) != nil || shared.Bundle.Parts != Parts(sealed.Candor.Data) {
		return false
	}
	for _, text := range sealed.Notices {
		if !WholeNotice(text) {
			return false
		}
	}
	return true
}

// WholeNotice reports the same of the JSON of a notice.
func WholeNotice(text []byte) bool {
	var n struct{ Parts int }
	return json.Unmarshal(text, &n) == nil && n.Parts == Parts(text)
}
