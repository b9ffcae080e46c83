package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/runtime"
)

// place is a function with a loop.
type place struct {
	repo, root, path string
	line, start, end int
	order            uint64
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.path, p.line) }

func (p place) target() runtime.Target {
	return runtime.Target{Path: filepath.Join(p.root, p.path), Start: p.start, End: p.end, Root: p.root}
}

// sample returns up to n functions of a repository, in the order of their hash.
func sample(root string, n int) ([]place, error) {
	var files []place
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // what cannot be read is not counted
		}
		name := d.Name()
		if d.IsDir() && (name == "node_modules" || name == "dist" || name == "vendor" || strings.HasPrefix(name, ".") || strings.Contains(name, "test")) && path != root {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() && isSource(name) && info.Size() < 200_000 {
			rel, _ := filepath.Rel(root, path)
			files = append(files, place{repo: filepath.Base(root), root: root, path: filepath.ToSlash(rel), order: hashOf(rel, 0)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sort.Slice(files, func(i, j int) bool { return files[i].order < files[j].order })
	// At most two of a file, and no more files than give enough to choose from.
	var out []place
	for _, f := range files {
		if len(out) >= 3*n {
			break
		}
		found := loops(f)
		out = append(out, found[:min(2, len(found))]...)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].order < out[j].order })
	return out[:min(n, len(out))], nil
}

func isSource(name string) bool {
	if strings.Contains(name, ".test.") || strings.Contains(name, ".spec.") || strings.Contains(name, ".min.") || strings.HasSuffix(name, ".d.ts") || strings.Contains(name, ".config.") {
		return false
	}
	switch filepath.Ext(name) {
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte":
		return true
	}
	return false
}

func hashOf(path string, at int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s:%d", path, at)
	return h.Sum64()
}

// loops returns the functions of a file whose own text loops, in hash order.
func loops(file place) []place {
	text, err := os.ReadFile(filepath.Join(file.root, file.path))
	if err != nil {
		return nil
	}
	parsed, err := jsparse.Parse(nil, file.path, string(text))
	if err != nil {
		return nil
	}
	var out []place
	for _, f := range parsed {
		for fn := range f.Root().Preorder(jsparse.FuncDecl, jsparse.FuncExpr, jsparse.Arrow) {
			if fn.Has(jsparse.FlagGenerator) || fn.End()-fn.Start() > 6000 || !hasLoop(fn) {
				continue
			}
			p := file
			p.start, p.end = fn.Start(), fn.End()
			p.line = 1 + strings.Count(f.Text[:fn.Start()], "\n")
			p.order = hashOf(file.path, p.start)
			out = append(out, p)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].order < out[j].order })
	return out
}

var iterates = map[string]bool{"map": true, "filter": true, "forEach": true, "reduce": true, "some": true, "every": true, "find": true, "findIndex": true, "sort": true, "flatMap": true}

// hasLoop asks for a loop, or an array method with a callback, of the function
// itself and not of one within it.
func hasLoop(fn jsparse.Cursor) bool {
	for c := range fn.Body().Preorder(jsparse.For, jsparse.ForOf, jsparse.ForIn, jsparse.While, jsparse.DoWhile, jsparse.Call) {
		if c.Func() != fn {
			continue
		}
		if !c.Is(jsparse.Call) || c.Callee().Is(jsparse.Member) && iterates[c.Callee().Name()] && c.Arg(0).Kind().IsFunc() {
			return true
		}
	}
	return false
}

func wideRows(ctx context.Context, repos []string, n int) ([]row, error) {
	var rows []row
	for _, repo := range repos {
		places, err := sample(repo, n)
		if err != nil {
			return nil, err
		}
		targets := make([]runtime.Target, len(places))
		for i, p := range places {
			targets[i] = p.target()
		}
		for i, e := range runtime.Measure(ctx, targets, runtime.Options{Budget: 30 * time.Minute, Jobs: 2}, nil) {
			rows = append(rows, row{places[i].repo, places[i].String(), "", e.Verdict, e.Reason, e.Detail})
		}
	}
	return rows, nil
}
