// Package plugin makes the Go rules available to golangci-lint as a module
// plugin named "asynclint".
//
// In .custom-gcl.yml:
//
//	version: v2.5.0
//	plugins:
//	  - module: github.com/asynclint/asynclint
//	    import: github.com/asynclint/asynclint/analyzers/golang/plugin
//	    version: v0.1.0
//
// and in .golangci.yml:
//
//	linters:
//	  enable: [asynclint]
//	  settings:
//	    custom:
//	      asynclint:
//	        type: module
//	        settings:
//	          cores: 16
//	          enable: [fanout]
//
// A plugin has to register itself when it is imported; that is the one init
// function of the project.
package plugin

import (
	"fmt"
	"strconv"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang"
)

func init() { register.Plugin("asynclint", New) }

// Settings are what .golangci.yml may say about the plugin.
type Settings struct {
	Enable  []string `json:"enable"`  // opt-in rules to run, by name
	Disable []string `json:"disable"` // rules not to run, by name
	Cores   int      `json:"cores"`   // cores of the target machine; 0 = unknown
}

// New makes the plugin from the settings of a configuration file. Unknown keys
// and names of rules are errors.
func New(conf any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](conf)
	if err != nil {
		return nil, fmt.Errorf("asynclint: %w", err)
	}
	known := make(map[string]bool)
	for _, e := range golang.All {
		known[e.Analyzer.Name] = true
	}
	p := &plugin{cores: settings.Cores, wanted: make(map[string]bool)}
	for want, names := range map[bool][]string{true: settings.Enable, false: settings.Disable} {
		for _, name := range names {
			if !known[name] {
				return nil, fmt.Errorf("asynclint: there is no Go rule named %q", name)
			}
			p.wanted[name] = want
		}
	}
	return p, nil
}

type plugin struct {
	cores  int
	wanted map[string]bool
}

// BuildAnalyzers returns the rules to run.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	var analyzers []*analysis.Analyzer
	for _, e := range golang.All {
		if want, said := p.wanted[e.Analyzer.Name]; said && !want || !said && e.OptIn {
			continue
		}
		if e.Analyzer.Flags.Lookup("cores") != nil {
			if err := e.Analyzer.Flags.Set("cores", strconv.Itoa(p.cores)); err != nil {
				return nil, fmt.Errorf("asynclint: %s: %w", e.Analyzer.Name, err)
			}
		}
		analyzers = append(analyzers, e.Analyzer)
	}
	return analyzers, nil
}

// GetLoadMode says that the rules need types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
