package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// mayInstall says whether tests may change the machine.
func mayInstall() bool {
	return os.Getenv("CI") == "true" || os.Getenv("ASYNCLINT_E2E") == "install"
}

// need makes sure that a program is there, from one of Debian's packages.
func need(t *testing.T, program string, packages ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if !mayInstall() {
		t.Skipf("%s is missing; CI=true or ASYNCLINT_E2E=install lets this test install %s", program, strings.Join(packages, " "))
	}
	installing.Lock()
	defer installing.Unlock()
	for _, args := range [][]string{{"update", "-qq"}, append([]string{"install", "-y", "-qq", "--no-install-recommends"}, packages...)} {
		if out, err := aptGet(args...); err != nil {
			t.Skipf("%s cannot be installed: apt-get %s: %v\n%s", program, strings.Join(args, " "), err, last(out))
		}
	}
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is not on PATH after its installation", program)
	}
}

// aptGet waits while another package's tests install something.
func aptGet(args ...string) (out []byte, err error) {
	for range 60 {
		cmd := exec.Command("apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err = cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "Could not get lock") {
			break
		}
		time.Sleep(5 * time.Second)
	}
	return out, err
}

var installing sync.Mutex // apt-get runs once at a time

// npm runs npm in a folder; a registry that cannot be reached skips the test.
func npm(t *testing.T, dir string, args ...string) {
	t.Helper()
	need(t, "npm", "npm")
	if !mayInstall() {
		t.Skip("needs packages of npm; CI=true or ASYNCLINT_E2E=install lets this test install them")
	}
	cmd := exec.Command("npm", append([]string{"--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"}, args...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		if text := string(out); strings.Contains(text, "ENOTFOUND") || strings.Contains(text, "EAI_AGAIN") || strings.Contains(text, "ECONNREFUSED") || strings.Contains(text, "ETIMEDOUT") {
			t.Skipf("npm's registry cannot be reached: %s", last(out))
		}
		t.Fatalf("npm %s: %v\n%s", strings.Join(args, " "), err, last(out))
	}
}

func last(out []byte) string { return string(out[max(0, len(out)-2000):]) }

var built struct {
	once sync.Once
	dir  string
	err  error
	out  []byte
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// program builds asynclint and returns the folder that holds it.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "asynclint-e2e-"); built.err != nil {
			return
		}
		cmd := exec.Command("go", "build", "-o", built.dir, "../../cmd/asynclint")
		built.out, built.err = cmd.CombinedOutput()
	})
	if built.err != nil {
		t.Fatalf("building asynclint: %v\n%s", built.err, built.out)
	}
	return built.dir
}

// tour copies testdata/tour to where editors may write.
func tour(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.FromSlash("../../testdata/tour"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

var fence = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// snippets returns the code blocks of a docs page in a language.
func snippets(t *testing.T, page, language string) (list []string) {
	t.Helper()
	for _, m := range fence.FindAllStringSubmatch(read(t, filepath.Join("..", "..", "docs", "editors", page)), -1) {
		if m[1] == language {
			list = append(list, m[2])
		}
	}
	if len(list) == 0 {
		t.Fatalf("docs/editors/%s has no %s", page, language)
	}
	return list
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run starts an editor in a folder, with asynclint on PATH and a home of its
// own, and returns what it printed.
func run(t *testing.T, dir string, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	home := t.TempDir()
	cache, err := exec.Command("go", "env", "GOCACHE", "GOPATH").Output() // or the go command would compile its library again
	if err != nil {
		t.Fatal(err)
	}
	dirs := strings.Fields(string(cache))
	cmd.Env = append(os.Environ(), "GOCACHE="+dirs[0], "GOPATH="+dirs[1], "PATH="+program(t)+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home,
		"XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home, "ASYNCLINT_CACHE_DIR="+filepath.Join(home, "cache"), "TERM=dumb")
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, last(out))
	}
	return string(out)
}

// wants compares a file with the text that it should have.
func wants(t *testing.T, path string, parts ...string) {
	t.Helper()
	text := read(t, path)
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s lacks %q:\n%s", filepath.Base(path), p, text)
		}
	}
}

const (
	ignored = "\n  // asynclint-ignore cpubound -- why is this fine?\n  return lines.map("
	mended  = "export const busyPool = new Piscina({ filename, maxThreads: os.availableParallelism() });"
)
