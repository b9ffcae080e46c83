package endtoend

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reportDir is the tour with a file beside it that does not parse; reports are
// what was said about it, by format.
var (
	reportDir string
	reports   = map[string]string{}
)

// report lints reportDir in a format, once.
func report(t *testing.T, format string) string {
	t.Helper()
	if reportDir == "" {
		reportDir = filepath.Join(binDir, "report")
		if err := os.CopyFS(reportDir, os.DirFS(filepath.Join(root, "testdata", "tour"))); err != nil {
			t.Fatal(err)
		}
		write(t, reportDir, "größe, 100%/broken.ts", "export async function f( {\n")
	}
	if out := reports[format]; out != "" {
		return out
	}
	out, _, code := try(t, reportDir, nil, "asynclint", "--format", format, "--measure-budget", "60s")
	if code != 1 || out == "" {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	reports[format] = out
	return out
}

// place is what all formats say about a finding.
type place struct {
	Path         string
	Line, Column int
	Rule         string
}

// places are the findings of the tour by the JSON report, which other formats
// are compared with.
func places(t *testing.T) (list []place) {
	t.Helper()
	var doc struct {
		Findings []struct {
			Rule, Path string
			Range      struct{ Start struct{ Line, Column int } }
		}
	}
	if err := json.Unmarshal([]byte(report(t, "json")), &doc); err != nil {
		t.Fatal(err)
	}
	for _, f := range doc.Findings {
		list = append(list, place{f.Path, f.Range.Start.Line, f.Range.Start.Column, f.Rule})
	}
	if len(list) < 5 {
		t.Fatalf("only %d findings in the tour", len(list))
	}
	return list
}

var (
	readersOnce sync.Once
	readersErr  error
)

// readers runs the program of testdata/readers, which reads reports with the
// parsers that others ship.
func readers(t *testing.T, input string, args ...string) string {
	t.Helper()
	needModules(t)
	dir := filepath.Join(binDir, "readers")
	readersOnce.Do(func() {
		if readersErr = os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "readers"))); readersErr != nil {
			return
		}
		if readersErr = os.Rename(filepath.Join(dir, "go.mod.txt"), filepath.Join(dir, "go.mod")); readersErr != nil {
			return
		}
		cmd := exec.Command("go", "build", "-mod=mod", "-o", "readers.exe", ".")
		cmd.Dir = dir
		cmd.Stderr = os.Stderr
		readersErr = cmd.Run()
	})
	if readersErr != nil {
		t.Fatal(readersErr)
	}
	cmd := exec.Command(filepath.Join(dir, "readers.exe"), args...)
	cmd.Dir = reportDir // reviewdog names paths from where it runs
	cmd.Stdin = strings.NewReader(input)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%v\n%s", err, stderr.String())
	}
	return string(out)
}

// compare holds that a reader found the tour's findings. field picks the rule
// out of a row of readers; nil leaves rules out.
func compare(t *testing.T, rows string, rule func(fields []string) string) {
	t.Helper()
	want := places(t)
	var got []place
	for line := range strings.Lines(rows) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		got = append(got, place{f[0], number(t, f[1]), number(t, f[2]), rule(f)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func number(t *testing.T, s string) (n int) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// SARIF is valid by the schema that OASIS publishes.
func TestSARIFSchema(t *testing.T) {
	needModules(t)
	dir := run(t, root, "go", "mod", "download", "-json", "github.com/owenrumney/go-sarif/v3@v3.3.1")
	var module struct{ Dir string }
	if err := json.Unmarshal([]byte(dir), &module); err != nil {
		t.Fatal(err)
	}
	_, schema, _ := strings.Cut(read(t, module.Dir, "pkg", "report", "v210", "sarif", "schema.go"), "`")
	schema = strings.TrimRight(schema, "`\n ")
	if !strings.Contains(schema, "sarif-schema-2.1.0.json") {
		t.Fatal("the module holds no schema of SARIF 2.1.0")
	}
	file := filepath.Join(t.TempDir(), "schema.json")
	if err := os.WriteFile(file, []byte(schema), 0o644); err != nil {
		t.Fatal(err)
	}
	readers(t, report(t, "sarif"), "schema", file)
	// The empty report, and the check itself.
	out, _, code := try(t, tour(t), nil, "asynclint", "--staged", "--format", "sarif")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	readers(t, out, "schema", file)
	broken := strings.Replace(out, `"version": "2.1.0"`, `"version": "2.2"`, 1)
	cmd := exec.Command(filepath.Join(binDir, "readers", "readers.exe"), "schema", file)
	cmd.Stdin = strings.NewReader(broken)
	if cmd.Run() == nil {
		t.Error("the schema accepts version 2.2")
	}
}

// SARIF passes the validator of those who wrote the standard, with its rules for
// what GitHub's code scanning takes.
func TestSARIFMultitool(t *testing.T) {
	dir := npmInstall(t, "@microsoft/sarif-multitool-linux@5.7.0")
	tool := filepath.Join(dir, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	if err := os.Chmod(tool, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "asynclint.sarif", report(t, "sarif"))
	out, errOut, code := try(t, dir, []string{"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"}, tool, "validate", "asynclint.sarif", "--rule-kind", "Sarif;Ghas")
	problem := regexp.MustCompile(`: (error|warning) (\w+):.*`)
	for _, m := range problem.FindAllStringSubmatch(out+errOut, -1) {
		if m[2] == "SARIF2005" && strings.Contains(m[0], "'dev'") {
			continue // releases have a number
		}
		t.Error(strings.TrimPrefix(m[0], ": "))
	}
	if code != 0 || !strings.Contains(out, "Analysis completed successfully") {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
}

func TestReviewdog(t *testing.T) {
	compare(t, readers(t, report(t, "checkstyle"), "reviewdog", "checkstyle"), func(f []string) string { return strings.TrimPrefix(f[4], "asynclint.") })
	// Of SARIF reviewdog takes the columns as they are, in UTF-16 units; the tour is ASCII.
	compare(t, readers(t, report(t, "sarif"), "reviewdog", "sarif"), func(f []string) string { return f[4] })
	byMessage := func(f []string) string {
		rule := regexp.MustCompile(`\[(\w+)\]$`).FindStringSubmatch(f[5])
		if rule == nil || f[3] == "UNKNOWN_SEVERITY" {
			t.Errorf("%q", f)
			return ""
		}
		return rule[1]
	}
	compare(t, readers(t, report(t, "line"), append([]string{"efm"}, errorformat...)...), byMessage)
}

// errorformat reads the line format, in vim as in reviewdog.
var errorformat = []string{"%f:%l:%c: %trror: %m", "%f:%l:%c: %tarning: %m", "%f:%l:%c: %tnfo: %m", "%f:%l:%c: %tint: %m"}

func TestJUnitReader(t *testing.T) {
	out := readers(t, report(t, "junit"), "junit")
	if failed, want := strings.Count(out, "\tfailed\t"), len(places(t)); failed != want || strings.Count(out, "\terror\t") != 1 {
		t.Errorf("%d failed, want %d and one error\n%s", failed, want, out)
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	need(t, "xmllint", "libxml2-utils")
	for _, format := range []string{"checkstyle", "junit"} {
		file := filepath.Join(t.TempDir(), format+".xml")
		if err := os.WriteFile(file, []byte(report(t, format)), 0o644); err != nil {
			t.Fatal(err)
		}
		run(t, ".", "xmllint", "--noout", "--nonet", file)
	}
}

// The report that GitLab reads is a list of issues with these keys, all of them
// required, each fingerprint once.
func TestGitLabCodeQuality(t *testing.T) {
	var list []struct {
		Description *string `json:"description"`
		CheckName   *string `json:"check_name"`
		Fingerprint *string `json:"fingerprint"`
		Severity    *string `json:"severity"`
		Location    struct {
			Path  *string `json:"path"`
			Lines struct {
				Begin *int `json:"begin"`
			} `json:"lines"`
		} `json:"location"`
	}
	if err := json.Unmarshal([]byte(report(t, "gitlab")), &list); err != nil {
		t.Fatal(err)
	}
	want := places(t)
	if len(list) != len(want) {
		t.Fatalf("%d issues, want %d", len(list), len(want))
	}
	seen := map[string]bool{}
	for i, x := range list {
		if x.Description == nil || x.CheckName == nil || x.Fingerprint == nil || x.Severity == nil || x.Location.Path == nil || x.Location.Lines.Begin == nil {
			t.Errorf("issue %d lacks a key", i)
			continue
		}
		if !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, *x.Severity) || filepath.IsAbs(*x.Location.Path) || seen[*x.Fingerprint] {
			t.Errorf("issue %d: %s %s %s", i, *x.Severity, *x.Location.Path, *x.Fingerprint)
		}
		seen[*x.Fingerprint] = true
		if got := (place{*x.Location.Path, *x.Location.Lines.Begin, want[i].Column, strings.TrimPrefix(*x.CheckName, "asynclint.")}); got != want[i] {
			t.Errorf("issue %d: %+v, want %+v", i, got, want[i])
		}
	}
}

// GitHub's runner reads "::command key=value,…::data" and undoes the escapes,
// those of the properties before those of the data.
func TestGitHubCommands(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::(.*)$`)
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	var got []place
	problems := 0
	for line := range strings.Lines(report(t, "github")) {
		m := command.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			t.Errorf("no command: %q", line)
			continue
		}
		p := map[string]string{}
		for pair := range strings.SplitSeq(m[2], ",") {
			k, v, _ := strings.Cut(pair, "=")
			p[k] = unescape.Replace(v)
		}
		rule, found := strings.CutPrefix(p["title"], "asynclint ")
		if !found {
			problems++
			if p["file"] != "größe, 100%/broken.ts" {
				t.Errorf("a problem of %q", p["file"])
			}
			continue
		}
		got = append(got, place{p["file"], number(t, p["line"]), 0, rule})
	}
	want := places(t)
	for i := range want {
		want[i].Column = 0 // left out across lines
	}
	if !slices.Equal(got, want) || problems != 1 {
		t.Errorf("%d problems\ngot  %+v\nwant %+v", problems, got, want)
	}
}

// matchers are problem matchers that read the line format: those that VS Code
// brings as $go and $gcc, and the one of docs/output.md.
var matchers = map[string]struct {
	pattern                            string
	file, line, column, severity, text int
}{
	"$go":  {`^([^:]*: )?((.:)?[^:]*):(\d+)(:(\d+))?: (.*)$`, 2, 4, 6, 0, 7},
	"$gcc": {`^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$`, 1, 2, 3, 4, 5},
	"docs": {docsMatcher, 1, 2, 3, 4, 5},
}

const docsMatcher = `^(.+?):(\d+):(\d+): (error|warning|info|hint): (.+)$`

func TestProblemMatchers(t *testing.T) {
	if page := read(t, root, "docs", "output.md"); !strings.Contains(page, strings.ReplaceAll(docsMatcher, `\`, `\\`)) {
		t.Error("docs/output.md has another matcher")
	}
	lines := strings.Split(strings.TrimSpace(report(t, "line")), "\n")
	want := places(t)
	for name, m := range matchers {
		re := regexp.MustCompile(m.pattern)
		for i, line := range lines {
			if name == "$gcc" && strings.Contains(line, ": info: ") {
				continue // it knows errors and warnings only
			}
			g := re.FindStringSubmatch(line)
			if g == nil {
				t.Errorf("%s does not match %s", name, line)
				continue
			}
			got := place{g[m.file], number(t, g[m.line]), number(t, g[m.column]), want[i].Rule}
			if got != want[i] || !strings.HasSuffix(g[m.text], "["+got.Rule+"]") {
				t.Errorf("%s: %+v, want %+v", name, got, want[i])
			}
		}
	}
}

// vim's quickfix list.
func TestVimErrorformat(t *testing.T) {
	need(t, "nvim", "neovim")
	dir := t.TempDir()
	write(t, dir, "out.txt", report(t, "line"))
	script := `set errorformat=` + strings.ReplaceAll(strings.Join(errorformat, ","), " ", `\ `) + `
cgetfile out.txt
let rows = map(filter(getqflist(), 'v:val.valid'), {_, e -> join([bufname(e.bufnr), e.lnum, e.col, e.type, '', e.text], "\t")})
call writefile(rows, 'rows.txt')
quitall!
`
	write(t, dir, "read.vim", script)
	run(t, dir, "nvim", "--headless", "--clean", "-S", "read.vim")
	compare(t, read(t, dir, "rows.txt"), func(f []string) string {
		return regexp.MustCompile(`\[(\w+)\]$`).FindStringSubmatch(f[5])[1]
	})
}

// Emacs' compilation mode, which needs no setting.
func TestEmacsCompilation(t *testing.T) {
	need(t, "emacs", "emacs-nox")
	dir := t.TempDir()
	write(t, dir, "out.txt", report(t, "line"))
	write(t, dir, "read.el", `
(require 'compile)
(with-temp-buffer
  (insert-file-contents "out.txt")
  (compilation-mode)
  (let ((inhibit-read-only t)) (compilation--ensure-parse (point-max)))
  (goto-char (point-min))
  (while (not (eobp))
    (let ((m (get-text-property (point) 'compilation-message)))
      (when m
        (let ((loc (compilation--message->loc m)))
          (princ (format "%s\t%d\t%d\t%s\t\t%s\n"
                         (caar (compilation--loc->file-struct loc)) (compilation--loc->line loc) (compilation--loc->col loc)
                         (compilation--message->type m)
                         (buffer-substring-no-properties (line-beginning-position) (line-end-position)))))))
    (forward-line)))
`)
	rows := run(t, dir, "emacs", "--batch", "-Q", "-l", "read.el")
	compare(t, rows, func(f []string) string { return regexp.MustCompile(`\[(\w+)\]$`).FindStringSubmatch(f[5])[1] })
}
