package document

import "encoding/json"

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

// Count says how many parts the document has, for [Bundle].Parts.
func (d *Document) Count() (int, error) {
	rest := *d
	rest.Notices = map[string]*Notice{}
	text, err := rest.JSON()
	n := Parts(text)
	for _, notice := range d.Notices {
		if err == nil {
			text, err = json.Marshal(notice)
			n += Parts(text)
		}
	}
	return n, err
}
