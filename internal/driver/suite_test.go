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
// the pipeline: Wrong must be reported by the rule, Right must not. The examples
// of a rule for JS are a project of their own; those for Go share a module.
func TestProse(t *testing.T) {
	docs, err := ruledoc.Load(os.DirFS("../../analyzers"))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	write(t, filepath.Join(root, "go", "go.mod"), "module example.com/prose\n\ngo 1.25\n")
	var golang []string
	for name, list := range docs {
		for _, d := range list {
			for k, code := range d.Wrong {
				lay(t, filepath.Join(root, d.Lang, name, fmt.Sprint("wrong", k)), d.Lang, code)
			}
			for k, code := range d.Right {
				lay(t, filepath.Join(root, d.Lang, name, fmt.Sprint("right", k)), d.Lang, code)
			}
			if d.Lang == "go" {
				golang = append(golang, name)
				continue
			}
			for _, example := range examples(d) {
				dir := filepath.Join(root, "js", name, example)
				write(t, filepath.Join(dir, "package.json"), `{"name": "prose", "type": "module", "engines": {"node": ">=20"}}`)
				judge(t, d, example, prose(t, dir, name))
			}
		}
	}
	all := prose(t, filepath.Join(root, "go"), golang...)
	for _, name := range golang {
		for _, d := range docs[name] {
			if d.Lang != "go" {
				continue
			}
			for _, example := range examples(d) {
				judge(t, d, example, slices.DeleteFunc(slices.Clone(all), func(f finding.Finding) bool {
					return f.Rule != name || !strings.HasPrefix(f.Path, name+"/"+example+"/")
				}))
			}
		}
	}
}

// examples names the folders of a rule's examples.
func examples(d ruledoc.Doc) (names []string) {
	for k := range d.Wrong {
		names = append(names, fmt.Sprint("wrong", k))
	}
	for k := range d.Right {
		names = append(names, fmt.Sprint("right", k))
	}
	return names
}

// prose runs rules over a folder and returns their findings.
func prose(t *testing.T, dir string, rules ...string) []finding.Finding {
	t.Helper()
	result, err := driver.Run(context.Background(), driver.Request{
		Dir: dir, Patterns: []string{"."}, Rules: rules, Measure: driver.MeasureOff, All: true, NoCache: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors {
		t.Errorf("%s: %v", rules, e)
	}
	return result.Findings
}

func judge(t *testing.T, d ruledoc.Doc, example string, found []finding.Finding) {
	t.Helper()
	wrong := strings.HasPrefix(example, "wrong")
	if wrong && len(found) == 0 {
		t.Errorf("%s (%s): the code of %s is not reported", d.Name, d.Lang, example)
	}
	for _, f := range found {
		if !wrong {
			t.Errorf("%s (%s): the code of %s is reported: line %d: %s", d.Name, d.Lang, example, f.Range.Start.Line, f.Message)
		}
	}
}

var fileLine = regexp.MustCompile(`(?m)^// ([\w./-]+\.(?:[cm]?[jt]sx?|vue|svelte|json))$`)

// lay writes an example: for JS the files that lines such as "// worker.ts"
// name, for Go one package.
func lay(t *testing.T, dir, lang, code string) {
	t.Helper()
	if lang == "go" {
		constraint := ""
		if strings.HasPrefix(code, "//go:build") {
			line, rest, _ := strings.Cut(code, "\n")
			constraint, code = line+"\n\n", rest
		}
		write(t, filepath.Join(dir, "example.go"), constraint+"package example\n\n"+code)
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
