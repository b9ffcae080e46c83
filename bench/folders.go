package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/asynclint/asynclint/jsparse"
)

// bench is one run of the command.
type bench struct {
	ctx    context.Context
	tools  *tools
	rounds int
	temp   string
	rows   []row
}

// row is one line of the table.
type row struct {
	folder, what      string
	files             int
	ours, oxlint, bio sample
}

// someFiles is how many files stand for those that somebody has changed.
const someFiles = 20

// folder times all tools on a folder, and on some of its files.
func (b *bench) folder(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	files, err := sources(dir)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no JS/TS files")
	}
	some := spread(files, someFiles)
	one := spread(files, 1)
	for _, r := range []struct {
		what  string
		args  []string // for all tools
		cache bool
		files int
	}{
		{"cold", []string{"."}, false, len(files)},
		{"warm", []string{"."}, true, len(files)},
		{fmt.Sprintf("%d files", len(some)), some, false, len(some)},
		{fmt.Sprintf("%d files, warm", len(some)), some, true, len(some)},
		{"one file", one, false, 1},
		{"one file, warm", one, true, 1},
	} {
		ours := append([]string{}, b.tools.asynclint...)
		if !r.cache {
			ours = append(ours, "--no-cache")
		}
		env := []string{"ASYNCLINT_CACHE_DIR=" + filepath.Join(b.temp, "cache")}
		with := func(tool []string) []string { return append(append([]string{}, tool...), r.args...) }
		got, err := paired(b.ctx, b.rounds, dir, env, with(ours), with(b.tools.oxlint), with(b.tools.biome))
		if err != nil {
			return err
		}
		b.rows = append(b.rows, row{filepath.Base(dir), r.what, r.files, got[0], got[1], got[2]})
	}
	return nil
}

// print writes the table: times in milliseconds, and ratios to oxlint.
func (b *bench) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "folder\trun\tfiles\tasynclint ms\toxlint ms\tbiome ms\tratio\tcpu ratio\tbiome ratio\tMB\toxlint MB\tbiome MB\t")
	for _, r := range b.rows {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%.2f\t%.2f\t%.2f\t%d\t%d\t%d\t\n", r.folder, r.what, r.files,
			r.ours.wall.Milliseconds(), r.oxlint.wall.Milliseconds(), r.bio.wall.Milliseconds(),
			r.ours.wall.Seconds()/r.oxlint.wall.Seconds(), r.ours.cpu.Seconds()/r.oxlint.cpu.Seconds(), r.ours.wall.Seconds()/r.bio.wall.Seconds(),
			r.ours.memory>>20, r.oxlint.memory>>20, r.bio.memory>>20)
	}
	w.Flush()
}

// growth lints ever more copies of a folder.
func (b *bench) growth(dir string, most int, out io.Writer) error {
	files, err := sources(dir)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\nfiles\tms\tcpu ms\tms per 1,000 files\tMB\toxlint ms\toxlint MB\t")
	root := filepath.Join(b.temp, "grown")
	copies := 0
	for _, share := range []int{8, 4, 2, 1} {
		for (copies+1)*len(files) <= max(most/share, len(files)) {
			if err := copyFiles(dir, filepath.Join(root, fmt.Sprintf("copy%03d", copies)), files); err != nil {
				return err
			}
			copies++
		}
		ours := append(append([]string{}, b.tools.asynclint...), "--no-cache", "--jobs", "2", ".")
		got, err := paired(b.ctx, max(1, b.rounds/2), root, nil, ours, append(append([]string{}, b.tools.oxlint...), "."))
		if err != nil {
			return err
		}
		n := copies * len(files)
		fmt.Fprintf(w, "%d\t%d\t%d\t%.0f\t%d\t%d\t%d\t\n", n, got[0].wall.Milliseconds(), got[0].cpu.Milliseconds(),
			got[0].wall.Seconds()*1e6/float64(n), got[0].memory>>20, got[1].wall.Milliseconds(), got[1].memory>>20)
	}
	return w.Flush()
}

// sources lists the folder's JS/TS files, relative to it.
func sources(dir string) (list []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case d.Type().IsRegular() && jsparse.IsSource(path) && !strings.HasSuffix(path, ".html") && !strings.Contains(path, ".min."):
			rel, err := filepath.Rel(dir, path)
			list = append(list, rel)
			return err
		}
		return nil
	})
	return list, err
}

// spread picks n of a list, evenly.
func spread(list []string, n int) (out []string) {
	n = min(n, len(list))
	for i := range n {
		out = append(out, list[i*len(list)/n+len(list)/n/2])
	}
	return out
}

func copyFiles(from, to string, files []string) error {
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(from, f))
		if err != nil {
			return err
		}
		path := filepath.Join(to, f)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
