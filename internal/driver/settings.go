package driver

import (
	"os"
	"path/filepath"

	"github.com/asynclint/asynclint/internal/finding"
)

// level returns the severity of a rule's findings in a file: what the config
// says, else what the rule says. A rule that is off by default is on when the
// request or the config names it.
func (r *run) level(path, rule, byDefault string, optIn bool) finding.Severity {
	own := severity(byDefault)
	if optIn && !r.asked(rule) {
		own = finding.Off
	}
	c, err := r.req.Config.For(path)
	if err != nil {
		return own // Run reports broken configs
	}
	if set, ok := c.Level(rule, filepath.ToSlash(path)); ok {
		if set == finding.Off && r.asked(rule) {
			return severity(byDefault)
		}
		return set
	}
	return own
}

// ignored reports whether a path is left out.
func (r *run) ignored(path string, dir bool) bool { return r.req.Config.Ignored(path, dir) }

// cacheDir returns the folder of the measurements' cache, or "" for none.
func (r *run) cacheDir() string {
	if r.req.NoCache {
		return ""
	}
	if dir := os.Getenv("ASYNCLINT_CACHE_DIR"); dir != "" {
		return dir
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(base, "asynclint")
}
