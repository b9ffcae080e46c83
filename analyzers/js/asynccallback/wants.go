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
		if drops(text[:at]) && mayBeAsync(text[at+1:]) {
			return true
		}
	}
}

// drops reports whether a text ends with the name of an array method, of an
// effect or of the Promise constructor, or with type arguments.
func drops(before string) bool {
	before = strings.TrimSuffix(strings.TrimRight(before, " \t\r\n"), "?.")
	start := len(before)
	for start > 0 && glance.IsWord(before[start-1]) {
		start--
	}
	name := before[start:]
	if name == "" {
		return strings.HasSuffix(before, ">")
	}
	return uses[name] != 0 || name == "Promise" || strings.HasSuffix(name, "Effect")
}

// mayBeAsync reports whether an argument begins with `async`, or is a name or a
// call of one, such as save.bind(this).
func mayBeAsync(arg string) bool {
	arg = strings.TrimLeft(arg, " \t\r\n(")
	if strings.HasPrefix(arg, "async") || strings.HasPrefix(arg, "/") {
		return true // a comment may hide it
	}
	end := 0
	for end < len(arg) && (glance.IsWord(arg[end]) || arg[end] == '.' || arg[end] == '?' || arg[end] == '!' || arg[end] == '#') {
		end++
	}
	if end == 0 || arg[:end] == "function" {
		return false
	}
	rest := strings.TrimLeft(arg[end:], " \t\r\n")
	return rest == "" || rest[0] == ')' || rest[0] == ',' || rest[0] == '('
}
