// Package importedit lets a suggested fix use a package that its file may not
// import yet.
package importedit

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// FileOf returns the file of the pass that holds a position, or nil.
func FileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, file := range pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// Name returns the name under which a package of the standard library can be
// used at a position of a file, and the edits that import it if needed. It
// fails if the name means something else at that position.
func Name(pass *analysis.Pass, file *ast.File, path string, at token.Pos) (name string, edits []analysis.TextEdit, ok bool) {
	quoted := strconv.Quote(path)
	for _, spec := range file.Imports {
		if spec.Path.Value != quoted || spec.Name != nil && (spec.Name.Name == "_" || spec.Name.Name == ".") {
			continue
		}
		name = path
		if spec.Name != nil {
			name = spec.Name.Name
		}
		_, isPackage := lookup(pass, at, name).(*types.PkgName)
		return name, nil, isPackage
	}
	if lookup(pass, at, path) != nil {
		return "", nil, false
	}
	return path, []analysis.TextEdit{insert(file, quoted)}, true
}

func lookup(pass *analysis.Pass, at token.Pos, name string) types.Object {
	scope := pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, at)
	return obj
}

// insert returns the edit that adds an import: at its place in the first block
// of imports, or as a declaration of its own.
func insert(file *ast.File, quoted string) analysis.TextEdit {
	var block *ast.GenDecl
	for _, decl := range file.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.IMPORT && gen.Lparen.IsValid() && len(gen.Specs) > 0 {
			block = gen
			break
		}
	}
	if block == nil {
		pos := file.Name.End()
		return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte("\n\nimport " + quoted)}
	}
	// The standard library's imports come first and sorted.
	after := block.Lparen + 1
	for _, spec := range block.Specs {
		imp := spec.(*ast.ImportSpec)
		if first, _, _ := strings.Cut(imp.Path.Value, "/"); strings.Contains(first, ".") || imp.Path.Value > quoted {
			break
		}
		after = imp.End()
	}
	return analysis.TextEdit{Pos: after, End: after, NewText: []byte("\n\t" + quoted)}
}

// Remove returns the edit that drops the import of a package from a file, or
// false if it is not imported by a line of its own.
func Remove(fset *token.FileSet, file *ast.File, path string) (analysis.TextEdit, bool) {
	tokens := fset.File(file.FileStart)
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT {
			continue
		}
		for _, spec := range gen.Specs {
			imp := spec.(*ast.ImportSpec)
			if imp.Path.Value != strconv.Quote(path) || imp.Comment != nil || imp.Doc != nil {
				continue
			}
			from, to := imp.Pos(), imp.End()
			if !gen.Lparen.IsValid() {
				from = gen.Pos()
			}
			return Line(tokens, from, to)
		}
	}
	return analysis.TextEdit{}, false
}

// Line returns the edit that deletes the one line from its start to its end,
// given the code on it.
func Line(tokens *token.File, from, to token.Pos) (analysis.TextEdit, bool) {
	line := tokens.Line(from)
	if tokens.Line(to) != line || line == tokens.LineCount() {
		return analysis.TextEdit{}, false
	}
	return analysis.TextEdit{Pos: tokens.LineStart(line), End: tokens.LineStart(line + 1)}, true
}
