package config

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

var names = rulename.NewSet([]rulename.Rule{
	{Name: "cpubound", Groups: []string{"blocking"}},
	{Name: "busywait", Groups: []string{"blocking"}},
	{Name: "workerleak", Groups: []string{"workers"}},
	{Name: "lockblock", Groups: []string{"blocking"}, OptIn: true},
})

// tree writes a txtar archive to a temporary folder.
func tree(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func resolver(dir string) *Resolver { return NewResolver(Options{Dir: dir, Names: names}) }

func TestLevels(t *testing.T) {
	dir := tree(t, `
-- asynclint.jsonc --
{
	// comments and trailing commas are fine
	"extends": "./base/strict.json",
	"rules": {"blocking": "hint", "cpubound": "error", "suppression": "off"},
	"overrides": [
		{"files": ["test"], "rules": {"cpubound": "off"}},
		{"files": ["src/*.test.js", "**/gen/**"], "rules": {"blocking": "info"}},
	],
	"cores": 8, "inputSize": 500,
	"measure": {"mode": "require", "budget": "1m30s", "engine": "node"},
}
-- base/strict.json --
{"rules": {"workers": "error", "busywait": {"level": "error"}}, "inputSize": 7, "cores": 2}
-- own/package.json --
{"name": "own", "asynclint": {"rules": {"cpubound": "warning"}}}
-- opt/asynclint.json --
{"rules": {"blocking": "error", "lockblock": "hint"}}
-- plain/package.json --
{"name": "plain"}
`)
	r := resolver(dir)
	for _, c := range []struct{ file, rule, want string }{
		{"a.js", "cpubound", "error"},
		{"a.js", "busywait", "hint"},    // the later layer's group wins over the base's rule
		{"a.js", "workerleak", "error"}, // from the base
		{"a.js", "suppression", "off"},
		{"a.js", "lockblock", ""}, // a group does not turn it on
		{"opt/a.js", "lockblock", "hint"},
		{"test/deep/a.js", "cpubound", "off"},
		{"x/test/a.js", "cpubound", "off"},
		{"src/a.test.js", "cpubound", "info"},
		{"src/deep/a.test.js", "cpubound", "error"},
		{"x/gen/y/a.js", "busywait", "info"},
		{"own/a.js", "cpubound", "warning"},
		{"own/a.js", "busywait", ""},
		{"plain/a.js", "cpubound", "error"},
	} {
		file := filepath.Join(dir, c.file)
		cfg, err := r.For(file)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if level, ok := cfg.Level(c.rule, file); ok {
			got = level.String()
		}
		if got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.rule, c.file, got, c.want)
		}
	}
	cfg, _ := r.For(filepath.Join(dir, "a.js"))
	if cfg.Cores != 8 || cfg.InputSize != 500 || cfg.Measure != (Measure{"require", 90 * time.Second, "node"}) {
		t.Errorf("got %+v", cfg)
	}
	for rule, want := range map[string]string{
		"busywait": `asynclint.jsonc:4:12 ("blocking")`, "cpubound": "asynclint.jsonc:4:32", "workerleak": `base/strict.json:1:12 ("workers")`,
	} {
		if got := cfg.Why(rule, filepath.Join(dir, "a.js")); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	if err := r.Err(); err != nil {
		t.Error(err)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ name, archive, want string }{
		{"unknown key", `{"rulez": {}}`, `asynclint.json:1:2: unknown key "rulez"; did you mean "rules"?`},
		{"a key like no other", `{"xyzzy": 1}`, `asynclint.json:1:2: unknown key "xyzzy"; known are $schema, extends, rules, ignore, cores, inputSize, measure, overrides`},
		{"unknown rule", "{\n  \"rules\": {\n    \"cpubond\": \"off\"}}", `asynclint.json:3:5: unknown rule "cpubond"; did you mean "cpubound"?`},
		{"unknown level", `{"rules": {"cpubound": "warn"}}`, `asynclint.json:1:24: expected one of off, hint, info, warning, error, not "warn"`},
		{"mistyped level", `{"rules": {"cpubound": "warnin"}}`, `asynclint.json:1:24: "warnin" is not one of off, hint, info, warning, error; did you mean "warning"?`},
		{"level as number", `{"rules": {"cpubound": 2}}`, `asynclint.json:1:24: expected one of off, hint, info, warning, error, not 2`},
		{"no level", `{"rules": {"cpubound": {}}}`, `asynclint.json:1:24: "cpubound" needs a "level"`},
		{"key of a rule", `{"rules": {"cpubound": {"lvl": "off"}}}`, `asynclint.json:1:25: unknown key "lvl"; known are level`},
		{"cores", `{"cores": 0}`, `asynclint.json:1:11: expected "unknown" or a whole number from 1, not 0`},
		{"inputSize", `{"inputSize": "many"}`, `asynclint.json:1:15: expected a whole number from 1, not "many"`},
		{"budget", `{"measure": {"budget": "soon"}}`, `asynclint.json:1:24: "soon" is no duration; write "10s" or "500ms"`},
		{"twice", `{"cores": 1, "cores": 2}`, `asynclint.json:1:14: "cores" stands here twice`},
		{"syntax", "{\n \"cores\": 1\n \"rules\": {}}", `asynclint.json:3:2: `},
		{"a list", `[]`, `asynclint.json:1:1: expected an object, not a list`},
		{"empty", ``, `asynclint.json:1:1: `},
		{"glob", `{"ignore": ["a["]}`, `asynclint.json:1:13: "a[" is no valid glob`},
		{"negated", `{"ignore": ["!a"]}`, `asynclint.json:1:13: "!a": globs cannot be negated; narrow the others instead`},
		{"override without files", `{"overrides": [{"rules": {}}]}`, `asynclint.json:1:16: an override needs "files", a list of globs`},
		{"itself", `{"extends": "./asynclint.json"}`, `asynclint.json:1:13: extends "./asynclint.json": goes in a circle: asynclint.json → asynclint.json`},
		{"circle", "{\"extends\": [\"./b.json\"]}\n-- b.json --\n{\"extends\": [\"./asynclint.json\"]}",
			"asynclint.json:1:14: extends \"./b.json\": \n  b.json:1:14: extends \"./asynclint.json\": goes in a circle: asynclint.json → b.json → asynclint.json"},
		{"missing base", `{"extends": "./nothing.json"}`, `asynclint.json:1:13: extends "./nothing.json": nothing.json cannot be read`},
		{"missing package", `{"extends": "nothing"}`, `asynclint.json:1:13: extends "nothing": no such package in node_modules; a file beside this one is written "./nothing"`},
		{"two configs", "{}\n-- .asynclintrc.json --\n{}", `asynclint.json: .asynclintrc.json holds a config, too; keep one of them`},
		{"byte order mark", "\ufeff{\"corse\": 1}", `asynclint.json:1:5: unknown key "corse"; did you mean "cores"?`},
		{"deep", strings.Repeat("[", 100000), `asynclint.json: nested 100000 deep; no config is`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t, "-- asynclint.json --\n"+c.archive)
			r := resolver(dir)
			_, err := r.For(filepath.Join(dir, "deep", "a.js"))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Fatalf("got  %v\nwant %s", err, c.want)
			}
			if r.Err() == nil {
				t.Error("Err forgot it")
			}
			if _, again := r.For(filepath.Join(dir, "b.js")); again == nil {
				t.Error("the second file got no error")
			}
		})
	}
}

func TestEveryProblemIsNamed(t *testing.T) {
	dir := tree(t, "-- asynclint.json --\n{\"a\": 1, \"cores\": -1}")
	_, err := resolver(dir).For(filepath.Join(dir, "a.js"))
	if err == nil || strings.Count(err.Error(), "asynclint.json:") != 2 {
		t.Errorf("got %v", err)
	}
}

func TestExtendsPackage(t *testing.T) {
	dir := tree(t, `
-- asynclint.json --
{"extends": ["@corp/lint", "other/strict.json"]}
-- node_modules/@corp/lint/asynclint.json --
{"rules": {"cpubound": "off"}, "overrides": [{"files": ["src/**"], "rules": {"cpubound": "info"}}]}
-- node_modules/other/strict.json --
{"rules": {"busywait": "off"}}
`)
	file := filepath.Join(dir, "src", "a.js")
	cfg, err := resolver(dir).For(file)
	if err != nil {
		t.Fatal(err)
	}
	if l, _ := cfg.Level("cpubound", file); l != finding.Info {
		t.Errorf("the package's override does not apply to its user's files: %v", l)
	}
	if len(cfg.Extends) != 2 {
		t.Errorf("extends %v", cfg.Extends)
	}
}

func TestExplicitFileAndNone(t *testing.T) {
	dir := tree(t, "-- asynclint.json --\n{\"cores\": 1}\n-- ci/strict.json --\n{\"cores\": 64}")
	cfg, err := NewResolver(Options{Dir: dir, Names: names, File: "ci/strict.json"}).For(filepath.Join(dir, "a.js"))
	if err != nil || cfg.Cores != 64 {
		t.Errorf("%v %v", cfg, err)
	}
	cfg, err = NewResolver(Options{Dir: dir, None: true}).For(filepath.Join(dir, "a.js"))
	if err != nil || cfg.Cores != 0 {
		t.Errorf("%v %v", cfg, err)
	}
	if _, err = NewResolver(Options{Dir: dir, File: "no.json"}).For(filepath.Join(dir, "a.js")); err == nil || err.Error() != "no.json: cannot be read: no such file or directory" {
		t.Errorf("%v", err)
	}
}

func TestNilResolver(t *testing.T) {
	var r *Resolver
	cfg, err := r.For("/a.js")
	if _, ok := cfg.Level("cpubound", "/a.js"); ok || err != nil || r.Ignored("/a.js", false) || r.Err() != nil {
		t.Error("the nil resolver says something")
	}
}

func TestIgnored(t *testing.T) {
	dir := tree(t, `
-- .git/info/exclude --
excluded.js
-- .gitignore --
*.log.js
/build
node_modules/
!keep.log.js
-- sub/.gitignore --
local.js
/only-here.js
-- asynclint.json --
{"ignore": ["vendor", "src/gen/**", "./*.cfg.js", "/top.js"]}
`)
	r := resolver(dir)
	for path, want := range map[string]bool{
		"a.js": false, "x.log.js": true, "keep.log.js": false, "deep/x.log.js": true, "build/a.js": true, "deep/build/a.js": false,
		"excluded.js": true, "sub/local.js": true, "local.js": false, "sub/only-here.js": true, "sub/deep/only-here.js": false,
		"vendor/a.js": true, "deep/vendor/x/a.js": true, "src/gen/a.js": true, "src/gen2/a.js": false, "x.cfg.js": true,
		"deep/x.cfg.js": true, "top.js": true, "deep/top.js": false, "deep/node_modules/x/a.js": true,
	} {
		if got := r.Ignored(filepath.Join(dir, path), false); got != want {
			t.Errorf("%s: got %v", path, got)
		}
	}
	for path, want := range map[string]bool{"build": true, "vendor": true, "sub": false, "src": false, "deep/node_modules": true} {
		if got := r.Ignored(filepath.Join(dir, path), true); got != want {
			t.Errorf("folder %s: got %v", path, got)
		}
	}
}

func TestGitignoreWithoutRepository(t *testing.T) {
	dir := tree(t, "-- .gitignore --\n*\n-- app/.gitignore --\ndist\n")
	r := resolver(filepath.Join(dir, "app"))
	if r.Ignored(filepath.Join(dir, "app", "a.js"), false) {
		t.Error("a .gitignore above the working directory counts outside of a repository")
	}
	if !r.Ignored(filepath.Join(dir, "app", "dist", "a.js"), false) {
		t.Error("the working directory's .gitignore does not count")
	}
}

// What git itself says about the same tree.
func TestGitignoreAgreesWithGit(t *testing.T) {
	dir := tree(t, `
-- .gitignore --
# comment
\#hash.js
trailing.js   
a/b.js
**/c.js
d/**
!d/e.js
f/**/g.js
h?.js
[i-k].js
doc/*.js
!/doc/keep.js
l/
\!m.js
-- n/.gitignore --
!b.js
*.js
!o.js
`)
	if out, err := exec.Command("git", "-C", dir, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("git init: %v %s", err, out)
	}
	r := resolver(dir)
	for _, path := range strings.Fields("#hash.js trailing.js a/b.js x/a/b.js c.js x/c.js d/e.js d/x.js f/g.js f/x/y/g.js h1.js h12.js i.js z.js doc/a.js doc/x/a.js " +
		"doc/keep.js l/a.js x/l/a.js l.js !m.js n/b.js n/x.js n/o.js n/p/o.js n/p/x.js") {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		want := exec.Command("git", "-C", dir, "check-ignore", "-q", "./"+path).Run() == nil
		if got := r.Ignored(full, false); got != want {
			t.Errorf("%s: got %v, git says %v", path, got, want)
		}
	}
}

func FuzzConfig(f *testing.F) {
	for _, s := range []string{`{}`, `{"rules": {"cpubound": {"level": "off"}}}`, `{"overrides": [{"files": ["**"], "rules": {}}], "ignore": ["{a,b}"]}`, "\ufeff// x\n{,}", `{"extends": ["./a"]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := NewResolver(Options{Dir: "/w", Names: names, ReadFile: func(p string) ([]byte, error) {
			if p == "/w/asynclint.json" {
				return text, nil
			}
			return nil, os.ErrNotExist
		}})
		cfg, err := r.For("/w/a.js")
		cfg.Level("cpubound", "/w/a.js")
		r.Ignored("/w/x/a.js", false)
		if err != nil && !strings.Contains(err.Error(), "asynclint.json") {
			t.Errorf("the error names no file: %v", err)
		}
	})
}
