package effects

import (
	"strings"
	"unicode"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// verbs: what functions do whose names begin with the word. Only words that
// mean one thing in most code stand here.
var verbs = func() map[string]Class {
	m := map[string]Class{}
	for class, words := range map[Class]string{
		Read: `get fetch find load read list query select count exists exist has is lookup resolve parse compute
			calculate calc render to convert encode decode hash digest compress decompress download translate search measure
			estimate detect extract analyze analyse inspect stat lstat describe format transform serialize stringify json text
			blob retrieve scan peek diff compare match tokenize embed infer compile minify summarize classify filter compute
			generate build prepare preview sum fetchall findone verify validate decrypt encrypt thumbnail base64 normalize
			sanitize array split chunk group keys entries values`,
		Log:  `log debug info warn error trace`,
		Pace: `sleep delay pause wait throttle debounce backoff timeout tick nexttick settimeout setimmediate idle yield defer rest`,
		Order: `next pop shift unshift take dequeue acquire release consume poll lock unlock begin commit rollback transaction
			prompt ask question confirm click dblclick type fill press goto navigate hover focus blur tap scroll drag drop screenshot
			evaluate expect step test it play seek animate advance drain flush pull receive recv login logout import require retry attempt try`,
		Write: `save update upsert delete remove insert create store send emit push post put patch publish write set add append
			upload migrate run exec execute process handle apply perform dispatch invoke call start stop close open connect disconnect
			destroy terminate kill install uninstall register unregister subscribe unsubscribe enable disable mark move rename reset
			clear purge sync merge restore backup import trigger fire notify broadcast join leave kick ban grant revoke assign
			attach detach link unlink mkdir rmdir rm mount unmount init initialize setup teardown launch spawn fork deploy
			queue enqueue schedule request submit complete finish end abort cancel replace drop truncate seed sign pay charge
			refund record copy clone duplicate report track ensure bump increment decrement touch toggle activate deactivate archive commit generatecode`,
	} {
		for _, w := range strings.Fields(words) {
			if old, ok := m[w]; !ok || class > old {
				m[w] = class
			}
		}
	}
	return m
}()

// builtins: methods of strings, arrays, maps, numbers, dates and regular
// expressions that change nothing. ECMAScript 2024.
var builtins = WordSet(`at charAt charCodeAt codePointAt concat endsWith entries every filter find findIndex findLast findLastIndex flat
	flatMap forEach getTime has includes indexOf isArray join keys lastIndexOf localeCompare map match matchAll normalize padEnd padStart
	reduce reduceRight repeat replace replaceAll search slice some split startsWith subarray substr substring test toFixed toISOString
	toLocaleString toLowerCase toSorted toSpliced toReversed toString toUpperCase trim trimEnd trimStart valueOf values`)

// ByName returns what functions with such a name do, judged by its first word:
// "loadItemById" reads. A write or a wait later in the name wins over a read at
// its beginning: "getOrCreate", "findAndUpdate", "loadAndSave".
func ByName(name string) Class {
	if builtins[name] {
		return Read
	}
	return byVerb(name)
}

// verbOf judges a call by the name of what it calls. The methods that every
// array and string has give no promise and stand behind a dot: an awaited
// x.slice(), or a slice() of its own, is something else.
func verbOf(call jsparse.Cursor) Class {
	c := call.Callee()
	name := Name(c)
	switch {
	case name == "query":
		return statement(call.Arg(0))
	case c.Kind() == jsparse.Ident, call.Parent().Kind() == jsparse.Await:
		return byVerb(name)
	}
	return ByName(name)
}

// statement classes query(text) by the statement's first word. Text that is made
// elsewhere may well write.
func statement(x jsparse.Cursor) Class {
	if x.Kind() == jsparse.Ident {
		v, ok := callee.Value(x.File(), x.Sym())
		if !ok {
			return Write
		}
		x = v
	}
	switch x.Kind() {
	case jsparse.StringLit, jsparse.TemplateLit:
		first, _, _ := strings.Cut(strings.TrimSpace(strings.Trim(x.Text(), "\"'`")), " ")
		switch strings.ToLower(strings.TrimSpace(first)) {
		case "select", "with", "show", "pragma", "explain", "describe", "match", "from":
			return Read
		}
		if strings.HasPrefix(first, "${") {
			return Write
		}
		if strings.ContainsAny(first, "/:.") { // a path or address, not a statement
			return Read
		}
		return Write
	case jsparse.Ident, jsparse.Member, jsparse.Index, jsparse.Binary:
		return Write
	}
	return Read
}

func byVerb(name string) Class {
	words := Words(name)
	if len(words) == 0 {
		return Unknown
	}
	class := verbs[words[0]]
	for i, w := range words[1:] {
		if (w == "or" || w == "and") && i+2 < len(words) && verbs[words[i+2]] >= Pace {
			return verbs[words[i+2]]
		}
		if w == "if" && i+2 < len(words) && onDemand[words[i+2]] {
			return max(class, Write) // downloadIfMissing looks first and acts then
		}
	}
	return class
}

var onDemand = WordSet("necessary needed missing absent required not possible exists stale expired")

// Words splits a name at capitals, digits, "_", "-" and "$", in lower case.
func Words(name string) (list []string) {
	start := 0
	runes := []rune(name)
	flush := func(end int) {
		if end > start {
			list = append(list, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case r == '_' || r == '-' || r == '$' || r == '#':
			flush(i)
			start = i + 1
		case unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			flush(i)
		}
	}
	flush(len(runes))
	return list
}
