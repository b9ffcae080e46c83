package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/rulename"
)

// shells have a completion script each. All words are in the script, so that
// completing starts no process.
var shells = []string{"bash", "zsh", "fish", "powershell"}

// commandWords are what can follow one of the program's commands; the one
// without a name is linting.
type commandWords struct {
	name, summary string
	flags         []flagWords
	args          []string // fixed arguments; none is paths, if files is set
	files         bool
}

// flagWords are a flag and its values.
type flagWords struct {
	name, usage string
	kind        valueKind
	values      []string // of oneValue and listValue
}

type valueKind int

const (
	noValue       valueKind = iota
	oneValue                // one of values, or anything if there are none
	listValue               // values between commas
	fileValue               // a path
	optionalValue           // only behind "="
)

func (a *app) completion(args []string) (int, error) {
	f := a.flags("asynclint completion", strings.Join(shells, "|"), `Print a script that completes this command in a shell:

  bash        source <(asynclint completion bash)
  zsh         asynclint completion zsh > "${fpath[1]}/_asynclint"
  fish        asynclint completion fish > ~/.config/fish/completions/asynclint.fish
  powershell  asynclint completion powershell | Out-String | Invoke-Expression`)
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	w := a.words()
	switch f.Arg(0) {
	case "bash":
		fmt.Fprint(a.Out, bash(w))
	case "zsh":
		fmt.Fprint(a.Out, zsh(w))
	case "fish":
		fmt.Fprint(a.Out, fish(w))
	case "powershell":
		fmt.Fprint(a.Out, powershell(w))
	default:
		if near := rulename.Nearest(f.Arg(0), shells); near != "" {
			return ExitTrouble, fmt.Errorf("unknown shell %q; did you mean %q?", f.Arg(0), near)
		}
		return ExitTrouble, errors.New("name a shell: " + strings.Join(shells, ", "))
	}
	return ExitClean, nil
}

// words collects what can be completed; linting comes first.
func (a *app) words() []commandWords {
	values := map[string][]string{
		"format": report.Names(), "measure": {"auto", "off", "require"}, "engine": {"goja", "node"}, "color": {"auto", "always", "never"},
		"rule": a.names().Names(), "skip": a.names().Names(),
	}
	args := map[string][]string{"explain": a.names().Names(), "completion": shells, "config": {"print", "schema"}, "help": commandNames()}
	list := []commandWords{{files: true, flags: a.flagWords((*app).lint, values)}}
	for _, c := range commands() {
		w := commandWords{name: c.name, summary: c.summary, args: args[c.name], files: strings.Contains(c.args, "[paths]")}
		if c.name != "help" { // whose flags are those of linting
			w.flags = a.flagWords(c.run, values)
		}
		list = append(list, w)
	}
	return list
}

// flagWords asks a command for its flags by asking it for help.
func (a *app) flagWords(run func(*app, []string) (int, error), values map[string][]string) (list []flagWords) {
	quiet := *a
	quiet.Out, quiet.Err = io.Discard, io.Discard
	quiet.helped = func(f *pflag.FlagSet) {
		f.VisitAll(func(x *pflag.Flag) {
			value, usage := pflag.UnquoteUsage(x)
			w := flagWords{name: x.Name, usage: usage, kind: oneValue, values: values[x.Name]}
			switch {
			case x.Value.Type() == "bool":
				w.kind = noValue
			case x.NoOptDefVal != "":
				w.kind = optionalValue
			case value == "FILE":
				w.kind = fileValue
			case x.Value.Type() == "stringSlice":
				w.kind = listValue
			}
			list = append(list, w)
		})
	}
	// Asked for help a command does nothing else, and ErrHelp is no error.
	_, _ = run(&quiet, []string{"--help"})
	return list
}

func (c commandWords) flagNames() []string {
	var names []string
	for _, f := range c.flags {
		names = append(names, "--"+f.name)
	}
	return names
}

// allFlags are the flags of all commands, each once: one name means the same
// everywhere.
func allFlags(list []commandWords) (flags []flagWords) {
	for _, c := range list {
		for _, f := range c.flags {
			if !slices.ContainsFunc(flags, func(x flagWords) bool { return x.name == f.name }) {
				flags = append(flags, f)
			}
		}
	}
	return flags
}

func bash(list []commandWords) string {
	var b strings.Builder
	b.WriteString(`_asynclint() {
	local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" head=""
	# "=" is a word of its own to readline.
	if [[ "$cur" == "=" ]]; then cur=""; elif [[ "$prev" == "=" ]]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi
	case "$prev" in
`)
	for _, f := range allFlags(list) {
		switch {
		case f.kind == fileValue:
			fmt.Fprintf(&b, "\t--%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", f.name)
		case f.kind == listValue:
			fmt.Fprintf(&b, "\t--%s) if [[ \"$cur\" == *,* ]]; then head=\"${cur%%,*},\"; fi; COMPREPLY=($(compgen -P \"$head\" -W %q -- \"${cur##*,}\")); return ;;\n", f.name, strings.Join(f.values, " "))
		case f.kind == oneValue:
			fmt.Fprintf(&b, "\t--%s) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", f.name, strings.Join(f.values, " "))
		}
	}
	b.WriteString("\tesac\n\tlocal flags=\"\" args=\"\" files=\"\"\n\tcase \"${COMP_WORDS[1]}\" in\n")
	set := func(c commandWords, args []string) {
		fmt.Fprintf(&b, "flags=%q args=%q files=%q ;;\n", strings.Join(c.flagNames(), " "), strings.Join(args, " "), map[bool]string{true: "yes"}[c.files])
	}
	for _, c := range list[1:] {
		fmt.Fprintf(&b, "\t%s) ", c.name)
		set(c, c.args)
	}
	b.WriteString("\t*) ")
	set(list[0], nil)
	fmt.Fprintf(&b, `	esac
	if [[ $COMP_CWORD -eq 1 ]]; then args=%q files="yes"; fi
	if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$cur")); return; fi
	COMPREPLY=($(compgen -W "$args" -- "$cur"))
	if [[ -n "$files" ]]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _asynclint asynclint
`, strings.Join(commandNames(), " "))
	return b.String()
}

func zsh(list []commandWords) string {
	var b strings.Builder
	b.WriteString("#compdef asynclint\n_asynclint() {\n\tlocal -a commands\n\tcommands=(\n")
	for _, c := range list[1:] {
		fmt.Fprintf(&b, "\t\t%s\n", quoteShell(c.name+":"+strings.ReplaceAll(c.summary, ":", `\:`)))
	}
	b.WriteString("\t)\n\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n\t\t_describe -t commands command commands\n\t\t_files\n\t\treturn\n\tfi\n\tlocal command=$words[2]\n\tcase $command in\n")
	arguments := func(c commandWords) {
		b.WriteString("\t\t_arguments -S")
		for _, f := range c.flags {
			spec := "--" + f.name
			usage := "[" + strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`).Replace(f.usage) + "]"
			switch f.kind {
			case noValue:
				spec += usage
			case optionalValue:
				spec += "=-" + usage + "::value: "
			case fileValue:
				spec += "=" + usage + ":file:_files"
			case listValue:
				spec = "*" + spec + "=" + usage + ":rules:_sequence compadd - " + strings.Join(f.values, " ")
			case oneValue:
				spec += "=" + usage + ":value:(" + strings.Join(f.values, " ") + ")"
			}
			b.WriteString(" \\\n\t\t\t" + quoteShell(spec))
		}
		switch {
		case c.files:
			b.WriteString(" \\\n\t\t\t'*:path:_files'")
		case len(c.args) > 0:
			b.WriteString(" \\\n\t\t\t" + quoteShell("1:argument:("+strings.Join(c.args, " ")+")") + " \\\n\t\t\t'*:path:_files'")
		}
		b.WriteString("\n")
	}
	for _, c := range list[1:] {
		fmt.Fprintf(&b, "\t(%s)\n\t\tshift words; (( CURRENT-- ))\n", c.name)
		arguments(c)
		b.WriteString("\t\t;;\n")
	}
	b.WriteString("\t(*)\n")
	arguments(list[0])
	b.WriteString("\t\t;;\n\tesac\n}\n")
	// The file is the function when it lies in fpath, and a script when it is sourced.
	b.WriteString("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n\t_asynclint \"$@\"\nelse\n\tcompdef _asynclint asynclint\nfi\n")
	return b.String()
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func fish(list []commandWords) string {
	quote := func(s string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
	}
	var b strings.Builder
	names := strings.Join(commandNames(), " ")
	for _, c := range list {
		condition := "__fish_seen_subcommand_from " + c.name
		if c.name == "" {
			condition = "not __fish_seen_subcommand_from " + names
		} else {
			fmt.Fprintf(&b, "complete -c asynclint -n __fish_use_subcommand -a %s -d %s\n", c.name, quote(c.summary))
		}
		for _, f := range c.flags {
			fmt.Fprintf(&b, "complete -c asynclint -n %s -l %s -d %s", quote(condition), f.name, quote(f.usage))
			switch f.kind {
			case fileValue:
				b.WriteString(" -r -F")
			case listValue:
				fmt.Fprintf(&b, " -x -a %s", quote("(__fish_append , "+strings.Join(f.values, " ")+")"))
			case oneValue:
				fmt.Fprintf(&b, " -x -a %s", quote(strings.Join(f.values, " ")))
			}
			b.WriteString("\n")
		}
		if len(c.args) > 0 {
			fmt.Fprintf(&b, "complete -c asynclint -n %s -f -a %s\n", quote(condition), quote(strings.Join(c.args, " ")))
		}
	}
	return b.String()
}

func powershell(list []commandWords) string {
	quote := func(list []string) string { return "'" + strings.Join(list, "', '") + "'" }
	var b strings.Builder
	b.WriteString("Register-ArgumentCompleter -Native -CommandName asynclint -ScriptBlock {\n  param($wordToComplete, $commandAst, $cursorPosition)\n")
	b.WriteString("  $previous = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Last 1\n")
	b.WriteString("  $command = $commandAst.CommandElements | Select-Object -Skip 1 -First 1\n  $words = switch (\"$previous\") {\n")
	for _, f := range allFlags(list) {
		if len(f.values) > 0 {
			fmt.Fprintf(&b, "    '--%s' { %s }\n", f.name, quote(f.values))
		}
	}
	b.WriteString("    default {\n      switch (\"$command\") {\n")
	for _, c := range list[1:] {
		if words := append(slices.Clone(c.args), c.flagNames()...); len(words) > 0 {
			fmt.Fprintf(&b, "        '%s' { %s }\n", c.name, quote(words))
		}
	}
	fmt.Fprintf(&b, "        default { %s }\n      }\n    }\n  }\n", quote(append(commandNames(), list[0].flagNames()...)))
	b.WriteString("  $words | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }\n}\n")
	return b.String()
}
