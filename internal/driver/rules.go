package driver

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

// Rules returns the catalogue, one entry for a name even where both languages
// have the rule.
func Rules() []RuleInfo {
	var list []RuleInfo
	at := map[string]int{}
	for _, a := range analyzers.JS {
		at[a.Name] = len(list)
		list = append(list, RuleInfo{
			Name: a.Name, Languages: []string{"js"}, Groups: a.Groups, Level: a.Level.String(), Fix: a.Fix.String(),
			OptIn: a.OptIn, Summary: firstLine(a.Doc), URL: a.URL,
		})
	}
	for _, g := range goRules() {
		if i, ok := at[g.Name]; ok {
			list[i].Languages = append(list[i].Languages, "go")
			continue
		}
		list = append(list, RuleInfo{
			Name: g.Name, Languages: []string{"go"}, Groups: g.Groups, Level: g.Level, Fix: g.Fix,
			OptIn: g.OptIn, Summary: firstLine(g.Analyzer.Doc), URL: g.Analyzer.URL,
		})
	}
	return list
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// ruleNames is the set of names that comments, config and flags accept.
func ruleNames() *rulename.Set {
	var list []rulename.Rule
	for _, r := range Rules() {
		list = append(list, rulename.Rule{Name: r.Name, Groups: r.Groups, OptIn: r.OptIn})
	}
	return rulename.NewSet(list)
}

// severity turns a rule's default level into that of a finding.
func severity(level string) finding.Severity {
	if level == "measured" {
		return finding.Warning
	}
	s, err := finding.ParseSeverity(level)
	if err != nil {
		return finding.Warning
	}
	return s
}
