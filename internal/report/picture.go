package report

import (
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// Size of a picture and of its plot, in pixels of the viewBox.
const (
	pictureWidth  = 820.0
	pictureHeight = 430.0
	plotLeft      = 76.0
	plotRight     = 772.0
	plotTop       = 84.0
	plotBottom    = 368.0
)

// Times that the picture marks, in ms: a long task (W3C Long Tasks) and a frame
// at 60 Hz.
const (
	longTaskMS = 50.0
	frameMS    = 1000.0 / 60
)

// Colours of a picture: it keeps its own, on white, so that it can be read
// wherever somebody pastes it.
const (
	inkColour    = "#1f2328"
	faintColour  = "#6e7781"
	gridColour   = "#e6e9ed"
	curveColour  = "#0969da"
	bandColour   = "#54aeff"
	longColour   = "#cf222e"
	longBackdrop = "#fff1f0"
	goodColour   = "#1a7f37"
	openColour   = "#9a6700"
)

// Picture draws a measurement as an SVG document: ms against n on logarithmic
// axes, the interval of the estimate, the 50 ms of a long task, and n50. It is ""
// where there is nothing to draw. where names the place, as "src/a.ts:12".
func Picture(where string, m *finding.Measurement) string {
	if m == nil || len(m.Samples) < 2 {
		return ""
	}
	p := &picture{m: m}
	p.scale()
	p.open(where)
	p.axes()
	p.thresholds()
	p.curve()
	p.marks()
	p.b.WriteString("</svg>\n")
	return p.b.String()
}

type picture struct {
	m              *finding.Measurement
	b              strings.Builder
	x0, x1, y0, y1 float64 // logarithms of the corners
	low, high      float64 // the interval, as factors of the estimate
}

func (p *picture) add(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// label writes text; anchor is start, middle or end.
func (p *picture) label(x, y float64, anchor, style, text string) {
	p.add(`<text x="%.1f" y="%.1f" text-anchor="%s" %s>%s</text>`, x, y, anchor, style, html.EscapeString(text))
}

const least = 0.01 // ms below which nothing is told apart

func (p *picture) scale() {
	m := p.m
	p.low, p.high = 1, 1
	if m.V8MS != nil && m.V8Low != nil && m.V8High != nil && *m.V8MS > 0 {
		p.low, p.high = *m.V8Low / *m.V8MS, *m.V8High / *m.V8MS
	}
	first, last := m.Samples[0], m.Samples[len(m.Samples)-1]
	xmax := math.Max(float64(last.N), float64(m.InputSize))
	if m.N50 != nil {
		xmax = math.Max(xmax, *m.N50)
	}
	ymin, ymax := estimateOf(first), 2*longTaskMS
	for _, s := range m.Samples {
		ymax = math.Max(ymax, math.Max(estimateOf(s)*p.high, s.MS))
		ymin = math.Min(ymin, estimateOf(s)*p.low)
	}
	if m.V8High != nil {
		ymax = math.Max(ymax, *m.V8High)
	}
	p.x0, p.x1 = math.Log10(math.Max(float64(first.N), 1)), math.Log10(math.Max(xmax, float64(first.N)+1))
	p.y0, p.y1 = math.Log10(math.Max(ymin, least)/1.3), math.Log10(ymax*1.4)
}

// estimateOf is a sample's time in V8, or the engine's where none was estimated.
func estimateOf(s finding.Sample) float64 {
	if s.V8MS > 0 {
		return s.V8MS
	}
	return math.Max(s.MS, least)
}

func (p *picture) x(n float64) float64 {
	return plotLeft + (math.Log10(math.Max(n, 1))-p.x0)/(p.x1-p.x0)*(plotRight-plotLeft)
}

func (p *picture) y(ms float64) float64 {
	at := plotBottom - (math.Log10(math.Max(ms, least))-p.y0)/(p.y1-p.y0)*(plotBottom-plotTop)
	return math.Min(math.Max(at, plotTop), plotBottom)
}

func (p *picture) open(where string) {
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="-apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="12" role="img">`,
		pictureWidth, pictureHeight, pictureWidth, pictureHeight)
	p.add(`<title>%s</title>`, html.EscapeString(where+": "+Evidence(p.m)))
	p.add(`<rect width="100%%" height="100%%" rx="8" fill="#ffffff" stroke="%s"/>`, gridColour)
	head, colour := headline(p.m)
	p.label(24, 32, "start", fmt.Sprintf(`font-size="17" font-weight="600" fill="%s"`, colour), head)
	p.label(24, 54, "start", fmt.Sprintf(`fill="%s" font-family="ui-monospace, Menlo, 'DejaVu Sans Mono', monospace"`, faintColour), shorten(where, 100))
}

// headline says in a few words what the picture shows, and its colour.
func headline(m *finding.Measurement) (text, colour string) {
	size := ""
	if m.InputSize > 0 {
		size = " at n = " + Count(float64(m.InputSize))
	}
	switch {
	case m.Verdict == finding.Confirmed && m.V8MS != nil && m.N50 != nil:
		return fmt.Sprintf("blocks about %s%s; a long task from n ≈ %s", duration(*m.V8MS), size, Count(roundTo(*m.N50, 2))), longColour
	case m.Verdict == finding.Confirmed && m.V8MS != nil:
		return fmt.Sprintf("blocks about %s%s", duration(*m.V8MS), size), longColour
	case m.Verdict == finding.Confirmed:
		return "blocks the event loop", longColour
	case m.Verdict == finding.Refuted && m.V8MS != nil:
		return fmt.Sprintf("harmless: about %s%s", duration(*m.V8MS), size), goodColour
	case m.Verdict == finding.Refuted:
		return "harmless" + size, goodColour
	}
	reason, _, _ := strings.Cut(m.Reason, ":")
	return "not decided: " + reason, openColour
}

// duration writes a time for people: 12 ms, 1.2 s, 3 min.
func duration(ms float64) string {
	switch {
	case ms >= 120_000:
		return Count(math.Round(ms/60_000)) + " min"
	case ms >= 1000:
		return Millis(ms/1000) + " s"
	}
	return Millis(ms) + " ms"
}

func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return "…" + string(r[len(r)-limit+1:])
	}
	return s
}

func (p *picture) axes() {
	p.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, plotLeft, plotTop, plotRight-plotLeft, math.Max(p.y(longTaskMS)-plotTop, 0), longBackdrop)
	faint := fmt.Sprintf(`fill="%s"`, faintColour)
	for e := math.Ceil(p.x0); e <= p.x1; e++ {
		x := p.x(math.Pow(10, e))
		p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s"/>`, x, x, plotTop, plotBottom, gridColour)
		p.label(x, plotBottom+18, "middle", faint, Count(math.Pow(10, e)))
	}
	for e := math.Ceil(p.y0); e <= p.y1; e++ {
		y := p.y(math.Pow(10, e))
		p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s"/>`, plotLeft, plotRight, y, y, gridColour)
		p.label(plotLeft-8, y+4, "end", faint, duration(math.Pow(10, e)))
	}
	grows := "input size n"
	if p.m.Grows != "" {
		grows = "n = size of " + shorten(p.m.Grows, 60)
	}
	p.label((plotLeft+plotRight)/2, plotBottom+38, "middle", faint, grows)
	foot := "asynclint: estimated for V8's first call from operations counted in goja"
	if strings.HasPrefix(p.m.Engine, "node") {
		foot = "asynclint: measured in " + p.m.Engine
	}
	if p.m.Exponent != nil {
		foot += fmt.Sprintf("; grows as n^%.1f", *p.m.Exponent)
	}
	if len(p.m.Stubs) > 0 {
		foot += "; with stubs for " + strings.Join(p.m.Stubs, ", ")
	}
	if r := []rune(foot); len(r) > 130 {
		foot = string(r[:129]) + "…"
	}
	p.label(plotRight, pictureHeight-8, "end", fmt.Sprintf(`font-size="10.5" fill="%s"`, faintColour), foot)
}

func (p *picture) thresholds() {
	y := p.y(longTaskMS)
	p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s" stroke-width="1.5" stroke-dasharray="6 4"/>`, plotLeft, plotRight, y, y, longColour)
	p.label(plotLeft+8, y-6, "start", fmt.Sprintf(`fill="%s"`, longColour), "50 ms: a long task")
	if y := p.y(frameMS); y < plotBottom-12 {
		p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s" stroke-dasharray="2 4"/>`, plotLeft, plotRight, y, y, faintColour)
		p.label(plotLeft+8, y-5, "start", fmt.Sprintf(`fill="%s" font-size="11"`, faintColour), "one frame")
	}
}

// curve draws the estimate with its interval: solid as far as it ran, dashed to
// the size that the verdict is about.
func (p *picture) curve() {
	type point struct{ n, ms float64 }
	var ran []point
	for _, s := range p.m.Samples {
		ran = append(ran, point{float64(s.N), estimateOf(s)})
	}
	all := ran
	last := ran[len(ran)-1]
	if n := p.m.N50; n != nil && *n > last.n && *n < float64(p.m.InputSize) {
		all = append(all[:len(all):len(all)], point{*n, longTaskMS})
	}
	if p.m.V8MS != nil && float64(p.m.InputSize) > last.n {
		all = append(all[:len(all):len(all)], point{float64(p.m.InputSize), *p.m.V8MS})
	}
	var up, down []string
	for i := range all {
		up = append(up, fmt.Sprintf("%.1f,%.1f", p.x(all[i].n), p.y(all[i].ms*p.high)))
		j := len(all) - 1 - i
		down = append(down, fmt.Sprintf("%.1f,%.1f", p.x(all[j].n), p.y(all[j].ms*p.low)))
	}
	if p.low != p.high {
		p.add(`<polygon points="%s %s" fill="%s" fill-opacity="0.18"/>`, strings.Join(up, " "), strings.Join(down, " "), bandColour)
	}
	var line []string
	for _, q := range ran {
		line = append(line, fmt.Sprintf("%.1f,%.1f", p.x(q.n), p.y(q.ms)))
	}
	p.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5" stroke-linejoin="round"/>`, strings.Join(line, " "), curveColour)
	for i := len(ran); i < len(all); i++ {
		from, to := all[i-1], all[i]
		p.add(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="2.5" stroke-dasharray="3 5"/>`, p.x(from.n), p.y(from.ms), p.x(to.n), p.y(to.ms), curveColour)
	}
	for _, q := range ran {
		p.add(`<circle cx="%.1f" cy="%.1f" r="3.2" fill="%s"/>`, p.x(q.n), p.y(q.ms), curveColour)
	}
}

// marks names n50 and the estimate at the size that the verdict is about.
func (p *picture) marks() {
	m := p.m
	if m.N50 != nil && *m.N50 >= 1 {
		x, y := p.x(*m.N50), p.y(longTaskMS)
		p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s" stroke-dasharray="4 3"/>`, x, x, y, plotBottom, longColour)
		p.add(`<circle cx="%.1f" cy="%.1f" r="5.5" fill="#ffffff" stroke="%s" stroke-width="2.5"/>`, x, y, longColour)
		anchor, dx := "start", 8.0
		if x > (plotLeft+plotRight)/2 {
			anchor, dx = "end", -8.0
		}
		p.label(x+dx, plotBottom-8, anchor, fmt.Sprintf(`font-weight="600" fill="%s"`, longColour), "n50 ≈ "+Count(roundTo(*m.N50, 2)))
	}
	if m.V8MS == nil || m.InputSize == 0 {
		return
	}
	x, y := p.x(float64(m.InputSize)), p.y(*m.V8MS)
	if m.V8Low != nil && m.V8High != nil {
		p.add(`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s" stroke-width="2"/>`, x, x, p.y(*m.V8Low), p.y(*m.V8High), curveColour)
	}
	p.add(`<circle cx="%.1f" cy="%.1f" r="5" fill="%s" stroke="#ffffff" stroke-width="1.5"/>`, x, y, curveColour)
	text := duration(*m.V8MS)
	if m.V8Low != nil && m.V8High != nil {
		text += fmt.Sprintf(" (%s to %s)", duration(*m.V8Low), duration(*m.V8High))
	}
	anchor, dx := "end", -10.0
	if x < plotLeft+260 {
		anchor, dx = "start", 10
	}
	p.add(`<text x="%.1f" y="%.1f" text-anchor="%s" font-weight="600" fill="%s" stroke="#ffffff" stroke-width="4" paint-order="stroke">%s</text>`,
		x+dx, math.Max(y-10, plotTop+14), anchor, inkColour, html.EscapeString(text+" at n = "+Count(float64(m.InputSize))))
}
