// Package cli is the command: it turns arguments into a driver.Request, and the
// Result into output and an exit code.
//
// Everything that a run touches outside of the files it lints comes in through
// Streams, so that tests run the whole command in-process. Findings, and what a
// command was asked to print, go to Out; progress, summaries and complaints go
// to Err.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/rulename"
)

// The exit codes, the same for every format.
const (
	ExitClean       = 0
	ExitFindings    = 1 // at error level, or more warnings than allowed
	ExitTrouble     = 2 // usage, config, or an error of the run
	ExitInterrupted = 130
)

// Version is the tool's version and Commit what it was built from; releases set
// them when they are built.
var (
	Version = "dev"
	Commit  = ""
)

func init() {
	if Version != "dev" {
		return
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		Version = strings.TrimPrefix(v, "v")
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			Commit = s.Value[:min(len(s.Value), 12)]
		}
	}
}

// Streams is what the command sees of the world.
type Streams struct {
	In            io.Reader
	Out, Err      io.Writer
	Dir           string // working directory, absolute
	Getenv        func(string) string
	OutIsTerminal bool
	ErrIsTerminal bool
	Now           func() time.Time
}

// app is one invocation.
type app struct {
	Streams
	ctx context.Context

	// The pipeline; tests put their own in place.
	run   func(context.Context, driver.Request) (finding.Result, error)
	rules func() []driver.RuleInfo
	// helped takes a command's flags in the place of printing its help.
	helped func(*pflag.FlagSet)
}

// command is one of the words that may follow the program's name.
type command struct {
	name, args, summary string
	run                 func(*app, []string) (int, error)
}

// commands are all but linting, which needs no word. A function, since `help`
// lists them.
func commands() []command {
	return []command{
		{"measure", "[paths]", "only the evidence: each candidate, its times at growing sizes, and its curve", (*app).measure},
		{"rules", "[--json]", "the catalogue", (*app).listRules},
		{"explain", "RULE", "what a rule reports, why, wrong, right, and when to ignore it", (*app).explain},
		{"init", "[--cores N]", "write a config to start from", (*app).initConfig},
		{"config", "print|schema [FILE]", "what applies to a file, and why; or the JSON schema of configs", (*app).config},
		{"baseline", "[paths]", "accept today's findings, so that only new ones count", (*app).baseline},
		{"lsp", "", "language server on stdio", (*app).lsp},
		{"completion", "SHELL", "a script that completes this command in a shell", (*app).completion},
		{"version", "", "the program's version", (*app).version},
		{"help", "[COMMAND]", "this text, or a command's flags", (*app).help},
	}
}

// Main runs the command with its arguments, without the program's name, and
// returns the exit code. It ends early when ctx does.
func Main(ctx context.Context, args []string, s Streams) int {
	a := &app{Streams: s, ctx: ctx, run: driver.Run, rules: driver.Rules}
	return a.main(args)
}

func (a *app) main(args []string) int {
	run := (*app).lint
	if len(args) > 0 {
		for _, c := range commands() {
			if args[0] == c.name {
				run, args = c.run, args[1:]
				break
			}
		}
	}
	code, err := run(a, args)
	switch {
	case a.ctx.Err() != nil:
		return ExitInterrupted
	case errors.Is(err, pflag.ErrHelp):
		return ExitClean
	case err != nil:
		a.complain(err)
		return ExitTrouble
	}
	return code
}

// complain prints an error, which may have several lines; a file's name has one.
func (a *app) complain(err error) {
	if of, ok := err.(finding.RunError); ok {
		of.Path = report.Printable(of.Path)
		err = of
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		if i == 0 || !strings.HasPrefix(line, " ") {
			line = "asynclint: " + line
		}
		fmt.Fprintln(a.Err, report.Printable(line))
	}
}

// flags makes a command's flag set, which prints its own help to Out.
func (a *app) flags(name, args, summary string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SortFlags = false
	f.SetOutput(io.Discard)
	f.Usage = func() {
		if a.helped != nil {
			a.helped(f)
			return
		}
		writeUsage(a.Out, f, summary, args)
	}
	return f
}

// parse parses a command's flags; a mistyped one is answered with the nearest.
func parse(f *pflag.FlagSet, args []string) error {
	err := f.Parse(args)
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		f.VisitAll(func(x *pflag.Flag) { names = append(names, x.Name) })
		if near := rulename.Nearest(unknown.GetSpecifiedName(), names); near != "" && len(unknown.GetSpecifiedName()) > 1 {
			return fmt.Errorf("unknown flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), near)
		}
		return fmt.Errorf("%w; `%s --help` lists all", err, f.Name())
	}
	return err
}

// noArgs refuses arguments that a command has no use for.
func noArgs(f *pflag.FlagSet) error {
	if f.NArg() > 0 {
		return fmt.Errorf("%s takes no arguments, but got %q", f.Name(), f.Arg(0))
	}
	return nil
}

// names is the set of rules and groups.
func (a *app) names() *rulename.Set {
	var list []rulename.Rule
	for _, r := range a.rules() {
		list = append(list, rulename.Rule{Name: r.Name, Groups: r.Groups, OptIn: r.OptIn})
	}
	return rulename.NewSet(list)
}

// abs makes a path of an argument absolute.
func (a *app) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(a.Dir, path)
}

// source reads the text of a file by a finding's path.
func (a *app) source(path string) ([]byte, error) {
	return os.ReadFile(a.abs(filepath.FromSlash(path)))
}

func (a *app) version(args []string) (int, error) {
	f := a.flags("asynclint version", "", "Print the program's version, what it was built from and with, and for which platform.")
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	if err := noArgs(f); err != nil {
		return ExitTrouble, err
	}
	fmt.Fprintf(a.Out, "asynclint %s\ncommit %s, %s, %s/%s\n", Version, cmp.Or(Commit, "unknown"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return ExitClean, nil
}
