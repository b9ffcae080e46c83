package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// started is the command as a process of its own: this binary under its name.
func started(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"asynclint"}, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "ASYNCLINT_CACHE_DIR="+filepath.Join(dir, ".cache"))
	return cmd
}

func lay(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// children lists the living processes below one, by /proc.
func children(pid int) (list []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		// pid (name) state ppid …; a name may hold anything.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) < 2 || fields[0] == "Z" || fields[1] != strconv.Itoa(pid) {
			continue
		}
		if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			list = append(list, child)
		}
	}
	return list
}

// flagged is code that is measured.
const flagged = `export async function filterRows(records: { score: number }[], predicate: (r: { score: number }) => boolean) {
  return records.filter(predicate).map((r) => ({ ...r, label: String(r.score) })).sort((a, b) => a.score - b.score);
}
`

// TestInterrupted presses Ctrl-C while flagged code is being run: exit 130, the
// children are gone, and the next run finds what a fresh one would.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "package.json", "{}")
	for i := range 20 {
		lay(t, dir, fmt.Sprintf("f%d.ts", i), flagged+fmt.Sprintf("export const n%d = %d;\n", i, i))
	}
	cmd := started(t, dir, "--measure-budget", "10m", "--measure", "require", ".")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var kids []int
	for range 2000 { // until it measures
		if kids = children(cmd.Process.Pid); len(kids) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if len(kids) == 0 {
		t.Error("no child was seen")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("ended with %v, want exit 130", err)
	}
	for _, pid := range kids {
		if alive(pid) {
			t.Errorf("child %d lives on", pid)
		}
	}
	var outputs []string
	for _, args := range [][]string{{"--measure", "off", "."}, {"--measure", "off", "--no-cache", "."}} {
		out, err := started(t, dir, args...).Output()
		if err != nil {
			t.Errorf("the run after: %v", err)
		}
		outputs = append(outputs, string(out))
	}
	if outputs[0] != outputs[1] || !strings.Contains(outputs[0], "[cpubound]") {
		t.Errorf("with the cache:\n%s\nwithout:\n%s", outputs[0], outputs[1])
	}
}

// alive waits a moment for the kernel to clear up.
func alive(pid int) bool {
	for range 200 {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.HasPrefix(strings.TrimSpace(string(text[bytes.LastIndexByte(text, ')')+1:])), "Z") {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

func manyFindings(t *testing.T) string {
	dir := t.TempDir()
	lay(t, dir, "package.json", "{}")
	for i := range 20 {
		lay(t, dir, fmt.Sprintf("f%d.js", i), strings.Repeat("export function wait(end) { while (Date.now() < end) {} }\n", 500))
	}
	return dir
}

// TestReaderGoesAway closes the pipe after the first bytes, as head does: the
// process ends, by the signal or with a code, and says nothing of a crash.
func TestReaderGoesAway(t *testing.T) {
	cmd := started(t, manyFindings(t), "--no-cache", "--measure", "off", ".")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	out.Close()
	err = cmd.Wait()
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !(status.Signaled() && status.Signal() == syscall.SIGPIPE) && cmd.ProcessState.ExitCode() < 1 {
		t.Errorf("ended with %v", err)
	}
	if s := complaints.String(); strings.Contains(s, "panic") || strings.Contains(s, "goroutine") {
		t.Error(s)
	}
}

// TestDiskIsFull: findings that could not be written are trouble, not success.
func TestDiskIsFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	dir := t.TempDir()
	lay(t, dir, "a.js", "export function wait(end) { while (Date.now() < end) {} }\n")
	for _, format := range []string{"line", "json", "sarif", "default"} {
		cmd := started(t, dir, "--no-cache", "--measure", "off", "--format", format, ".")
		cmd.Stdout = full
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 2 || !strings.Contains(complaints.String(), "no space left") {
			t.Errorf("%s: %v: %s", format, err, complaints.String())
		}
	}
}

// TestNoRoomForTheCache writes a cache that ends in the middle, as on a full
// disk: the findings are there, and nothing half written is left.
func TestNoRoomForTheCache(t *testing.T) {
	dir := manyFindings(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := filepath.Join(t.TempDir(), "asynclint")
	if err := os.Symlink(self, command); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	for range 2 { // the second one reads what the first could keep
		cmd := exec.Command("sh", "-c", `ulimit -f 8 && exec "$0" "$@"`, command, "--measure", "off", "--format", "line", ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "ASYNCLINT_CACHE_DIR="+cache)
		out, err := cmd.Output()
		if n := bytes.Count(out, []byte("[busywait]")); n != 10_000 || cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%v, %d findings", err, n)
		}
		if list, err := os.ReadDir(cache); err != nil || len(list) != 0 {
			t.Errorf("left in the cache: %v, %v", list, err)
		}
	}
}
