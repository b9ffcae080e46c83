package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// tools are the commands that are compared, with what all calls of them have.
type tools struct {
	asynclint []string
	oxlint    []string
	biome     []string
}

// The other tools' rules that come nearest to what asynclint looks for.
const (
	oxlintConfig = `{
  "plugins": ["eslint", "node"],
  "categories": {"correctness": "off"},
  "rules": {"no-await-in-loop": "warn", "no-async-promise-executor": "warn", "node/no-sync": "warn"}
}
`
	biomeConfig = `{
  "formatter": {"enabled": false},
  "assist": {"enabled": false},
  "linter": {"rules": {"recommended": false,
    "suspicious": {"noAsyncPromiseExecutor": "warn"}, "performance": {"noAwaitInLoops": "warn"}}}
}
`
)

// install puts the other tools into the folder, unless they are there, and
// builds asynclint unless a binary is given.
func install(ctx context.Context, folder, binary string) (*tools, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for name, text := range map[string]string{"package.json": `{"private": true}`, "oxlintrc.json": oxlintConfig, "biome.json": biomeConfig} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	bin := filepath.Join(folder, "node_modules", ".bin")
	if _, err := os.Stat(filepath.Join(bin, "biome")); err != nil {
		if err := command(ctx, folder, "npm", "install", "--no-audit", "--no-fund", "oxlint", "@biomejs/biome"); err != nil {
			return nil, fmt.Errorf("installing oxlint and biome: %w", err)
		}
	}
	if binary == "" {
		binary = filepath.Join(folder, "asynclint")
		if err := command(ctx, "", "go", "build", "-o", binary, "github.com/asynclint/asynclint/cmd/asynclint"); err != nil {
			return nil, fmt.Errorf("building asynclint: %w", err)
		}
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return nil, err
	}
	return &tools{
		asynclint: []string{binary, "--measure", "off"},
		oxlint:    []string{filepath.Join(bin, "oxlint"), "-c", filepath.Join(folder, "oxlintrc.json")},
		biome:     []string{filepath.Join(bin, "biome"), "lint", "--config-path", folder, "--max-diagnostics=50"},
	}, nil
}

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}
