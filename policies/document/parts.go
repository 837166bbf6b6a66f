package document

import (
	"crypto/sha256"
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

// Seal completes a document. Notices with the same terms get one base, and the parts are
// counted: those of what all notices share, and those of each notice.
func (d *Document) Seal() error {
	var t tree
	t.Candor.Data.Bundle, t.Candor.Data.Words, t.Candor.Data.Regions = d.Bundle, d.Words, d.Regions
	t.Candor.Data.Holidays = d.Holidays
	text, err := json.Marshal(t.Candor.Data)
	if err != nil {
		return err
	}
	d.Bundle.Parts = Parts(text)
	var all []*Notice
	for _, id := range slices.Sorted(maps.Keys(d.Notices)) {
		all = append(all, d.Notices[id])
	}
	sums, err := workers.Map(len(all), func(i int) ([sha256.Size]byte, error) {
		text, err := json.Marshal(all[i].Terms)
		return sha256.Sum256(text), err
	})
	if err != nil {
		return err
	}
	bases := map[[sha256.Size]byte]*Notice{}
	for i, n := range all {
		if bases[sums[i]] == nil {
			bases[sums[i]] = n
		}
		n.Base, n.Terms, n.Bundle = bases[sums[i]].ID, bases[sums[i]].Terms, d.Bundle
	}
	parts, err := workers.Map(len(all), func(i int) (int, error) {
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
