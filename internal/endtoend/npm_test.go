package endtoend

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// npmPlatform names this machine as npm does.
func npmPlatform() string {
	os, arch := runtime.GOOS, runtime.GOARCH
	if os == "windows" {
		os = "win32"
	}
	if arch == "amd64" {
		arch = "x64"
	}
	return os + "-" + arch
}

type npmPackage struct {
	Name, Version        string
	Files, OS, CPU       []string
	Scripts              map[string]string
	OptionalDependencies map[string]string
	Bin                  map[string]string
}

func readPackage(t *testing.T, dir string) (p npmPackage) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, dir, "package.json")), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// pack packs the packages of the release into a folder and returns the files by
// package.
func pack(t *testing.T) map[string]string {
	t.Helper()
	needNPM(t)
	dist, out := filepath.Join(release(t), "npm"), t.TempDir()
	packages, err := os.ReadDir(dist)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, p := range packages {
		var packed []struct{ Name, Filename string }
		if err := json.Unmarshal([]byte(run(t, out, "npm", "pack", "--json", "--loglevel=error", filepath.Join(dist, p.Name()))), &packed); err != nil {
			t.Fatal(err)
		}
		files[packed[0].Name] = filepath.Join(out, packed[0].Filename)
	}
	return files
}

// There is a package for each platform, named by the launcher, and none runs a
// script when it is installed.
func TestNPMPackages(t *testing.T) {
	dist := filepath.Join(release(t), "npm")
	launcher := readPackage(t, filepath.Join(dist, "asynclint"))
	if launcher.Version != trial || len(launcher.OptionalDependencies) != len(releasePlatforms()) || launcher.Bin["asynclint"] == "" {
		t.Errorf("launcher %+v", launcher)
	}
	for name, version := range launcher.OptionalDependencies {
		p := readPackage(t, filepath.Join(dist, strings.TrimPrefix(name, "@asynclint/")))
		if p.Name != name || p.Version != version || version != trial || len(p.OS) != 1 || len(p.CPU) != 1 || name != "@asynclint/cli-"+p.OS[0]+"-"+p.CPU[0] {
			t.Errorf("%s: %+v", name, p)
		}
		if len(p.Scripts)+len(launcher.Scripts) > 0 {
			t.Errorf("%s runs scripts", name)
		}
		info, err := os.Stat(filepath.Join(dist, strings.TrimPrefix(name, "@asynclint/"), p.Files[0]))
		if err != nil || info.Mode()&0o111 == 0 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
}

// The packed files go into an empty project, where npx finds the command.
func TestNPMInstalled(t *testing.T) {
	files := pack(t)
	own := files["@asynclint/cli-"+npmPlatform()]
	dir := npmInstall(t, "--ignore-scripts", files["asynclint"], own)
	if out := run(t, dir, "npx", "--no-install", "asynclint", "--version"); out != "asynclint "+trial+"\n" {
		t.Errorf("version %q", out)
	}
	if err := os.CopyFS(filepath.Join(dir, "src"), os.DirFS(filepath.Join(root, "testdata", "tour", "web", "src"))); err != nil {
		t.Fatal(err)
	}
	// Arguments, streams and exit codes go through the launcher.
	out, errOut, code := try(t, dir, nil, "npx", "--no-install", "asynclint", "--deny-warnings", "src")
	if code != 1 || !strings.Contains(out, "src/filter.ts:12:10: warning: ") || !strings.Contains(errOut, " files (") {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
	// A config that init writes has the schema of the installed version.
	run(t, dir, "npx", "--no-install", "asynclint", "init")
	if text := read(t, dir, "asynclint.jsonc"); !strings.Contains(text, `"./node_modules/asynclint/schema/config.json"`) {
		t.Errorf("config\n%s", text)
	}
	read(t, dir, "node_modules", "asynclint", "schema", "config.json")
	read(t, dir, "node_modules", "asynclint", "schema", "report.json")

	// Without the platform's package the launcher says what to do.
	alone := npmInstall(t, "--omit=optional", files["asynclint"])
	if _, errOut, code := try(t, alone, nil, "npx", "--no-install", "asynclint"); code != 2 || !strings.Contains(errOut, "the package @asynclint/cli-"+npmPlatform()+" is missing") {
		t.Errorf("exit code %d\n%s", code, errOut)
	}
	if out, _, code := try(t, alone, []string{"ASYNCLINT_BINARY=" + filepath.Join(binDir, "asynclint")}, "npx", "--no-install", "asynclint", "--version"); code != 0 || !strings.HasPrefix(out, "asynclint ") {
		t.Errorf("a binary of one's own: exit code %d %q", code, out)
	}
}
