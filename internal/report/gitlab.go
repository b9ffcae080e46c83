package report

import (
	"io"

	"github.com/asynclint/asynclint/internal/finding"
)

// gitlab writes a Code Quality report, a list in CodeClimate's shape.
type gitlab struct{}

type gitlabIssue struct {
	Type        string         `json:"type"`
	CheckName   string         `json:"check_name"`
	Description string         `json:"description"`
	Categories  []string       `json:"categories"`
	Severity    string         `json:"severity"`
	Fingerprint string         `json:"fingerprint"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

var gitlabSeverities = map[finding.Severity]string{
	finding.Hint: "info", finding.Info: "info", finding.Warning: "minor", finding.Error: "major",
}

func (gitlab) Write(w io.Writer, in *Input) error {
	issues := []gitlabIssue{}
	prints := in.fingerprints()
	for i, f := range in.Result.Findings {
		issues = append(issues, gitlabIssue{
			Type: "issue", CheckName: "asynclint." + f.Rule, Description: withEvidence(f), Categories: []string{"Performance"},
			Severity: gitlabSeverities[f.Severity], Fingerprint: prints[i],
			Location: gitlabLocation{f.Path, gitlabLines{f.Range.Start.Line, f.Range.End.Line}},
		})
	}
	return encode(w, "  ", issues)
}
