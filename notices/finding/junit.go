package finding

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
)

// JUnit writes the report in the XML that test reports of JUnit have become: a suite a
// file, a case a finding. An error is a failure; a warning or a note, which stops nothing,
// is a skipped case that says why. Where nothing was found there is one case, which passed.
func (r *Report) JUnit(w io.Writer) error {
	fs := r.sorted()
	var all junitSuites
	all.Name = "candor check"
	for _, f := range fs {
		file := visible(r.file(f.Place))
		i := slices.IndexFunc(all.Suites, func(s junitSuite) bool { return s.Name == file })
		if i < 0 {
			i = len(all.Suites)
			all.Suites = append(all.Suites, r.junitSuite(file, i))
		}
		all.Suites[i].add(f)
	}
	if len(fs) == 0 {
		s := r.junitSuite("candor check", 0)
		s.Cases, s.Tests = []junitCase{{Name: "nothing found", Class: "candor check", Time: 0}}, 1
		all.Suites = []junitSuite{s}
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

func (r *Report) junitSuite(name string, id int) junitSuite {
	return junitSuite{
		Name: name, Package: "candor", ID: id, Host: "localhost", Time: r.Day + "T00:00:00",
		Properties: []junitProperty{{"candor", r.Version}}, Out: r.Closing,
	}
}

func (s *junitSuite) add(f Finding) {
	s.Tests++
	c := junitCase{Name: visible(f.Code + ": " + f.Message), Class: s.Name}
	said := fmt.Sprintf("%s: %s", visible(f.Place.String()), f.sentence())
	if f.Law != "" {
		said += " (" + visible(f.Law) + ")"
	}
	if f.Severity == Error {
		s.Failures++
		c.Failure = &junitFailure{visible(f.Message), f.Code, said}
	} else {
		s.Skipped++
		c.Skipped = f.Severity.String() + ": " + said
	}
	s.Cases = append(s.Cases, c)
}

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"timestamp,attr"` // the day, so that reports are the same to the byte
		Seconds    int             `xml:"time,attr"`      // likewise
		Host       string          `xml:"hostname,attr"`  // likewise
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    int           `xml:"time,attr"`
		Skipped string        `xml:"skipped,omitempty"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)
