package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestNeovim opens files of the tour in neovim, set up as the docs say.
func TestNeovim(t *testing.T) {
	need(t, "nvim", "neovim")
	lua := snippets(t, "neovim.md", "lua")
	if len(lua) != 3 {
		t.Fatalf("docs/editors/neovim.md has %d snippets, not three", len(lua))
	}
	drive, err := filepath.Abs(filepath.Join("testdata", "drive.lua"))
	if err != nil {
		t.Fatal(err)
	}
	for name, setup := range map[string]string{"since 0.7": lua[1] + lua[2], "since 0.11": read(t, filepath.Join("testdata", "nvim011.lua")) + lua[0] + lua[2]} {
		t.Run(name, func(t *testing.T) {
			dir := tour(t)
			init := filepath.Join(t.TempDir(), "init.lua")
			write(t, init, setup)
			out := run(t, dir, "nvim", "--headless", "-n", "-u", init, "-c", "luafile "+drive)
			if !strings.Contains(out, "all is well") {
				t.Fatalf("neovim says:\n%s", out)
			}
			wants(t, filepath.Join(dir, "server", "pool.js"), mended)
			wants(t, filepath.Join(dir, "server", "report.js"), ignored)
		})
	}
}
