package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// root is the tree that is tested, binDir holds its asynclint.
var root, binDir string

func TestMain(m *testing.M) { os.Exit(setUp(m)) }

func setUp(m *testing.M) int {
	var err error
	if root, err = filepath.Abs(filepath.Join("..", "..")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if binDir, err = os.MkdirTemp("", "asynclint-endtoend-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(binDir)
	name := "asynclint"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	build := exec.Command("go", "build", "-o", filepath.Join(binDir, name), "./cmd/asynclint")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	os.Setenv("PATH", binDir+string(os.PathListSeparator)+os.Getenv("PATH"))
	os.Setenv("ASYNCLINT_CACHE_DIR", filepath.Join(binDir, "cache"))
	// Nothing of the machine's own git.
	os.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	os.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		os.Setenv("GIT_"+who+"_NAME", "a")
		os.Setenv("GIT_"+who+"_EMAIL", "a@example.com")
	}
	return m.Run()
}

// mayInstall reports whether tests may change the machine.
func mayInstall() bool { return os.Getenv("CI") == "true" }

var installing sync.Mutex

// need makes sure of a command, which is in a Debian package.
func need(t *testing.T, command, debian string) {
	t.Helper()
	installing.Lock()
	defer installing.Unlock()
	if _, err := exec.LookPath(command); err == nil {
		return
	}
	if _, err := exec.LookPath("apt-get"); err != nil || !mayInstall() {
		t.Skipf("needs %s: install Debian's %s, or set CI=true to let the test do it", command, debian)
	}
	apt := []string{"apt-get"}
	if os.Geteuid() != 0 {
		apt = []string{"sudo", "-n", "apt-get"}
	}
	for _, args := range [][]string{{"-qq", "update"}, {"-qq", "install", "-y", "--no-install-recommends", debian}} {
		cmd := exec.Command(apt[0], append(apt[1:], args...)...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
		}
	}
	if _, err := exec.LookPath(command); err != nil {
		t.Fatalf("Debian's %s brings no %s", debian, command)
	}
}

// npmInstall makes an npm project in a new folder and installs packages.
func npmInstall(t *testing.T, packages ...string) string {
	t.Helper()
	needNPM(t)
	dir := t.TempDir()
	write(t, dir, "package.json", `{"name": "project", "version": "1.0.0", "private": true}`)
	run(t, dir, "npm", append([]string{"install", "--no-audit", "--no-fund", "--loglevel=error", "--save-exact"}, packages...)...)
	return dir
}

// needNPM makes sure that npm packages can be fetched.
func needNPM(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		if mayInstall() {
			need(t, "npm", "npm")
			return
		}
		t.Skip("needs npm")
	}
	if !mayInstall() {
		t.Skip("fetches npm packages; set CI=true to let it")
	}
}

// needModules makes sure that Go modules beyond go.mod's may be fetched.
func needModules(t *testing.T) {
	t.Helper()
	if !mayInstall() {
		t.Skip("fetches and builds Go modules, for minutes; set CI=true to let it")
	}
}

// run runs a command that must succeed and returns its standard output.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	out, errOut, code := try(t, dir, nil, name, args...)
	if code != 0 {
		t.Fatalf("%s %s: exit code %d\n%s\n%s", name, strings.Join(args, " "), code, out, errOut)
	}
	return out
}

// try runs a command and returns what it prints and its exit code.
func try(t *testing.T, dir string, env []string, name string, args ...string) (out, errOut string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatalf("%s: %v", name, err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tour copies the sample app, which has findings of both languages, into a new
// git repository with one commit.
func tour(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "tour"))); err != nil {
		t.Fatal(err)
	}
	commit(t, dir)
	return dir
}

// commit puts all that is in a folder into a repository of its own.
func commit(t *testing.T, dir string) {
	t.Helper()
	run(t, dir, "git", "init", "-q", "-b", "main")
	run(t, dir, "git", "add", "-A")
	run(t, dir, "git", "commit", "-qm", "start")
}

var (
	checkoutOnce sync.Once
	checkoutDir  string
	checkoutErr  error
)

// checkout is a clone of the tree as it is now, changes that are not committed
// included, tagged v0.1.0: what people get who clone the repository. Tests do
// not change it.
func checkout(t *testing.T) string {
	t.Helper()
	checkoutOnce.Do(func() {
		dir := filepath.Join(binDir, "checkout")
		script := `set -e
mkdir -p "$1"
git ls-files -z --cached --others --exclude-standard --deduplicate | while IFS= read -r -d '' f; do if [ -e "$f" ]; then printf '%s\0' "$f"; fi; done | tar --null -cf - -T - | tar -xf - -C "$1"
cd "$1"
git init -q -b main; git add -A; git commit -qm start; git tag v0.1.0`
		cmd := exec.Command("bash", "-c", script, "bash", dir)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			checkoutErr = fmt.Errorf("%w\n%s", err, out)
		}
		checkoutDir = dir
	})
	if checkoutErr != nil {
		t.Fatal(checkoutErr)
	}
	return checkoutDir
}
