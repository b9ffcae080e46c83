package measure

import (
	"strings"
	"testing"
)

func TestLargeBoundsBecomeVariables(t *testing.T) {
	for src, want := range map[string]float64{
		`for (let i = 0; i < 1e9; i++) f(i)`:                                       1e9,
		`for (let i = 0; i <= 5_000_000; i++) f(i)`:                                5e6,
		`for (let i = 2e6; i > 0; i--) f(i)`:                                       2e6,
		`const N = 300000; for (let i = 0; i < N; i++) f(i)`:                       300000,
		`let i = 0; while (i < 1e6) { i++ }`:                                       1e6,
		`let i = 0; do { i++ } while (i < 1e6)`:                                    1e6,
		`for (let i = 0; i < 1e6; i++) for (let j = 0; j < 1e7; j++) f(i)`:         1e7,
		`for (let i = 0; i < 1e9; i++) { if (f(i)) break }`:                        0,
		`(function () { for (let i = 0; i < 1e9; i++) { if (f(i)) return i } })()`: 0,
		`for (let i = 0; i < 100; i++) f(i)`:                                       0,
		`for (let i = 0; i < xs.length; i++) f(1e9)`:                               0,
		`let N = 300000; { let N = 3; for (let i = 0; i < N; i++) f(i) }`:          0,
		`if (x < 1e9) f(x)`:                                                        0,
	} {
		code, text, bound := variableBounds(src)
		if bound != want {
			t.Errorf("%s: bound %g, want %g", src, bound, want)
		}
		if bound > 0 && (text == "" || !strings.Contains(code, "__asynclint_bound0")) {
			t.Errorf("%s: %q in %s", src, text, code)
		}
	}
}
