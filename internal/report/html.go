package report

import (
	"bufio"
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// HTML writes the measurements as one page that needs nothing beside it and no
// script: for each finding its verdict, its code, and the curve. The curve is an
// image, not inline SVG, so that it can be copied or dragged out of the page
// into a pull request.
func HTML(w io.Writer, in *Input) error {
	out := bufio.NewWriter(w)
	list := slices.Clone(in.Result.Findings)
	slices.SortStableFunc(list, func(a, b finding.Finding) int { return cmp.Compare(weight(a.Measurement), weight(b.Measurement)) })
	fmt.Fprintf(out, "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>asynclint measure</title>\n<style>%s</style>\n", pageStyle)
	fmt.Fprintf(out, "<main>\n<h1>How long the event loop stands still</h1>\n<p class=\"sum\">%s</p>\n", html.EscapeString(pageSummary(list)))
	for _, f := range list {
		in.card(out, f)
	}
	fmt.Fprintf(out, "<footer>asynclint %s. Each function ran alone, in a child process without files, network or environment, at growing input sizes. "+
		"The band is the interval of the estimate; n50 is the smallest size at which nothing else runs for 50 ms, a long task.</footer>\n</main>\n</html>\n", html.EscapeString(in.Version))
	return out.Flush()
}

// weight orders verdicts as people want to read them.
func weight(m *finding.Measurement) int {
	switch {
	case m == nil:
		return 4
	case m.Verdict == finding.Confirmed:
		return 0
	case m.Verdict == finding.Unmeasured && len(m.Samples) > 1:
		return 1
	case m.Verdict == finding.Refuted:
		return 2
	}
	return 3
}

func pageSummary(list []finding.Finding) string {
	counts := map[finding.Verdict]int{}
	for _, f := range list {
		if f.Measurement != nil {
			counts[f.Measurement.Verdict]++
		}
	}
	return fmt.Sprintf("%d block, %d harmless, %d not decided", counts[finding.Confirmed], counts[finding.Refuted], counts[finding.Unmeasured])
}

func (in *Input) card(out *bufio.Writer, f finding.Finding) {
	m := f.Measurement
	verdict := finding.Unmeasured
	if m != nil {
		verdict = m.Verdict
	}
	where := fmt.Sprintf("%s:%d", Printable(f.Path), f.Range.Start.Line)
	fmt.Fprintf(out, "<section class=\"%s\">\n<h2><b>%s</b> <code>%s</code> <span>%s</span></h2>\n<p>%s</p>\n",
		html.EscapeString(string(verdict)), html.EscapeString(string(verdict)), html.EscapeString(where), html.EscapeString(f.Rule), html.EscapeString(Printable(f.Message)))
	in.excerpt(out, f)
	text := Evidence(m)
	if svg := Picture(where, m); svg != "" {
		fmt.Fprintf(out, "<img width=\"820\" height=\"430\" alt=\"%s\" src=\"data:image/svg+xml;base64,%s\">\n",
			html.EscapeString(text), base64.StdEncoding.EncodeToString([]byte(svg)))
	}
	fmt.Fprintf(out, "<p class=\"evidence\">%s</p>\n", html.EscapeString(Printable(text)))
	if m != nil && len(m.Samples) > 0 {
		out.WriteString("<details><summary>samples</summary><table><tr><th>n<th>ms in the engine<th>ms in V8, estimated</tr>\n")
		for _, s := range m.Samples {
			fmt.Fprintf(out, "<tr><td>%s<td>%s<td>%s</tr>\n", Count(float64(s.N)), Millis(s.MS), Millis(s.V8MS))
		}
		out.WriteString("</table></details>\n")
	}
	if m != nil && len(m.Stubs) > 0 {
		fmt.Fprintf(out, "<p class=\"stubs\">replaced to run it: %s</p>\n", html.EscapeString(Printable(strings.Join(m.Stubs, ", "))))
	}
	out.WriteString("</section>\n")
}

// excerptLines is how much code a card shows.
const excerptLines = 7

// excerpt shows the code around a finding, its line marked.
func (in *Input) excerpt(out *bufio.Writer, f finding.Finding) {
	t := in.table(f.Path)
	if t == nil || f.Range.Start.Line < 1 || f.Range.Start.Line > t.Lines() {
		return
	}
	out.WriteString("<pre>")
	from := max(f.Range.Start.Line-2, 1)
	for line := from; line < min(from+excerptLines, t.Lines()+1); line++ {
		code, _ := columns(t.Line(line))
		row := html.EscapeString(crop(code, 0))
		if line == f.Range.Start.Line {
			row = "<mark>" + row + "</mark>"
		}
		fmt.Fprintf(out, "<i>%d</i>%s\n", line, row)
	}
	out.WriteString("</pre>\n")
}

const pageStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --faint: #6e7781; --paper: #f6f8fa; --card: #fff; --line: #d1d9e0; --mark: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --card: #151b23; --line: #3d444d; --mark: #4b3b00; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 870px; margin: 0 auto; padding: 32px 16px; }
h1 { font-size: 26px; margin: 0; }
.sum, .stubs, footer { color: var(--faint); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 24px; margin: 20px 0; }
h2 { font-size: 15px; margin: 0 0 8px; display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; }
h2 b { border-radius: 99px; padding: 1px 10px; color: #fff; background: #9a6700; }
.confirmed h2 b { background: #cf222e; } .refuted h2 b { background: #1a7f37; }
h2 span { color: var(--faint); }
p { margin: 8px 0; }
pre { overflow-x: auto; background: var(--paper); border-radius: 6px; padding: 10px 0; font: 13px/1.5 ui-monospace, Menlo, "DejaVu Sans Mono", monospace; }
pre i { display: inline-block; width: 44px; padding-right: 14px; text-align: right; color: var(--faint); font-style: normal; user-select: none; }
mark { background: var(--mark); color: inherit; }
img { max-width: 100%; height: auto; display: block; margin: 12px 0; }
table { border-collapse: collapse; } td, th { padding: 2px 16px 2px 0; text-align: right; font-variant-numeric: tabular-nums; }
details summary { cursor: pointer; color: var(--faint); }
`
