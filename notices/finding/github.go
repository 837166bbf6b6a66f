package finding

import (
	"fmt"
	"io"
	"strings"
)

// GitHub writes the report as annotations of GitHub Actions, a workflow command a line,
// which stand at their lines in the diff of a pull request:
//
//	::error file=notices/shop/uses.toml,line=6,endLine=6,col=13,endColumn=18,title=unknown-id::there is no purpose "oders"
//
// Commands escape %, line ends and, in properties, colons and commas.
func (r *Report) GitHub(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.sorted() {
		command := "notice"
		if f.Severity != Note {
			command = f.Severity.String()
		}
		fmt.Fprintf(&b, "::%s file=%s", command, githubProperty(r.file(f.Place)))
		if p := f.Place; p.Line > 0 {
			fmt.Fprintf(&b, ",line=%d", p.Line)
			if p.EndLine >= p.Line {
				fmt.Fprintf(&b, ",endLine=%d", p.EndLine)
			}
			if p.EndLine == p.Line && p.EndCol > p.Col { // columns of several lines are refused
				fmt.Fprintf(&b, ",col=%d,endColumn=%d", p.Col, p.EndCol)
			}
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty(strings.Join(append([]string{f.Code}, lawOf(f)...), ", ")), githubData(f.sentence()))
	}
	if r.Closing != "" {
		fmt.Fprintf(&b, "::notice title=law::%s\n", githubData(r.Closing))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func lawOf(f Finding) []string {
	if f.Law == "" {
		return nil
	}
	return []string{f.Law}
}

var (
	githubDataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubPropertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubData(s string) string     { return githubDataEscapes.Replace(visible(s)) }
func githubProperty(s string) string { return githubPropertyEscapes.Replace(visible(s)) }
