package asynccallback

import (
	"strings"

	"github.com/asynclint/asynclint/jsparse/glance"
)

// mayTakeAsync reports whether a text may hand an async function, written there
// or by name, to somebody who drops its promise. It looks at what stands before
// and behind each opening parenthesis.
func mayTakeAsync(text string) bool {
	for i := 0; ; {
		at := strings.IndexByte(text[i:], '(')
		if at < 0 {
			return false
		}
		at += i
		i = at + 1
		if drops(text[:at]) && mayBeAsync(text, text[at+1:]) {
			return true
		}
	}
}

// drops reports whether a text ends with the name of an array method that may
// stand as a statement, of an effect or of the Promise constructor, or with type
// arguments.
func drops(before string) bool {
	before = strings.TrimSuffix(strings.TrimRight(before, " \t\r\n"), "?.")
	start := len(before)
	for start > 0 && glance.IsWord(before[start-1]) {
		start--
	}
	switch name := before[start:]; name {
	case "":
		return strings.HasSuffix(before, ">") && !strings.HasSuffix(before, "=>")
	case "map", "flatMap":
		return mayBeStatement(before[:start])
	default:
		return uses[name] != 0 || name == "Promise" || strings.HasSuffix(name, "Effect")
	}
}

// mayBeStatement reports whether an expression that ends with a dot may begin a
// statement, by what stands before it: not a bracket, an operator or `return`.
func mayBeStatement(chain string) bool {
	i, depth := len(chain), 0
	for limit := max(0, i-maxChain); i > limit; i-- {
		switch c := chain[i-1]; {
		case c == ')' || c == ']' || c == '}':
			depth++
		case depth > 0 && (c == '(' || c == '[' || c == '{'):
			depth--
		case depth > 0 || glance.IsWord(c) || c == '.' || c == '?' || c == '!':
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			rest := strings.TrimLeft(chain[i:], " \t\r\n")
			if !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "?.") {
				return !continues(strings.TrimRight(chain[:i], " \t\r\n"))
			}
		default:
			return !continues(chain[:i])
		}
	}
	return true
}

// maxChain is how far back the start of an expression is looked for, in bytes.
const maxChain = 300

// continues reports whether what follows a text belongs to an expression.
func continues(text string) bool {
	if text == "" {
		return false
	}
	if c := text[len(text)-1]; strings.IndexByte("(,=:?[&|+.!>", c) >= 0 {
		return true
	}
	for _, w := range []string{"return", "await", "yield", "of", "in"} {
		if strings.HasSuffix(text, w) && (len(text) == len(w) || !glance.IsWord(text[len(text)-len(w)-1])) {
			return true
		}
	}
	return false
}

// mayBeAsync reports whether an argument begins with `async`, or is a name or a
// call of one, such as save.bind(this), that the text may give an async function
// or import.
func mayBeAsync(text, arg string) bool {
	if first := strings.TrimLeft(arg, " \t\r\n("); strings.HasPrefix(first, "async") || strings.HasPrefix(first, "/") {
		return true // a comment may hide it
	}
	arg = strings.TrimLeft(arg, " \t\r\n")
	start, end := 0, 0
	for end < len(arg) && (glance.IsWord(arg[end]) || arg[end] == '.' || arg[end] == '?' || arg[end] == '!' || arg[end] == '#') {
		if arg[end] == '.' && !strings.HasPrefix(arg[end:], ".bind(") {
			start = end + 1
		}
		if end++; strings.HasPrefix(arg[end:], ".bind(") {
			break
		}
	}
	name := strings.Trim(arg[start:end], "?!#.")
	if name == "" || name == "function" {
		return false
	}
	rest := strings.TrimLeft(arg[end:], " \t\r\n")
	return (rest == "" || rest[0] == ')' || rest[0] == ',' || rest[0] == '(' || rest[0] == '.') && namesAsync(text, name)
}

// namesAsync reports whether a text imports a name, or has `async` near one of
// its places: async function save, save = async, save: useCallback(async.
func namesAsync(text, name string) bool {
	imports := max(strings.LastIndex(text, " from "), strings.LastIndex(text, "require("), strings.LastIndex(text, "}from"))
	for i := 0; ; {
		at := strings.Index(text[i:], name)
		if at < 0 {
			return false
		}
		at += i
		i = at + len(name)
		if at > 0 && glance.IsWord(text[at-1]) || i < len(text) && glance.IsWord(text[i]) {
			continue
		}
		if at < imports || strings.Contains(text[max(0, at-asyncBefore):min(len(text), i+asyncBehind)], "async") {
			return true
		}
	}
}

// asyncBefore and asyncBehind are how far from a name its `async` stands, at the
// most, in bytes: a type may stand between them.
const asyncBefore, asyncBehind = 40, 250
