package measure

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/evanw/esbuild/pkg/api"
)

// Instrumented is a program that counts how often each of its blocks is
// entered. Counter k below NumClasses belongs to a class and is written by
// wrapped built-ins; counter NumClasses+b belongs to block b.
type Instrumented struct {
	Code   string
	Blocks []Counts // what one entry of block b executes
}

// Instrument makes the counting form of a script that goja can parse. Arrow
// functions become functions, so that every function has a block.
func Instrument(code string) (*Instrumented, error) {
	res := api.Transform(code, api.TransformOptions{
		Target: api.ESNext, Supported: map[string]bool{"arrow": false}, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent,
	})
	if len(res.Errors) > 0 {
		return nil, fmt.Errorf("rewriting arrows: %s", res.Errors[0].Text)
	}
	src := string(res.Code)
	prog, err := parser.ParseFile(nil, "", src, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, fmt.Errorf("parsing: %w", err)
	}
	in := &instrumenter{src: src}
	root := in.block()
	for _, s := range prog.Body {
		in.stmt(s, root)
	}
	return &Instrumented{Code: in.text(), Blocks: in.blocks}, nil
}

type insertion struct {
	at   int
	text string
}

type instrumenter struct {
	src     string
	blocks  []Counts
	inserts []insertion
	loops   []loopSeen           // for variableBounds
	numbers map[string][]float64 // values of names that are declared as numbers; nil if not asked for
}

func (in *instrumenter) block() int {
	in.blocks = append(in.blocks, Counts{ClassBase: 1})
	return len(in.blocks) - 1
}

func (in *instrumenter) add(b int, c Class, n float64) { in.blocks[b][c] += n }

// text applies the insertions.
func (in *instrumenter) text() string {
	sort.SliceStable(in.inserts, func(i, j int) bool { return in.inserts[i].at < in.inserts[j].at })
	var b strings.Builder
	at := 0
	b.WriteString("(function (__c, __s) {")
	for _, ins := range in.inserts {
		b.WriteString(in.src[at:ins.at])
		b.WriteString(ins.text)
		at = ins.at
	}
	b.WriteString(in.src[at:])
	b.WriteString("\n})(__asynclint_counters, __asynclint_spread);")
	return b.String()
}

func (in *instrumenter) insert(at int, text string) {
	in.inserts = append(in.inserts, insertion{at, text})
}

func off(i file.Idx) int { return int(i) - 1 }

// bump is the expression that counts block b.
func bump(b int) string { return "__c[" + strconv.Itoa(int(NumClasses)+b) + "]++" }

// after returns the offset behind the first open parenthesis from at.
func (in *instrumenter) after(at int) int {
	return at + strings.IndexByte(in.src[at:], '(') + 1
}

// header returns the offset behind the parenthesis that opens if (e), while (e)
// and switch (e).
func (in *instrumenter) header(e ast.Expression) int {
	return in.outermost(off(e.Idx0())) + 1
}

// outermost returns where an expression's text starts; the tree's positions
// leave out parentheses.
func (in *instrumenter) outermost(at int) int {
	for at > 0 {
		switch in.src[at-1] {
		case '(', ' ', '\t', '\n':
			at--
			continue
		}
		break
	}
	for at < len(in.src) && (in.src[at] == ' ' || in.src[at] == '\n' || in.src[at] == '\t') {
		at++
	}
	return at
}

// enter makes entering s count as a new block, if s gives room for a counter.
// It returns the block that s's operations belong to.
func (in *instrumenter) enter(s ast.Statement, outer int) int {
	b := in.block()
	switch s := s.(type) {
	case *ast.BlockStatement:
		in.insert(off(s.LeftBrace)+1, bump(b)+";")
		return b
	case *ast.ExpressionStatement:
		in.insert(in.outermost(off(s.Idx0())), bump(b)+", ")
		return b
	case *ast.IfStatement:
		in.insert(in.header(s.Test), bump(b)+", ")
		return b
	case *ast.SwitchStatement:
		in.insert(in.header(s.Discriminant), bump(b)+", ")
		return b
	case *ast.TryStatement:
		in.insert(off(s.Body.LeftBrace)+1, bump(b)+";")
		return b
	case *ast.ReturnStatement:
		if s.Argument != nil {
			in.insert(off(s.Return)+len("return"), " "+bump(b)+", ")
			return b
		}
	case *ast.ThrowStatement:
		in.insert(off(s.Throw)+len("throw"), " "+bump(b)+", ")
		return b
	case *ast.LabelledStatement:
		return in.enter(s.Statement, outer)
	case *ast.ForStatement:
		if init, ok := s.Initializer.(*ast.ForLoopInitializerExpression); ok || s.Initializer == nil {
			sep := ""
			if init != nil {
				sep = ", "
			}
			in.insert(in.after(off(s.For)), bump(b)+sep)
			return b
		}
	}
	return outer
}

// inner walks a loop's body or an if's branch in its own block.
func (in *instrumenter) inner(s ast.Statement, outer int) int {
	if s == nil {
		return outer
	}
	b := in.enter(s, outer)
	if blk, ok := s.(*ast.BlockStatement); ok {
		in.list(blk.List, b)
	} else {
		in.stmt(s, b)
	}
	return b
}

func (in *instrumenter) list(ss []ast.Statement, b int) {
	for _, s := range ss {
		in.stmt(s, b)
	}
}

func (in *instrumenter) stmt(s ast.Statement, b int) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		in.list(s.List, b)
	case *ast.ExpressionStatement:
		in.expr(s.Expression, b)
	case *ast.IfStatement:
		in.expr(s.Test, b)
		in.inner(s.Consequent, b)
		in.inner(s.Alternate, b)
	case *ast.ForStatement:
		in.forLoop(s, b)
	case *ast.ForInStatement:
		in.expr(s.Source, b)
		body := in.inner(s.Body, b)
		in.add(body, ClassIter, 1)
		in.into(s.Into, body)
	case *ast.ForOfStatement:
		in.expr(s.Source, b)
		body := in.inner(s.Body, b)
		in.add(body, ClassIter, 1)
		in.into(s.Into, body)
	case *ast.WhileStatement:
		body := in.inner(s.Body, b)
		if body == b {
			body = in.block()
			in.insert(in.header(s.Test), bump(body)+", ")
		}
		in.expr(s.Test, body)
		in.loops = append(in.loops, loopSeen{nil, s.Test, s.Body})
	case *ast.DoWhileStatement:
		in.loops = append(in.loops, loopSeen{nil, s.Test, s.Body})
		in.expr(s.Test, in.inner(s.Body, b))
	case *ast.SwitchStatement:
		in.expr(s.Discriminant, b)
		for _, c := range s.Body {
			in.switchCase(c, b)
		}
	case *ast.TryStatement:
		in.list(s.Body.List, b)
		if s.Catch != nil {
			in.inner(s.Catch.Body, b)
		}
		if s.Finally != nil {
			in.list(s.Finally.List, b)
		}
	case *ast.ReturnStatement:
		in.expr(s.Argument, b)
	case *ast.ThrowStatement:
		in.expr(s.Argument, b)
	case *ast.LabelledStatement:
		in.stmt(s.Statement, b)
	case *ast.VariableStatement:
		in.bindings(s.List, b)
	case *ast.LexicalDeclaration:
		in.bindings(s.List, b)
	case *ast.FunctionDeclaration:
		in.function(s.Function)
	case *ast.ClassDeclaration:
		in.class(s.Class, b)
	case *ast.WithStatement:
		in.expr(s.Object, b)
		in.inner(s.Body, b)
	}
}

func (in *instrumenter) forLoop(s *ast.ForStatement, b int) {
	in.loops = append(in.loops, loopSeen{s.Initializer, s.Test, s.Body})
	switch init := s.Initializer.(type) {
	case *ast.ForLoopInitializerExpression:
		in.expr(init.Expression, b)
	case *ast.ForLoopInitializerVarDeclList:
		in.bindings(init.List, b)
	case *ast.ForLoopInitializerLexicalDecl:
		in.bindings(init.LexicalDeclaration.List, b)
	}
	body := in.inner(s.Body, b)
	if body == b && s.Test != nil {
		body = in.block()
		in.insert(in.outermost(off(s.Test.Idx0())), bump(body)+", ")
	}
	in.expr(s.Test, body)
	in.expr(s.Update, body)
}

func (in *instrumenter) switchCase(c *ast.CaseStatement, outer int) {
	if c.Test != nil {
		in.expr(c.Test, outer)
	}
	b := outer
	at := off(c.Case)
	if c.Test != nil {
		at = off(c.Test.Idx1())
	}
	if i := strings.IndexByte(in.src[min(at, len(in.src)):], ':'); i >= 0 && len(c.Consequent) > 0 {
		b = in.block()
		in.insert(at+i+1, bump(b)+";")
	}
	in.list(c.Consequent, b)
}

func (in *instrumenter) into(i ast.ForInto, b int) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		in.bindings([]*ast.Binding{i.Binding}, b)
	case *ast.ForDeclaration:
		in.pattern(i.Target, b)
	case *ast.ForIntoExpression:
		in.expr(i.Expression, b)
	}
}

func (in *instrumenter) bindings(list []*ast.Binding, b int) {
	for _, v := range list {
		in.add(b, ClassLocal, 1)
		in.note(v)
		in.pattern(v.Target, b)
		in.expr(v.Initializer, b)
	}
}

// note remembers names that are declared as numbers; anything else that a name is
// declared as counts as not a number.
func (in *instrumenter) note(v *ast.Binding) {
	id, ok := v.Target.(*ast.Identifier)
	if !ok || in.numbers == nil {
		return
	}
	value := math.NaN()
	if n, ok := v.Initializer.(*ast.NumberLiteral); ok {
		if x, ok := numberOf(n); ok {
			value = x
		}
	}
	in.numbers[id.Name.String()] = append(in.numbers[id.Name.String()], value)
}

// pattern counts destructuring.
func (in *instrumenter) pattern(t ast.Node, b int) {
	switch t := t.(type) {
	case *ast.ArrayPattern:
		in.add(b, ClassStep, float64(len(t.Elements)))
		for _, e := range t.Elements {
			in.pattern(e, b)
		}
	case *ast.ObjectPattern:
		in.add(b, ClassGet, float64(len(t.Properties)))
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				in.expr(p.Initializer, b)
			case *ast.PropertyKeyed:
				in.pattern(p.Value, b)
			}
		}
		if t.Rest != nil {
			in.add(b, ClassKeys, 4)
		}
	case *ast.AssignExpression:
		in.pattern(t.Left, b)
		in.expr(t.Right, b)
	}
}

func (in *instrumenter) function(f *ast.FunctionLiteral) {
	if f == nil || f.Body == nil {
		return
	}
	b := in.enter(f.Body, 0)
	in.params(f.ParameterList, b)
	in.list(f.Body.List, b)
	if f.Async {
		in.add(b, ClassAwait, 1)
	}
}

func (in *instrumenter) params(p *ast.ParameterList, b int) {
	if p != nil {
		in.bindings(p.List, b)
	}
}

func (in *instrumenter) class(c *ast.ClassLiteral, b int) {
	in.expr(c.SuperClass, b)
	for _, e := range c.Body {
		switch e := e.(type) {
		case *ast.MethodDefinition:
			in.function(e.Body)
		case *ast.FieldDefinition:
			in.expr(e.Initializer, b)
		case *ast.ClassStaticBlock:
			in.list(e.Block.List, b)
		}
	}
}
