// Command truncate holds the promise that no input makes asynclint panic: it
// lints every JS/TS file of the folders by itself, whole and cut off at random
// places, with all rules, and reports each panic.
//
//	go run ./bench/truncate [-cuts 50] [-seed 1] [-jobs N] DIR...
//
// A panic of the parser or of a rule is caught and told as an error of the file;
// here each of them is one line, with the place of the cut, and makes the exit
// code 1. A stack that overflows, or a file that takes forever, would end the
// process: the file that is being read is then the last one in -log.
package main

import (
	"context"
	"flag"
	"fmt"
	"go/token"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// maxFile is the size from which a file is lint's to refuse, not this command's
// to cut fifty times.
const maxFile = 1 << 20

type tally struct {
	files, runs, unparsed, panics atomic.Int64
	longest                       atomic.Int64 // nanoseconds
}

func main() {
	cuts := flag.Int("cuts", 50, "places to cut each file at")
	seed := flag.Uint64("seed", 1, "of the random places")
	jobs := flag.Int("jobs", runtime.GOMAXPROCS(0), "files at the same time")
	log := flag.String("log", "", "write the name of each file to this `FILE` before it is read")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "truncate: no folder given")
		os.Exit(2)
	}
	var names *os.File
	if *log != "" {
		f, err := os.Create(*log)
		if err != nil {
			fmt.Fprintln(os.Stderr, "truncate:", err)
			os.Exit(2)
		}
		names = f
	}
	started := time.Now()
	var t tally
	files := make(chan string)
	var wg sync.WaitGroup
	for range *jobs {
		wg.Go(func() {
			for path := range files {
				if *log != "" {
					fmt.Fprintln(names, path)
				}
				t.file(path, *cuts, *seed)
			}
		})
	}
	for _, dir := range flag.Args() {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.Name() == ".git" && d.IsDir() {
				return fs.SkipDir
			}
			if d.Type().IsRegular() && jsparse.IsSource(path) {
				files <- path
			}
			return nil
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "truncate:", err)
		}
	}
	close(files)
	wg.Wait()
	fmt.Printf("%d files, %d texts, %d of them no program, longest %v, %d panics, %v\n", t.files.Load(), t.runs.Load(), t.unparsed.Load(),
		time.Duration(t.longest.Load()).Round(time.Millisecond), t.panics.Load(), time.Since(started).Round(time.Second))
	if t.panics.Load() > 0 {
		os.Exit(1)
	}
}

// file lints a file whole, then cut off. The places depend on the path and the
// seed only, so that a failure can be had again.
func (t *tally) file(path string, cuts int, seed uint64) {
	data, err := os.ReadFile(path)
	if err != nil || len(data) > maxFile {
		return
	}
	t.files.Add(1)
	text := string(data)
	t.lint(path, text)
	h := fnv.New64a()
	h.Write([]byte(path))
	rnd := rand.New(rand.NewPCG(seed, h.Sum64()))
	for range min(cuts, len(text)) {
		t.lint(path, text[:rnd.IntN(len(text))])
	}
}

// lint runs all rules over one text, as the only one of its project.
func (t *tally) lint(path, text string) {
	started := time.Now()
	defer func() {
		t.runs.Add(1)
		if d := time.Since(started).Nanoseconds(); d > t.longest.Load() {
			t.longest.Store(d)
		}
		if r := recover(); r != nil {
			t.panicked(path, text, fmt.Sprint(r))
		}
	}()
	abs := "/project/" + filepath.Base(path)
	g := jsparse.NewGraph(token.NewFileSet(), "/project", []string{abs}, func(p string) (string, error) {
		if p != abs {
			return "", fs.ErrNotExist
		}
		return text, nil
	})
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Modules: g.Modules(), Analyzers: analyzers.JS, Workers: 1})
	if err != nil {
		t.panicked(path, text, err.Error())
	}
	for _, f := range failures {
		if f.Analyzer != "" || strings.Contains(f.Err.Error(), "the parser failed") {
			t.panicked(path, text, f.Err.Error())
			continue
		}
		t.unparsed.Add(1)
	}
}

func (t *tally) panicked(path, text, why string) {
	t.panics.Add(1)
	fmt.Printf("%s: first %d bytes: %s\n", path, len(text), why)
}
