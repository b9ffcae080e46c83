package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// Evidence puts a measurement into one line:
//
//	measured: 12 ms at n=1,000, 118 ms at n=10,000 in goja; in V8 about 9 ms (3 to 27) at n=10,000; grows as n^1.0, blocks 50 ms from n≈4,200
//
// It is "" without a measurement.
func Evidence(m *finding.Measurement) string {
	if m == nil {
		return ""
	}
	if m.Verdict == finding.Unmeasured && len(m.Samples) == 0 {
		if m.Reason == "" {
			return "not measured"
		}
		return "not measured: " + m.Reason
	}
	var parts []string
	var samples []string
	for _, s := range m.Samples[max(len(m.Samples)-2, 0):] {
		samples = append(samples, fmt.Sprintf("%s ms at n=%s", Millis(s.MS), Count(float64(s.N))))
	}
	if len(samples) > 0 {
		first := strings.Join(samples, ", ")
		if m.Engine != "" {
			first += " in " + m.Engine
		}
		parts = append(parts, first)
	}
	if m.V8MS != nil && m.Engine != "node" {
		estimate := "in V8 about " + Millis(*m.V8MS) + " ms"
		if m.V8Low != nil && m.V8High != nil {
			estimate += " (" + Millis(*m.V8Low) + " to " + Millis(*m.V8High) + ")"
		}
		if m.InputSize > 0 {
			estimate += " at n=" + Count(float64(m.InputSize))
		}
		parts = append(parts, estimate)
		if m.Slowness >= muchSlower {
			parts = append(parts, "this machine takes "+strconv.FormatFloat(m.Slowness, 'f', 1, 64)+" times as long")
		}
	}
	if m.Exponent != nil && m.Verdict != finding.Refuted {
		parts = append(parts, "grows as n^"+strconv.FormatFloat(*m.Exponent, 'f', 1, 64))
	}
	switch {
	case m.N50 != nil && m.Verdict != finding.Refuted:
		parts = append(parts, "blocks 50 ms from n≈"+Count(roundTo(*m.N50, 2)))
	case m.Verdict == finding.Refuted:
		parts = append(parts, "harmless at the configured input size")
	}
	if m.Reason != "" {
		parts = append(parts, m.Reason)
	}
	if len(parts) == 0 {
		return "measured: " + string(m.Verdict)
	}
	return "measured: " + strings.Join(parts, "; ")
}

// muchSlower is how many times longer this machine has to take for the estimate,
// which is for another one, to say so.
const muchSlower = 1.3

// Millis writes milliseconds with as many digits as say something.
func Millis(ms float64) string {
	switch {
	case math.IsInf(ms, 0) || math.IsNaN(ms):
		return "?"
	case ms >= 100:
		return Count(math.Round(ms))
	case ms >= 10:
		return strconv.FormatFloat(ms, 'f', 0, 64)
	case ms >= 1:
		return strings.TrimSuffix(strconv.FormatFloat(ms, 'f', 1, 64), ".0")
	case ms < 0.01:
		return "<0.01"
	}
	return strconv.FormatFloat(ms, 'g', 2, 64)
}

// Count writes a whole number with its thousands apart.
func Count(n float64) string {
	if math.IsInf(n, 0) || math.IsNaN(n) || math.Abs(n) >= 1e15 {
		return strconv.FormatFloat(n, 'g', 2, 64)
	}
	digits := strconv.FormatFloat(math.Round(n), 'f', 0, 64)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append(groups, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}
	groups = append(groups, digits)
	slices.Reverse(groups)
	return sign + strings.Join(groups, ",")
}

// roundTo keeps some leading digits.
func roundTo(x float64, digits int) float64 {
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	scale := math.Pow(10, math.Floor(math.Log10(x))-float64(digits-1))
	if scale < 1 {
		return math.Round(x)
	}
	return math.Round(x/scale) * scale
}

// withEvidence is a finding's message with its measurement, for formats that
// have one text per finding.
func withEvidence(f finding.Finding) string {
	if e := Evidence(f.Measurement); e != "" {
		return f.Message + " (" + e + ")"
	}
	return f.Message
}
