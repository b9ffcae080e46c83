package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/asynclint/asynclint/runtime"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	// The command measures in a child process, which is this binary again.
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	testscript.Main(m, map[string]func(){"asynclint": func() { os.Exit(run()) }})
}

// TestScripts runs testdata/script/*.txtar: one behaviour of the command each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			// Nothing of the machine's own git, colours or caches.
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("ASYNCLINT_CACHE_DIR", env.WorkDir+"/.cache")
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("GIT_AUTHOR_NAME", "a")
			env.Setenv("GIT_AUTHOR_EMAIL", "a@example.com")
			env.Setenv("GIT_COMMITTER_NAME", "a")
			env.Setenv("GIT_COMMITTER_EMAIL", "a@example.com")
			env.Setenv("GOFLAGS", "-mod=mod")
			env.Setenv("GOPROXY", "off")
			for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
				env.Setenv(name, os.Getenv(name))
			}
			if os.Getenv("GOCACHE") == "" {
				cache, err := os.UserCacheDir()
				if err != nil {
					return err
				}
				env.Setenv("GOCACHE", cache+"/go-build")
			}
			return nil
		},
	})
}
