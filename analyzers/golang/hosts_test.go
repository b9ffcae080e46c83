package golang_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	_ "github.com/asynclint/asynclint/analyzers/golang/plugin"
)

// expected are the findings in testdata/shop, by file and line, as every host
// must give them.
var expected = map[string]string{
	"shop.go:13": "thumbs.Make",
	"shop.go:36": "GOMAXPROCS",
}

// check compares a host's findings, "file:line" to message, with expected.
func check(t *testing.T, got map[string]string) {
	t.Helper()
	for place, want := range expected {
		if !strings.Contains(got[place], want) {
			t.Errorf("%s: got %q, want a message with %q", place, got[place], want)
		}
	}
	for place, message := range got {
		if expected[place] == "" {
			t.Errorf("%s: unexpected %q", place, message)
		}
	}
}

func TestGoVet(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "vet")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	goCommand(t, ".", nil, "build", "-o", tool, "./testdata/vet")
	out := goCommand(t, "testdata/shop", nil, "vet", "-vettool="+tool, "-json", "./...")

	// A stream of objects, package to rule to findings, with "# package" lines.
	got := make(map[string]string)
	var body strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "#") {
			body.WriteString(line)
		}
	}
	for decoder := json.NewDecoder(strings.NewReader(body.String())); decoder.More(); {
		var tree map[string]map[string][]struct{ Posn, Message string }
		if err := decoder.Decode(&tree); err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		for _, rules := range tree {
			for _, findings := range rules {
				for _, f := range findings {
					got[place(f.Posn)] = f.Message
				}
			}
		}
	}
	check(t, got)
}

// TestGolangciPlugin goes the way golangci-lint goes: it looks the plugin up by
// name, gives it the settings as the YAML decoder left them, and runs what it
// builds. TestGolangciLint does the same with golangci-lint itself.
func TestGolangciPlugin(t *testing.T) {
	newPlugin, err := register.GetPlugin("asynclint")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := newPlugin(map[string]any{"cores": 16})
	if err != nil {
		t.Fatal(err)
	}
	if mode := plugin.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", mode)
	}
	analyzers, err := plugin.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	check(t, analyze(t, "testdata/shop", analyzers))
}

func TestGolangciPluginSettings(t *testing.T) {
	newPlugin, err := register.GetPlugin("asynclint")
	if err != nil {
		t.Fatal(err)
	}
	for _, settings := range []map[string]any{
		{"core": 16},
		{"enable": []string{"fanuot"}},
		{"cores": "many"},
	} {
		if _, err := newPlugin(settings); err == nil {
			t.Errorf("%v: no error", settings)
		}
	}
	names := func(settings map[string]any) string {
		plugin, err := newPlugin(settings)
		if err != nil {
			t.Fatal(err)
		}
		analyzers, err := plugin.BuildAnalyzers()
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, a := range analyzers {
			names = append(names, a.Name)
		}
		return " " + strings.Join(names, " ") + " "
	}
	if got := names(nil); !strings.Contains(got, " cpubound ") || strings.Contains(got, " fanout ") {
		t.Errorf("by default: %s", got)
	}
	if got := names(map[string]any{"enable": []string{"fanout"}, "disable": []string{"cpubound"}}); strings.Contains(got, " cpubound ") || !strings.Contains(got, " fanout ") {
		t.Errorf("configured: %s", got)
	}
}

// TestImportingModule builds a multichecker in a module of its own that requires
// this one, and holds that nothing of esbuild gets into its build.
func TestImportingModule(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, "go.mod", `module example.com/lint

go 1.26.0

require github.com/asynclint/asynclint v0.0.0

replace github.com/asynclint/asynclint => `+filepath.ToSlash(root)+`

// The bridge to esbuild's parser exists only inside of asynclint's repository.
// Builds never ask for it; "go list -m all" would.
exclude github.com/evanw/esbuild/asynclintbridge v0.0.0
`)
	write(t, dir, "main.go", `package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/asynclint/asynclint/analyzers/golang"
)

func main() { multichecker.Main(golang.Analyzers(false)...) }
`)
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "go.sum", string(sums))
	env := []string{"GOFLAGS=-mod=mod", "GOWORK=off"}
	goCommand(t, dir, env, "get", ".")

	for dep := range strings.Lines(goCommand(t, dir, env, "list", "-deps", ".")) {
		if strings.Contains(dep, "esbuild") || strings.Contains(dep, "goja") || strings.Contains(dep, "jsparse") {
			t.Errorf("the build contains %s", dep)
		}
	}
	if all := goCommand(t, dir, env, "list", "-m", "all"); strings.Contains(all, "asynclintbridge") {
		t.Errorf("the module graph contains the bridge:\n%s", all)
	}

	tool := filepath.Join(dir, "lint.exe")
	goCommand(t, dir, env, "build", "-o", tool, ".")
	cmd := exec.Command(tool, "./...")
	cmd.Dir = "testdata/shop"
	out, _ := cmd.CombinedOutput() // findings are exit code 3
	got := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		if posn, message, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(message, "\t") { // not a related place
			got[place(posn)] = message
		}
	}
	check(t, got)
}

// analyze runs analyzers on the module in dir with x/tools' own driver.
func analyze(t *testing.T, dir string, analyzers []*analysis.Analyzer) map[string]string {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, action := range graph.Roots {
		if action.Err != nil {
			t.Errorf("%v: %v", action, action.Err)
		}
		for _, d := range action.Diagnostics {
			got[place(action.Package.Fset.Position(d.Pos).String())] = d.Message
		}
	}
	return got
}

// place shortens "/a/b/shop.go:13:2" to "shop.go:13".
func place(posn string) string {
	posn = filepath.Base(posn)
	file, rest, _ := strings.Cut(posn, ":")
	line, _, _ := strings.Cut(rest, ":")
	return file + ":" + line
}

// at gives the place of a file and a line as place does.
func at(file string, line int) string {
	return filepath.Base(file) + ":" + strconv.Itoa(line)
}

func goCommand(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil && args[0] != "vet" {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
