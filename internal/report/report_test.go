package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
)

var update = flag.Bool("update", false, "write the golden files")

// sources are texts with what makes positions hard.
var sources = map[string]string{
	"src/umlaut.ts": "// größer\nconst größe = rows.filter(p) // ß\n",
	"src/emoji.js":  "const s = '😀😀'; spin()\n",
	"src/crlf.js":   "first()\r\n\twhile (!done) {\r\n\t}\r\nlast()\r\n",
	"src/wide.js":   "const 名前 = load(); x\u0301 = spin()",
	"src/long.js":   strings.Repeat("a();", 100) + "spin();" + strings.Repeat("b();", 100),
	"src/bom.js":    "\ufeffspin()\n",
	"a b/ü%,:.go":   "package x\n",
}

// span makes the range of the n-th byte up to the m-th of a source.
func span(t *testing.T, path, text string) finding.Range {
	t.Helper()
	start := strings.Index(sources[path], text)
	if start < 0 {
		t.Fatalf("%s does not hold %q", path, text)
	}
	tab := position.New([]byte(sources[path]))
	at := func(offset int) finding.Position {
		line, column := tab.Byte(offset)
		return finding.Position{Line: line, Column: column, Offset: offset}
	}
	return finding.Range{Start: at(start), End: at(start + len(text))}
}

func ptr(f float64) *float64 { return &f }

func input(t *testing.T) *Input {
	t.Helper()
	f := func(path, text, rule string, s finding.Severity, message string) finding.Finding {
		return finding.Finding{Rule: rule, Severity: s, Path: path, Range: span(t, path, text), Message: message, URL: "https://example.org/rules/" + rule + ".md"}
	}
	umlaut := f("src/umlaut.ts", "rows.filter(p)", "cpubound", finding.Warning, "`rows.filter(p)` keeps the event loop busy & \"<late>\"")
	umlaut.Measurement = &finding.Measurement{Verdict: finding.Confirmed, Engine: "goja", Samples: []finding.Sample{{N: 100, MS: 1.26}, {N: 1000, MS: 12.2}, {N: 10000, MS: 118.4}},
		Exponent: ptr(1.02), N50: ptr(4213), V8MS: ptr(9), V8Low: ptr(3), V8High: ptr(27), InputSize: 10000, Stubs: []string{"node:fs"}}
	umlaut.Related = []finding.Related{{Path: "src/emoji.js", Range: span(t, "src/emoji.js", "spin()"), Message: "called from here"}}
	umlaut.Fixes = []finding.Fix{{Message: "use a worker", Edits: []finding.Edit{{Path: "src/umlaut.ts", Start: umlaut.Range.Start.Offset, End: umlaut.Range.End.Offset, Text: "pool.run(rows)"}}}}
	emoji := f("src/emoji.js", "spin()", "busywait", finding.Error, "`spin()` waits\nfor ever: \x1b[31m, 50 %")
	emoji.Measurement = &finding.Measurement{Verdict: finding.Unmeasured, Reason: "needs a socket"}
	crlf := f("src/crlf.js", "while (!done) {\r\n\t}", "busywait", finding.Error, "`while (!done)` never ends")
	crlf.Fixes = []finding.Fix{{Message: "await the event", Safe: true, Edits: []finding.Edit{{Path: "src/crlf.js", Start: crlf.Range.Start.Offset, End: crlf.Range.End.Offset}}}}
	refuted := f("src/wide.js", "x\u0301 = spin()", "cpubound", finding.Info, "at the end of the file")
	refuted.Measurement = &finding.Measurement{Verdict: finding.Refuted, Engine: "node", Samples: []finding.Sample{{N: 10000, MS: 0.041}}, Exponent: ptr(1)}
	in := &Input{
		Version: "1.2.3", Dir: "/home/me/app",
		Rules: []Rule{{Name: "cpubound", Summary: "reports work", Help: "Long *help*.", URL: "https://example.org/rules/cpubound.md", Level: finding.Warning, Groups: []string{"blocking"}}},
		Source: func(path string) ([]byte, error) {
			if s, ok := sources[path]; ok {
				return []byte(s), nil
			}
			return nil, errors.New("no such file")
		},
		Result: finding.Result{
			Findings: []finding.Finding{umlaut, emoji, crlf, refuted,
				f("src/long.js", "spin()", "busywait", finding.Hint, "in a long line"),
				f("src/bom.js", "spin()", "busywait", finding.Hint, "behind a byte order mark"),
				f("a b/ü%,:.go", "package x\n", "suppression", finding.Warning, "a path with everything"),
				{Rule: "cpubound", Severity: finding.Warning, Path: "gone.js", Range: finding.Range{Start: finding.Position{Line: 3, Column: 1, Offset: 20}, End: finding.Position{Line: 4, Column: 1, Offset: 30}}, Message: "its text cannot be had"},
			},
			Errors: []finding.RunError{{Path: "src/broken.ts", Line: 2, Column: 7, Message: "unexpected \"}\""}, {Rule: "fanout", Path: "src/emoji.js", Message: "crashed: index out of range"}},
		},
	}
	in.Result.Finish()
	in.Result.Summary.DurationMS = 85
	return in
}

func write(t *testing.T, format string, in *Input) string {
	t.Helper()
	f, err := Lookup(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, in); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, name := range Names() {
		for _, color := range []bool{false, true} {
			in := input(t)
			in.Color = color
			file := name
			if color {
				if name != "default" {
					if got, want := write(t, name, in), write(t, name, input(t)); got != want {
						t.Errorf("%s is coloured", name)
					}
					continue
				}
				file += ".color"
			}
			golden := filepath.Join("testdata", file+".golden")
			got := write(t, name, in)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from %s (go test ./internal/report -update rewrites it):\n%s", name, golden, got)
			}
		}
	}
}

// An empty run must be a valid document in every format.
func TestEmpty(t *testing.T) {
	for _, name := range Names() {
		got := write(t, name, &Input{Dir: "/x"})
		switch name {
		case "default", "line", "gopls", "github":
			if got != "" {
				t.Errorf("%s: %q", name, got)
			}
		case "junit", "checkstyle":
			wellFormed(t, name, got)
		default:
			var v any
			if err := json.Unmarshal([]byte(got), &v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if strings.Contains(got, "null") {
				t.Errorf("%s: a list is null: %s", name, got)
			}
		}
	}
}

func wellFormed(t *testing.T, name, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	for _, name := range []string{"junit", "checkstyle"} {
		wellFormed(t, name, write(t, name, input(t)))
	}
}

// A finding takes one line, whatever its message and path hold; the line is what
// the problem matchers of VS Code ($gcc), vim and reviewdog read.
func TestLineIsOneLine(t *testing.T) {
	in := input(t)
	got := strings.Split(strings.TrimSuffix(write(t, "line", in), "\n"), "\n")
	if len(got) != len(in.Result.Findings) {
		t.Fatalf("%d lines for %d findings", len(got), len(in.Result.Findings))
	}
	matcher := regexp.MustCompile(`^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error|info|hint):\s+(.*)$`)
	for i, line := range got {
		f := in.Result.Findings[i]
		m := matcher.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("no matcher reads %q", line)
			continue
		}
		if got, want := m[2]+":"+m[3], fmt.Sprintf("%d:%d", f.Range.Start.Line, f.Range.Start.Column); got != want {
			t.Errorf("%q: read as %s, want %s", line, got, want)
		}
	}
}

// A file's name may hold anything but a slash and NUL. Formats for people and
// for line readers write lines of UTF-8 that move no cursor, and names that
// differ stay different.
func TestNamesOfAnyBytes(t *testing.T) {
	names := []string{"a\nb.js", "esc\x1b[31m.js", "no utf-8 \xff\x9b31m.js", "no utf-8 \xfe\x9b31m.js", "line\u2028separator.js", "\u202eright to left.js", "carriage\rreturn.js"}
	for _, format := range []string{"default", "line", "gopls", "github"} {
		seen := map[string]string{}
		for _, name := range names {
			in := input(t)
			f := in.Result.Findings[0]
			f.Path, f.Related, f.Measurement = name, nil, nil
			in.Result.Findings, in.Result.Errors = []finding.Finding{f}, []finding.RunError{{Path: name, Message: "cannot be read"}}
			in.Source = func(string) ([]byte, error) { return nil, os.ErrNotExist }
			got := write(t, format, in)
			place, _, _ := strings.Cut(got, "\n")
			if !utf8.ValidString(got) {
				t.Errorf("%s of %q is no UTF-8: %q", format, name, got)
			}
			if !strings.Contains(place, f.Message) && !strings.Contains(place, f.Rule) {
				t.Errorf("%s of %q: the first line is %q", format, name, place)
			}
			if format != "github" && strings.IndexFunc(place, unprintable) >= 0 { // whose names are the repository's
				t.Errorf("%s of %q moves the cursor: %q", format, name, place)
			}
			if other, ok := seen[place]; ok {
				t.Errorf("%s of %q and of %q are the same: %q", format, name, other, place)
			}
			seen[place] = name
		}
	}
}

func TestUTF16Columns(t *testing.T) {
	in := input(t)
	var log struct {
		Runs []struct {
			Results []struct {
				Locations []struct {
					Physical struct {
						Region struct{ StartLine, StartColumn, EndLine, EndColumn int }
					} `json:"physicalLocation"`
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(write(t, "sarif", in)), &log); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"src/umlaut.ts": "2:15-2:29", "src/emoji.js": "1:19-1:25", "src/crlf.js": "2:2-3:3", "src/wide.js": "1:20-1:31",
		"src/long.js": "1:401-1:407", "src/bom.js": "1:2-1:8", "a b/ü%,:.go": "1:1-2:1", "gone.js": "3:1-4:1",
	}
	for i, res := range log.Runs[0].Results {
		r, path := res.Locations[0].Physical.Region, in.Result.Findings[i].Path
		if got := fmt.Sprintf("%d:%d-%d:%d", r.StartLine, r.StartColumn, r.EndLine, r.EndColumn); got != want[path] {
			t.Errorf("%s: got %s, want %s", path, got, want[path])
		}
	}
}

// The carets stand below the code, with tabs, wide and combining characters.
func TestCarets(t *testing.T) {
	for path, want := range map[string]string{
		"src/umlaut.ts": "rows.filter(p)", "src/emoji.js": "spin()", "src/wide.js": "x\u0301 = spin()", "src/long.js": "spin()", "src/bom.js": "spin()",
	} {
		in := input(t)
		in.Result.Findings = []finding.Finding{{Rule: "r", Severity: finding.Error, Path: path, Range: span(t, path, want)}}
		rows := strings.Split(write(t, "default", in), "\n")
		for i, row := range rows {
			if !strings.Contains(row, "^") {
				continue
			}
			code, carets := rows[i-1], row
			start, width := strings.Index(carets, "^"), strings.Count(carets, "^")
			// Cut the code at the same screen columns.
			_, lead := columns([]byte(carets[:start]))
			var cut strings.Builder
			column := 0
			for _, r := range code {
				if column >= lead && column < lead+width || column == lead+width && runeWidth(r) == 0 {
					cut.WriteRune(r)
				}
				column += runeWidth(r)
			}
			if cut.String() != want {
				t.Errorf("%s: the carets mark %q, not %q:\n%s\n%s", path, cut.String(), want, code, carets)
			}
		}
	}
}

func TestFingerprintsSurviveMovedLines(t *testing.T) {
	text := "a()\nspin()\nspin()\n"
	prints := func(prefix string) []string {
		src := prefix + text
		in := &Input{Source: func(string) ([]byte, error) { return []byte(src), nil }}
		for line := 2; line <= 3; line++ {
			in.Result.Findings = append(in.Result.Findings, finding.Finding{Rule: "r", Path: "a.js", Range: finding.Range{Start: finding.Position{Line: line + strings.Count(prefix, "\n")}}})
		}
		return in.fingerprints()
	}
	before, after := prints(""), prints("// new\n\n")
	if before[0] != after[0] || before[1] != after[1] {
		t.Errorf("moved: %v %v", before, after)
	}
	if before[0] == before[1] {
		t.Error("two findings share a fingerprint")
	}
}

func TestLookupNamesTheNearest(t *testing.T) {
	if _, err := Lookup("sarf"); err == nil || err.Error() != `unknown format "sarf"; did you mean "sarif"?` {
		t.Error(err)
	}
	if _, err := Lookup("nothing-like-it"); err == nil || !strings.Contains(err.Error(), "use one of default, line") {
		t.Error(err)
	}
}

func TestGoplsSpans(t *testing.T) {
	in := &Input{Dir: "/w"}
	r := func(l, c, el, ec int) finding.Range {
		return finding.Range{Start: finding.Position{Line: l, Column: c}, End: finding.Position{Line: el, Column: ec}}
	}
	for want, rng := range map[string]finding.Range{
		"/w/a.go:3:5-9": r(3, 5, 3, 9), "/w/a.go:3:5-4:2": r(3, 5, 4, 2), "/w/a.go:3": r(3, 1, 3, 1), "/w/a.go:3:5": r(3, 5, 3, 5), "/w/a.go:3-4": r(3, 1, 4, 1), "/w/a.go:3:1-4": r(3, 1, 3, 4),
	} {
		if got := in.span("a.go", rng); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	for _, c := range []struct {
		m    *finding.Measurement
		want string
	}{
		{nil, ""},
		{&finding.Measurement{Verdict: finding.Unmeasured}, "not measured"},
		{&finding.Measurement{Verdict: finding.Unmeasured, Reason: "budget"}, "not measured: budget"},
		{&finding.Measurement{Verdict: finding.Confirmed, Engine: "node", Samples: []finding.Sample{{N: 10, MS: 0.5}}, N50: ptr(1234567)}, "measured: 0.5 ms at n=10 in node; blocks 50 ms from n≈1,200,000"},
		{&finding.Measurement{Verdict: finding.Confirmed}, "measured: confirmed"},
	} {
		if got := Evidence(c.m); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
