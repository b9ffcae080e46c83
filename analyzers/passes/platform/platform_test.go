package platform

import (
	"strings"
	"testing"
)

func TestLongestRowWins(t *testing.T) {
	tab := newTable(map[string]int{"a.*": 1, "a.b.*": 2, "a.b.c": 3})
	for name, want := range map[string]int{"a.x": 1, "a.b.x": 2, "a.b.c": 3, "a.b.cd": 2, "ab": 0, "": 0} {
		if got, _ := tab.find(name); got != want {
			t.Errorf("%q: row %d, want %d", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	if Settles("node:timers.promises.setTimeout") != Macrotask || Settles("node:timers.promises.default.setTimeout") != Macrotask {
		t.Error("timers/promises settles in a macrotask")
	}
	if Settles("Promise.resolve") != Microtask || Settles("mystery") != SettleUnknown {
		t.Error("settled and unknown promises")
	}
	if Schedules("process.nextTick") != Microtask || Schedules("setImmediate") != Macrotask {
		t.Error("callbacks")
	}
	b, ok := BlockingCall("node:fs.readFileSync")
	if !ok || b.Kind != BlockFile || b.Member != "readFile" {
		t.Errorf("readFileSync: %+v", b)
	}
	for _, name := range []string{"node:fs.existsSync", "node:fs.readFile", "bcrypt.genSaltSync", "client.flushSync", ""} {
		if _, ok := BlockingCall(name); ok {
			t.Errorf("%s blocks", name)
		}
	}
}

// TestRows holds what the rules rely on when they make a sentence of a row.
func TestRows(t *testing.T) {
	for name, b := range blockingRows() {
		if b.Kind == 0 || b.What == "" || b.What != strings.TrimSpace(b.What) || (b.Promise == "") != (b.Member == "") {
			t.Errorf("%s: %+v", name, b)
		}
	}
	for name, h := range heavy.exact {
		if h.What == "" || h.Millis == 0 && h.PerUnit == 0 {
			t.Errorf("%s: %+v", name, h)
		}
	}
}
