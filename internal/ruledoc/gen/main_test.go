package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestGeneratedFiles(t *testing.T) {
	const root = "../../.."
	want, err := outputs(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s is out of date (%v): run `go generate ./internal/ruledoc`", name, err)
		}
	}
	stale, err := leftovers(root, want)
	if err != nil || len(stale) > 0 {
		t.Errorf("%v describe rules that are no more (%v): run `go generate ./internal/ruledoc`", stale, err)
	}
}
