package report

import (
	"encoding/json"
	"io"

	"github.com/asynclint/asynclint/internal/finding"
)

// jsonFormat writes the contract for scripts; docs/schema/report.json is its
// schema.
type jsonFormat struct{}

func (jsonFormat) Write(w io.Writer, in *Input) error {
	doc := struct {
		Version  string             `json:"version"`
		Findings []finding.Finding  `json:"findings"`
		Errors   []finding.RunError `json:"errors"`
		Summary  finding.Summary    `json:"summary"`
	}{in.Version, in.Result.Findings, in.Result.Errors, in.Result.Summary}
	if doc.Findings == nil {
		doc.Findings = []finding.Finding{}
	}
	if doc.Errors == nil {
		doc.Errors = []finding.RunError{}
	}
	return encode(w, "  ", doc)
}

// encode writes JSON for people and machines: indented, with < and & as they are.
func encode(w io.Writer, indent string, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	return enc.Encode(v)
}
