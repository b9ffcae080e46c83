package report

import (
	"cmp"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// sarif writes SARIF 2.1.0. Columns count UTF-16 units, as the standard has it
// by default; byte offsets stand beside them.
type sarif struct{}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool                `json:"tool"`
	Invocations []sarifInvocation        `json:"invocations"`
	BaseIDs     map[string]sarifArtifact `json:"originalUriBaseIds,omitempty"`
	ColumnKind  string                   `json:"columnKind"`
	Results     []sarifResult            `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string         `json:"id"`
	Short   sarifText      `json:"shortDescription"`
	Full    sarifText      `json:"fullDescription"` // GitHub wants both
	Help    *sarifText     `json:"help,omitempty"`
	HelpURI string         `json:"helpUri,omitempty"`
	Default sarifDefaults  `json:"defaultConfiguration"`
	Props   map[string]any `json:"properties,omitempty"`
}

type sarifDefaults struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Fixes        []sarifFix        `json:"fixes,omitempty"`
	Props        map[string]any    `json:"properties,omitempty"`
}

type sarifLocation struct {
	ID       *int          `json:"id,omitempty"`
	Message  *sarifText    `json:"message,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine,omitempty"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}

var sarifLevels = map[finding.Severity]string{
	finding.Off: "none", finding.Hint: "note", finding.Info: "note", finding.Warning: "warning", finding.Error: "error",
}

func (sarif) Write(w io.Writer, in *Input) error {
	run := sarifRun{ColumnKind: "utf16CodeUnits", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "asynclint", Version: in.Version, InformationURI: "https://github.com/asynclint/asynclint", Rules: []sarifRule{}}
	if in.Dir != "" {
		run.BaseIDs = map[string]sarifArtifact{"SRCROOT": {URI: fileURI(in.Dir) + "/"}}
	}
	index := in.sarifRules(&run)
	prints := in.fingerprints()
	for i, f := range in.Result.Findings {
		res := sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: sarifLevels[f.Severity],
			Message:      sarifText{Text: withEvidence(f)},
			Locations:    []sarifLocation{in.sarifLocation(f.Path, f.Range)},
			Fingerprints: map[string]string{"asynclint/v1": prints[i]},
			Fixes:        in.sarifFixes(f.Fixes),
		}
		for k, r := range f.Related {
			l := in.sarifLocation(r.Path, r.Range)
			l.ID, l.Message = &k, &sarifText{Text: r.Message}
			res.Related = append(res.Related, l)
		}
		if f.Measurement != nil {
			res.Props = map[string]any{"measurement": f.Measurement}
		}
		run.Results = append(run.Results, res)
	}
	inv := sarifInvocation{Successful: len(in.Result.Errors) == 0}
	for _, e := range in.Result.Errors {
		n := sarifNotification{Level: "error", Message: sarifText{Text: e.Error()}}
		if e.Path != "" {
			n.Locations = []sarifLocation{{Physical: sarifPhysical{Artifact: artifact(e.Path)}}}
		}
		inv.Notifications = append(inv.Notifications, n)
	}
	run.Invocations = []sarifInvocation{inv}
	return encode(w, "  ", sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules lists the catalogue and whatever else findings name.
func (in *Input) sarifRules(run *sarifRun) map[string]int {
	index := map[string]int{}
	add := func(r Rule) {
		if _, ok := index[r.Name]; ok {
			return
		}
		index[r.Name] = len(run.Tool.Driver.Rules)
		out := sarifRule{ID: r.Name, Short: sarifText{Text: cmp.Or(r.Summary, r.Name)}, Full: sarifText{Text: cmp.Or(r.Summary, r.Name)}, HelpURI: r.URL, Default: sarifDefaults{cmp.Or(sarifLevels[r.Level], "warning")}}
		if r.Help != "" {
			out.Help = &sarifText{Text: r.Help, Markdown: r.Help}
		}
		if len(r.Groups) > 0 {
			out.Props = map[string]any{"tags": r.Groups}
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, out)
	}
	for _, r := range in.Rules {
		add(r)
	}
	for _, f := range in.Result.Findings {
		add(Rule{Name: f.Rule, URL: f.URL, Level: f.Severity})
	}
	return index
}

func (in *Input) sarifLocation(path string, r finding.Range) sarifLocation {
	region := &sarifRegion{}
	region.StartLine, region.StartColumn = in.utf16(path, r.Start)
	region.EndLine, region.EndColumn = in.utf16(path, r.End)
	if region.StartLine < 1 {
		region = nil // the file as a whole
	}
	return sarifLocation{Physical: sarifPhysical{Artifact: artifact(path), Region: region}}
}

func (in *Input) sarifFixes(fixes []finding.Fix) []sarifFix {
	var out []sarifFix
	for _, x := range fixes {
		fix := sarifFix{Description: sarifText{Text: x.Message}}
		for _, e := range x.Edits {
			t := in.table(e.Path)
			if t == nil {
				continue
			}
			i := slices.IndexFunc(fix.Changes, func(c sarifChange) bool { return c.Artifact == artifact(e.Path) })
			if i < 0 {
				i = len(fix.Changes)
				fix.Changes = append(fix.Changes, sarifChange{Artifact: artifact(e.Path)})
			}
			startLine, start := t.UTF16(e.Start)
			endLine, end := t.UTF16(e.End)
			fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, sarifReplacement{
				Deleted:  sarifRegion{startLine, start + 1, endLine, end + 1},
				Inserted: sarifText{Text: e.Text},
			})
		}
		if len(fix.Changes) > 0 {
			out = append(out, fix)
		}
	}
	return out
}

// artifact names a file by a relative reference below the working directory, or
// by an absolute URI outside of it.
func artifact(path string) sarifArtifact {
	if filepath.IsAbs(filepath.FromSlash(path)) {
		return sarifArtifact{URI: fileURI(path)}
	}
	return sarifArtifact{URI: (&url.URL{Path: "./" + path}).EscapedPath()[2:], URIBaseID: "SRCROOT"}
}

func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/x
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
