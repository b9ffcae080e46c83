package finding

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

func at(path string, start, end int, rule string, sev Severity) Finding {
	return Finding{Path: path, Rule: rule, Severity: sev, Message: "m",
		Range: Range{Start: Position{Line: 1, Column: start + 1, Offset: start}, End: Position{Line: 1, Column: end + 1, Offset: end}}}
}

func TestSortIsIndependentOfInputOrder(t *testing.T) {
	want := []Finding{
		at("a.js", 0, 5, "busywait", Error),
		at("a.js", 3, 5, "cpubound", Warning),
		at("a.js", 3, 9, "busywait", Hint),
		at("a.js", 3, 9, "cpubound", Info),
		at("b.js", 0, 1, "cpubound", Error),
	}
	weaker := at("a.js", 0, 5, "busywait", Hint)
	for range 50 {
		in := append(append([]Finding{}, want...), weaker, want[4])
		rand.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		if got := Sort(in); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v", got)
		}
	}
}

func TestSortKeepsTheMeasuredTwin(t *testing.T) {
	plain, measured := at("a.js", 0, 5, "cpubound", Error), at("a.js", 0, 5, "cpubound", Error)
	measured.Measurement = &Measurement{Verdict: Confirmed}
	if got := Sort([]Finding{plain, measured}); len(got) != 1 || got[0].Measurement == nil {
		t.Errorf("got %v", got)
	}
}

func TestFinishCounts(t *testing.T) {
	r := Result{Findings: []Finding{
		at("b.js", 0, 1, "cpubound", Error), at("a.js", 0, 5, "busywait", Warning), at("a.js", 7, 9, "fanout", Info), at("a.js", 7, 9, "fanout", Info),
	}, Errors: []RunError{{Path: "z"}, {Path: "a"}, {Path: "z"}}}
	r.Findings[0].Fixes = []Fix{{Safe: true}}
	r.Findings[1].Fixes = []Fix{{}}
	r.Findings[0].Measurement = &Measurement{Verdict: Confirmed}
	r.Findings[1].Measurement = &Measurement{Verdict: Unmeasured}
	for range 2 { // the second call must not count twice
		r.Finish()
		want := Summary{Errors: 1, Warnings: 1, Infos: 1, FilesWithFindings: 2, Measured: 1, Fixable: 1, Suggestions: 1}
		if !reflect.DeepEqual(r.Summary, want) {
			t.Errorf("got %+v, want %+v", r.Summary, want)
		}
		if len(r.Errors) != 2 || r.Errors[0].Path != "a" {
			t.Errorf("errors: %v", r.Errors)
		}
	}
}

// The contract that scripts read: a change here is a change for them.
func TestJSONContract(t *testing.T) {
	f := at("a.js", 0, 5, "cpubound", Warning)
	n50, e := 4200.0, 1.0
	f.URL = "https://example.org"
	f.Related = []Related{{Path: "b.js", Range: f.Range, Message: "here"}}
	f.Fixes = []Fix{{Message: "mend", Safe: true, Edits: []Edit{{Path: "a.js", Start: 1, End: 2, Text: "x"}}}}
	f.Measurement = &Measurement{Verdict: Confirmed, Engine: "goja", Samples: []Sample{{N: 10, MS: 1.5}}, Exponent: &e, N50: &n50, V8MS: &e, Stubs: []string{"fs"}}
	got, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	rng := `{"start":{"line":1,"column":1,"offset":0},"end":{"line":1,"column":6,"offset":5}}`
	want := `{"rule":"cpubound","severity":"warning","path":"a.js","range":` + rng + `,"message":"m","url":"https://example.org",` +
		`"related":[{"path":"b.js","range":` + rng + `,"message":"here"}],` +
		`"fixes":[{"message":"mend","safe":true,"edits":[{"path":"a.js","start":1,"end":2,"text":"x"}]}],` +
		`"measurement":{"verdict":"confirmed","engine":"goja","samples":[{"n":10,"ms":1.5}],"exponent":1,"n50":4200,"v8_ms":1,"stubs":["fs"]}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back Finding
	if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, f) {
		t.Errorf("not read back: %v %+v", err, back)
	}
}

func TestUnknownSeverity(t *testing.T) {
	var s Severity
	if err := json.Unmarshal([]byte(`"fatal"`), &s); err == nil {
		t.Error("no error")
	}
	if _, err := json.Marshal(Severity(9)); err == nil {
		t.Error("no error")
	}
}
