package inventory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Schema gives the JSON schema of an inventory file, made from [Tables]. Editors
// take from it completion, hover texts and first checks; what only shows across
// files is for [Load]. It keeps to what the TOML extensions of editors know: no
// references, docs for each word of a list, dates as strings.
func Schema() []byte {
	var kinds object
	for i := range Tables {
		kinds = append(kinds, member{string(Tables[i].Kind), tableSchema(&Tables[i])})
	}
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Candor inventory"},
		{"description", "What an organisation does with personal data: vocabulary, statements and prose of one privacy notice."},
		{"type", "object"},
		{"x-tombi-toml-version", "v1.0.0"},
		{"additionalProperties", false},
		{"properties", kinds},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic(err) // Tables holds nothing that JSON cannot
	}
	return b.Bytes()
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i, m := range o {
		b.WriteByte("{,"[min(i, 1)])
		if err := e.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	if len(o) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func tableSchema(t *Table) object {
	doc := []member{{"title", headerOf(t, "")}, {"description", t.Doc}}
	switch t.Shape {
	case Keyed:
		return append(doc, member{"type", "object"}, member{"additionalProperties", false},
			member{"patternProperties", object{{idForm, entrySchema(t)}}})
	case Listed:
		return append(doc, member{"type", "array"}, member{"items", entrySchema(t)})
	}
	return entrySchema(t)
}

// entrySchema describes one table. It demands only the id: a notice that extends
// another gives as few keys of an entry as it changes.
func entrySchema(t *Table) object {
	var props, free object
	var initial []string
	for _, f := range t.fields() {
		if f.Key == anyID {
			free = object{{idForm, fieldSchema(f)}}
			continue
		}
		props = append(props, member{f.Key, fieldSchema(f)})
		if f.Required {
			initial = append(initial, f.Key)
		}
	}
	o := object{{"title", headerOf(t, "")}, {"description", t.Doc}, {"type", "object"}, {"additionalProperties", false}, {"properties", props}}
	if free != nil {
		o = append(o, member{"patternProperties", free})
	}
	if t.Shape == Listed {
		o = append(o, member{"required", []string{"id"}})
	}
	if len(initial) > 0 {
		o = append(o, member{"x-taplo", object{{"initKeys", initial}}})
	}
	return o
}

func fieldSchema(f Field) object {
	key := strings.Replace(f.Key, anyID, "us-ny-2d", 1)
	o := object{{"title", key}, {"description", f.Doc + "\n\nExample: `" + key + " = " + f.Example + "`"}}
	return append(o, typeSchema(f)...)
}

// patterns of values that are strings of a form.
const (
	regionForm   = `^([A-Z]{2}(-[A-Z0-9]{1,3})?|EU|EEA)$`
	periodForm   = `^(P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T\d+H)?|\d{1,3} business days?|indefinite|unstated)$`
	monthForm    = `^(none|\d{4}|\d{4}-\d{2})$`
	languageForm = `^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`
	linkForm     = `^(https://|mailto:|tel:)`
	proseForm    = `\.md$`
)

func typeSchema(f Field) object {
	switch f.Type {
	case Bool:
		return object{{"type", "boolean"}}
	case Enum:
		return words(f.Values)
	case Enums:
		return list(words(f.Values))
	case Refs:
		return list(refForm(f))
	case Ref:
		return refForm(f)
	case Words, Loose:
		return list(form(""))
	case DateType:
		return object{{"anyOf", []object{{{"type", "string"}, {"format", "date"}}, form(monthForm)}}}
	case Age:
		years := object{{"type", "integer"}, {"minimum", 1}, {"maximum", 150}}
		return closed(object{{"from", years}, {"under", years}})
	case WhereType:
		place := list(form(regionForm))
		return closed(object{{"person", place}, {"customer", place}, {"host", place}, {"destination", place}})
	case Labels:
		return object{{"type", "object"}, {"additionalProperties", form("")}}
	case InternalType:
		return closed(object{{"owner", form("")}, {"reviewed", typeSchema(Field{Type: DateType})}, {"note", form("")}})
	}
	return form(map[Type]string{RegionType: regionForm, PeriodType: periodForm, Language: languageForm, URL: linkForm, Prose: proseForm}[f.Type])
}

// form is text of a form, any text when the pattern is empty.
func form(pattern string) object {
	o := object{{"type", "string"}, {"minLength", 1}}
	if pattern != "" {
		o = append(o, member{"pattern", pattern})
	}
	return o
}

// words is one of a closed list, with what each stands for.
func words(values []string) object {
	docs := make([]string, len(values))
	for i, w := range values {
		docs[i] = meaning(values, w)
	}
	return object{{"type", "string"}, {"enum", values}, {"x-taplo", object{{"docs", object{{"enumValues", docs}}}}}}
}

func refForm(f Field) object {
	if mixed(&f) {
		return form(`^[a-z0-9.-]+$`)
	}
	return form(idForm)
}

// list allows one element to stand for a list of one.
func list(item object) object {
	return object{{"anyOf", []object{item, {{"type", "array"}, {"minItems", 1}, {"items", item}}}}}
}

func closed(props object) object {
	return object{{"type", "object"}, {"additionalProperties", false}, {"minProperties", 1}, {"properties", props}}
}

// takes says in words what a field takes, for the language reference.
func takes(f Field) string {
	kinds := strings.Join(kindNames(f.To), ", ")
	switch {
	case mixed(&f):
		return "ids, as kind.id for vocabulary"
	case f.Type == Ref:
		return "id of " + article(kinds)
	case f.Type == Refs && len(f.To) > 1:
		return "ids of statements"
	case f.Type == Refs:
		return fmt.Sprintf("ids of %s", plural(kinds))
	}
	return map[Type]string{
		Text: "text", Prose: "Markdown file", Words: "list of texts", Bool: "true or false", Enum: "a word", Enums: "list of words", DateType: "date", PeriodType: "period",
		Age: "age", WhereType: "place and whose", RegionType: "place", URL: "address of a page", Email: "e-mail address", Language: "language", Labels: "pairs", InternalType: "inline table", Loose: "list of words",
	}[f.Type]
}

func plural(kind string) string {
	switch kind {
	case "category":
		return "categories"
	case "basis":
		return "bases"
	}
	return kind + "s"
}
