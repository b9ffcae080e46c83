package asynclintbridge

import (
	"github.com/evanw/esbuild/internal/ast"
	"github.com/evanw/esbuild/internal/cache"
	"github.com/evanw/esbuild/internal/config"
	"github.com/evanw/esbuild/internal/fs"
	"github.com/evanw/esbuild/internal/logger"
	"github.com/evanw/esbuild/internal/resolver"
)

// Resolver finds the file that an import means, with tsconfig paths, package
// exports and workspaces. It caches what it reads of the disk and is safe for
// concurrent use.
type Resolver struct {
	r     *resolver.Resolver
	files fs.FS
}

// NewResolver returns a resolver for a project's folder, an absolute path.
func NewResolver(dir string) (*Resolver, error) {
	files, err := fs.RealFS(fs.RealFSOptions{AbsWorkingDir: dir, WantWatchData: true})
	if err != nil {
		return nil, err
	}
	options := &config.Options{
		Mode:           config.ModeBundle,
		Platform:       config.PlatformNode,
		ExtensionOrder: []string{".tsx", ".ts", ".jsx", ".js", ".mts", ".mjs", ".cts", ".cjs", ".vue", ".svelte", ".json"},
		MainFields:     []string{"source", "module", "main"},
		Conditions:     []string{"source", "development", "module", "node", "browser"},
	}
	log := logger.NewDeferLog(logger.DeferLogNoVerboseOrDebug, nil)
	return &Resolver{resolver.NewResolver(config.BuildCall, files, log, cache.MakeCacheSet(), options), files}, nil
}

// Inputs returns the files and folders that the resolver has looked at, whether
// or not they exist.
func (r *Resolver) Inputs() []string {
	paths := r.files.WatchData().Paths
	list := make([]string, 0, len(paths))
	for path := range paths {
		list = append(list, path)
	}
	return list
}

// Resolve returns the absolute path of the file that spec means in a folder, or
// "" if there is none.
func (r *Resolver) Resolve(dir, spec string, require bool) string {
	kind := ast.ImportStmt
	if require {
		kind = ast.ImportRequire
	}
	res, _ := r.r.Resolve(dir, spec, kind)
	if res == nil || res.PathPair.IsExternal || res.PathPair.Primary.Namespace != "file" || res.PathPair.Primary.IsDisabled() {
		return ""
	}
	return res.PathPair.Primary.Text
}
