package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestProtocolClient speaks with the server by VS Code's own protocol library.
func TestProtocolClient(t *testing.T) {
	need(t, "node", "nodejs")
	modules := t.TempDir()
	write(t, filepath.Join(modules, "package.json"), `{"private": true}`)
	npm(t, modules, "install", "--ignore-scripts", "vscode-languageserver-protocol@3.18.5")
	script, err := filepath.Abs(filepath.Join("testdata", "client.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, modules, "node", script, modules, filepath.Join(program(t), "asynclint"), tour(t), t.TempDir())
	if !strings.Contains(out, "all is well") {
		t.Errorf("the client says:\n%s", out)
	}
}
