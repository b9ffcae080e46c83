package snippet

import (
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// Spec is what the text says about a value's shape. Kinds are "string",
// "number", "boolean", "bigint", "array", "tuple", "object", "dict", "map",
// "set", "typed", "function", "date", "regexp", "promise", "literal", "null" and
// "any"; a nil *Spec says nothing.
type Spec struct {
	Kind   string           `json:"kind"`
	Elem   *Spec            `json:"elem,omitempty"`   // of array, dict, map, set, promise; result of function
	Items  []*Spec          `json:"items,omitempty"`  // of a tuple
	Fields map[string]*Spec `json:"fields,omitempty"` // of an object
	Order  []string         `json:"order,omitempty"`  // field names in source order
	Name   string           `json:"name,omitempty"`   // constructor of "typed"
	Value  any              `json:"value,omitempty"`  // of a literal
	Values []any            `json:"values,omitempty"` // of a union of literals
	Open   bool             `json:"open,omitempty"`   // an object that may have more fields
}

func (s *Spec) known() bool { return s != nil && s.Kind != "any" }

// or returns s, or t where s says nothing.
func (s *Spec) or(t *Spec) *Spec {
	if s.known() {
		return s
	}
	if t != nil {
		return t
	}
	return s
}

// types reads annotations of one file.
type types struct {
	named map[string]string // interface and alias bodies by name
}

// typesOf collects the file's interfaces and type aliases. The parser skips
// types, so they are found in the text.
func typesOf(f *jsparse.File) *types {
	t := &types{named: map[string]string{}}
	if !f.Lang.IsTS() {
		return t
	}
	text := f.Text
	for _, word := range []string{"interface ", "type "} {
		for at := 0; ; {
			i := strings.Index(text[at:], word)
			if i < 0 {
				break
			}
			at += i + len(word)
			if start := at - len(word); start > 0 && isWord(text[start-1]) {
				continue
			}
			end := at
			for end < len(text) && isWord(text[end]) {
				end++
			}
			name := text[at:end]
			rest := text[end:]
			if word == "interface " {
				if open := strings.IndexByte(rest, '{'); name != "" && open >= 0 && open < 200 {
					t.named[name] = rest[open:]
				}
			} else if eq := strings.IndexByte(rest, '='); name != "" && eq >= 0 && eq < 80 {
				t.named[name] = rest[eq+1:]
			}
		}
	}
	return t
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// parse reads an annotation; it returns nil where there is none.
func (t *types) parse(annotation string) *Spec {
	if strings.TrimSpace(annotation) == "" {
		return nil
	}
	p := &typeParser{types: t, text: annotation}
	return p.union()
}

// typeParser reads a type by recursive descent. It is lenient: what it does
// not know is "any".
type typeParser struct {
	types *types
	text  string
	at    int
	depth int
}

func (p *typeParser) skip() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			p.at++
		case strings.HasPrefix(p.text[p.at:], "//"):
			if i := strings.IndexByte(p.text[p.at:], '\n'); i >= 0 {
				p.at += i
			} else {
				p.at = len(p.text)
			}
		case strings.HasPrefix(p.text[p.at:], "/*"):
			if i := strings.Index(p.text[p.at:], "*/"); i >= 0 {
				p.at += i + 2
			} else {
				p.at = len(p.text)
			}
		default:
			return
		}
	}
}

func (p *typeParser) eat(s string) bool {
	p.skip()
	if strings.HasPrefix(p.text[p.at:], s) {
		p.at += len(s)
		return true
	}
	return false
}

func (p *typeParser) peek() byte {
	p.skip()
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *typeParser) word() string {
	p.skip()
	start := p.at
	for p.at < len(p.text) && (isWord(p.text[p.at]) || p.text[p.at] == '.') {
		p.at++
	}
	return p.text[start:p.at]
}

// union reads A | B & C and keeps the first part that says something.
func (p *typeParser) union() *Spec {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > 8 {
		return &Spec{Kind: "any"}
	}
	p.eat("|")
	first := p.postfix()
	for {
		p.skip()
		switch {
		case strings.HasPrefix(p.text[p.at:], "=>"):
			return first
		case p.eat("|"):
			first = either(first, p.postfix())
		case p.eat("&"):
			next := p.postfix()
			if first.known() && first.Kind == "object" && next.known() && next.Kind == "object" {
				for _, n := range next.Order {
					first.add(n, next.Fields[n])
				}
			} else if !first.known() {
				first = next
			}
		default:
			return first
		}
	}
}

// either joins two sides of a union: the first that says something counts, a
// union of literals is all of them, and null is none.
func either(a, b *Spec) *Spec {
	switch {
	case b.known() && b.Kind == "null":
		return a
	case !a.known() || a.Kind == "null":
		return b
	case a.Kind == "literal" && b.Kind == "literal":
		if a.Values == nil {
			a = &Spec{Kind: "literal", Value: a.Value, Values: []any{a.Value}}
		}
		if len(a.Values) < maxLiterals {
			a.Values = append(a.Values, b.Value)
		}
	}
	return a
}

// maxLiterals bounds the literals of a union that are told apart.
const maxLiterals = 6

func (s *Spec) add(name string, v *Spec) {
	if s.Fields == nil {
		s.Fields = map[string]*Spec{}
	}
	if _, dup := s.Fields[name]; !dup {
		s.Order = append(s.Order, name)
	}
	s.Fields[name] = v
}

func (p *typeParser) postfix() *Spec {
	s := p.primary()
	for {
		p.skip()
		if strings.HasPrefix(p.text[p.at:], "[]") {
			p.at += 2
			s = &Spec{Kind: "array", Elem: s}
			continue
		}
		if p.peek() == '[' && s.known() { // indexed access
			p.balanced('[', ']')
			s = &Spec{Kind: "any"}
			continue
		}
		return s
	}
}

// balanced skips a bracketed run and returns what is inside.
func (p *typeParser) balanced(open, shut byte) string {
	depth, start := 0, p.at
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case open:
			depth++
		case shut:
			if shut == '>' && p.at > 0 && p.text[p.at-1] == '=' {
				continue
			}
			if depth--; depth == 0 {
				p.at++
				return p.text[start+1 : p.at-1]
			}
		}
	}
	return ""
}

func (p *typeParser) primary() *Spec {
	switch c := p.peek(); {
	case c == '(':
		save := p.at
		p.balanced('(', ')')
		if p.eat("=>") {
			return &Spec{Kind: "function", Elem: p.union()}
		}
		p.at = save + 1
		s := p.union()
		p.eat(")")
		return s
	case c == '{':
		return p.object()
	case c == '[':
		return p.tuple()
	case c == '\'' || c == '"' || c == '`':
		start := p.at
		p.at++
		for p.at < len(p.text) && p.text[p.at] != c {
			p.at++
		}
		v := p.text[start+1 : p.at]
		p.at = min(p.at+1, len(p.text))
		return &Spec{Kind: "literal", Value: v}
	case c >= '0' && c <= '9' || c == '-':
		p.at++
		p.word()
		return &Spec{Kind: "number"}
	}
	return p.reference()
}

func (p *typeParser) reference() *Spec {
	w := p.word()
	switch w {
	case "":
		if p.at < len(p.text) {
			p.at++
		}
		return &Spec{Kind: "any"}
	case "readonly", "keyof", "unique", "asserts", "infer":
		return p.postfix()
	case "new":
		return p.primary()
	case "typeof":
		p.word()
		return &Spec{Kind: "any"}
	}
	var args []*Spec
	if p.peek() == '<' {
		inner := &typeParser{types: p.types, text: p.balanced('<', '>'), depth: p.depth}
		for inner.peek() != 0 {
			args = append(args, inner.union())
			if !inner.eat(",") {
				break
			}
		}
	}
	arg := func(k int) *Spec {
		if k < len(args) {
			return args[k]
		}
		return nil
	}
	if k, ok := plainTypes[w]; ok {
		return &Spec{Kind: k, Elem: arg(0)}
	}
	switch {
	case w == "Record" || w == "Map" || w == "ReadonlyMap":
		kind := "map"
		if w == "Record" {
			kind = "dict"
		}
		return &Spec{Kind: kind, Elem: arg(1)}
	case w == "Partial" || w == "Required" || w == "Readonly" || w == "NonNullable" || w == "Omit" || w == "Pick":
		if a := arg(0); a != nil {
			return a
		}
	case typedArrays[w]:
		return &Spec{Kind: "typed", Name: w}
	case p.types != nil && p.types.named[w] != "" && p.depth < 6:
		inner := &typeParser{types: p.types, text: p.types.named[w], depth: p.depth}
		return inner.union()
	}
	return &Spec{Kind: "any"}
}

// plainTypes maps the names of types to kinds.
var plainTypes = map[string]string{
	"string": "string", "String": "string", "number": "number", "Number": "number", "boolean": "boolean",
	"bigint": "bigint", "Array": "array", "ReadonlyArray": "array", "Iterable": "array", "IterableIterator": "array",
	"Set": "set", "ReadonlySet": "set", "Date": "date", "RegExp": "regexp", "Promise": "promise", "PromiseLike": "promise",
	"Function": "function", "VoidFunction": "function", "null": "null", "undefined": "null", "void": "null", "never": "null",
	"true": "boolean", "false": "boolean", "object": "any", "any": "any", "unknown": "any", "ArrayLike": "array",
}

var typedArrays = map[string]bool{
	"Uint8Array": true, "Uint8ClampedArray": true, "Int8Array": true, "Uint16Array": true, "Int16Array": true,
	"Uint32Array": true, "Int32Array": true, "Float32Array": true, "Float64Array": true, "ArrayBuffer": true, "Buffer": true,
}

func (p *typeParser) tuple() *Spec {
	inner := &typeParser{types: p.types, text: p.balanced('[', ']'), depth: p.depth}
	s := &Spec{Kind: "tuple"}
	for inner.peek() != 0 && len(s.Items) < 32 {
		inner.eat("...")
		save := inner.at
		if w := inner.word(); w == "" || !inner.eat(":") && !inner.eat("?:") {
			inner.at = save
		}
		s.Items = append(s.Items, inner.union())
		if !inner.eat(",") {
			break
		}
	}
	return s
}

func (p *typeParser) object() *Spec {
	inner := &typeParser{types: p.types, text: p.balanced('{', '}'), depth: p.depth}
	s := &Spec{Kind: "object"}
	for inner.peek() != 0 && len(s.Order) < 64 {
		before := inner.at
		inner.member(s)
		for inner.eat(";") || inner.eat(",") {
		}
		if inner.at == before {
			inner.at++
		}
	}
	return s
}

// member reads one line of an object type.
func (p *typeParser) member(s *Spec) {
	switch c := p.peek(); {
	case c == '[':
		p.balanced('[', ']')
		if p.eat("?:") || p.eat(":") {
			s.Kind, s.Elem = "dict", p.union()
		}
		return
	case c == '\'' || c == '"':
		name, _ := p.primary().Value.(string)
		p.eat("?")
		if p.eat(":") {
			s.add(name, p.union())
		}
		return
	}
	name := p.word()
	if name == "readonly" && p.peek() != ':' {
		name = p.word()
	}
	p.eat("?")
	if p.peek() == '<' {
		p.balanced('<', '>')
	}
	if p.peek() == '(' {
		p.balanced('(', ')')
		f := &Spec{Kind: "function"}
		if p.eat(":") {
			f.Elem = p.union()
		}
		s.add(name, f)
		return
	}
	if p.eat(":") {
		s.add(name, p.union())
	} else if name != "" {
		s.add(name, &Spec{Kind: "any"})
	}
}
