package driver_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/ruledoc"
)

// TestCatalogue holds that folder, package, Analyzer.Name and catalogue agree,
// for every rule of both languages.
func TestCatalogue(t *testing.T) {
	docs, err := ruledoc.Load(os.DirFS("../../analyzers"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]driver.RuleInfo{}
	for _, r := range driver.Rules() {
		if _, twice := listed[r.Name]; twice {
			t.Errorf("%s is listed twice", r.Name)
		}
		listed[r.Name] = r
		if len(r.Groups) == 0 || r.Summary == "" || !strings.HasSuffix(r.URL, "/docs/rules/"+r.Name+".md") {
			t.Errorf("%s: groups %v, summary %q, URL %q", r.Name, r.Groups, r.Summary, r.URL)
		}
		for _, g := range r.Groups {
			if !slices.Contains(ruledoc.GroupOrder, g) {
				t.Errorf("%s: unknown group %q", r.Name, g)
			}
		}
		if len(docs[r.Name]) != len(r.Languages) {
			t.Errorf("%s: %d doc.go for %v", r.Name, len(docs[r.Name]), r.Languages)
		}
	}
	for lang, dir := range map[string]string{"js": "js", "go": "golang"} {
		folders, err := filepath.Glob("../../analyzers/" + dir + "/*/doc.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range folders {
			name := filepath.Base(filepath.Dir(f))
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if d, err := ruledoc.Parse(f, src); err != nil || d.Name != name {
				t.Errorf("%s: package %s: %v", f, d.Name, err)
			}
			if !slices.Contains(listed[name].Languages, lang) {
				t.Errorf("%s is not in the catalogue", f)
			}
		}
	}
	if len(listed) == 0 || len(analyzers.JS) == 0 {
		t.Error("an empty catalogue")
	}
}

// TestProse runs the Wrong and Right code of every rule's documentation through
// the pipeline: Wrong must be reported by the rule, Right must not.
func TestProse(t *testing.T) {
	docs, err := ruledoc.Load(os.DirFS("../../analyzers"))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/prose\n\ngo 1.25\n")
	write(t, filepath.Join(root, "package.json"), `{"name": "prose", "type": "module", "engines": {"node": ">=20"}}`)
	var rules []string
	for name, list := range docs {
		rules = append(rules, name)
		for _, d := range list {
			for k, code := range d.Wrong {
				lay(t, filepath.Join(root, d.Lang, name, fmt.Sprint("wrong", k)), d.Lang, code)
			}
			for k, code := range d.Right {
				lay(t, filepath.Join(root, d.Lang, name, fmt.Sprint("right", k)), d.Lang, code)
			}
		}
	}
	result, err := driver.Run(context.Background(), driver.Request{
		Dir: root, Patterns: []string{"."}, Rules: rules, Measure: driver.MeasureOff, All: true, NoCache: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors {
		t.Errorf("%v", e)
	}
	reported := func(lang, rule, what string) (found []finding.Finding) {
		for _, f := range result.Findings {
			if f.Rule == rule && strings.HasPrefix(f.Path, lang+"/"+rule+"/"+what+"/") {
				found = append(found, f)
			}
		}
		return found
	}
	for name, list := range docs {
		for _, d := range list {
			for k := range d.Wrong {
				if len(reported(d.Lang, name, fmt.Sprint("wrong", k))) == 0 {
					t.Errorf("%s (%s): the code under Wrong, number %d, is not reported", name, d.Lang, k)
				}
			}
			for k := range d.Right {
				for _, f := range reported(d.Lang, name, fmt.Sprint("right", k)) {
					t.Errorf("%s (%s): the code under Right, number %d, is reported: line %d: %s", name, d.Lang, k, f.Range.Start.Line, f.Message)
				}
			}
		}
	}
}

var fileLine = regexp.MustCompile(`(?m)^// ([\w./-]+\.(?:[cm]?[jt]sx?|vue|svelte|json))$`)

// lay writes an example: for JS the files that lines such as "// worker.ts"
// name, for Go one package.
func lay(t *testing.T, dir, lang, code string) {
	t.Helper()
	if lang == "go" {
		write(t, filepath.Join(dir, "example.go"), "package example\n\n"+code)
		return
	}
	marks := fileLine.FindAllStringSubmatchIndex(code, -1)
	if len(marks) == 0 || marks[0][0] != 0 {
		end := len(code)
		if len(marks) > 0 {
			end = marks[0][0]
		}
		write(t, filepath.Join(dir, "example.ts"), code[:end])
	}
	for k, m := range marks {
		end := len(code)
		if k+1 < len(marks) {
			end = marks[k+1][0]
		}
		write(t, filepath.Join(dir, code[m[2]:m[3]]), code[m[1]:end])
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
