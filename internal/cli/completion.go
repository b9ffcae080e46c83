package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/rulename"
)

// shells have a completion script each. The scripts ask the hidden command
// `completion words` for nothing: all words are in them, so that completing
// costs no process.
var shells = []string{"bash", "zsh", "fish", "powershell"}

// words are what can be completed.
type words struct {
	commands []string
	flags    []string
	values   map[string][]string // by flag
	rules    []string
}

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
		fmt.Fprint(a.Out, "#compdef asynclint\nautoload -U +X bashcompinit && bashcompinit\n"+bash(w))
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

func (a *app) words() words {
	w := words{values: map[string][]string{}, rules: a.names().Names()}
	for _, c := range commands() {
		w.commands = append(w.commands, c.name)
	}
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.SortFlags = false
	(&lintOptions{}).define(f)
	f.VisitAll(func(x *pflag.Flag) {
		w.flags = append(w.flags, "--"+x.Name)
	})
	w.values["--format"] = report.Names()
	w.values["--measure"] = []string{"auto", "off", "require"}
	w.values["--engine"] = []string{"goja", "node"}
	w.values["--color"] = []string{"auto", "always", "never"}
	w.values["--rule"], w.values["--skip"] = w.rules, w.rules
	return w
}

func bash(w words) string {
	var b strings.Builder
	b.WriteString("_asynclint() {\n\tlocal cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n\tif [[ \"$cur\" == \"=\" ]]; then cur=\"\"; elif [[ \"$prev\" == \"=\" ]]; then prev=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi\n\tcase \"$prev\" in\n")
	for _, flag := range w.flags {
		if values := w.values[flag]; values != nil {
			fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", flag, strings.Join(values, " "))
		}
	}
	fmt.Fprintf(&b, "\texplain) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", strings.Join(w.rules, " "))
	fmt.Fprintf(&b, "\tcompletion) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", strings.Join(shells, " "))
	b.WriteString("\tconfig) COMPREPLY=($(compgen -W \"print schema\" -- \"$cur\")); return ;;\n\tesac\n")
	fmt.Fprintf(&b, "\tif [[ \"$cur\" == -* ]]; then COMPREPLY=($(compgen -W %q -- \"$cur\")); return; fi\n", strings.Join(w.flags, " "))
	fmt.Fprintf(&b, "\tlocal words=\"\"\n\tif [[ $COMP_CWORD -eq 1 ]]; then words=%q; fi\n", strings.Join(w.commands, " "))
	b.WriteString("\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n}\ncomplete -o filenames -F _asynclint asynclint\n")
	return b.String()
}

func fish(w words) string {
	var b strings.Builder
	for _, c := range commands() {
		fmt.Fprintf(&b, "complete -c asynclint -n __fish_use_subcommand -a %s -d '%s'\n", c.name, strings.ReplaceAll(c.summary, "'", `\'`))
	}
	for _, flag := range w.flags {
		fmt.Fprintf(&b, "complete -c asynclint -l %s", strings.TrimPrefix(flag, "--"))
		if values := w.values[flag]; values != nil {
			fmt.Fprintf(&b, " -x -a '%s'", strings.Join(values, " "))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "complete -c asynclint -n '__fish_seen_subcommand_from explain' -x -a '%s'\n", strings.Join(w.rules, " "))
	fmt.Fprintf(&b, "complete -c asynclint -n '__fish_seen_subcommand_from completion' -x -a '%s'\n", strings.Join(shells, " "))
	return b.String()
}

func powershell(w words) string {
	quote := func(list []string) string { return "'" + strings.Join(list, "', '") + "'" }
	var b strings.Builder
	b.WriteString("Register-ArgumentCompleter -Native -CommandName asynclint -ScriptBlock {\n  param($wordToComplete, $commandAst, $cursorPosition)\n")
	b.WriteString("  $previous = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Last 1\n  $words = switch (\"$previous\") {\n")
	for _, flag := range w.flags {
		if values := w.values[flag]; values != nil {
			fmt.Fprintf(&b, "    '%s' { %s }\n", flag, quote(values))
		}
	}
	fmt.Fprintf(&b, "    'explain' { %s }\n    'completion' { %s }\n    default { %s }\n  }\n", quote(w.rules), quote(shells), quote(append(w.commands[:len(w.commands):len(w.commands)], w.flags...)))
	b.WriteString("  $words | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }\n}\n")
	return b.String()
}
