package jsanalysistest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// Foreign names the environment variable of a folder that holds test files of
// other linters' rules: RuleTester files of ESLint and typescript-eslint, rule
// files of oxlint. Their code is not ours to keep; see docs/precision.md for
// which they were and what came of them.
const Foreign = "ASYNCLINT_FOREIGN_TESTS"

// Compare runs an analyzer over the cases of the test files below Foreign whose
// name contains pattern, and logs how many of the cases that the other linter
// accepts and rejects have findings, and which. An analyzer that fails, or whose
// fixes do not hold (see CheckFixes), fails the test. Without the variable it has
// nothing to do.
func Compare(t *testing.T, a *jsanalysis.Analyzer, pattern string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(os.Getenv(Foreign), "*"+pattern+"*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if os.Getenv(Foreign) == "" {
			return
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cases := ruleTester(path, string(text))
		if strings.HasSuffix(path, ".rs") {
			cases = vectors(string(text))
		}
		count := map[bool][3]int{} // by verdict: cases, not parsed, with findings
		for _, c := range cases {
			n := count[c.invalid]
			n[0]++
			if err := CheckFixes(a, "a.tsx", c.code); err != nil {
				t.Errorf("%s: %q: %v", filepath.Base(path), c.code, err)
			}
			reports, ok, _ := runText(a, "a.tsx", c.code)
			if !ok {
				reports, ok, _ = runText(a, "a.ts", c.code)
			}
			switch {
			case !ok:
				n[1]++
				t.Logf("%s: not parsed: %q", filepath.Base(path), c.code)
			case len(reports) > 0:
				n[2]++
				t.Logf("%s: rejected there %v, reported here: %q", filepath.Base(path), c.invalid, c.code)
			}
			count[c.invalid] = n
		}
		t.Logf("%s: accepted there %d (not parsed %d, reported %d), rejected there %d (not parsed %d, reported %d)", filepath.Base(path),
			count[false][0], count[false][1], count[false][2], count[true][0], count[true][1], count[true][2])
	}
}

type foreignCase struct {
	code    string
	invalid bool
}

// ruleTester reads {valid: ["code", {code: "…"}], invalid: […]}.
func ruleTester(path, text string) (cases []foreignCase) {
	files, _ := jsparse.Parse(nil, path, text)
	for _, f := range files {
		for s := range f.Root().Preorder(jsparse.StringLit, jsparse.TemplateLit) {
			p := s.Parent()
			isCode := p.Kind() == jsparse.ArrayLit || p.Kind() == jsparse.Property && p.Name() == "code" && s.Edge() == jsparse.EdgeValue
			list := s
			for list.Ok() && !(list.Kind() == jsparse.Property && (list.Name() == "valid" || list.Name() == "invalid")) {
				if list.Kind() == jsparse.Property && list.Name() != "code" {
					isCode = false // errors, output
				}
				list = list.Parent()
			}
			if isCode && list.Ok() {
				code, ok := s.IsString()
				if !ok {
					_, code, _ = strings.Cut(s.Text(), "`") // behind a tag
					code = strings.TrimSuffix(code, "`")
				}
				cases = append(cases, foreignCase{code, list.Name() == "invalid"})
			}
		}
	}
	return cases
}

var rustStrings = regexp.MustCompile(`(?s)//[^\n]*|r#"(.*?)"#|r"([^"]*)"|"((?:[^"\\]|\\.)*)"`)

// vectors reads let pass = vec!["code", …]; let fail = vec![…];
func vectors(text string) (cases []foreignCase) {
	_, pass, _ := strings.Cut(text, "let pass")
	pass, fail, _ := strings.Cut(pass, "let fail")
	fail, _, _ = strings.Cut(fail, "let fix")
	for i, part := range []string{pass, fail} {
		for _, m := range rustStrings.FindAllStringSubmatch(part, -1) {
			code := m[1] + m[2] + strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\"`, `"`, `\\`, `\`).Replace(m[3])
			if strings.Contains(code, "async") || strings.Contains(code, "await") || strings.Contains(code, "Promise") {
				cases = append(cases, foreignCase{code, i == 1})
			}
		}
	}
	return cases
}
