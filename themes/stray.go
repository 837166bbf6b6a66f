package themes

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// parts of a theme's folder.
var themeParts = []string{"html", "text", "words", "assets", "style.css"}

// strays reports what the folder of a theme holds that nothing uses: most often a name
// is misspelt, and what was meant to change stays as it is. Known are the templates and
// words before the folder was read.
func (t *Theme) strays(fsys fs.FS, dir string, known *Theme) []finding.Finding {
	var out []finding.Finding
	for _, e := range list(fsys, dir) {
		name := e.Name()
		if !slices.Contains(themeParts, name) && !strings.HasPrefix(name, ".") && !strings.EqualFold(path.Ext(name), ".md") {
			out = append(out, stray(finding.Place{File: path.Join(t.label, name)}, fmt.Sprintf("a theme has no %q", name), name, themeParts, "it has "+strings.Join(themeParts, ", ")))
		}
	}
	var called, names []string
	for _, trees := range t.trees() {
		for _, tree := range trees {
			called = append(called, callees(tree)...)
		}
	}
	for kind, trees := range known.trees() {
		for name := range trees {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, e := range list(fsys, path.Join(dir, kind)) {
			if name := e.Name(); trees[name] == nil && !slices.Contains(called, name) {
				out = append(out, stray(finding.Place{File: path.Join(t.label, kind, name)}, fmt.Sprintf("nothing uses the template %q", name), name, names, "a template takes the place of one with its name, or is called by another"))
			}
		}
		names = names[:0]
	}
	return append(out, t.strayWords(fsys, dir, known)...)
}

func (t *Theme) trees() map[string]templates {
	return map[string]templates{"html": t.html, "text": t.text}
}

var (
	wordCall   = regexp.MustCompile(`\bword((?: "[^"]*")+)`)
	wordUnsure = regexp.MustCompile(`\bword [^"]`)
	quotedPart = regexp.MustCompile(`"([^"]*)"`)
)

// strayWords reports words that no template and no view asks for.
func (t *Theme) strayWords(fsys fs.FS, dir string, known *Theme) []finding.Finding {
	var asked, keys []string
	for kind, trees := range t.trees() {
		for name, tree := range trees {
			if known.trees()[kind][name] == tree {
				continue
			}
			text := tree.Root.String()
			if wordUnsure.MatchString(text) {
				return nil
			}
			for _, call := range wordCall.FindAllStringSubmatch(text, -1) {
				var parts []string
				for _, part := range quotedPart.FindAllStringSubmatch(call[1], -1) {
					parts = append(parts, part[1])
				}
				asked = append(asked, strings.Join(parts, "."))
			}
		}
	}
	for key := range known.words["en"] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var out []finding.Finding
	files, _ := fs.Glob(fsys, path.Join(dir, "words", "*.toml"))
	for _, file := range files {
		place := finding.Place{File: path.Join(t.label, "words", path.Base(file))}
		data, err := readLimited(fsys, file)
		own, fault := decodeWords(fsys, file, place.File)
		if err != nil || fault != nil {
			continue // said already
		}
		for key := range own {
			used := func(k string) bool { return key == k || strings.HasPrefix(key, k+".") }
			if slices.Contains(keys, key) || slices.ContainsFunc(asked, used) {
				continue
			}
			place.Line, place.Col = lineOfWord(string(data), key), 1
			out = append(out, stray(place, fmt.Sprintf("nothing asks for the word %q", key), key, keys, "a word takes the place of one with its key, or a template asks for it"))
		}
	}
	return out
}

// lineOfWord finds the line of a dotted key in a words file.
func lineOfWord(text, key string) int {
	table, name, _ := strings.Cut(key, ".")
	inside, first := false, 1
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			if inside = strings.Trim(line, "[] \t\"'") == table; inside {
				first = i + 1
			}
		} else if left, _, ok := strings.Cut(line, "="); ok && inside && strings.Trim(left, " \t\"'") == name {
			return i + 1
		}
	}
	return first
}

// stray is such a finding, with the name that was most likely meant.
func stray(place finding.Place, message, name string, names []string, help string) finding.Finding {
	if near := inventory.Closest(name, names); near != "" {
		help = fmt.Sprintf("a similar name is %q", near)
	}
	return finding.Finding{Code: codeStray, Severity: finding.Warning, Place: place, Message: message, Help: help}
}

// strayFolder reports a folder that is most likely meant for the theme in use, which has
// none.
func strayFolder(overrides fs.FS, name string) []finding.Finding {
	for _, e := range list(overrides, ".") {
		if e.IsDir() && inventory.Closest(e.Name(), []string{name}) != "" {
			return []finding.Finding{stray(finding.Place{File: path.Join("themes", e.Name())}, fmt.Sprintf("the theme in use is %q, and this folder changes nothing of it", name), e.Name(), []string{name}, "")}
		}
	}
	return nil
}

func list(fsys fs.FS, dir string) []fs.DirEntry {
	entries, _ := fs.ReadDir(fsys, dir)
	return entries
}
