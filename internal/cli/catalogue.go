package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/ruledoc"
	"github.com/asynclint/asynclint/internal/suppress"
)

// listRules prints the catalogue.
func (a *app) listRules(args []string) (int, error) {
	f := a.flags("asynclint rules", "", "List the rules.")
	asJSON := f.Bool("json", false, "as JSON, for scripts")
	if err := errors.Join(parse(f, args), noArgs(f)); err != nil {
		return ExitTrouble, err
	}
	if *asJSON {
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return ExitClean, enc.Encode(a.rules())
	}
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RULE\tLANGUAGES\tGROUPS\tLEVEL\tFIX\tREPORTS")
	for _, r := range a.rules() {
		level := r.Level
		if r.OptIn {
			level += ", opt-in"
		}
		summary := strings.TrimPrefix(r.Summary, "reports ")
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Name, strings.Join(r.Languages, ", "), strings.Join(r.Groups, ", "), level, r.Fix, summary)
	}
	return ExitClean, w.Flush()
}

// explain prints what is to be known about a rule.
func (a *app) explain(args []string) (int, error) {
	f := a.flags("asynclint explain", "RULE", "Say what a rule reports, why, what is wrong and right, and when to ignore it.")
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	if f.NArg() != 1 {
		return ExitTrouble, errors.New("name one rule; `asynclint rules` lists all")
	}
	name := f.Arg(0)
	for _, r := range a.rules() {
		if r.Name != name {
			continue
		}
		docs, err := ruledoc.Load(analyzers.Docs)
		if err != nil {
			return ExitTrouble, err
		}
		fmt.Fprint(a.Out, ruledoc.Explain(docRule(r), docs[name]))
		return ExitClean, nil
	}
	names := a.names()
	if names.IsGroup(name) {
		return ExitTrouble, fmt.Errorf("%s is a group; its rules are %s", name, strings.Join(names.Expand(name), ", "))
	}
	return ExitTrouble, names.Unknown(name)
}

func docRule(r driver.RuleInfo) ruledoc.Rule {
	return ruledoc.Rule{Name: r.Name, Languages: r.Languages, Groups: r.Groups, Level: r.Level, Fix: r.Fix, OptIn: r.OptIn}
}

// reportRules is what formats say about rules; the long help only where a
// format wants it.
func (a *app) reportRules(help bool) []report.Rule {
	var docs map[string][]ruledoc.Doc
	if help {
		docs, _ = ruledoc.Load(analyzers.Docs) // a test holds that it loads
	}
	list := []report.Rule{{Name: suppress.Rule, Summary: "reports suppressions that are broken or that nothing needs", Level: finding.Warning}}
	for _, r := range a.rules() {
		level, err := finding.ParseSeverity(r.Level)
		if err != nil {
			level = finding.Warning // "measured"
		}
		out := report.Rule{Name: r.Name, Summary: r.Summary, URL: r.URL, Level: level, Groups: r.Groups}
		if d := docs[r.Name]; len(d) > 0 {
			out.Help = ruledoc.Page(docRule(r), d)
		}
		list = append(list, out)
	}
	return list
}
