package endtoend

import (
	"regexp"
	"strings"
	"testing"
)

// On a terminal a long run says how far it is, and takes that away again;
// elsewhere, and with --quiet, it does not.
func TestProgressOnATerminal(t *testing.T) {
	need(t, "script", "bsdutils")
	dir := t.TempDir()
	// Measured for longer than the half second in which nothing is said.
	write(t, dir, "slow.ts", `export async function slow(records: number[]) {
  const out: number[] = [];
  for (const a of records) for (const b of records) if (a === b + 1) out.push(a);
  return out.sort((x, y) => x - y).map((x) => records.indexOf(x));
}
`)
	on := func(flags string) string {
		return run(t, dir, "script", "-qec", "asynclint --no-cache --measure-budget 20s "+flags, "/dev/null")
	}
	line := regexp.MustCompile(`\r\x1b\[K(?:analysing|measuring)[^\n]*\r\x1b\[K`)
	if out := on(""); !line.MatchString(out) || !strings.Contains(out, "\x1b[1mslow.ts:") {
		t.Errorf("on a terminal: %q", out)
	}
	if out := on("--quiet"); line.MatchString(out) {
		t.Errorf("quiet: %q", out)
	}
	if _, errOut, _ := try(t, dir, nil, "asynclint", "--no-cache"); strings.Contains(errOut, "\x1b") || strings.Contains(errOut, "\r") {
		t.Errorf("off a terminal: %q", errOut)
	}
}
