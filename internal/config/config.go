// Package config says what the user wants: which rules at which level for which
// file, what to leave out, and what the target machine is like.
//
// A file's config is the first one found upward from its folder, in
// asynclint.json(c), .asynclintrc.json(c) or the key "asynclint" of a
// package.json. Configs do not add up along the way; one that wants another's
// settings names it in "extends". Settings come in layers, each over the one
// before: what is extended, the config itself, its overrides. Within a layer a
// rule's own entry wins over that of its group. An entry for a group turns on no
// rule that is opt-in: that takes the rule's own name.
//
// Files are JSON with comments and trailing commas. What is unknown or of the
// wrong kind is an error with line, column and the nearest known name: a
// setting that does nothing helps nobody.
package config

import (
	"path"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

// Config is what applies to the files of one folder. It is immutable.
type Config struct {
	// Path is the file it was read from, absolute; "" for the built-in one.
	Path string
	// Extends lists the files it builds on, the outermost base first.
	Extends []string

	Cores     int // of the target machine; 0 is unknown
	InputSize int // items that a collection of unknown size may hold; 0 is the default
	Measure   Measure

	layers []layer
	ignore []pattern
	names  *rulename.Set
}

// Measure holds the settings for running what is flagged. Zero values stand for
// the defaults.
type Measure struct {
	Mode   string // "auto", "off", "require"
	Budget time.Duration
	Engine string // "goja", "node"
}

// layer is one set of rule entries, for all files or for those that match.
type layer struct {
	files []pattern // none: all
	rules []entry
}

// entry sets a rule or a group.
type entry struct {
	name  string
	level finding.Severity
	at    place
}

// pattern is a glob, relative to the folder of the config that holds it.
type pattern struct {
	dir  string // with slashes
	glob string
	at   place
}

// newPattern makes a glob of a config's text. One without a slash matches at
// any depth, as in .gitignore.
func newPattern(dir, text string, at place) pattern {
	glob := strings.TrimSuffix(strings.TrimPrefix(text, "./"), "/")
	if rooted := strings.TrimPrefix(glob, "/"); rooted != glob {
		glob = rooted
	} else if !strings.Contains(glob, "/") {
		glob = "**/" + glob
	}
	return pattern{dir: dir, glob: glob, at: at}
}

// matches reports whether a file, absolute and with slashes, or a folder that
// holds it, is what the pattern names.
func (p pattern) matches(file string) bool {
	rel, ok := strings.CutPrefix(file, strings.TrimSuffix(p.dir, "/")+"/")
	if !ok {
		return false
	}
	for ; rel != "." && rel != ""; rel = path.Dir(rel) {
		if doublestar.MatchUnvalidated(p.glob, rel) {
			return true
		}
	}
	return false
}

// Level is the level that the config gives a rule for a file, an absolute path.
// ok is false if it says nothing about it.
func (c *Config) Level(rule, file string) (level finding.Severity, ok bool) {
	e := c.find(rule, file)
	if e == nil {
		return finding.Off, false
	}
	return e.level, true
}

// Why names the place that sets a rule's level for a file, as
// `asynclint.json:4:5 ("blocking")`; "" if the config says nothing about it.
func (c *Config) Why(rule, file string) string {
	e := c.find(rule, file)
	if e == nil {
		return ""
	}
	why := e.at.String()
	if e.name != rule {
		why += ` ("` + e.name + `")`
	}
	return why
}

func (c *Config) find(rule, file string) *entry {
	if c == nil {
		return nil
	}
	file = toSlash(file)
	for i := len(c.layers) - 1; i >= 0; i-- {
		l := &c.layers[i]
		if !l.appliesTo(file) {
			continue
		}
		var byGroup *entry
		for j := len(l.rules) - 1; j >= 0; j-- {
			e := &l.rules[j]
			if e.name == rule {
				return e
			}
			if byGroup == nil && e.isFor(rule, c.names) {
				byGroup = e
			}
		}
		if byGroup != nil {
			return byGroup
		}
	}
	return nil
}

func (l *layer) appliesTo(file string) bool {
	if len(l.files) == 0 {
		return true
	}
	for _, p := range l.files {
		if p.matches(file) {
			return true
		}
	}
	return false
}

// isFor reports whether a group's entry speaks of a rule.
func (e *entry) isFor(rule string, names *rulename.Set) bool {
	if names.OptIn(rule) && e.level != finding.Off {
		return false
	}
	for _, r := range names.Expand(e.name) {
		if r == rule {
			return true
		}
	}
	return false
}

// ignores returns the glob that leaves a path out, nil if none does.
func (c *Config) ignores(file string) *pattern {
	if c == nil {
		return nil
	}
	for i := range c.ignore {
		if c.ignore[i].matches(file) {
			return &c.ignore[i]
		}
	}
	return nil
}
