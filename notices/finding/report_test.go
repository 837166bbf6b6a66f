package finding

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// reports are what the formats are tried on.
func reports() map[string]*Report {
	all := map[string][]Finding{
		"nothing": nil,
		"some": {
			{Code: "unknown-id", Place: Place{"notices/shop/uses.toml", 6, 13, 6, 18}, Message: "there is no purpose \"oders\"", Line: "purposes = [\"oders\"]", Help: "a similar id is \"orders\"", Notice: "shop",
				Related: []Related{{Place{File: "notices/shop/data.toml", Line: 1, Col: 1}, "defined here"}}},
			{Code: "unused", Severity: Warning, Place: Place{"notices/shop/data.toml", 3, 1, 5, 2}, Message: "nothing names it"},
			{Code: "ny2d-3b-3", Place: Place{File: "notices/shop/notice.toml"}, Message: "nothing says that the data is encrypted", Why: "It must be.", Law: "N.Y. Educ. Law § 2-d(3)(b)(3)", Notice: "shop"},
			{Code: "law-proposed", Severity: Note, Message: "a law may apply"},
			{Code: "empty", Place: Place{"notices/base/data.toml", 2, 9, 2, 11}, Message: `"label" is empty`, Notice: "base", In: Reach{"a", "b", "c", "d", "e"}},
		},
		"hostile": {
			{Code: "unknown-id", Place: Place{"notices/a: b,c%/é ü.toml", 1, -5, 1, -7}, Message: "\xff\x1b]0;x\x07\u202e\u2028\U000e0041</script>]]>::stop-commands::x\n::error::forged%0A", Line: "\x00\n::error::", Help: "& < > \" '\r\n"},
			{Code: "unused", Severity: Warning, Place: Place{"a.toml", 9, 9, 3, 1}, Message: "m"},
			{Code: "no such code", Place: Place{File: "a.toml", Line: 2}, Message: "m"},
		},
	}
	explain := func(code string) (Page, bool) {
		if code == "ny2d-3b-3" {
			return Page{Code: code, Title: "Safeguards", Why: "They must be.", Law: "§ 2-d", Help: "tick it"}, true
		}
		return Explain(code)
	}
	out := map[string]*Report{}
	for name, fs := range all {
		out[name] = &Report{Findings: fs, Closing: "us-ny-2d: 1 demand asked; not legal advice", Version: "v1.2.3", Day: "2026-11-21", Folder: "privacy", Explain: explain}
	}
	return out
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.String() {
		if r != '\n' && hidden(r) {
			t.Fatalf("holds %U", r)
		}
	}
	return b.Bytes()
}

// against holds a document against a published schema.
func against(t *testing.T, schema string, document []byte) any {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "schemas", schema))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	if err := s.Validate(v); err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return v
}

func TestSARIF(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := written(t, r.SARIF)
			against(t, "sarif-schema-2.1.0.json", text)
			var log sarifLog
			if err := json.Unmarshal(text, &log); err != nil {
				t.Fatal(err)
			}
			run := log.Runs[0]
			if len(run.Results) != len(r.Findings) || run.Invocations[0].Notifications[0].Message.Text != r.Closing {
				t.Errorf("%d results, and %+v", len(run.Results), run.Invocations)
			}
			for _, x := range run.Results {
				rule := run.Tool.Driver.Rules[x.Index]
				if rule.ID != x.Rule || rule.Help.Text == "" || rule.Full.Text == "" || len(x.Prints["candor/v1"]) != 32 {
					t.Errorf("the result is %+v, and its rule %+v", x, rule)
				}
				if uri := x.Locations[0].Physical.Artifact.URI; !strings.HasPrefix(uri, "privacy/") || strings.ContainsAny(uri, " %:") && !strings.Contains(uri, "%20") {
					t.Errorf("the URI is %s", uri)
				}
			}
		})
	}
	// What readers of the format make use of, in one result.
	var log sarifLog
	if err := json.Unmarshal(written(t, reports()["some"].SARIF), &log); err != nil {
		t.Fatal(err)
	}
	results, rules := log.Runs[0].Results, log.Runs[0].Tool.Driver.Rules
	i := slices.IndexFunc(results, func(x sarifResult) bool { return x.Rule == "unknown-id" })
	want := sarifResult{
		Rule: "unknown-id", Index: results[i].Index, Level: "error", Message: sarifText{`there is no purpose "oders"; a similar id is "orders"`},
		Locations: []sarifLocation{{
			Physical: sarifPhysical{sarifArtifact{"privacy/notices/shop/uses.toml", "%SRCROOT%"}, &sarifRegion{6, 13, 6, 18, &sarifText{`purposes = ["oders"]`}}},
			Logical:  []sarifLogical{{"shop", "module"}},
		}},
		Related: []sarifLocation{{ID: 1, Physical: sarifPhysical{sarifArtifact{"privacy/notices/shop/data.toml", "%SRCROOT%"}, &sarifRegion{StartLine: 1, StartColumn: 1}}, Message: &sarifText{"defined here"}}},
		Prints:  results[i].Prints,
	}
	if diff := cmp.Diff(want, results[i]); diff != "" {
		t.Error(diff)
	}
	i = slices.IndexFunc(results, func(x sarifResult) bool { return x.Rule == "empty" })
	if diff := cmp.Diff([]sarifLogical{{"a", "module"}, {"b", "module"}, {"c", "module"}}, results[i].Locations[0].Logical); diff != "" || results[i].Message.Text != `"label" is empty (in 5 notices: a, b, c and 2 more)` {
		t.Errorf("what stands in several notices says %q: %s", results[i].Message.Text, diff)
	}
	i = slices.IndexFunc(rules, func(x sarifRule) bool { return x.ID == "ny2d-3b-3" })
	if p := rules[i].Properties; p.Law != "§ 2-d" || !slices.Contains(p.Tags, "law") || !strings.Contains(rules[i].Help.Text, "Help: tick it") {
		t.Errorf("the rule of a law is %+v", rules[i])
	}
}

func TestGitLab(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			issues := against(t, "gitlab-code-quality.json", written(t, r.GitLab)).([]any)
			if len(issues) != len(r.Findings) {
				t.Errorf("%d issues of %d findings", len(issues), len(r.Findings))
			}
		})
	}
}

// TestJUnit holds reports against the XSD, by the program that reads such, and counts.
func TestJUnit(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal(err)
	}
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := written(t, r.JUnit)
			var all junitSuites
			if err := xml.Unmarshal(text, &all); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			cases, failures, errors := 0, 0, Count(r.Findings, Error)
			for _, s := range all.Suites {
				cases += len(s.Cases)
				if s.Tests != len(s.Cases) || s.Out != r.Closing || s.Time != "2026-11-21T00:00:00" {
					t.Errorf("the suite is %+v", s)
				}
				for _, c := range s.Cases {
					if c.Failure != nil {
						failures++
					} else if c.Skipped == "" && len(r.Findings) > 0 {
						t.Errorf("a finding passes: %+v", c)
					}
				}
			}
			if cases != max(len(r.Findings), 1) || failures != errors || all.Failures != errors || all.Tests != cases {
				t.Errorf("%d cases and %d failures of %d findings and %d errors", cases, failures, len(r.Findings), errors)
			}
			if lint == "" {
				t.Skip("there is no xmllint")
			}
			cmd := exec.Command(lint, "--noout", "--nonet", "--schema", "testdata/schemas/junit-jenkins.xsd", "-")
			cmd.Stdin = bytes.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s\n%s", err, out, text)
			}
		})
	}
}

// TestGitHub reads the commands as GitHub's runner documents them.
func TestGitHub(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			lines := strings.Split(strings.TrimSuffix(string(written(t, r.GitHub)), "\n"), "\n")
			fs := r.sorted()
			if len(lines) != len(fs)+1 {
				t.Fatalf("%d lines of %d findings:\n%s", len(lines), len(fs), strings.Join(lines, "\n"))
			}
			for i, f := range fs {
				command, properties, message := workflowCommand(t, lines[i])
				want := map[string]string{"file": visible("privacy/" + f.Place.File), "title": f.Code}
				if f.Place.File == "" {
					want["file"] = "privacy/candor.toml"
				}
				if f.Law != "" {
					want["title"] += ", " + f.Law
				}
				for _, key := range []string{"line", "endLine", "col", "endColumn"} { // as below
					if v, ok := properties[key]; ok {
						want[key] = v
					}
				}
				if (command != f.Severity.String() && command != "notice") || message != f.sentence() || !maps.Equal(properties, want) {
					t.Errorf("%s\nis %s %v %q, want %v %q", lines[i], command, properties, message, want, f.sentence())
				}
			}
			if command, _, message := workflowCommand(t, lines[len(fs)]); command != "notice" || message != r.Closing {
				t.Errorf("the last line is %s", lines[len(fs)])
			}
		})
	}
	got := string(written(t, reports()["some"].GitHub))
	if want := `::error file=privacy/notices/shop/uses.toml,line=6,endLine=6,col=13,endColumn=18,title=unknown-id::there is no purpose "oders"; a similar id is "orders"` + "\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

// workflowCommand reads ::command key=value,key=value::message.
func workflowCommand(t *testing.T, line string) (command string, properties map[string]string, message string) {
	t.Helper()
	rest, ok := strings.CutPrefix(line, "::")
	head, message, found := strings.Cut(rest, "::")
	if !ok || !found {
		t.Fatalf("no command: %q", line)
	}
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	command, list, _ := strings.Cut(head, " ")
	properties = map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Fatalf("no property: %q in %q", pair, line)
		}
		properties[key] = property.Replace(value)
	}
	return command, properties, data.Replace(message)
}

// TestPrints: a finding keeps its fingerprint while lines move, and no two share one.
func TestPrints(t *testing.T) {
	fs := []Finding{
		{Code: "x", Place: Place{"a", 1, 1, 1, 2}, Message: "m", Line: "id = 1"},
		{Code: "x", Place: Place{"a", 5, 1, 5, 2}, Message: "m", Line: "id = 1"},
		{Code: "x", Place: Place{"b", 5, 1, 5, 2}, Message: "m", Line: "id = 1"},
		{Code: "y", Place: Place{"b", 6, 1, 6, 2}, Message: "m", Line: "id = 1"},
		{Code: "y", Place: Place{"b", 7, 1, 7, 2}, Message: "m", Line: "id = 2"},
		{Code: "y", Place: Place{"b", 7, 1, 7, 2}, Message: "m", Line: "id = 2", Notice: "n"},
		{Code: "y", Place: Place{"b", 8, 1, 8, 2}, Message: "m2", Line: "id = 2"},
	}
	before := prints(fs)
	if all := slices.Compact(slices.Sorted(slices.Values(before))); len(all) != len(fs) {
		t.Errorf("some are the same: %v", before)
	}
	for i := range fs {
		fs[i].Place.Line += 10
		fs[i].Place.EndLine += 10
		fs[i].Place.Col += 4
		fs[i].Line = "    " + fs[i].Line
	}
	if after := prints(fs); !slices.Equal(before, after) {
		t.Errorf("got %v, want %v", after, before)
	}
}

// FuzzReport: whatever a finding holds, the formats stay whole.
func FuzzReport(f *testing.F) {
	f.Add("message", "a.toml", "line", "help", 1, 1, 2)
	f.Add("\x1b[2J", "\u202e", "\t漢\x00", "::stop-commands::x", 3, 2, 900)
	f.Add("a\nerror[x]: forged", "a\n.toml", "]]>", "é\r", 1, -5, -7)
	f.Fuzz(func(t *testing.T, message, file, line, help string, n, col, end int) {
		in := Finding{Code: "unknown-id", Place: Place{file, n, col, n, end}, Message: message, Line: line, Help: help, Related: []Related{{Place{File: file}, message}}}
		r := &Report{Findings: []Finding{in}, Day: "2026-11-21", Explain: Explain}
		for _, write := range []func(io.Writer) error{r.SARIF, r.GitLab} {
			if !json.Valid(written(t, write)) {
				t.Error("no JSON")
			}
		}
		if text := written(t, r.JUnit); xml.Unmarshal(text, &junitSuites{}) != nil {
			t.Errorf("no XML:\n%s", text)
		}
		lines := strings.Split(strings.TrimSuffix(string(written(t, r.GitHub)), "\n"), "\n")
		if len(lines) != 1 {
			t.Errorf("more than one command: %q", lines)
		}
		if _, _, got := workflowCommand(t, lines[0]); got != in.sentence() {
			t.Errorf("the message reads back as %q, want %q", got, in.sentence())
		}
	})
}

func ExampleReport_GitHub() {
	r := Report{Findings: []Finding{{Code: "unknown-id", Place: Place{"notices/shop/uses.toml", 6, 13, 6, 18}, Message: `there is no purpose "oders"`}}, Explain: Explain}
	if err := r.GitHub(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output: ::error file=notices/shop/uses.toml,line=6,endLine=6,col=13,endColumn=18,title=unknown-id::there is no purpose "oders"
}
