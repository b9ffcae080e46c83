package jsparse

// Kind says what a node is. The names follow ESTree where it has one.
type Kind uint8

// The kinds. Expressions come first, then patterns and members, then
// statements; IsExpr and IsStmt rely on this order.
const (
	Invalid Kind = iota

	Ident         // foo; a use or a declaration, see Cursor.IsDecl
	PrivateName   // #foo
	ThisExpr      // this
	SuperExpr     // super
	NullLit       // null
	UndefinedLit  // undefined
	BoolLit       // true
	NumberLit     // 12
	BigIntLit     // 12n
	StringLit     // "s", also a property key and an import path
	TemplateLit   // `a${b}`; with EdgeTag when tagged
	RegExpLit     // /a/g
	ArrayLit      // [a, b]
	ObjectLit     // {a: 1}
	Spread        // ...a
	Unary         // !a; Op is the operator
	Update        // a++, --a
	Binary        // a + b, a && b; Op is the operator
	Assign        // a = b, a += b
	Sequence      // a, b
	Conditional   // a ? b : c
	Call          // f(a)
	New           // new F(a)
	Member        // a.b; Name is b
	Index         // a[b]
	Arrow         // (a) => b
	FuncExpr      // function f() {}
	ClassExpr     // class {}
	Await         // await a
	Yield         // yield a
	ImportCall    // import("x")
	ImportMeta    // import.meta
	NewTarget     // new.target
	JSXElement    // <a b={c}>d</a>
	JSXText       // text between tags
	Hole          // an elided array item; the last expression kind
	Property      // a: b, get a() {}, a in a literal; also a JSX attribute
	Method        // a() {} in a class or literal, get, set
	Field         // a = b in a class
	StaticBlock   // static {}
	Decorator     // @a
	Param         // one parameter: pattern and default
	ArrayPattern  // [a, b] where names are bound
	ObjectPattern // {a, b} where names are bound
	PatternElem   // one item of a pattern: key, value, default
	ImportSpec    // a as b in an import
	ExportSpec    // a as b in an export

	Program
	Block
	ExprStmt
	VarDecl    // var, let, const, using; Op says which
	Declarator // a = 1 of a VarDecl
	FuncDecl
	ClassDecl
	If
	For
	ForIn
	ForOf
	While
	DoWhile
	With
	Switch
	Case
	Try
	Catch
	Return
	Throw
	Break
	Continue
	Labeled
	Empty
	Debugger
	Directive
	ImportDecl
	ExportNamed   // export {a}, export {a} from "x"
	ExportDefault // export default a
	ExportAll     // export * from "x"
	ExportAssign  // export = a (TypeScript)
	EnumDecl      // enum A { B = 1 } (TypeScript); EdgeItem for the values written out
	NamespaceDecl // namespace A {} (TypeScript); EdgeBody for its statements
	numKinds
)

var kindNames = [numKinds]string{
	"Invalid", "Ident", "PrivateName", "ThisExpr", "SuperExpr", "NullLit", "UndefinedLit", "BoolLit", "NumberLit",
	"BigIntLit", "StringLit", "TemplateLit", "RegExpLit", "ArrayLit", "ObjectLit", "Spread", "Unary", "Update",
	"Binary", "Assign", "Sequence", "Conditional", "Call", "New", "Member", "Index", "Arrow", "FuncExpr", "ClassExpr",
	"Await", "Yield", "ImportCall", "ImportMeta", "NewTarget", "JSXElement", "JSXText", "Hole", "Property",
	"Method", "Field", "StaticBlock", "Decorator", "Param", "ArrayPattern", "ObjectPattern", "PatternElem",
	"ImportSpec", "ExportSpec", "Program", "Block", "ExprStmt", "VarDecl", "Declarator", "FuncDecl", "ClassDecl",
	"If", "For", "ForIn", "ForOf", "While", "DoWhile", "With", "Switch", "Case", "Try", "Catch", "Return", "Throw",
	"Break", "Continue", "Labeled", "Empty", "Debugger", "Directive", "ImportDecl", "ExportNamed", "ExportDefault",
	"ExportAll", "ExportAssign", "EnumDecl", "NamespaceDecl",
}

// String returns the kind's name as written in Go.
func (k Kind) String() string {
	if k < numKinds {
		return kindNames[k]
	}
	return "Kind(?)"
}

// IsExpr reports whether nodes of the kind are expressions.
func (k Kind) IsExpr() bool { return k >= Ident && k <= Hole }

// IsStmt reports whether nodes of the kind are statements.
func (k Kind) IsStmt() bool {
	return k >= Block && k < numKinds && k != Declarator && k != Case && k != Catch
}

// IsFunc reports whether nodes of the kind have parameters and a body of their
// own. Methods, getters and constructors hold a FuncExpr as their value.
func (k Kind) IsFunc() bool { return k == FuncDecl || k == FuncExpr || k == Arrow }

// IsLoop reports whether nodes of the kind repeat a body.
func (k Kind) IsLoop() bool { return k >= For && k <= DoWhile }

// IsClass reports whether nodes of the kind declare a class.
func (k Kind) IsClass() bool { return k == ClassDecl || k == ClassExpr }

// Edge says which part of its parent a node is.
type Edge uint8

// The edges.
const (
	EdgeNone      Edge = iota
	EdgeBody           // statement of a body, block, loop, function, class member, case
	EdgeName           // declared name of a function or class, label, attribute
	EdgeParam          // parameter of a function
	EdgeCallee         // f in f(a), new f(a)
	EdgeArg            // a in f(a), new f(a), import(a)
	EdgeObject         // a in a.b, a[b]
	EdgeIndex          // b in a[b]
	EdgeLeft           // left operand, target of an assignment, head of for-in and for-of
	EdgeRight          // right operand, assigned value, iterated value
	EdgeOperand        // operand of unary, await, yield, spread, return, throw, expression statement
	EdgeTest           // condition of if, ?:, loops, switch
	EdgeThen           // taken when the condition holds
	EdgeElse           // taken when it does not
	EdgeInit           // first part of for(;;), initializer of a declarator, field, parameter, pattern item
	EdgeUpdate         // third part of for(;;)
	EdgeTarget         // pattern of a declarator, parameter, pattern item, catch
	EdgeKey            // key of a property, member or pattern item
	EdgeValue          // value of a property or member
	EdgeItem           // item of an array, pattern, sequence; property of an object; specifier
	EdgeTag            // tag of a template, of a JSX element
	EdgePart           // ${part} of a template
	EdgeChild          // child of a JSX element
	EdgeExtends        // superclass
	EdgeDecorator      // decorator of a class, member, parameter
	EdgeMember         // member of a class
	EdgeCase           // case of a switch
	EdgeHandler        // catch clause of a try
	EdgeFinalizer      // finally block of a try
	EdgeSource         // path of an import or export
	EdgeDecl           // declarator of a VarDecl; declaration inside an export
)

// Flags refine a node's kind.
type Flags uint16

// The flags.
const (
	FlagAsync     Flags = 1 << iota // async function
	FlagGenerator                   // function*
	FlagOptional                    // ?. at this very node
	FlagChain                       // part of an optional chain
	FlagComputed                    // [key]: value
	FlagStatic                      // static member
	FlagShorthand                   // {a}
	FlagGetter                      // get a() {}
	FlagSetter                      // set a(v) {}
	FlagDecl                        // an Ident that binds a name
	FlagAwait                       // for await
	FlagExport                      // declaration behind export
	FlagRest                        // ...a in a pattern or parameter list
	FlagExprBody                    // arrow whose body is an expression
	FlagSynthetic                   // made by the parser, not written in the source
	FlagStar                        // yield*, import * as a
)
