package goload

import (
	"bytes"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"
)

const browserPackage = "syscall/js"

// leaveOutBrowser returns the packages among the roots that have code for
// js/wasm. Those that cannot be built for this platform, because they need
// syscall/js or import a package that does, are left out of the graph's
// judgement.
func (g *graph) leaveOutBrowser(roots []*packages.Package) []string {
	for _, n := range g.order { // dependencies first
		n.elsewhere = n.pkg.PkgPath == browserPackage && len(n.pkg.CompiledGoFiles) == 0
		for _, dep := range n.imports {
			n.elsewhere = n.elsewhere || dep.elsewhere
		}
	}
	var paths []string
	seen := make(map[string]bool)
	for _, pkg := range roots {
		n := g.nodes[pkg.ID]
		if n == nil || seen[pkg.PkgPath] || !n.elsewhere && !g.usesBrowser(pkg) {
			continue
		}
		seen[pkg.PkgPath] = true
		paths = append(paths, strings.TrimSuffix(pkg.PkgPath, "_test"))
	}
	return paths
}

// usesBrowser reports whether a file that this platform excludes imports
// syscall/js.
func (g *graph) usesBrowser(pkg *packages.Package) bool {
	for _, name := range pkg.IgnoredFiles {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		src, ok := g.overlay[name]
		if !ok {
			var err error
			if src, err = os.ReadFile(name); err != nil {
				continue
			}
		}
		if bytes.Contains(src, []byte(`"`+browserPackage+`"`)) {
			return true
		}
	}
	return false
}

// environment returns the go command's environment.
func environment(env []string) []string {
	if env == nil {
		env = os.Environ()
	}
	return append([]string(nil), env...)
}
