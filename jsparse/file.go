// Package jsparse turns JavaScript and TypeScript text into a tree with
// resolved names, exact byte ranges and cursors, and files into a module graph.
//
// # Model
//
// A File holds its tree as one flat slice in preorder: a node is 24 bytes
// without pointers, its subtree is the run of nodes that follow it, and every
// node knows its parent. So walking for many kinds at once is one loop, the
// garbage collector has nothing to scan, and a Cursor (file and index) is a
// small comparable value. The tree is read only and safe for concurrent use.
//
// # Where it comes from
//
// The text is parsed by esbuild's own parser, through the bridge in
// internal/esbuildbridge; no type or name of esbuild leaves this package. What
// that parser does to a tree shows here: TypeScript types are skipped (Cursor's
// Annotation reads them back from the text), constants are computed (`-1` is a
// NumberLit, `"a" + "b"` a StringLit), parameter properties become assignments in
// the constructor, which carry FlagSynthetic. Its nodes have a start and mostly
// no end, so ends are computed here from children and the few tokens that can
// follow them; parentheses around an operand belong to the parent's range.
//
// # Positions
//
// Offsets are bytes from 0 in the outer file, also for script blocks of .vue,
// .svelte, .astro and .html, whose other text is blanked, not cut.
package jsparse

import (
	"fmt"
	"go/token"
	"sync"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// Lang is the dialect a file was parsed as.
type Lang uint8

// The dialects.
const (
	JS  Lang = iota // JavaScript with JSX
	TS              // TypeScript
	TSX             // TypeScript with JSX
)

// IsTS reports whether types may occur.
func (l Lang) IsTS() bool { return l != JS }

// node is one entry of the preorder slice.
type node struct {
	start, end int32 // byte range
	parent     int32 // index, -1 for the root
	next       int32 // index after the subtree
	data       int32 // symbol, index into names, or operator; see Kind
	kind       Kind
	edge       Edge
	flags      Flags
}

// File is one parsed source file or script block. It is immutable and safe for
// concurrent use.
type File struct {
	Path     string // as given to Parse
	Text     string // the outer file's text; offsets refer to it
	Lang     Lang
	Script   Script    // which script block of a container this is; zero for a plain file
	Imports  []Import  // in source order
	Exports  []Export  // in source order
	Hashbang string    // "#!/usr/bin/env node" or empty
	Warnings []Warning // what the parser held against a text that it could read

	code    string // what was parsed: Text with all but the script block blanked
	dialect string // code rewritten so that esbuild reads it as Lang, where that differs
	nodes   []node
	names   []string
	syms    []Symbol
	tok     *token.File

	usesOnce sync.Once
	useIndex []int32 // start of each symbol's uses in useList
	useList  []int32

	module *Module

	commentsOnce sync.Once
	comments     []Comment
}

// Readable returns the text in the form in which the parser read it as Lang: of
// the same length as Text, with all but the script block blanked and what only
// Flow has made TypeScript's. It is for those who hand the text on to esbuild.
func (f *File) Readable() string {
	if f.dialect != "" {
		return f.dialect
	}
	return f.code
}

// Warning is a complaint of the parser about a text that still gave a tree,
// such as a name declared twice.
type Warning struct {
	Text   string
	Line   int // from 1
	Column int // in bytes, from 1
}

// Import is an import statement's, re-export's or import()'s path.
type Import struct {
	Path    string
	Start   int // range of the path literal
	End     int
	Dynamic bool   // import("x")
	Type    string // value of the import attribute "type", as "json"
}

// ExportKind says how a name leaves a module.
type ExportKind uint8

// The ways out of a module.
const (
	ExportLocal ExportKind = iota // export {a}, export const a, export default a
	ExportFrom                    // export {a as b} from "x"
	ExportStar                    // export * from "x", Name empty or the namespace's
)

// Export is one exported name.
type Export struct {
	Name   string // "default" for the default export
	Kind   ExportKind
	Sym    Sym    // for ExportLocal; NoSym for a default export without a name
	Node   Cursor // the exported declaration, specifier or statement
	Local  string // name in the other module, for ExportFrom
	Source string // path of the other module, for ExportFrom and ExportStar
}

// Error is a text that cannot be read. Its text names place and way out.
type Error struct {
	Path   string
	Line   int // from 1; 0 when the whole file is meant
	Column int // in bytes, from 1
	Msg    string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Msg)
}

// Root returns the Program node.
func (f *File) Root() Cursor { return Cursor{f, 0} }

// NumNodes returns the number of nodes.
func (f *File) NumNodes() int { return len(f.nodes) }

// At returns the node with an index that Cursor.ID gave.
func (f *File) At(id int) Cursor { return Cursor{f, int32(id)} }

// TokenFile returns the file's entry in the FileSet given to Parse, or nil.
func (f *File) TokenFile() *token.File { return f.tok }

// Pos turns a byte offset into a position of the FileSet given to Parse.
func (f *File) Pos(offset int) token.Pos {
	if f.tok == nil {
		return token.NoPos
	}
	return f.tok.Pos(offset)
}

// Offset is the inverse of Pos.
func (f *File) Offset(pos token.Pos) int { return f.tok.Offset(pos) }

// Slice returns the text of a byte range.
func (f *File) Slice(start, end int) string { return f.Text[start:end] }

// Line returns the line, from 1, and the byte column, from 1, of an offset.
func (f *File) Line(offset int) (line, column int) {
	if f.tok == nil {
		line, column = 1, 1
		for i := 0; i < offset && i < len(f.Text); i++ {
			if column++; f.Text[i] == '\n' {
				line, column = line+1, 1
			}
		}
		return line, column
	}
	p := f.tok.PositionFor(f.tok.Pos(offset), false)
	return p.Line, p.Column
}

func opText(op int32) string { return bridge.OpText(bridge.OpCode(op)) }
