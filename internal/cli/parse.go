package cli

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// parses reports what is wrong with the syntax of a text, by its file's name.
func parses(path string, text []byte) error {
	if strings.HasSuffix(path, ".go") {
		_, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		return err
	}
	if !jsparse.IsSource(path) {
		return nil
	}
	_, err := jsparse.Parse(nil, path, string(text))
	return err
}

// tidy runs gofmt over a Go file that was formatted before its fix.
func tidy(path string, before, after []byte) []byte {
	if !strings.HasSuffix(path, ".go") {
		return after
	}
	if formatted, err := format.Source(before); err != nil || !bytes.Equal(formatted, before) {
		return after
	}
	if formatted, err := format.Source(after); err == nil {
		return formatted
	}
	return after
}
