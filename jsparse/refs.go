package jsparse

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// References are found by one pass over the bytes, in the manner of
// es-module-lexer, not by a parse: where code runs depends on who imports it,
// and for that every module's references are needed. The scan skips comments,
// strings, templates and regular expressions, and stops at a handful of words.
//
// It over-approximates: a shadowed `Worker` or `require` gives a reference,
// too. Rules ask the tree for what a name means.

// refScanner collects one file's references.
type refScanner struct {
	src     string
	refs    []Reference // To, External and From are not set
	last    byte        // last byte of code that was no white space, 0 at the start
	word    string      // last word, if last is its end
	threads subject
	pools   subject
	forks   subject
	depth   int // templates in templates
	lookups int // bytes looked through for variables
}

const (
	// maxTemplates bounds the recursion into templates; what is nested deeper is
	// not scanned.
	maxTemplates = 500
	// maxLookups bounds the bytes that are looked through for the values of
	// variables, each of which takes a pass over the text.
	maxLookups = 8 << 20
)

// The words of subjects.
var (
	threadWords = []string{"worker_threads"}
	poolWords   = []string{"piscina", "inypool", "Piscina", "workerpool", "poolifier"}
	forkWords   = []string{"child_process", "cluster"}
)

// scanRefs returns the references of a source text.
func scanRefs(src string) []Reference {
	s := refScanner{
		src:     src,
		threads: subject{words: threadWords},
		pools:   subject{words: poolWords},
		forks:   subject{words: forkWords},
	}
	s.code(len(src)-len(strings.TrimPrefix(src, "\uFEFF")), false)
	return s.refs
}

// subject is what a text may be about; few files are asked.
type subject struct {
	words  []string
	asked  bool
	answer bool
}

// in reports whether a text holds one of the words; it looks once.
func (q *subject) in(src string) bool {
	if !q.asked {
		q.asked, q.answer = true, slices.ContainsFunc(q.words, func(w string) bool { return strings.Contains(src, w) })
	}
	return q.answer
}

// code scans from i to the end, or in a template to the brace that closes its
// expression, and returns where it stopped.
func (s *refScanner) code(i int, inTemplate bool) int {
	depth := 0
	for i < len(s.src) {
		c := s.src[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue
		case isIdentByte(c):
			start := i
			for i++; i < len(s.src) && isIdentByte(s.src[i]); i++ {
			}
			w := s.src[start:i]
			if end := s.wordAt(w, start, i); end > i {
				i = end
				s.last, s.word = ')', ""
				continue
			}
			s.last, s.word = s.src[i-1], w
			continue
		case c == '"' || c == '\'':
			i = int(skipQuoted(s.src, int32(i)))
		case c == '`':
			i = s.template(i + 1)
		case c == '/' && i+1 < len(s.src) && (s.src[i+1] == '/' || s.src[i+1] == '*'):
			i = int(skipTrivia(s.src, int32(i)))
			continue
		case c == '/' && s.regexpAllowed():
			i = skipRegExp(s.src, i)
			s.last, s.word = ')', ""
			continue
		case c == '{':
			depth++
			i++
		case c == '}':
			if depth == 0 && inTemplate {
				return i + 1
			}
			depth--
			i++
		default:
			i++
		}
		s.last, s.word = c, ""
	}
	return i
}

func (s *refScanner) template(i int) int {
	for i < len(s.src) {
		switch s.src[i] {
		case '\\':
			i += 2
			continue
		case '`':
			return i + 1
		case '$':
			if i+1 < len(s.src) && s.src[i+1] == '{' {
				if s.depth++; s.depth > maxTemplates {
					return len(s.src)
				}
				s.last, s.word = '{', ""
				i = s.code(i+2, true)
				s.depth--
				continue
			}
		}
		i++
	}
	return len(s.src)
}

// regexpAllowed reports whether a slash starts a regular expression: after an
// operator, an opening bracket or a keyword, not after an operand.
func (s *refScanner) regexpAllowed() bool {
	switch s.word {
	case "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "do", "else", "await", "yield", "instanceof":
		return true
	}
	return s.word == "" && s.last != ')' && s.last != ']' && s.last != '}' && !isQuote(s.last)
}

// skipRegExp moves behind a regular expression; on a line end it was none.
func skipRegExp(src string, i int) int {
	class := false
	for j := i + 1; j < len(src); j++ {
		switch src[j] {
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		case '\n':
			return i + 1
		case '/':
			if !class {
				for j++; j < len(src) && isIdentByte(src[j]); j++ {
				}
				return j
			}
		}
	}
	return len(src)
}

// wordAt looks at a word that stands at [start,end) and returns where to go on.
func (s *refScanner) wordAt(w string, start, end int) int {
	switch w {
	case "import":
		return s.importAt(end)
	case "export":
		return s.exportAt(end)
	case "require":
		if s.last != '.' {
			s.stringArg(end, Require)
		}
	case "Worker", "ThreadWorker":
		if s.last == '.' || s.word == "new" {
			kind := WorkerURL
			if s.threads.in(s.src) {
				kind = NodeWorker
			}
			s.pathArg(end, 0, kind)
		}
	case "SharedWorker":
		if s.word == "new" {
			s.pathArg(end, 0, SharedWorkerRef)
		}
	case "importScripts":
		for k := range 8 {
			s.pathArg(end, k, ImportScripts)
		}
	case "addModule":
		if s.last == '.' {
			s.pathArg(end, 0, WorkletRef)
		}
	case "register":
		if s.last == '.' && strings.Contains(s.src[max(0, start-40):start], "serviceWorker") {
			s.pathArg(end, 0, ServiceWorkerRef)
		}
	case "fork":
		if s.forks.in(s.src) {
			s.pathArg(end, 0, Fork)
		}
	case "filename", "exec", "pool", "FixedThreadPool", "DynamicThreadPool", "FixedClusterPool", "DynamicClusterPool":
		s.poolAt(w, end)
	}
	return 0
}

// poolAt reads the file of a worker pool or cluster.
func (s *refScanner) poolAt(w string, end int) {
	p := s.skip(end)
	switch w {
	case "filename":
		if p < len(s.src) && (s.src[p] == ':' || s.src[p] == '=') && s.last != '.' && s.pools.in(s.src) {
			s.pathAt(s.skip(p+1), PoolFile)
		}
	case "exec":
		if p < len(s.src) && s.src[p] == ':' && s.forks.in(s.src) {
			s.pathAt(s.skip(p+1), Fork)
		}
	case "pool":
		if s.pools.in(s.src) {
			s.pathArg(end, 0, PoolFile)
		}
	case "FixedThreadPool", "FixedClusterPool":
		s.pathArg(end, 1, PoolFile)
	case "DynamicThreadPool", "DynamicClusterPool":
		s.pathArg(end, 2, PoolFile)
	}
}

func (s *refScanner) skip(i int) int { return int(skipTrivia(s.src, int32(i))) }

// stringAt returns the string literal at i, if there is one, and its end.
func (s *refScanner) stringAt(i int) (value string, end int, ok bool) {
	if i >= len(s.src) || s.src[i] != '"' && s.src[i] != '\'' && s.src[i] != '`' {
		return "", i, false
	}
	end = int(skipQuoted(s.src, int32(i)))
	if end-i < 2 || s.src[end-1] != s.src[i] {
		return "", i, false
	}
	value = s.src[i+1 : end-1]
	return value, end, !strings.Contains(value, "${")
}

func (s *refScanner) add(kind EdgeKind, start, end int, spec string, typeOnly bool) {
	if bare, query, ok := strings.Cut(spec, "?"); ok && kind <= ImportDynamic {
		if query == "worker" || strings.HasPrefix(query, "worker&") || query == "sharedworker" || strings.HasPrefix(query, "sharedworker&") || strings.Contains(query, "worker_file") {
			kind = WorkerQuery
		}
		spec = bare
	}
	s.refs = append(s.refs, Reference{Kind: kind, Start: start, End: end, Spec: spec, TypeOnly: typeOnly})
}

func (s *refScanner) stringArg(i int, kind EdgeKind) {
	if i = s.skip(i); i < len(s.src) && s.src[i] == '(' {
		i = s.skip(i + 1)
		opens := 0
		for ; i < len(s.src) && s.src[i] == '('; i = s.skip(i + 1) {
			opens++
		}
		v, end, ok := s.stringAt(i)
		next := s.skip(end)
		for ; opens > 0 && next < len(s.src) && s.src[next] == ')'; next = s.skip(next + 1) {
			opens--
		}
		if !ok {
			s.choices(i, kind)
		} else if next < len(s.src) && (s.src[next] == ')' || s.src[next] == ',') {
			s.add(kind, i, end, v, kind == ImportDynamic && s.inType(next))
		}
	}
}

// choices reads the paths of import(a ? "b" : "c").
func (s *refScanner) choices(i int, kind EdgeKind) {
	if i >= len(s.src) || s.src[i] == ')' {
		return
	}
	end := s.argEnd(i)
	if !strings.Contains(s.src[i:min(end, len(s.src))], "?") {
		return
	}
	for p := i; p < end; p++ {
		if c := s.src[p]; c != '"' && c != '\'' && c != '`' {
			continue
		}
		v, stop, ok := s.stringAt(p)
		before := lastToken(s.src, int32(p))
		if next := s.skip(stop); ok && (before == '?' || before == ':') && next < len(s.src) && (s.src[next] == ')' || s.src[next] == ':' || s.src[next] == ',') {
			s.add(kind, p, stop, v, false)
		}
		p = max(p, int(skipQuoted(s.src, int32(p)))-1)
	}
}

// inType reports whether the import(…) that close ends is a type, as in
// `typeof import("x")` and `a: import("x").A`.
func (s *refScanner) inType(close int) bool {
	if s.word == "typeof" || s.word == "extends" {
		return true
	}
	if s.word == "" && (s.last == ':' || s.last == '<' || s.last == '|' || s.last == '&' || s.last == '=') || s.word == "as" {
		p := s.skip(close + 1)
		if p < len(s.src) && s.src[p] == '.' {
			p = s.skip(p + 1)
			return p < len(s.src) && s.src[p] >= 'A' && s.src[p] <= 'Z'
		}
		return s.last == '<' && s.word == ""
	}
	return false
}

// importAt reads what follows the word import.
func (s *refScanner) importAt(i int) int {
	if s.last == '.' {
		return 0
	}
	i = s.skip(i)
	if i >= len(s.src) {
		return 0
	}
	switch c := s.src[i]; {
	case c == '(':
		s.stringArg(i, ImportDynamic)
		return 0
	case c == '.':
		return 0
	}
	typeOnly := strings.HasPrefix(s.src[i:], "type") && i+4 < len(s.src) && !isIdentByte(s.src[i+4])
	if typeOnly {
		next := s.skip(i + 4)
		typeOnly = !strings.HasPrefix(s.src[next:], "from") && next < len(s.src) && s.src[next] != ',' || strings.HasPrefix(s.src[s.skip(min(next+4, len(s.src))):], "from")
	}
	return s.clause(i, typeOnly)
}

// exportAt reads `export * from "x"` and `export {a} from "x"`.
func (s *refScanner) exportAt(i int) int {
	i = s.skip(i)
	typeOnly := strings.HasPrefix(s.src[i:], "type ")
	if typeOnly {
		i = s.skip(i + 4)
	}
	if i < len(s.src) && (s.src[i] == '*' || s.src[i] == '{') {
		return s.clause(i, typeOnly)
	}
	return 0
}

// clause moves over the names of an import or export to the path, and returns
// the path's end, or 0 if this is no such statement.
func (s *refScanner) clause(i int, typeOnly bool) int {
	inside := false
	braces, commas, words := 0, 0, 0 // no statement has two lists, or many words in a row
	for i < len(s.src) && braces < 2 && commas < 2 && words < 6 {
		switch c := s.src[i]; {
		case c == '"' || c == '\'':
			v, end, ok := s.stringAt(i)
			if !ok {
				return 0
			}
			// import {"string name" as x}: only the last string is the path
			if next := s.skip(end); next < len(s.src) && (strings.HasPrefix(s.src[next:], "as ") || s.src[next] == ',' || s.src[next] == '}') {
				i = next
				continue
			}
			s.add(ImportStatic, i, end, v, typeOnly)
			return end
		case isIdentByte(c):
			for i++; i < len(s.src) && isIdentByte(s.src[i]); i++ {
			}
			words++
		case c == '{' || c == ',' || c == '*':
			i++
			words = 0
			if c == '{' {
				braces, inside = braces+1, true
			} else if c == ',' && !inside {
				commas++
			}
		case c == '}':
			i++
			inside = false
			if next := s.skip(i); !strings.HasPrefix(s.src[next:], "from") {
				return 0 // export {a}
			}
		default:
			next := s.skip(i)
			if next == i {
				return 0 // import x = require(…), export default, …
			}
			i = next
		}
	}
	return 0
}

// pathArg reads the k-th argument of the call whose parenthesis follows i, as
// the path of a file.
func (s *refScanner) pathArg(i, k int, kind EdgeKind) {
	i = s.skip(i)
	if i < len(s.src) && s.src[i] == '<' { // type arguments
		if at := strings.IndexByte(s.src[i:], '('); at > 0 && at < 200 {
			i += at
		}
	}
	if i >= len(s.src) || s.src[i] != '(' {
		return
	}
	i++
	for ; k > 0; k-- {
		end := s.argEnd(i)
		if end >= len(s.src) || s.src[end] != ',' {
			return
		}
		i = end + 1
	}
	s.pathAt(s.skip(i), kind)
}

// argEnd returns where an argument that starts at i ends.
func (s *refScanner) argEnd(i int) int {
	depth := 0
	for limit := min(len(s.src), i+600); i < limit; i++ {
		switch s.src[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return i
			}
			depth--
		case ',', ';':
			if depth == 0 {
				return i
			}
		case '"', '\'', '`':
			i = int(skipQuoted(s.src, int32(i))) - 1
		case '\n':
			// A value without a comma behind it ends with its line.
			if next := s.skip(i); depth == 0 && next < len(s.src) && isIdentByte(s.src[next]) {
				return i
			}
		}
	}
	return i
}

var identOnly = regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)

// pathAt reads the expression at i as the path of a file beside this one:
// "./x", new URL("./x", import.meta.url), path.join(__dirname, "x"),
// require.resolve("./x"), __dirname + "/x", `${__dirname}/x`, __filename, or a
// variable that is given one of these in the same file.
func (s *refScanner) pathAt(i int, kind EdgeKind) {
	end := s.argEnd(i)
	if end <= i || end > len(s.src) {
		return
	}
	expr := strings.TrimSpace(s.src[i:end])
	if strings.HasPrefix(expr, "{") || strings.Contains(expr, "Blob") || strings.Contains(expr, "createObjectURL") {
		return // options, or code made at run time
	}
	if identOnly.MatchString(expr) {
		if expr == "__filename" {
			s.add(kind, i, i+len(expr), ".", false)
			return
		}
		if at := s.assigned(expr); at > 0 {
			if end := s.argEnd(at); end > at {
				if spec, start, stop := s.pathIn(at, end); spec != "" {
					s.add(kind, start, stop, spec, false)
				}
			}
		}
		return
	}
	if spec, start, stop := s.pathIn(i, end); spec != "" {
		s.add(kind, start, stop, spec, false)
	}
}

// assigned returns where the value of a variable starts that is declared with
// one, or -1.
func (s *refScanner) assigned(name string) int {
	if s.lookups += len(s.src); s.lookups > max(maxLookups, len(s.src)) {
		return -1
	}
	for from := 0; ; {
		at := strings.Index(s.src[from:], name)
		if at < 0 {
			return -1
		}
		at += from
		from = at + len(name)
		if at > 0 && isIdentByte(s.src[at-1]) || from < len(s.src) && isIdentByte(s.src[from]) {
			continue
		}
		if p := s.skip(from); p+1 < len(s.src) && s.src[p] == '=' && s.src[p+1] != '=' && s.src[p+1] != '>' {
			return s.skip(p + 1)
		}
	}
}

// pathIn joins the string literals of an expression to a relative path.
func (s *refScanner) pathIn(i, end int) (spec string, start, stop int) {
	var parts []string
	text := s.src[i:end]
	if strings.HasPrefix(text, "__filename") || strings.Contains(text, "fileURLToPath(import.meta.url)") || strings.HasPrefix(text, "new URL(import.meta.url") || strings.HasPrefix(text, "import.meta.url") {
		return ".", i, end
	}
	up := strings.Contains(text, "dirname(__dirname)")
	for p := i; p < end; p++ {
		if c := s.src[p]; c != '"' && c != '\'' && c != '`' {
			continue
		}
		q := int(skipQuoted(s.src, int32(p)))
		v := s.src[p+1 : max(p+1, q-1)]
		if s.src[p] == '`' {
			if v = strings.TrimPrefix(v, "${__dirname}"); strings.Contains(v, "${") {
				return "", 0, 0
			}
		}
		if parts == nil {
			start = p
		}
		parts, stop = append(parts, v), q
		p = q - 1
	}
	if len(parts) == 0 || len(parts) > 1 && !strings.Contains(text, "join(") && !strings.Contains(text, "resolve(") {
		return "", 0, 0
	}
	if strings.Contains(parts[0], "://") || strings.HasPrefix(parts[0], "data:") || strings.HasPrefix(parts[0], "blob:") || strings.Contains(parts[0], "\n") {
		return "", 0, 0
	}
	spec = path.Join(parts...)
	if strings.Contains(text, "__dirname") || strings.Contains(text, "import.meta") || strings.HasPrefix(parts[0], ".") {
		spec = strings.TrimPrefix(spec, "/")
		if up {
			spec = "../" + spec
		}
		if !strings.HasPrefix(spec, ".") {
			spec = "./" + spec
		}
	}
	return spec, start, stop
}
