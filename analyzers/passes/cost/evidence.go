package cost

import (
	"slices"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// A function's work is dear only on mass data, in loops that count far, in calls
// that are dear by themselves, in recursion that doubles or in a catastrophic
// regular expression; and of each of these the text of some function involved
// shows something. showsWork looks for that before anything is parsed. It knows
// what the tables of this package say, and no scopes: it errs towards true.
func showsWork(text string) bool {
	return evidence().mass.Has(text) || glance.HoldsWord(text, "Buffer") || queriesInLoops(text) || countsFar(text) || doubles(text) || isOnlyIteration(text)
}

// wordList is what evidence is recognised by.
type wordList struct{ mass, queries, iterating, loops *jsanalysis.Words }

// evidence makes the lists of words of the tables, once.
var evidence = sync.OnceValue(func() wordList {
	mass := []string{
		"readFile", ".text(", "rrayBuffer", ".bytes(", ".blob(", "mageData", "mage.data", "MAGE.data", "imagedata",
		"+)+", "*)*", "+)*", "*)+", // a group that repeats what repeats
	}
	mass = append(mass, typedArrays...)
	for word, o := range wordOrigins {
		if o == Bulk || o == Points || o == Pixels {
			mass = append(mass, spellings(word)...)
		}
	}
	for _, name := range platform.HeavyPackages() {
		mass = append(mass, `"`+name+`"`, `'`+name+`'`, `"`+name+`/`, `'`+name+`/`)
	}
	var q []string
	for name := range queries {
		q = append(q, "."+name+"(")
	}
	var it []string
	for name := range iterating {
		it = append(it, "."+name+"(")
	}
	loops := slices.Concat(it, []string{"for (", "for(", "while (", "while("})
	for name := range native {
		loops = append(loops, "."+name+"(")
	}
	return wordList{jsanalysis.NewWords(mass), jsanalysis.NewWords(q), jsanalysis.NewWords(it), jsanalysis.NewWords(loops)}
})

// spellings are the forms in which a word, or its singular before a count or
// list, stands in names: records, Records, RECORDS, recordList, record_count.
func spellings(word string) []string {
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	list := []string{word, title(word), strings.ToUpper(word)}
	if word == "rgba" { // mostly a colour in a string
		list = []string{"rgba.", "rgba[", "rgba)", "rgba,", "rgba ", "rgba:", "Rgba", "RGBA"}
	}
	if one, ok := strings.CutSuffix(word, "s"); ok {
		for _, tail := range []string{"List", "Array", "Arr", "Collection", "Count", "Total", "Length", "Num"} {
			list = append(list, one+tail, title(one)+tail, one+"_"+strings.ToLower(tail), strings.ToUpper(one+"_"+tail))
		}
	}
	return list
}

// queriesInLoops reports whether a text awaits what a database's client answers,
// and may go round a loop in a loop, or a collection in one, soon behind it.
func queriesInLoops(text string) bool {
	if !strings.Contains(text, "await") {
		return false
	}
	found := false
	evidence().queries.Each(text, func(at int) bool {
		found = !strings.HasSuffix(text[:at], "Promise") && evidence().loops.Count(text[at+1:min(len(text), at+maxBehind)], 2) == 2
		return !found
	})
	return found
}

// maxBehind is how far behind a query the loops over its rows stand, at the
// most, in bytes.
const maxBehind = 3000

// countsFar reports whether a loop's head compares with something else than a
// collection's length, or an array is made that long.
func countsFar(text string) bool {
	return glance.AnyHead(text, isOpen) || strings.Contains(text, "Array.from({") || strings.Contains(text, "Array(")
}

// isOpen reports whether a loop's head compares with a number that is not known
// to be small.
func isOpen(head string) bool {
	if at := strings.IndexByte(head, ';'); at >= 0 {
		head = head[at+1:]
		if at = strings.IndexByte(head, ';'); at >= 0 {
			head = head[:at]
		}
	}
	for i := 0; i < len(head); i++ {
		if c := head[i]; c != '<' && c != '>' && c != '!' {
			continue
		}
		bound := strings.TrimLeft(head[i+1:], "=<> ")
		end := 0
		for end < len(bound) && (glance.IsWord(bound[end]) || bound[end] == '.' || bound[end] == '[' || bound[end] == ']' || bound[end] == '?') {
			end++
		}
		bound = bound[:end]
		if len(bound) <= 2 && strings.Trim(bound, "0123456789") == "" || strings.HasSuffix(bound, ".length") || strings.HasSuffix(bound, ".size") {
			continue
		}
		return true
	}
	return strings.Contains(head, "--") // while (n--)
}

// doubles reports whether a text takes a number from something, as an argument,
// twice: fib(n - 1) + fib(n - 2).
func doubles(text string) bool {
	count := 0
	for i := 1; i < len(text); i++ {
		if text[i] != '-' {
			continue
		}
		before := strings.TrimRight(text[max(0, i-2):i], " ")
		if before == "" || !glance.IsWord(before[len(before)-1]) && before[len(before)-1] != ')' && before[len(before)-1] != ']' || isDigit(before[len(before)-1]) {
			continue
		}
		j := i + 1
		for j < len(text) && text[j] == ' ' {
			j++
		}
		start := j
		for j < len(text) && isDigit(text[j]) {
			j++
		}
		if j > start && j < len(text) && (text[j] == ',' || text[j] == ')') {
			if count++; count == 2 {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isOnlyIteration reports whether an async function may do nothing but call what
// it is given for each item, which is work of unknown size.
func isOnlyIteration(text string) bool {
	for i := 0; ; {
		at := strings.Index(text[i:], "async")
		if at < 0 {
			return false
		}
		i += at + len("async")
		near := text[i:min(len(text), i+maxOnly)]
		if at := strings.Index(near, "await"); at >= 0 {
			near = near[:at]
		}
		if strings.Contains(near, "for (") || strings.Contains(near, "for(") || evidence().iterating.Has(near) {
			if body := strings.IndexByte(near, '{'); body < 0 || closes(near, body) {
				return true
			}
		}
	}
}

// closes reports whether a block ends within a text, which is what is near.
func closes(near string, open int) bool {
	_, ok := glance.Closing(near, open)
	return ok
}

// maxOnly is how long a function of one statement is, at the most, in bytes.
const maxOnly = 250
