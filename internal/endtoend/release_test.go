package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

const trial = "0.1.0-trial"

// releasePlatforms are those of the release that tests look at; all of them
// where the machine may be busy for minutes.
func releasePlatforms() []string {
	if mayInstall() {
		return []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}
	}
	return []string{runtime.GOOS + "/" + runtime.GOARCH}
}

var (
	releaseOnce sync.Once
	releaseDir  string
	releaseErr  error
	releaseOut  []byte
)

// release builds a release of the tree in a clone and returns its dist folder.
func release(t *testing.T) string {
	t.Helper()
	source := checkout(t)
	releaseOnce.Do(func() {
		clone := filepath.Join(binDir, "release")
		if releaseOut, releaseErr = exec.Command("git", "clone", "-q", source, clone).CombinedOutput(); releaseErr != nil {
			return
		}
		cmd := exec.Command("bash", append([]string{filepath.Join(clone, ".ci", "release"), trial}, releasePlatforms()...)...)
		releaseOut, releaseErr = cmd.CombinedOutput()
		releaseDir = filepath.Join(clone, "dist")
	})
	if releaseErr != nil {
		t.Fatalf("%v\n%s", releaseErr, releaseOut)
	}
	return releaseDir
}

func TestRelease(t *testing.T) {
	dist := release(t)
	var want []string
	for _, p := range releasePlatforms() {
		name := "asynclint-" + strings.ReplaceAll(p, "/", "-")
		if strings.HasPrefix(p, "windows/") {
			name += ".exe"
		}
		want = append(want, name)
	}
	slices.Sort(want)
	var got []string
	for line := range strings.Lines(read(t, dist, "release", "SHA256SUMS")) {
		m := regexp.MustCompile(`^[0-9a-f]{64}  (\S+)\n$`).FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("checksum %q", line)
		}
		got = append(got, m[1])
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("checksums of %v, want %v", got, want)
	}
	run(t, filepath.Join(dist, "release"), "sha256sum", "--check", "--quiet", "SHA256SUMS")

	own := filepath.Join(dist, "release", "asynclint-"+runtime.GOOS+"-"+runtime.GOARCH)
	if out := run(t, ".", own, "--version"); out != "asynclint "+trial+"\n" {
		t.Errorf("version %q", out)
	}
	head := strings.TrimSpace(run(t, checkout(t), "git", "rev-parse", "--short=12", "HEAD"))
	if out := run(t, ".", own, "version"); !strings.Contains(out, "commit "+head+", go1.") || !strings.Contains(out, runtime.GOOS+"/"+runtime.GOARCH) {
		t.Errorf("stamps %q", out)
	}
}

// The same commit in another folder, and another user's Go settings, make the
// same bytes.
func TestReleaseIsReproducible(t *testing.T) {
	first := release(t)
	again := filepath.Join(t.TempDir(), "another folder")
	run(t, ".", "git", "clone", "-q", checkout(t), again)
	platform := runtime.GOOS + "/" + runtime.GOARCH
	if out, errOut, code := try(t, again, []string{"GOFLAGS=-race", "CGO_ENABLED=1"}, "bash", ".ci/release", trial, platform); code != 0 {
		t.Fatalf("%s%s", out, errOut)
	}
	name := "asynclint-" + strings.ReplaceAll(platform, "/", "-")
	sum := func(dist string) string {
		for line := range strings.Lines(read(t, dist, "release", "SHA256SUMS")) {
			if strings.HasSuffix(line, "  "+name+"\n") {
				return line
			}
		}
		return "none"
	}
	if a, b := sum(first), sum(filepath.Join(again, "dist")); a != b || a == "none" {
		t.Errorf("checksums differ:\n%s%s", a, b)
	}
}

// A release needs a clean tree and a section in CHANGELOG.md.
func TestReleaseRefuses(t *testing.T) {
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, ".", "git", "clone", "-q", checkout(t), clone)
	refuse := func(version, want string) {
		t.Helper()
		out, errOut, code := try(t, clone, nil, "bash", ".ci/release", version, runtime.GOOS+"/"+runtime.GOARCH)
		if code == 0 || !strings.Contains(errOut, want) {
			t.Errorf("%s: exit code %d\n%s%s", version, code, out, errOut)
		}
		if _, err := os.Stat(filepath.Join(clone, "dist", "release")); err == nil {
			t.Errorf("%s: something was built", version)
		}
	}
	refuse("v1.2.3", "leave out the v")
	refuse("99.0.0", "CHANGELOG.md says nothing about 99.0.0")
	write(t, clone, "stray.txt", "")
	refuse("99.0.0", "changes that are not committed")
}

// CHANGELOG.md keeps the form of Keep a Changelog: sections for versions, newest
// first, with dates, and only its kinds of changes in them.
func TestChangelog(t *testing.T) {
	heading := regexp.MustCompile(`^## \[(\d+\.\d+\.\d+|Unreleased)\](?: - (\d{4}-\d{2}-\d{2}))?$`)
	kinds := []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
	var dates []string
	sections := 0
	for line := range strings.SplitSeq(read(t, root, "CHANGELOG.md"), "\n") {
		switch {
		case strings.HasPrefix(line, "## "):
			m := heading.FindStringSubmatch(line)
			if m == nil || (m[1] == "Unreleased") != (m[2] == "") || (m[1] == "Unreleased") != (sections == 0) {
				t.Errorf("heading %q", line)
				continue
			}
			sections++
			if m[2] != "" {
				dates = append(dates, m[2])
			}
		case strings.HasPrefix(line, "### "):
			if kind := strings.TrimPrefix(line, "### "); !slices.Contains(kinds, kind) {
				t.Errorf("%q is no kind of change", kind)
			}
		}
	}
	if sections == 0 || !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("%d sections, dates %v", sections, dates)
	}
}
