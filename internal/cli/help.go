package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/rulename"
)

// helpWidth is where the help's lines end, in columns.
const helpWidth = 100

// sections group flags in the help, in this order; flags of no section come
// first, under "Flags".
var sections = []struct {
	title string
	flags []string
}{
	{"Which files", []string{"changed", "staged", "stdin-filename"}},
	{"Fixing", []string{"fix", "fix-suggestions", "diff"}},
	{"Rules and config", []string{"rule", "skip", "config", "no-config", "no-baseline"}},
	{"Measuring", []string{"measure", "measure-budget", "engine", "cores", "input-size"}},
	{"Output", []string{"format", "color", "quiet", "all", "max-warnings", "deny-warnings"}},
	{"The run", []string{"jobs", "no-cache", "version"}},
}

// writeUsage prints a command's help.
func writeUsage(w io.Writer, f *pflag.FlagSet, summary, args string) {
	usage := f.Name()
	if f.HasFlags() {
		usage += " [flags]"
	}
	fmt.Fprintf(w, "%s\n\nUsage: %s\n", summary, strings.TrimSpace(usage+" "+args))
	inSection := map[string]bool{}
	for _, s := range sections {
		for _, name := range s.flags {
			inSection[name] = true
		}
	}
	var rows [][2]string
	f.VisitAll(func(x *pflag.Flag) {
		if !inSection[x.Name] && !x.Hidden {
			rows = append(rows, flagRow(x))
		}
	})
	writeRows(w, "Flags", rows)
	for _, s := range sections {
		rows = nil
		for _, name := range s.flags {
			if x := f.Lookup(name); x != nil {
				rows = append(rows, flagRow(x))
			}
		}
		writeRows(w, s.title, rows)
	}
}

// flagRow is a flag as people write it, and what it does.
func flagRow(x *pflag.Flag) [2]string {
	value, text := pflag.UnquoteUsage(x)
	left := "--" + x.Name
	switch {
	case x.Value.Type() == "bool":
	case x.NoOptDefVal != "":
		left += "[=" + value + "]"
	default:
		left += " " + value
	}
	if x.DefValue != "" && x.DefValue != "false" && x.DefValue != "[]" && x.DefValue != "0" && x.DefValue != "-1" && x.DefValue != "true" {
		text += " (default " + x.DefValue + ")"
	}
	return [2]string{left, text}
}

// writeRows prints two columns under a title; nothing without rows.
func writeRows(w io.Writer, title string, rows [][2]string) {
	const left = 30
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, row := range rows {
		label := row[0]
		for i, line := range wrap(row[1], helpWidth-left-2) {
			if i == 0 && len(label) >= left {
				fmt.Fprintf(w, "  %s\n", label)
				label = ""
			}
			fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-*s%s", left, label, line), " "))
			label = ""
		}
	}
}

// wrap breaks a text between words.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// help prints the help of the program, or of one of its commands.
func (a *app) help(args []string) (int, error) {
	if len(args) == 0 || args[0] == "help" || strings.HasPrefix(args[0], "-") {
		return a.lint([]string{"--help"})
	}
	list := commands()
	i := slices.IndexFunc(list, func(c command) bool { return c.name == args[0] })
	if i >= 0 {
		return list[i].run(a, []string{"--help"})
	}
	if a.names().Expand(args[0]) != nil {
		return ExitTrouble, fmt.Errorf("%s is a rule or group; say `asynclint explain %s`", args[0], args[0])
	}
	if near := rulename.Nearest(args[0], commandNames()); near != "" {
		return ExitTrouble, fmt.Errorf("unknown command %q; did you mean %q?", args[0], near)
	}
	return ExitTrouble, fmt.Errorf("unknown command %q; known are %s", args[0], strings.Join(commandNames(), ", "))
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}
