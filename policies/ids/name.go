package ids

import "strings"

// exported is an id as a name that begins with a capital letter. A digit that begins
// a word has an underscore before it, which tells form-1 from form1; at the very
// beginning, where a name needs a letter, two, which no other name has.
func exported(id string) string {
	if isDigit(id[0]) {
		return "N__" + joined(id)
	}
	return joined(id)
}

// joined is an id that goes on from a kind, as in Purpose2fa.
func joined(id string) string {
	var b strings.Builder
	for i, word := range strings.Split(id, "-") {
		if isDigit(word[0]) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// camel is an id as a key of an object.
func camel(id string) string {
	if isDigit(id[0]) {
		return "_" + joined(id)
	}
	name := joined(id)
	return strings.ToLower(name[:1]) + name[1:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
