package measure

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// expr adds what evaluating e costs to block b.
func (in *instrumenter) expr(e ast.Expression, b int) {
	switch e := e.(type) {
	case nil:
		return
	case *ast.Identifier:
		if e != nil {
			in.add(b, ClassLocal, 1)
		}
	case *ast.BinaryExpression:
		in.binary(e, b)
	case *ast.UnaryExpression:
		in.add(b, ClassArith, 1)
		in.expr(e.Operand, b)
	case *ast.AssignExpression:
		in.assign(e, b)
	case *ast.DotExpression:
		in.add(b, ClassGet, 1)
		in.expr(e.Left, b)
	case *ast.PrivateDotExpression:
		in.add(b, ClassGet, 1)
		in.expr(e.Left, b)
	case *ast.BracketExpression:
		in.add(b, ClassIndex, 1)
		in.expr(e.Left, b)
		in.expr(e.Member, b)
	case *ast.CallExpression:
		in.add(b, ClassCall, 1)
		in.expr(e.Callee, b)
		in.args(e.ArgumentList, b)
	case *ast.NewExpression:
		in.add(b, ClassCall, 1)
		in.add(b, ClassAlloc, 1)
		in.expr(e.Callee, b)
		in.args(e.ArgumentList, b)
	case *ast.OptionalChain:
		in.expr(e.Expression, b)
	case *ast.Optional:
		in.expr(e.Expression, b)
	case *ast.ConditionalExpression:
		in.add(b, ClassArith, 1)
		in.expr(e.Test, b)
		in.branch(e.Consequent, b, 0.5, "<0||")
		in.branch(e.Alternate, b, 0.5, "<0||")
	case *ast.SequenceExpression:
		for _, x := range e.Sequence {
			in.expr(x, b)
		}
	case *ast.ArrayLiteral:
		in.add(b, ClassAlloc, 1)
		in.args(e.Value, b)
		in.add(b, ClassField, float64(len(e.Value)))
	case *ast.ObjectLiteral:
		in.object(e, b)
	case *ast.FunctionLiteral:
		in.add(b, ClassClosure, 1)
		in.function(e)
	case *ast.ClassLiteral:
		in.add(b, ClassClosure, 1)
		in.class(e, b)
	case *ast.ArrowFunctionLiteral:
		in.arrow(e, b)
	case *ast.TemplateLiteral:
		in.add(b, ClassConcat, float64(len(e.Expressions)))
		in.expr(e.Tag, b)
		for _, x := range e.Expressions {
			in.expr(x, b)
		}
	case *ast.AwaitExpression:
		in.add(b, ClassAwait, 1)
		in.expr(e.Argument, b)
	case *ast.YieldExpression:
		in.add(b, ClassAwait, 1)
		in.expr(e.Argument, b)
	case *ast.SpreadElement:
		in.spread(e, b)
	case *ast.RegExpLiteral:
		in.add(b, ClassAlloc, 1)
	}
}

// binary walks down the left side without recursion: generated code nests
// additions by the thousand.
func (in *instrumenter) binary(e *ast.BinaryExpression, b int) {
	for {
		c := ClassArith
		if e.Operator == token.PLUS && (isString(e.Left) || isString(e.Right)) {
			c = ClassConcat
		}
		in.add(b, c, 1)
		switch e.Operator {
		case token.LOGICAL_AND:
			in.branch(e.Right, b, 0.75, ">=0&&")
		case token.LOGICAL_OR:
			in.branch(e.Right, b, 0.75, "<0||")
		default:
			in.expr(e.Right, b)
		}
		left, ok := e.Left.(*ast.BinaryExpression)
		if !ok {
			in.expr(e.Left, b)
			return
		}
		e = left
	}
}

// branchOps is how much an expression does before it gets a counter of its own:
// a counter costs about as much.
const branchOps = 3.5

// branch counts an expression that may not be evaluated. What does little counts
// by the share given. What does more becomes a block: its text gets a counter in
// front, which does not change the value, for a count is never below zero.
func (in *instrumenter) branch(e ast.Expression, b int, share float64, join string) {
	inner := in.block()
	in.expr(e, inner)
	c := &in.blocks[inner]
	if c.sum() <= branchOps || !canFollow(e) {
		c[ClassBase] = 0
		for k, v := range c {
			in.blocks[b][k] += share * v
		}
		*c = Counts{}
		return
	}
	in.insert(in.outermost(off(e.Idx0())), bump(inner)+join)
}

// canFollow reports whether an expression can stand behind || and && without
// parentheses.
func canFollow(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.CallExpression, *ast.NewExpression, *ast.DotExpression, *ast.BracketExpression, *ast.TemplateLiteral, *ast.UnaryExpression,
		*ast.AwaitExpression, *ast.ArrayLiteral, *ast.ObjectLiteral, *ast.FunctionLiteral, *ast.ConditionalExpression, *ast.OptionalChain:
		return true
	case *ast.BinaryExpression:
		return e.Operator != token.COALESCE
	}
	return false
}

func isString(e ast.Expression) bool {
	switch e.(type) {
	case *ast.StringLiteral, *ast.TemplateLiteral:
		return true
	}
	return false
}

func (in *instrumenter) assign(e *ast.AssignExpression, b int) {
	if e.Operator != token.ASSIGN {
		in.add(b, ClassArith, 1)
	}
	switch l := e.Left.(type) {
	case *ast.Identifier:
		in.add(b, ClassLocal, 1)
	case *ast.DotExpression:
		in.add(b, ClassSet, 1)
		in.expr(l.Left, b)
	case *ast.BracketExpression:
		in.add(b, ClassSet, 1)
		in.add(b, ClassIndex, 1)
		in.expr(l.Left, b)
		in.expr(l.Member, b)
	case *ast.ArrayPattern, *ast.ObjectPattern:
		in.pattern(l, b)
	default:
		in.expr(l, b)
	}
	in.expr(e.Right, b)
}

func (in *instrumenter) args(list []ast.Expression, b int) {
	for _, a := range list {
		in.expr(a, b)
	}
}

func (in *instrumenter) object(e *ast.ObjectLiteral, b int) {
	in.add(b, ClassAlloc, 1)
	in.add(b, ClassField, float64(len(e.Value)))
	for _, p := range e.Value {
		switch p := p.(type) {
		case *ast.PropertyKeyed:
			if p.Computed {
				in.add(b, ClassIndex, 1)
				in.expr(p.Key, b)
			}
			if f, ok := p.Value.(*ast.FunctionLiteral); ok {
				in.add(b, ClassClosure, 1)
				in.function(f)
			} else {
				in.expr(p.Value, b)
			}
		case *ast.PropertyShort:
			in.add(b, ClassLocal, 1)
		case *ast.SpreadElement:
			in.spread(p, b)
		}
	}
}

// spread wraps ...x, whose cost only its length tells.
func (in *instrumenter) spread(e *ast.SpreadElement, b int) {
	in.expr(e.Expression, b)
	start := in.outermost(off(e.Expression.Idx0()))
	if start < 3 || in.src[start-3:start] != "..." {
		return
	}
	end := in.exprEnd(start)
	if end < 0 {
		return
	}
	in.insert(start, "__s(")
	in.insert(end, ")")
}

// exprEnd returns where the list item that starts at an offset ends: before the
// comma or bracket that closes it. It returns -1 where the text holds strings
// or regular expressions, whose brackets would mislead.
func (in *instrumenter) exprEnd(start int) int {
	depth := 0
	for i := start; i < len(in.src); i++ {
		switch in.src[i] {
		case '"', '\'', '`', '/':
			return -1
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return i
			}
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return -1
}

// arrow is for arrows that survived the rewriting.
func (in *instrumenter) arrow(e *ast.ArrowFunctionLiteral, b int) {
	in.add(b, ClassClosure, 1)
	switch body := e.Body.(type) {
	case *ast.BlockStatement:
		fb := in.enter(body, b)
		in.params(e.ParameterList, fb)
		in.list(body.List, fb)
	case *ast.ExpressionBody:
		in.expr(body.Expression, b)
	}
}
