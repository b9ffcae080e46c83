package ruledoc

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is what the catalogue knows of a rule.
type Rule struct {
	Name      string
	Languages []string // "js", "go"
	Groups    []string
	Level     string
	Fix       string
	OptIn     bool
}

var languageNames = map[string]string{"js": "JavaScript and TypeScript", "go": "Go"}

var fences = map[string]string{"js": "ts", "go": "go"}

// Page renders a rule's page of docs/rules.
func Page(r Rule, docs []Doc) string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "<!-- Made from the package comments of the rule by `go generate ./internal/ruledoc`; edit those. -->\n\n# %s\n\n", r.Name)
	fmt.Fprintf(&sb, "%s\n\n", facts(r))
	for _, d := range docs {
		if len(docs) > 1 {
			fmt.Fprintf(&sb, "## %s\n\n", languageNames[d.Lang])
		}
		fmt.Fprintf(&sb, "%s.\n\n", sentence(d.Summary))
		for _, p := range d.Why {
			fmt.Fprintf(&sb, "%s\n\n", p)
		}
		code(&sb, "Wrong", d.Lang, d.Wrong)
		code(&sb, "Right", d.Lang, d.Right)
		sb.WriteString("### When to ignore\n\n")
		for _, p := range d.Ignore {
			fmt.Fprintf(&sb, "%s\n\n", p)
		}
	}
	fmt.Fprintf(&sb, "Suppress one finding with `// asynclint-ignore %s -- reason` on its line or the line above.\n", r.Name)
	return sb.String()
}

func code(sb *strings.Builder, title, lang string, blocks []string) {
	fmt.Fprintf(sb, "### %s\n\n", title)
	for _, b := range blocks {
		fmt.Fprintf(sb, "```%s\n%s```\n\n", fences[lang], b)
	}
}

func facts(r Rule) string {
	langs := make([]string, len(r.Languages))
	for i, l := range r.Languages {
		langs[i] = languageNames[l]
	}
	text := fmt.Sprintf("%s · %s · level: %s · fix: %s", strings.Join(langs, ", "), strings.Join(r.Groups, ", "), r.Level, r.Fix)
	if r.OptIn {
		text += " · off unless asked for"
	}
	return text
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Explain renders a rule for a terminal.
func Explain(r Rule, docs []Doc) string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "%s\n%s\n", r.Name, facts(r))
	for _, d := range docs {
		if len(docs) > 1 {
			fmt.Fprintf(&sb, "\n== %s\n", languageNames[d.Lang])
		}
		fmt.Fprintf(&sb, "\n%s.\n", sentence(d.Summary))
		for _, p := range d.Why {
			fmt.Fprintf(&sb, "\n%s\n", wrap(p, 88))
		}
		for _, part := range []struct {
			title string
			code  []string
		}{{"Wrong", d.Wrong}, {"Right", d.Right}} {
			for _, c := range part.code {
				fmt.Fprintf(&sb, "\n%s:\n\n%s", part.title, indent(c))
			}
		}
		sb.WriteString("\nWhen to ignore:\n")
		for _, p := range d.Ignore {
			fmt.Fprintf(&sb, "\n%s\n", wrap(p, 88))
		}
	}
	fmt.Fprintf(&sb, "\nSuppress one finding with: // asynclint-ignore %s -- reason\n", r.Name)
	return sb.String()
}

func indent(s string) string {
	var sb strings.Builder
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			sb.WriteString("    ")
		}
		sb.WriteString(strings.ReplaceAll(line, "\t", "  "))
	}
	return sb.String()
}

// wrap fills a paragraph to a width; lists and code keep their lines.
func wrap(p string, width int) string {
	if strings.HasPrefix(p, "```") || strings.HasPrefix(p, "- ") || strings.HasPrefix(p, "  - ") {
		return p
	}
	var sb strings.Builder
	used := 0
	for _, w := range strings.Fields(p) {
		switch {
		case used == 0:
		case used+1+len(w) > width:
			sb.WriteByte('\n')
			used = 0
		default:
			sb.WriteByte(' ')
			used++
		}
		sb.WriteString(w)
		used += len(w)
	}
	return sb.String()
}

// Table renders the README's table of rules, by group.
func Table(rules []Rule, docs map[string][]Doc) string {
	var sb strings.Builder
	sb.WriteString("| rule | languages | what it reports | level | fix |\n|---|---|---|---|---|\n")
	group := ""
	for _, r := range rules {
		if len(r.Groups) > 0 && r.Groups[0] != group {
			group = r.Groups[0]
			fmt.Fprintf(&sb, "| **%s** | | | | |\n", group)
		}
		level := r.Level
		if r.OptIn {
			level += ", opt-in"
		}
		summary := ""
		if d := docs[r.Name]; len(d) > 0 {
			summary = strings.TrimPrefix(d[0].Summary, "reports ")
		}
		fmt.Fprintf(&sb, "| [%s](docs/rules/%s.md) | %s | %s | %s | %s |\n", r.Name, r.Name, strings.Join(r.Languages, ", "), strings.ReplaceAll(summary, "|", `\|`), level, r.Fix)
	}
	return sb.String()
}

// The README's table stands between these lines.
const (
	TableStart = "<!-- rules: made by `go generate ./internal/ruledoc` -->"
	TableEnd   = "<!-- /rules -->"
)

// Splice puts a new table into a README.
func Splice(readme, table string) (string, error) {
	before, rest, ok := strings.Cut(readme, TableStart)
	if !ok {
		return "", fmt.Errorf("the README lacks the line %q", TableStart)
	}
	_, after, ok := strings.Cut(rest, TableEnd)
	if !ok {
		return "", fmt.Errorf("the README lacks the line %q", TableEnd)
	}
	return before + TableStart + "\n\n" + table + "\n" + TableEnd + after, nil
}

// GroupOrder is the order of the groups in tables.
var GroupOrder = []string{"blocking", "awaits", "workers", "pools", "memory"}

// SortByGroup orders rules for tables: by first group, then as given.
func SortByGroup(rules []Rule) {
	rank := func(r Rule) int {
		if len(r.Groups) == 0 {
			return len(GroupOrder)
		}
		return slices.Index(GroupOrder, r.Groups[0])
	}
	slices.SortStableFunc(rules, func(a, b Rule) int { return rank(a) - rank(b) })
}
