package report

import (
	"encoding/xml"
	"io"

	"github.com/asynclint/asynclint/internal/finding"
)

// checkstyle writes Checkstyle's XML. Columns count bytes from 1.
type checkstyle struct{}

type checkstyleDoc struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func (checkstyle) Write(w io.Writer, in *Input) error {
	doc := checkstyleDoc{Version: "4.3"}
	for _, f := range in.Result.Findings {
		if n := len(doc.Files); n == 0 || doc.Files[n-1].Name != f.Path {
			doc.Files = append(doc.Files, checkstyleFile{Name: f.Path})
		}
		severity := f.Severity.String()
		if f.Severity == finding.Hint {
			severity = "info" // the weakest that readers know
		}
		file := &doc.Files[len(doc.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{f.Range.Start.Line, f.Range.Start.Column, severity, withEvidence(f), "asynclint." + f.Rule})
	}
	return encodeXML(w, doc)
}
