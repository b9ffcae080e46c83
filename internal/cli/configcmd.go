package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/asynclint/asynclint/internal/config"
)

const configTemplate = `{
  "$schema": %q,

  // Levels by rule or group: off, hint, info, warning, error.
  // "asynclint rules" lists them, "asynclint explain RULE" says more.
  "rules": {
    // "awaits": "off",
    // "workerleak": "error"
  },

  // What to leave out, besides what .gitignore does.
  "ignore": [],

  // Processor cores of the machine that the code will run on: a number, or "unknown".
  "cores": %s
}
`

// initConfig writes a config to start from.
func (a *app) initConfig(args []string) (int, error) {
	f := a.flags("asynclint init", "", "Write asynclint.jsonc into the working directory.")
	cores := f.String("cores", "unknown", "the code will run on a machine with `N` processor cores, or on an unknown one")
	if err := errors.Join(parse(f, args), noArgs(f)); err != nil {
		return ExitTrouble, err
	}
	n, err := coresOf(*cores)
	if err != nil {
		return ExitTrouble, err
	}
	if name := config.NewResolver(config.Options{Dir: a.Dir}).InFolder(a.Dir); name != "" {
		return ExitTrouble, fmt.Errorf("%s holds a config already", name)
	}
	value := `"unknown"`
	if n > 0 {
		value = fmt.Sprint(n)
	}
	file, err := os.OpenFile(filepath.Join(a.Dir, "asynclint.jsonc"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err == nil {
		_, err = fmt.Fprintf(file, configTemplate, a.schemaURL(), value)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return ExitTrouble, fmt.Errorf("asynclint.jsonc cannot be written: %w", err)
	}
	fmt.Fprintln(a.Err, "wrote asynclint.jsonc")
	return ExitClean, nil
}

// schemaURL is where editors find the schema of configs: in the npm package if
// that is installed, so that it is the one of this version and needs no network.
func (a *app) schemaURL() string {
	const installed = "node_modules/asynclint/schema/config.json"
	if _, err := os.Stat(filepath.Join(a.Dir, filepath.FromSlash(installed))); err == nil {
		return "./" + installed
	}
	return config.SchemaURL
}

// config prints what applies to a file, or the schema.
func (a *app) config(args []string) (int, error) {
	f := a.flags("asynclint config", "print|schema [FILE]", "Print the settings for a file with the place of each, or the JSON schema of configs.")
	file := f.String("config", "", "use this config `FILE`")
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	switch f.Arg(0) {
	case "schema":
		_, err := a.Out.Write(config.Schema(a.names(), a.summaryOf))
		return ExitClean, err
	case "print":
		if f.NArg() > 2 {
			return ExitTrouble, errors.New("name one file")
		}
		return a.printConfig(*file, f.Arg(1))
	}
	return ExitTrouble, errors.New("say `asynclint config print [FILE]` or `asynclint config schema`")
}

func (a *app) summaryOf(rule string) string {
	for _, r := range a.rules() {
		if r.Name == rule {
			return r.Summary
		}
	}
	return ""
}

func (a *app) printConfig(configFile, file string) (int, error) {
	resolver := config.NewResolver(config.Options{Dir: a.Dir, File: configFile, Names: a.names()})
	path := a.abs(file)
	look, isDir := resolver.For, false
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		look, isDir = resolver.ForDir, true
	}
	c, err := look(path)
	if err != nil {
		return ExitTrouble, err
	}
	if c.Path == "" {
		fmt.Fprintln(a.Out, "config: none found, the defaults apply")
	} else {
		fmt.Fprintf(a.Out, "config: %s\n", a.shown(c.Path))
	}
	for _, e := range c.Extends {
		fmt.Fprintf(a.Out, "extends: %s\n", a.shown(e))
	}
	cores := "unknown"
	if c.Cores > 0 {
		cores = fmt.Sprint(c.Cores)
	}
	fmt.Fprintf(a.Out, "cores: %s\n", cores)
	if c.InputSize > 0 {
		fmt.Fprintf(a.Out, "inputSize: %d\n", c.InputSize)
	}
	if m := c.Measure; m != (config.Measure{}) {
		fmt.Fprintf(a.Out, "measure: %s, %v, %s\n", cmp.Or(m.Mode, "auto"), cmp.Or(m.Budget, defaultBudget), cmp.Or(m.Engine, "goja"))
	}
	if why := resolver.WhyIgnored(path, isDir); why != "" {
		fmt.Fprintf(a.Out, "ignored: by %s\n", why)
	}
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, r := range a.rules() {
		level, why := r.Level, "default"
		if r.OptIn {
			level, why = "off", "default, opt-in"
		}
		if set, ok := c.Level(r.Name, path); ok {
			level, why = set.String(), c.Why(r.Name, path)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, level, strings.TrimSpace(why))
	}
	return ExitClean, w.Flush()
}
