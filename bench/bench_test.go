package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	of := func(ms ...int) time.Duration {
		var list []sample
		for _, m := range ms {
			list = append(list, sample{wall: time.Duration(m)})
		}
		return median(list, func(s sample) time.Duration { return s.wall })
	}
	if of(3) != 3 || of(9, 1, 2) != 2 || of(1, 2, 4, 9) != 3 {
		t.Error(of(3), of(9, 1, 2), of(1, 2, 4, 9))
	}
}

func TestSpread(t *testing.T) {
	list := strings.Split("abcdefghij", "")
	if got := strings.Join(spread(list, 3), ""); got != "beh" {
		t.Error(got)
	}
	if got := spread(list, 99); !slices.Equal(got, list) {
		t.Error(got)
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.js", "b.ts", "c.txt", "d.min.js", "node_modules/e.js", "f/g.vue"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := sources(dir)
	if want := []string{"a.js", "b.ts", filepath.Join("f", "g.vue")}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	to := t.TempDir()
	if err := copyFiles(dir, to, got); err != nil {
		t.Fatal(err)
	}
	if again, err := sources(to); err != nil || !slices.Equal(again, got) {
		t.Errorf("copied %q, %v", again, err)
	}
}

// The commands take turns, and each has its own figures.
func TestPaired(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), "log")
	got, err := paired(context.Background(), 2, "", []string{"BENCH_TEST_LOG=" + log}, []string{self, "a"}, nil, []string{self, "b"})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(log)
	if err != nil || string(text) != "ababab" {
		t.Errorf("order %q, %v", text, err)
	}
	if got[0].wall <= 0 || got[2].wall <= 0 || got[1].wall != 0 {
		t.Errorf("%+v", got)
	}
	if _, err := paired(context.Background(), 1, "", nil, []string{filepath.Join(t.TempDir(), "no such tool")}); err == nil {
		t.Error("a tool that is not there is no error")
	}
}

// TestMain is also the tool that TestPaired times.
func TestMain(m *testing.M) {
	if log := os.Getenv("BENCH_TEST_LOG"); log != "" {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = f.WriteString(os.Args[1])
		}
		if err != nil {
			os.Exit(3)
		}
		os.Exit(1) // findings
	}
	os.Exit(m.Run())
}
