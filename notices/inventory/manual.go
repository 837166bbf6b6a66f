package inventory

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed opening.md
var opening string

// Manual gives the language reference in Markdown: an opening written by hand,
// then every table, key and word of [Tables].
func Manual() string {
	var b strings.Builder
	b.WriteString(opening)
	b.WriteString("\n# Tables and keys\n\nKeys in **bold** cannot be left out. Every table may have those of [every table](#every-table).\n")
	for i := range Tables {
		manualTable(&b, &Tables[i])
	}
	manualShared(&b)
	manualWords(&b)
	b.WriteString("\n# Findings\n\n`candor check` reports what is wrong with its place and what to write. `candor explain CODE` says more about each kind of finding.\n")
	return b.String()
}

func manualTable(b *strings.Builder, t *Table) {
	fmt.Fprintf(b, "\n## %s\n\n`%s` %s\n\n", t.Kind, headerOf(t, "id"), t.Doc)
	fields := t.Fields
	if isStatement(t.Kind) || t.Kind == KindIssue {
		fields = slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return isStatement(t.Kind) && inEvery(f) || hasKey(selectors, f.Key) })
	}
	if len(fields) > 0 {
		manualFields(b, fields)
	}
	if len(fields) > 0 && (isStatement(t.Kind) || t.Kind == KindIssue) {
		b.WriteString("\n")
	}
	if isStatement(t.Kind) {
		b.WriteString("It also takes the keys of [every statement](#every-statement).\n")
	} else if t.Kind == KindIssue {
		b.WriteString("It also takes the selectors of [every statement](#every-statement), which say what the issue is about.\n")
	}
}

func hasKey(fs []Field, key string) bool {
	return slices.ContainsFunc(fs, func(f Field) bool { return f.Key == key })
}

// inEvery reports whether all kinds of statements have a key.
func inEvery(f Field) bool {
	return !slices.ContainsFunc(statementKinds, func(k Kind) bool { return !hasKey(tableOf(k).Fields, f.Key) })
}

func manualFields(b *strings.Builder, fs []Field) {
	b.WriteString("| key | takes | what it says | for example |\n|---|---|---|---|\n")
	for _, f := range fs {
		key := "`" + f.Key + "`"
		if f.Key == anyID {
			key = "any id"
		}
		if f.Required {
			key = "**" + key + "**"
		}
		takes := takes(f)
		if w := wordsTitle(f.Values); w != "" {
			takes = fmt.Sprintf("[%s](#%s)", w, strings.ReplaceAll(w, " ", "-"))
			if f.Type == Enums {
				takes = "list of " + takes
			}
		} else if len(f.Values) > 0 {
			takes = "`" + strings.Join(f.Values, "`, `") + "`"
		}
		fmt.Fprintf(b, "| %s | %s | %s | `%s` |\n", key, takes, f.Doc, strings.ReplaceAll(f.Example, "|", "\\|"))
	}
}

func manualShared(b *strings.Builder) {
	b.WriteString("\n## Every statement\n\nThe first twelve are its selectors. One left out means any.\n\n")
	var fs []Field
	for _, f := range tableOf(KindBar).Fields {
		if inEvery(f) {
			fs = append(fs, f)
		}
	}
	manualFields(b, append([]Field{idField}, fs...))
	b.WriteString("\nA use, a share, a keep and a duty have no `unless`; a bar and a closed clause have no `gates`, `bases` or `only`; a duty has no `only`.\n")
	b.WriteString("\n## Every table\n\n")
	manualFields(b, common)
	b.WriteString("\n## candor.toml\n\n" + workspaceTable.Doc + "\n\n")
	manualFields(b, workspaceTable.Fields)
	for _, t := range []Table{publishTable, exceptionTable, lawsTable, calendarTable, movedTable} {
		fmt.Fprintf(b, "\n`%s` %s\n\n", headerOf(&t, ""), t.Doc)
		manualFields(b, t.Fields)
	}
}

// wordLists are the closed lists that the reference explains one by one.
var wordLists = []struct {
	title string
	words []string
}{
	{"actions", Actions}, {"kinds of gates", GateKinds}, {"forms", Forms}, {"kinds of bases", BasisKinds}, {"kinds of recipients", RecipientKinds}, {"roles", Roles},
	{"kinds of sources", SourceKinds}, {"kinds of lists", ListKinds}, {"endings", Endings}, {"sections", Sections}, {"kinds of issues", IssueKinds}, {"runtimes", Runtimes},
	{"classes", Classes}, {"kinds of purposes", PurposeKinds}, {"strengths", Strengths}, {"uses of contacts", ContactUses}, {"signals", Signals},
}

func wordsTitle(values []string) string {
	for _, l := range wordLists {
		if slices.Equal(l.words, values) {
			return l.title
		}
	}
	return ""
}

func manualWords(b *strings.Builder) {
	b.WriteString("\n# Words\n\nThese lists are closed: a new word is a new version of the language.\n")
	for _, l := range wordLists {
		fmt.Fprintf(b, "\n## %s\n\n", strings.ToUpper(l.title[:1])+l.title[1:])
		for _, w := range l.words {
			fmt.Fprintf(b, "- `%s`: %s\n", w, meaning(l.words, w))
		}
	}
	b.WriteString("\n## Built in\n\nThese need no entry of their own.\n\n")
	for _, l := range []struct {
		title string
		words []string
	}{{"rights", BuiltinRights}, {"events", BuiltinEvents}, {"facts", slices.Concat(ReservedFacts, BuiltinFacts)}, {"bodies", Bodies}} {
		fmt.Fprintf(b, "- %s: `%s`\n", l.title, strings.Join(l.words, "`, `"))
	}
}
