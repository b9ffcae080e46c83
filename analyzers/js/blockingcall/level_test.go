package blockingcall_test

import (
	"context"
	"errors"
	"go/token"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/blockingcall"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// TestLevels: how sure it is that somebody waits for long decides between a
// warning, which is the default, and an info.
func TestLevels(t *testing.T) {
	const text = `import fs from "node:fs";
import zlib from "node:zlib";
import bcrypt from "bcrypt";
import { execSync } from "node:child_process";
import { ipcMain } from "electron";
import express from "express";
const app = express();
app.get("/a", (req, res) => {
  res.send(fs.readFileSync(req.params.a)); // warning
  res.send(zlib.gzipSync(req.body)); // warning
});
setInterval(() => {
  fs.writeFileSync("state.json", state()); // info
  execSync("git pull"); // warning
}, 60_000);
ipcMain.handle("open", (event, path) => {
  return fs.readFileSync(path); // info
});
export async function anybody(path, password) {
  fs.readFileSync(path); // info
  zlib.gunzipSync(path); // info
  execSync("git pull"); // info
  return bcrypt.hashSync(password, 10); // warning
}
`
	want := map[int]string{}
	for i, line := range strings.Split(text, "\n") {
		if _, level, ok := strings.Cut(line, "// "); ok {
			want[i+1] = level
		}
	}
	g := jsparse.NewGraph(token.NewFileSet(), "/p", []string{"/p/app.js"}, func(p string) (string, error) {
		if p == "/p/app.js" {
			return text, nil
		}
		return "", errors.New("no such file: " + p)
	})
	reports, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{blockingcall.Analyzer}, Modules: g.Modules(), Workers: 1})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	got := map[int]string{}
	for _, r := range reports {
		level := "warning"
		if r.Diagnostic.Level == jsanalysis.Info {
			level = "info"
		}
		line, _ := r.File.Line(r.File.Offset(r.Diagnostic.Pos))
		got[line] = level
	}
	for line, level := range want {
		if got[line] != level {
			t.Errorf("line %d: %q, want %q", line, got[line], level)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}
