package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/rulename"
)

// options are the flags that every command that runs the pipeline has.
type options struct {
	rules, skip []string
	configFile  string
	noConfig    bool
	measure     string
	budget      time.Duration
	engine      string
	cores       string
	inputSize   int
	noCache     bool
	jobs        int
	flags       *pflag.FlagSet
}

// defaultBudget is how long a run measures at most.
const defaultBudget = 10 * time.Second

func (o *options) define(f *pflag.FlagSet) {
	o.flags = f
	f.StringSliceVar(&o.rules, "rule", nil, "run only these `RULES` or groups, opt-in ones included")
	f.StringSliceVar(&o.skip, "skip", nil, "leave these `RULES` or groups out")
	f.StringVar(&o.configFile, "config", "", "use this config `FILE` for every file")
	f.BoolVar(&o.noConfig, "no-config", false, "use no config file")
	f.StringVar(&o.measure, "measure", "auto", "run what is flagged, by `MODE`: auto, off, or require, which makes what cannot be run an error")
	f.DurationVar(&o.budget, "measure-budget", defaultBudget, "`TIME` for all measuring of a run, such as 10s or 500ms")
	f.StringVar(&o.engine, "engine", "goja", "run it with `ENGINE`: goja, which is built in, or node, which must be installed")
	f.StringVar(&o.cores, "cores", "unknown", "the code will run on a machine with `N` processor cores, or on an unknown one")
	f.IntVar(&o.inputSize, "input-size", 0, "a collection of unknown size may hold `N` items (default 10,000, or what names in the code say)")
	f.BoolVar(&o.noCache, "no-cache", false, "neither use nor write cached results")
	f.IntVar(&o.jobs, "jobs", 0, "analyse `N` files at the same time (default: the number of processors)")
}

// request makes a request of the flags, of the config where a flag was not
// given, and of the defaults.
func (a *app) request(o *options, patterns []string) (driver.Request, error) {
	names := a.names()
	for _, name := range slices.Concat(o.rules, o.skip) {
		if names.Expand(name) == nil {
			return driver.Request{}, names.Unknown(name)
		}
	}
	if o.configFile != "" && o.noConfig {
		return driver.Request{}, fmt.Errorf("--config and --no-config exclude each other")
	}
	resolver := config.NewResolver(config.Options{Dir: a.Dir, File: o.configFile, None: o.noConfig, Names: names})
	c, err := resolver.ForDir(a.Dir)
	if err != nil {
		return driver.Request{}, err
	}
	req := driver.Request{
		Dir: a.Dir, Patterns: patterns, Config: resolver, Rules: o.rules, Skip: o.skip, Jobs: o.jobs,
		Measure: driver.MeasureMode(o.measure), Budget: o.budget, Engine: o.engine, InputSize: o.inputSize, NoCache: o.noCache,
	}
	if len(patterns) == 0 {
		req.Patterns = nil // an empty list would mean that nothing is to be linted
	}
	given := o.flags.Changed
	if !given("measure") && c.Measure.Mode != "" {
		req.Measure = driver.MeasureMode(c.Measure.Mode)
	}
	if !given("measure-budget") && c.Measure.Budget > 0 {
		req.Budget = c.Measure.Budget
	}
	if !given("engine") && c.Measure.Engine != "" {
		req.Engine = c.Measure.Engine
	}
	if !given("input-size") && c.InputSize > 0 {
		req.InputSize = c.InputSize
	}
	req.Cores = c.Cores
	if given("cores") {
		if req.Cores, err = coresOf(o.cores); err != nil {
			return driver.Request{}, err
		}
	}
	return req, o.check(req)
}

// check refuses values that no flag may have.
func (o *options) check(req driver.Request) error {
	if err := oneOf("--measure", string(req.Measure), "auto", "off", "require"); err != nil {
		return err
	}
	if err := oneOf("--engine", req.Engine, "goja", "node"); err != nil {
		return err
	}
	switch {
	case req.Budget <= 0:
		return fmt.Errorf("--measure-budget is %v; write a duration such as 10s, or --measure off", req.Budget)
	case o.flags.Changed("input-size") && req.InputSize < 1:
		return fmt.Errorf("--input-size is %d; write a whole number from 1", req.InputSize)
	case req.Jobs < 0:
		return fmt.Errorf("--jobs is %d; write a whole number from 1, or 0 for the number of processors", req.Jobs)
	}
	return nil
}

func oneOf(flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	list := strings.Join(allowed, ", ")
	if near := rulename.Nearest(value, allowed); near != "" {
		return fmt.Errorf("%s %q is not one of %s; did you mean %q?", flag, value, list, near)
	}
	return fmt.Errorf("%s %q is not one of %s", flag, value, list)
}

func coresOf(s string) (int, error) {
	if s == "unknown" {
		return 0, nil
	}
	n := 0
	if _, err := fmt.Sscanf(s+" ", "%d ", &n); err != nil || n < 1 || fmt.Sprint(n) != s {
		return 0, fmt.Errorf("--cores %q: write a whole number from 1, or unknown", s)
	}
	return n, nil
}
