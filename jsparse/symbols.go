package jsparse

import "iter"

// Sym names a symbol of one File. Scopes are resolved: two Idents mean the same
// variable exactly when their Syms are equal.
type Sym int32

// NoSym is the Sym of nodes that name no variable.
const NoSym Sym = -1

// SymKind says what a symbol stands for.
type SymKind uint8

// The kinds of symbols.
const (
	SymOther     SymKind = iota // let, class, function, parameter, catch
	SymConst                    // const, using
	SymGlobal                   // not declared in the file
	SymImport                   // bound by an import
	SymArguments                // a function's arguments
)

// Symbol is a resolved name.
type Symbol struct {
	Name string
	Kind SymKind
	// For SymImport: the import's path, and the name it has there: "default",
	// "*" for a namespace, or the exported name.
	ImportPath string
	ImportName string
}

// Sym returns the symbol that an Ident means, or that a declaration declares.
func (c Cursor) Sym() Sym {
	switch c.Kind() {
	case Ident:
		return Sym(c.n().data)
	case FuncDecl, FuncExpr, ClassDecl, ClassExpr, Declarator, Param, Catch, ImportSpec, PatternElem:
		for _, e := range []Edge{EdgeName, EdgeTarget} {
			if id := c.Child(e); id.Kind() == Ident {
				return id.Sym()
			}
		}
	}
	return NoSym
}

// Symbol returns what is known of s. s must not be NoSym.
func (f *File) Symbol(s Sym) *Symbol { return &f.syms[s] }

// NumSymbols returns the number of symbols; they are numbered from 0.
func (f *File) NumSymbols() int { return len(f.syms) }

// IsGlobal reports whether the node is an Ident with the name that nothing in
// the file declares.
func (c Cursor) IsGlobal(name string) bool {
	if c.Kind() != Ident {
		return false
	}
	s := &c.f.syms[c.n().data]
	return s.Kind == SymGlobal && s.Name == name
}

// GlobalName returns the name of an Ident that nothing in the file declares,
// or of a Member of globalThis, self or window with that reading.
func (c Cursor) GlobalName() string {
	switch c.Kind() {
	case Ident:
		if s := &c.f.syms[c.n().data]; s.Kind == SymGlobal {
			return s.Name
		}
	case UndefinedLit:
		return "undefined"
	case Member:
		switch c.Object().GlobalName() {
		case "globalThis", "self", "window", "global":
			return c.Name()
		}
	}
	return ""
}

// Uses yields every Ident of the file that means s, declarations included, in
// source order.
func (f *File) Uses(s Sym) iter.Seq[Cursor] {
	f.usesOnce.Do(f.indexUses)
	return func(yield func(Cursor) bool) {
		if s < 0 {
			return
		}
		for _, i := range f.useList[f.useIndex[s]:f.useIndex[s+1]] {
			if !yield(Cursor{f, i}) {
				return
			}
		}
	}
}

// Decl returns the Ident that declares s first in the text, or no node for
// globals.
func (f *File) Decl(s Sym) Cursor {
	for c := range f.Uses(s) {
		if c.IsDecl() {
			return c
		}
	}
	return Cursor{}
}

// indexUses sorts Idents by symbol, by counting.
func (f *File) indexUses() {
	f.useIndex = make([]int32, len(f.syms)+1)
	total := 0
	for i := range f.nodes {
		if f.nodes[i].kind == Ident {
			f.useIndex[f.nodes[i].data+1]++
			total++
		}
	}
	for i := 1; i < len(f.useIndex); i++ {
		f.useIndex[i] += f.useIndex[i-1]
	}
	f.useList = make([]int32, total)
	fill := make([]int32, len(f.syms))
	for i := range f.nodes {
		if n := &f.nodes[i]; n.kind == Ident {
			f.useList[f.useIndex[n.data]+fill[n.data]] = int32(i)
			fill[n.data]++
		}
	}
}
