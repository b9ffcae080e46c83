package runtime_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	asyncrt "github.com/asynclint/asynclint/runtime"
)

// hostileDeadline is what each snippet gets, of processor time.
const hostileDeadline = 500 * time.Millisecond

// TestHostileSnippets holds what the sandbox promises: each snippet ends within
// 1.5 times its deadline, the parent hardly grows, nothing is touched, and the
// evidence says why. The time is the child's own processor time, which on an idle
// machine is the time that passes, and which no other program lengthens.
func TestHostileSnippets(t *testing.T) {
	dir := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	sources := map[string]string{
		"connect": `async function f(data) { const s = require("net").connect(` + port(listener) + `, "127.0.0.1"); await fetch("http://` + listener.Addr().String() + `/"); return s; }`,
	}
	for name, body := range hostile {
		sources[name] = "async function f(data) { " + body + " }\n"
	}
	for name, src := range hostileModules {
		sources[name] = src
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var names []string
	var targets []asyncrt.Target
	for name, src := range sources {
		names = append(names, name)
		targets = append(targets, asyncrt.Target{Path: filepath.Join(dir, "f.js"), Source: []byte(src), Start: strings.Index(src, "async function f"), End: len(src) - 1})
	}
	for i, e := range asyncrt.Measure(context.Background(), targets, asyncrt.Options{PerFunction: hostileDeadline, Budget: time.Hour}, nil) {
		name := names[i]
		if e.Spent > hostileDeadline*3/2 {
			t.Errorf("%s took %v of processor time, allowed are %v: %s", name, e.Spent, hostileDeadline*3/2, show(e))
		}
		// What harms nobody may even be measured.
		says := asyncrt.Reasons[e.Reason] != "" && e.Detail != "" || e.Verdict != asyncrt.Unmeasured && len(e.Samples) > 0
		if !says {
			t.Errorf("%s: %s", name, show(e))
		}
		if strings.Contains(e.Detail, "leak") {
			t.Errorf("%s saw the environment: %s", name, show(e))
		}
		t.Logf("%-22s %-10s %-12s %5.0f ms: %.80s", name, e.Verdict, e.Reason, float64(e.Spent)/float64(time.Millisecond), e.Detail)
	}
	t.Logf("%d snippets", len(sources))
	// Sys is what the runtime has from the system; it does not shrink, so the
	// peak shows.
	runtime.ReadMemStats(&after)
	if grown := int64(after.Sys) - int64(before.Sys); grown > 100<<20 {
		t.Errorf("the parent grew by %d MB", grown>>20)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
	if _, err := os.Stat(filepath.Join(os.TempDir(), "pwned")); err == nil {
		t.Error("a file was written")
	}
	if tcp, ok := listener.(*net.TCPListener); ok {
		_ = tcp.SetDeadline(time.Now().Add(time.Millisecond))
		if c, err := tcp.Accept(); err == nil {
			t.Errorf("a connection came from %v", c.RemoteAddr())
		}
	}
}

func port(l net.Listener) string {
	_, p, _ := net.SplitHostPort(l.Addr().String())
	return p
}
