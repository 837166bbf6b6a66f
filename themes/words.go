package themes

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/candor-privacy/candor/notices/finding"
)

// words are a theme's own words in one language: headings and furniture, by
// dotted key ("section.rights").
type words map[string]string

// get returns a word, and an error that names the key when there is none.
func (w words) get(key string) (string, error) {
	s, ok := w[key]
	if !ok {
		return "", fmt.Errorf("the theme has no word %q", key)
	}
	return s, nil
}

// fill returns a word with its slots, such as {date}, filled. What is filled in is
// never read as a slot.
func (w words) fill(key string, pairs ...string) string {
	var out strings.Builder
	rest := w[key]
next:
	for {
		before, after, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			if tail, ok := strings.CutPrefix(after, pairs[i]+"}"); ok {
				out.WriteString(pairs[i+1])
				rest = tail
				continue next
			}
		}
		out.WriteByte('{')
		rest = after
	}
}

// date writes an ISO date of any precision in words.
func (w words) date(iso string) string {
	parts := strings.Split(iso, "-")
	if len(parts) == 1 {
		return iso
	}
	months := strings.Fields(w["date.months"])
	m := slices.Index(strings.Fields("01 02 03 04 05 06 07 08 09 10 11 12"), parts[1])
	if m < 0 || len(months) != 12 {
		return iso
	}
	if len(parts) == 2 {
		return w.fill("date.month", "month", months[m], "year", parts[0])
	}
	return w.fill("date.day", "day", strings.TrimLeft(parts[2], "0"), "month", months[m], "year", parts[0])
}

// and joins names as a sentence would. A comma more keeps names apart that hold the
// word themselves, semicolons those that hold commas: “parents and students, and
// applicants”.
func (w words) and(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last, and := len(items)-1, " "+w["list.and"]+" "
	between, before := ", ", ""
	for _, s := range items {
		switch {
		case strings.Contains(s, ","):
			between, before = "; ", ";"
		case strings.Contains(s, and) && before == "":
			before = ","
		}
	}
	return strings.Join(items[:last], between) + before + and + items[last]
}

// readWords reads words/<language>.toml of a theme over the words of the same
// language below it.
func readWords(fsys fs.FS, dir, label string, into map[string]words) []finding.Finding {
	files, err := fs.Glob(fsys, path.Join(dir, "words", "*.toml"))
	if err != nil {
		return nil
	}
	var out []finding.Finding
	for _, file := range files {
		own, fault := decodeWords(fsys, file, path.Join(label, "words", path.Base(file)))
		if fault != nil {
			out = append(out, *fault)
			continue
		}
		lang := strings.TrimSuffix(path.Base(file), ".toml")
		if into[lang] == nil {
			into[lang] = words{}
		}
		maps.Copy(into[lang], own)
	}
	return out
}

// whole completes the words of each language by those of the language it belongs
// to, then by the English: en-US stands on en.
func whole(written map[string]words) map[string]words {
	out := map[string]words{}
	for lang := range written {
		base, _, _ := strings.Cut(lang, "-")
		all := words{}
		for _, l := range []string{"en", base, lang} {
			maps.Copy(all, written[l])
		}
		out[lang] = all
	}
	return out
}

func decodeWords(fsys fs.FS, file, label string) (words, *finding.Finding) {
	data, err := readLimited(fsys, file)
	if err != nil {
		return nil, fault(finding.Place{File: label}, err.Error())
	}
	var tree map[string]map[string]string
	if _, err := toml.Decode(string(data), &tree); err != nil {
		place := finding.Place{File: label}
		var parse toml.ParseError
		if errors.As(err, &parse) {
			place.Line, place.Col = parse.Position.Line, max(parse.Position.Col, 1)
		}
		return nil, fault(place, "the words of the theme cannot be read: "+err.Error())
	}
	out := words{}
	for table, entries := range tree {
		for key, text := range entries {
			out[table+"."+key] = text
		}
	}
	return out, nil
}
