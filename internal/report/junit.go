package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/asynclint/asynclint/internal/finding"
)

// junit writes a suite per file and a failing case per finding; errors of the
// run are cases in error. A clean run is one passing case, since consumers
// refuse a report without any.
type junit struct{}

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Name    string       `xml:"name,attr"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string     `xml:"name,attr"`
	Class   string     `xml:"classname,attr"`
	File    string     `xml:"file,attr,omitempty"`
	Line    int        `xml:"line,attr,omitempty"`
	Failure *junitText `xml:"failure"`
	Error   *junitText `xml:"error"`
}

type junitText struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func (junit) Write(w io.Writer, in *Input) error {
	doc := junitSuites{Name: "asynclint"}
	suite := func(name string) *junitSuite {
		if n := len(doc.Suites); n == 0 || doc.Suites[n-1].Name != name {
			doc.Suites = append(doc.Suites, junitSuite{Name: name})
		}
		s := &doc.Suites[len(doc.Suites)-1]
		s.Tests++
		return s
	}
	for _, f := range in.Result.Findings {
		s := suite(f.Path)
		s.Failures++
		text := &junitText{Message: f.Message, Type: f.Severity.String(), Text: fmt.Sprintf("%s: %s", location(f.Path, f.Range.Start), withEvidence(f))}
		s.Cases = append(s.Cases, junitCase{Name: fmt.Sprintf("%s at %d:%d", f.Rule, f.Range.Start.Line, f.Range.Start.Column),
			Class: f.Path, File: f.Path, Line: f.Range.Start.Line, Failure: text})
	}
	for _, e := range in.Result.Errors {
		s := suite("errors of the run")
		s.Errors++
		s.Cases = append(s.Cases, junitCase{Name: "run", Class: e.Path, File: e.Path, Line: e.Line, Error: &junitText{Message: e.Message, Type: finding.Error.String(), Text: e.Error()}})
	}
	if len(doc.Suites) == 0 {
		s := suite("asynclint")
		s.Cases = append(s.Cases, junitCase{Name: "no findings", Class: "asynclint"})
	}
	return encodeXML(w, doc)
}
