package e2e

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestVSCodePackage makes the extension's package as docs/editors/vscode.md
// says, looks into it, and loads what is in it.
func TestVSCodePackage(t *testing.T) {
	need(t, "node", "nodejs")
	root := t.TempDir()
	dir := filepath.Join(root, "editors", "vscode")
	for from, to := range map[string]string{"../vscode": dir, "../../docs/schema": filepath.Join(root, "docs", "schema")} {
		if err := os.CopyFS(to, os.DirFS(filepath.FromSlash(from))); err != nil {
			t.Fatal(err)
		}
	}
	license := read(t, filepath.Join("..", "..", "LICENSE"))
	write(t, filepath.Join(root, "LICENSE"), license)
	if err := os.RemoveAll(filepath.Join(dir, "node_modules")); err != nil { // of a developer's own
		t.Fatal(err)
	}
	steps := strings.Split(strings.TrimSpace(snippets(t, "vscode.md", "sh")[0]), "\n")
	if want := []string{"cd editors/vscode", "npm install", "npx vsce package", "code --install-extension asynclint-*.vsix"}; !slices.Equal(steps, want) {
		t.Fatalf("the docs say %q, the test does %q", steps, want)
	}
	npm(t, dir, "install", "--ignore-scripts")
	npm(t, dir, "exec", "--", "vsce", "package")
	if out := run(t, dir, "node", "--test", "test.js"); !strings.Contains(out, "# fail 0") {
		t.Errorf("the extension's own tests:\n%s", out)
	}

	packages, err := filepath.Glob(filepath.Join(dir, "*.vsix"))
	if err != nil || len(packages) != 1 {
		t.Fatalf("packages: %v, %v", packages, err)
	}
	unpacked := t.TempDir()
	files := unzip(t, packages[0], unpacked)
	for _, want := range []string{"extension.vsixmanifest", "[Content_Types].xml", "extension/package.json", "extension/extension.js", "extension/find.js",
		"extension/readme.md", "extension/LICENSE.txt", "extension/schema/config.json", "extension/node_modules/vscode-languageclient/node.js"} {
		if !slices.Contains(files, want) {
			t.Errorf("the package lacks %s", want)
		}
	}
	for _, f := range files {
		if strings.HasPrefix(f, "extension/node_modules/@vscode/vsce/") || f == "extension/test.js" || f == "extension/prepare.js" || strings.HasSuffix(f, ".vsix") {
			t.Errorf("the package holds %s", f)
		}
	}
	if read(t, filepath.Join(unpacked, "extension", "LICENSE.txt")) != license {
		t.Error("the package has another licence")
	}
	if read(t, filepath.Join(unpacked, "extension", "schema", "config.json")) != read(t, filepath.Join("..", "..", "docs", "schema", "config.json")) {
		t.Error("the package has another schema")
	}
	settings(t, filepath.Join(unpacked, "extension", "package.json"))

	script, err := filepath.Abs(filepath.Join("testdata", "extension.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	if out := run(t, unpacked, "node", script, filepath.Join(unpacked, "extension")); !strings.Contains(out, "all is well") {
		t.Errorf("the extension says:\n%s", out)
	}
}

// settings holds the settings in the docs against those of the manifest.
func settings(t *testing.T, manifest string) {
	t.Helper()
	var m struct {
		Contributes struct {
			Configuration struct {
				Properties map[string]struct{ Default any }
			}
		}
	}
	if err := json.Unmarshal([]byte(read(t, manifest)), &m); err != nil {
		t.Fatal(err)
	}
	var shown map[string]any
	if err := json.Unmarshal([]byte(snippets(t, "vscode.md", "json")[0]), &shown); err != nil {
		t.Fatal(err)
	}
	known := m.Contributes.Configuration.Properties
	for name, value := range shown {
		if p, ok := known[name]; !ok || p.Default != value {
			t.Errorf("the docs show %s: %v, which the manifest has as %v", name, value, p.Default)
		}
	}
	for name := range known {
		if _, ok := shown[name]; !ok && name != "asynclint.trace.server" {
			t.Errorf("the docs do not show %s", name)
		}
	}
}

// unzip unpacks an archive and returns the names in it.
func unzip(t *testing.T, archive, to string) (names []string) {
	t.Helper()
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		names = append(names, f.Name)
		if !filepath.IsLocal(f.Name) || strings.HasSuffix(f.Name, "/") {
			continue
		}
		path := filepath.Join(to, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, string(text))
	}
	return names
}
