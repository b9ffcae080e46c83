// Package asynclintbridge is the only door from asynclint to esbuild's
// JavaScript and TypeScript parser, lexer tables and module resolver.
//
// esbuild keeps them in internal packages and its public API prints code
// instead of showing the tree. Go's internal rule goes by import path, so this
// module, whose path lies below esbuild's, may import them. It adds no
// behaviour but one bound (see meter): it hands on type aliases and three
// functions. Nothing outside package jsparse imports it.
package asynclintbridge

import (
	"github.com/evanw/esbuild/internal/ast"
	"github.com/evanw/esbuild/internal/config"
	"github.com/evanw/esbuild/internal/js_ast"
	"github.com/evanw/esbuild/internal/js_parser"
	"github.com/evanw/esbuild/internal/logger"
)

// Options select the dialect to parse.
type Options struct {
	TypeScript bool
	JSX        bool
	// NoAmbiguousLessThan forbids `<T>x` casts, as .mts and .cts files do.
	NoAmbiguousLessThan bool
}

// Message is a parse error at a byte offset.
type Message struct {
	Text   string
	Line   int // from 1
	Column int // in bytes, from 0
}

// Parse parses and binds text. ok is false when there is no tree. Messages may
// be present although ok is true: they are semantic (a name declared twice).
// It panics only where esbuild has a bug, or on nesting deeper than the
// goroutine's stack, which is fatal and must be excluded by the caller.
func Parse(path, text string, o Options) (tree js_ast.AST, messages []Message, ok bool) {
	log, meter := meteredLog(text)
	source := logger.Source{
		KeyPath:        logger.Path{Text: path},
		PrettyPaths:    logger.PrettyPaths{Rel: path, Abs: path},
		IdentifierName: "file",
		Contents:       text,
	}
	tree, ok = js_parser.Parse(log, source, js_parser.OptionsFromConfig(&config.Options{
		Mode:                config.ModePassThrough,
		OmitRuntimeForTests: true,
		TS: config.TSOptions{
			Parse:               o.TypeScript,
			NoAmbiguousLessThan: o.NoAmbiguousLessThan,
			Config: config.TSConfig{
				// Keeps imports that only types use; "remove" would drop them.
				VerbatimModuleSyntax:    config.True,
				UseDefineForClassFields: config.True,
			},
		},
		JSX: config.JSXOptions{Parse: o.JSX, Preserve: true},
	}))
	if meter.spent() {
		return js_ast.AST{}, []Message{meter.message()}, false
	}
	for _, m := range log.Done() {
		if m.Kind != logger.Error {
			continue
		}
		msg := Message{Text: m.Data.Text}
		if l := m.Data.Location; l != nil {
			msg.Line, msg.Column = l.Line, l.Column
		}
		messages = append(messages, msg)
	}
	return tree, messages, ok
}

// The tree's types, by the names they bear in esbuild's js_ast and ast.
type (
	AST          = js_ast.AST
	Ref          = ast.Ref
	LocRef       = ast.LocRef
	Symbol       = ast.Symbol
	SymbolKind   = ast.SymbolKind
	ImportRecord = ast.ImportRecord
	Loc          = logger.Loc

	Expr            = js_ast.Expr
	Stmt            = js_ast.Stmt
	Binding         = js_ast.Binding
	Arg             = js_ast.Arg
	Fn              = js_ast.Fn
	FnBody          = js_ast.FnBody
	Class           = js_ast.Class
	Property        = js_ast.Property
	PropertyBinding = js_ast.PropertyBinding
	ArrayBinding    = js_ast.ArrayBinding
	Decorator       = js_ast.Decorator
	ClauseItem      = js_ast.ClauseItem
	Decl            = js_ast.Decl
	Case            = js_ast.Case
	OpCode          = js_ast.OpCode

	BMissing    = js_ast.BMissing
	BIdentifier = js_ast.BIdentifier
	BArray      = js_ast.BArray
	BObject     = js_ast.BObject

	EArray                = js_ast.EArray
	EUnary                = js_ast.EUnary
	EBinary               = js_ast.EBinary
	EBoolean              = js_ast.EBoolean
	ESuper                = js_ast.ESuper
	ENull                 = js_ast.ENull
	EUndefined            = js_ast.EUndefined
	EThis                 = js_ast.EThis
	ENew                  = js_ast.ENew
	ENewTarget            = js_ast.ENewTarget
	EImportMeta           = js_ast.EImportMeta
	ECall                 = js_ast.ECall
	EDot                  = js_ast.EDot
	EIndex                = js_ast.EIndex
	EArrow                = js_ast.EArrow
	EFunction             = js_ast.EFunction
	EClass                = js_ast.EClass
	EIdentifier           = js_ast.EIdentifier
	EImportIdentifier     = js_ast.EImportIdentifier
	EPrivateIdentifier    = js_ast.EPrivateIdentifier
	ENameOfSymbol         = js_ast.ENameOfSymbol
	EJSXElement           = js_ast.EJSXElement
	EJSXText              = js_ast.EJSXText
	EMissing              = js_ast.EMissing
	ENumber               = js_ast.ENumber
	EBigInt               = js_ast.EBigInt
	EObject               = js_ast.EObject
	ESpread               = js_ast.ESpread
	EString               = js_ast.EString
	ETemplate             = js_ast.ETemplate
	ERegExp               = js_ast.ERegExp
	EInlinedEnum          = js_ast.EInlinedEnum
	EAnnotation           = js_ast.EAnnotation
	EAwait                = js_ast.EAwait
	EYield                = js_ast.EYield
	EIf                   = js_ast.EIf
	ERequireString        = js_ast.ERequireString
	ERequireResolveString = js_ast.ERequireResolveString
	EImportString         = js_ast.EImportString
	EImportCall           = js_ast.EImportCall

	SBlock         = js_ast.SBlock
	SComment       = js_ast.SComment
	SDebugger      = js_ast.SDebugger
	SDirective     = js_ast.SDirective
	SEmpty         = js_ast.SEmpty
	STypeScript    = js_ast.STypeScript
	SExportClause  = js_ast.SExportClause
	SExportFrom    = js_ast.SExportFrom
	SExportDefault = js_ast.SExportDefault
	SExportStar    = js_ast.SExportStar
	SExportEquals  = js_ast.SExportEquals
	SLazyExport    = js_ast.SLazyExport
	SExpr          = js_ast.SExpr
	SEnum          = js_ast.SEnum
	SNamespace     = js_ast.SNamespace
	SFunction      = js_ast.SFunction
	SClass         = js_ast.SClass
	SLabel         = js_ast.SLabel
	SIf            = js_ast.SIf
	SFor           = js_ast.SFor
	SForIn         = js_ast.SForIn
	SForOf         = js_ast.SForOf
	SDoWhile       = js_ast.SDoWhile
	SWhile         = js_ast.SWhile
	SWith          = js_ast.SWith
	STry           = js_ast.STry
	SSwitch        = js_ast.SSwitch
	SImport        = js_ast.SImport
	SReturn        = js_ast.SReturn
	SThrow         = js_ast.SThrow
	SLocal         = js_ast.SLocal
	SBreak         = js_ast.SBreak
	SContinue      = js_ast.SContinue
)

// Property kinds and flags.
const (
	PropertyField             = js_ast.PropertyField
	PropertyMethod            = js_ast.PropertyMethod
	PropertyGetter            = js_ast.PropertyGetter
	PropertySetter            = js_ast.PropertySetter
	PropertyAutoAccessor      = js_ast.PropertyAutoAccessor
	PropertySpread            = js_ast.PropertySpread
	PropertyDeclareOrAbstract = js_ast.PropertyDeclareOrAbstract
	PropertyClassStaticBlock  = js_ast.PropertyClassStaticBlock

	PropertyIsComputed   = js_ast.PropertyIsComputed
	PropertyIsStatic     = js_ast.PropertyIsStatic
	PropertyWasShorthand = js_ast.PropertyWasShorthand
)

// Declaration kinds.
const (
	LocalVar        = js_ast.LocalVar
	LocalLet        = js_ast.LocalLet
	LocalConst      = js_ast.LocalConst
	LocalUsing      = js_ast.LocalUsing
	LocalAwaitUsing = js_ast.LocalAwaitUsing
)

// Import kinds.
const (
	ImportStmt    = ast.ImportStmt
	ImportDynamic = ast.ImportDynamic
)

// Symbol kinds that jsparse tells apart.
const (
	SymbolUnbound   = ast.SymbolUnbound
	SymbolImport    = ast.SymbolImport
	SymbolConst     = ast.SymbolConst
	SymbolClass     = ast.SymbolClass
	SymbolArguments = ast.SymbolArguments
	SymbolLabel     = ast.SymbolLabel
)

// InvalidRef is the Ref that names no symbol.
var InvalidRef = ast.InvalidRef

// OptionalChainNone marks a call or access without ?. in its chain.
const (
	OptionalChainNone  = js_ast.OptionalChainNone
	OptionalChainStart = js_ast.OptionalChainStart
)

// OpText is the source text of a unary, binary or assignment operator.
func OpText(op js_ast.OpCode) string { return js_ast.OpTable[op].Text }

// OpCount is the number of operators, for tables indexed by OpCode.
func OpCount() int { return len(js_ast.OpTable) }

// IsPrefix reports whether op is written before its operand.
func IsPrefix(op js_ast.OpCode) bool { return op.IsPrefix() }

// IsUnary reports whether op takes one operand.
func IsUnary(op js_ast.OpCode) bool { return op < js_ast.BinOpAdd }

// Operators that decide a node's kind.
const (
	UnOpPreDec  = js_ast.UnOpPreDec
	UnOpPreInc  = js_ast.UnOpPreInc
	UnOpPostDec = js_ast.UnOpPostDec
	UnOpPostInc = js_ast.UnOpPostInc
	BinOpAdd    = js_ast.BinOpAdd
	BinOpSub    = js_ast.BinOpSub
	BinOpComma  = js_ast.BinOpComma
	BinOpAssign = js_ast.BinOpAssign
)
