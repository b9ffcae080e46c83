package driver

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/jsparse"
)

// stamps notice changes on disk without the help of an editor: not every editor
// watches files, and none all of them.
type stamps struct {
	mu    sync.Mutex
	files map[string]stamp
	dirs  map[string]listing
}

// stamp is what a file looked like right before it was read; the zero one is
// that of no file.
type stamp struct {
	size, time int64
	use        use
}

// use says what a file was read for.
type use uint8

const (
	ofText   use = iota // a source, or a package.json
	ofConfig            // a config of ours, or a .gitignore
)

// listing is a folder's time of change and the names in it that matter.
type listing struct {
	time  int64
	names []string
}

func (s *stamps) init() { s.files, s.dirs = map[string]stamp{}, map[string]listing{} }

// note remembers what a file looks like, which is about to be read.
func (s *stamps) note(path string, u use) {
	now := look(path, u)
	s.mu.Lock()
	s.files[path] = now
	s.mu.Unlock()
}

func (s *stamps) forget(u use) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, st := range s.files {
		if st.use == u {
			delete(s.files, path)
		}
	}
}

func look(path string, u use) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{use: u}
	}
	return stamp{info.Size(), info.ModTime().UnixNano(), u}
}

// folders remembers the folders that hold the files, up to root.
func (s *stamps) folders(root string, files []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.dirs)
	s.folder(root)
	for _, f := range files {
		for dir := filepath.Dir(f); len(dir) > len(root) && strings.HasPrefix(dir, root); dir = filepath.Dir(dir) {
			if _, ok := s.dirs[dir]; ok {
				break
			}
			s.folder(dir)
		}
	}
}

// folder remembers a folder, and the compilers' configs in it, which the
// resolver reads by itself. The caller holds the lock.
func (s *stamps) folder(dir string) {
	l := list(dir)
	s.dirs[dir] = l
	for _, name := range l.names {
		if isCompilerConfig(name) {
			path := filepath.Join(dir, name)
			s.files[path] = look(path, ofText)
		}
	}
}

// list reads the names of a folder that decide which modules there are and what
// a specifier means.
func list(dir string) listing {
	info, err := os.Stat(dir)
	if err != nil {
		return listing{}
	}
	l := listing{time: info.ModTime().UnixNano()}
	entries, _ := os.ReadDir(dir) // an unreadable folder has no names
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || jsparse.IsSource(name) || name == "package.json" || name == ".gitignore" || isCompilerConfig(name) || slices.Contains(config.FileNames, name) {
			l.names = append(l.names, name)
		}
	}
	return l
}

func isCompilerConfig(name string) bool {
	return strings.HasSuffix(name, ".json") && (strings.HasPrefix(name, "tsconfig") || strings.HasPrefix(name, "jsconfig"))
}

// changed compares with the disk. It returns the files that were read and have
// another text now, whether a config has, and whether the folders hold other
// names; all of that is noted as it is now. The paths given have changed in any
// case.
func (s *stamps) changed(paths []string) (texts []string, configs, names bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, before := range s.files {
		now := look(path, before.use)
		if now == before && !slices.Contains(paths, path) {
			continue
		}
		if before.use == ofConfig {
			configs = true
			continue
		}
		s.files[path] = now
		texts = append(texts, path)
	}
	for _, path := range paths {
		// It may decide what a specifier means although nobody has read it here.
		names = names || isCompilerConfig(filepath.Base(path))
	}
	for dir, before := range s.dirs {
		info, err := os.Stat(dir)
		if err == nil && info.ModTime().UnixNano() == before.time {
			continue
		}
		s.folder(dir)
		names = names || !slices.Equal(s.dirs[dir].names, before.names)
	}
	return texts, configs, names
}
