package measure

import (
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// The matcher finds what the engine finds: then its tries are in the right
// order, for greed and laziness decide what is found.
func TestStepperFindsWhatTheEngineFinds(t *testing.T) {
	patterns := []string{
		`abc`, `a|b`, `^a`, `a$`, `a*b`, `a+?b`, `(a|ab)(c|bcd)`, `[a-m]+\d*[02468]$`, `[^a-c]`, `\bfoo\b`, `\Bo`, `(\w+)\s\1`, `(?<x>a)\k<x>`,
		`(?=ab)a`, `a(?!b)`, `(?<=a)b`, `(?<!a)b`, `x{2}`, `x{2,}`, `x{1,2}y`, `x{,2}`, `.`, `a.c`, `\d{3}-\d{4}`, `(a*)*b`, `(?:)`, `[]`, `[^]`, `[\]-]`,
		`\u0061`, `\x61`, `\cA`, `\.`, `(((a)))`, `(a*?)b`, `^(a+)+$`, `(?<=(\d+))z`, `\/`, `[\w.-]+@[\w-]+\.[a-z]{2,}`, `\s*,\s*`, `a||b`, `[a-]`, `{`, `a{`, `\S+`,
	}
	texts := []string{"", "abc", "aab", "xxy", "foo bar", "the the", "aa", "ab", "b", "12ab34", "555-1234", "a\nb", "x.y@example.org", "é", "a b , c", "zzz9z", "a{,2}x{,2}", "]-", "ABC"}
	rt := goja.New()
	for _, flags := range []string{"", "i", "m", "s"} {
		for _, p := range patterns {
			s, ok := newStepper(p, flags)
			if !ok {
				t.Errorf("/%s/%s is not read", p, flags)
				continue
			}
			for _, text := range texts {
				rt.Set("p", p)
				rt.Set("f", flags)
				rt.Set("t", text)
				v, err := rt.RunString(`new RegExp(p, f).test(t)`)
				if err != nil {
					break // goja does not read it
				}
				n := s.count(utf16.Encode([]rune(text)), 0)
				if s.found != v.ToBoolean() {
					t.Errorf("/%s/%s on %q: found %v", p, flags, text, s.found)
				}
				if n < 1 {
					t.Errorf("/%s/%s on %q: %d steps", p, flags, text, n)
				}
			}
		}
	}
}

func TestStepperRefusesWhatItCannotRead(t *testing.T) {
	for _, p := range []string{`(`, `)`, `(?`, `[`, `\`, `(?<x>a)\k<y>`, `(?i:a)`, strings.Repeat("(", 300) + strings.Repeat(")", 300), `((a{1,1000}){1,1000}){1,1000}`} {
		if _, ok := newStepper(p, ""); ok {
			t.Errorf("/%.40s/ is read", p)
		}
	}
}

// stepGrowth is the factor by which the steps grow when the text doubles from n, as
// a power of 2.
func stepGrowth(t *testing.T, p string, text func(n int) string, n int) float64 {
	t.Helper()
	s, ok := newStepper(p, "")
	if !ok {
		t.Fatalf("/%s/ is not read", p)
	}
	a := s.count(utf16.Encode([]rune(text(n))), 0)
	b := s.count(utf16.Encode([]rune(text(2*n))), 0)
	return math.Log2(float64(b) / float64(a))
}

func TestStepsGrowAsBacktrackingDoes(t *testing.T) {
	as := func(n int) string { return strings.Repeat("a", n) + "!" }
	for _, c := range []struct {
		p        string
		exponent float64
	}{{`^a+$`, 1}, {`a+$`, 2}, {`a+a+$`, 3}, {`^a*a*a*$`, 3}, {`[b-z]`, 1}} {
		if got := stepGrowth(t, c.p, as, 200); math.Abs(got-c.exponent) > 0.1 {
			t.Errorf("/%s/ grows with exponent %.2f, want %g", c.p, got, c.exponent)
		}
	}
	if got := stepGrowth(t, `^(a+)+$`, as, 9); got < 8 {
		t.Errorf("/^(a+)+$/ doubles with each letter; steps grew by 2^%.1f from 9 letters to 18", got)
	}
}

func TestStepperGivesUp(t *testing.T) {
	s, _ := newStepper(`^(a+)+$`, "")
	if n := s.count(utf16.Encode([]rune(strings.Repeat("a", 100)+"!")), 0); !s.exhausted || float64(n) > maxRegexpSteps+1 {
		t.Errorf("%d steps, given up: %v", n, s.exhausted)
	}
}

func FuzzStepper(f *testing.F) {
	f.Add(`^(a|b)*?\1[^c-\d]{2,3}(?<=x)$`, "im", "aabx")
	f.Add(`\p{L}+\u{61}`, "u", "äa")
	f.Fuzz(func(t *testing.T, p, flags, text string) {
		if s, ok := newStepper(p, flags); ok && len(text) < 50 {
			s.count(utf16.Encode([]rune(text)), 0)
		}
	})
}
