package main

import (
	"os"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/runtime"
)

func TestMain(m *testing.M) {
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	if len(os.Args) == 2 && os.Args[1] == spinArgument {
		spin()
	}
	os.Exit(m.Run())
}

// Two runs, one of them beside a busy process. `go run ./runtime/flip` does 20.
func TestVerdictsDoNotFlip(t *testing.T) {
	var out strings.Builder
	flips, err := flipped(&out, 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(out.String())
	if flips > 0 {
		t.Errorf("%d functions had more than one verdict", flips)
	}
}
