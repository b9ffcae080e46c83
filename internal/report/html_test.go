package report

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/internal/finding"
)

func some(v float64) *float64 { return &v }

// blocking is what a confirmed finding looks like.
func blocking() *finding.Measurement {
	return &finding.Measurement{
		Verdict: finding.Confirmed, Engine: "goja", InputSize: 10_000, Grows: "<b>rows", Stubs: []string{"lodash"},
		Exponent: some(2), N50: some(1234), V8MS: some(3210), V8Low: some(1070), V8High: some(9630),
		Samples: []finding.Sample{{N: 10, MS: 0.1, V8MS: 0.05}, {N: 100, MS: 4, V8MS: 0.6}, {N: 1000, MS: 390, V8MS: 33}},
	}
}

func parses(t *testing.T, text string) {
	t.Helper()
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

func TestPicture(t *testing.T) {
	svg := Picture("src/a&b.ts:12", blocking())
	parses(t, svg)
	for _, want := range []string{
		"blocks about 3.2 s at n = 10,000; a long task from n ≈ 1,200", "50 ms: a long task", "n50 ≈ 1,200",
		"3.2 s (1.1 s to 9.6 s) at n = 10,000", "n = size of &lt;b&gt;rows", "with stubs for lodash", "a&amp;b.ts:12", "n^2.0",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	node := blocking()
	node.Engine = "node v20.20.2"
	if svg := Picture("a", node); !strings.Contains(svg, "measured in node v20.20.2") {
		t.Error("the picture does not say that node measured")
	}
}

// Whatever was measured, the picture holds its numbers and stays inside.
func TestPictureOfTheExtremes(t *testing.T) {
	for name, change := range map[string]func(*finding.Measurement){
		"no size":     func(m *finding.Measurement) { m.InputSize = 0 },
		"no estimate": func(m *finding.Measurement) { m.V8MS, m.V8Low, m.V8High, m.N50 = nil, nil, nil, nil },
		"zero times":  func(m *finding.Measurement) { m.Samples = []finding.Sample{{N: 1}, {N: 2}} },
		"same size": func(m *finding.Measurement) {
			m.Samples = []finding.Sample{{N: 5, V8MS: 1}, {N: 5, V8MS: 1}}
			m.InputSize = 5
			m.N50 = nil
		},
		"huge":          func(m *finding.Measurement) { m.V8MS, m.V8High, m.N50 = some(1e12), some(3e12), some(1e9) },
		"n50 below":     func(m *finding.Measurement) { m.N50 = some(1) },
		"refuted":       func(m *finding.Measurement) { m.Verdict, m.N50 = finding.Refuted, nil },
		"not decided":   func(m *finding.Measurement) { m.Verdict, m.Reason = finding.Unmeasured, "stubs: its work is elsewhere" },
		"one estimated": func(m *finding.Measurement) { m.V8MS = some(0) },
	} {
		m := blocking()
		change(m)
		svg := Picture("a", m)
		parses(t, svg)
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: not a number in %s", name, svg)
		}
	}
	if svg := Picture("a", &finding.Measurement{Verdict: finding.Unmeasured}); svg != "" {
		t.Errorf("a picture of nothing: %s", svg)
	}
	if got := duration(math.Inf(1)); got == "" {
		t.Error("no text for an endless time")
	}
}

func TestHTMLHoldsEverything(t *testing.T) {
	in := &Input{Version: "1.0", Source: func(string) ([]byte, error) { return []byte("let a\nif (a < b) c()\nlet d\n"), nil }}
	in.Result.Findings = []finding.Finding{
		{Rule: "cpubound", Path: "a.ts", Message: "harmless <i>", Measurement: &finding.Measurement{Verdict: finding.Refuted}},
		{Rule: "cpubound", Path: "b.ts", Message: "blocks", Range: finding.Range{Start: finding.Position{Line: 2, Column: 1}}, Measurement: blocking()},
		{Rule: "cpubound", Path: "c.ts", Message: "who knows", Measurement: &finding.Measurement{Verdict: finding.Unmeasured, Reason: "inputs: none"}},
	}
	var out bytes.Buffer
	if err := HTML(&out, in); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{"1 block, 1 harmless, 1 not decided", "<mark>if (a &lt; b) c()</mark>", "harmless &lt;i&gt;", "not measured: inputs: none", "replaced to run it: lodash"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Index(page, "b.ts") > strings.Index(page, "a.ts") {
		t.Error("what blocks does not come first")
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "http://") || strings.Contains(page, "https://") {
		t.Error("the page needs a script or something from elsewhere")
	}
	_, data, _ := strings.Cut(page, "base64,")
	data, _, _ = strings.Cut(data, `"`)
	if svg, err := base64.StdEncoding.DecodeString(data); err != nil || string(svg) != Picture("b.ts:2", blocking()) {
		t.Errorf("the image is not the picture: %v", err)
	}
}
