// Package asynclintbridge hands esbuild's parser to jsparse.
package asynclintbridge

import "github.com/evanw/esbuild/internal/js_ast"

type AST = js_ast.AST
