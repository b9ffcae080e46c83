// Package cache keeps what a run found for as long as nothing changes that the
// run has looked at.
//
// # Model
//
// An Entry is a payload and the Inputs that it was made of: files, folders, and
// paths that did not exist. Its name is the hash of everything else that the
// payload depends on: the program itself, its options, what it was asked for.
// An entry holds if each input is what it was. The quick question is the time of
// change and the size, which cost a stat; where they differ, or where the input
// was so young when it was stamped that it could have changed again within the
// clock's resolution, its content is read and hashed. So a fresh checkout with
// the same contents still holds, and a text that changed never does.
//
// # What can go wrong
//
// Entries carry a mark, a format and a checksum; whatever is cut off, altered
// or somebody else's counts as absent. An entry is written beside its place and
// renamed, so two runs at once see all of it or none, and the last one wins.
// That an entry cannot be written (a full disk, a folder without permission) is
// not worth telling: the next run does the work again.
//
// Lost: entries for each file, with the modules that its findings depend on. A
// rule asks who imports, starts or calls what, through answers that all files
// share, so the modules that one file's findings rest on are those of nearly the
// whole project, and an entry would rarely outlive a change.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// maxBytes bounds the folder; beyond it the entries used longest ago go.
	maxBytes = 64 << 20
	// maxEntry bounds one entry: what is larger costs more to read than it saves.
	maxEntry = 32 << 20
	prefix   = "run-"
)

// Store is a folder of entries. The zero Store keeps nothing.
type Store struct{ Dir string }

// Key is the name of an entry.
type Key string

// NewKey makes a key of what an entry depends on besides its inputs. Parts with
// different texts give different keys, also where their concatenations agree.
func NewKey(parts ...string) Key {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		h.Write(sum[:])
	}
	return Key(hex.EncodeToString(h.Sum(nil)[:20]))
}

func (s Store) path(k Key) string { return filepath.Join(s.Dir, prefix+string(k)) }

// Load returns the payload of an entry whose inputs are what they were.
func (s Store) Load(k Key, jobs int) (payload []byte, ok bool) {
	if s.Dir == "" {
		return nil, false
	}
	path := s.path(k)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > maxEntry {
		return nil, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	e, ok := decode(data)
	if !ok {
		return nil, false
	}
	now := time.Now()
	same, restamped := e.holds(jobs, now)
	if !same {
		return nil, false
	}
	if restamped {
		s.write(path, e.encode())
	} else {
		_ = os.Chtimes(path, now, now) // the time of use, for prune
	}
	return e.Payload, true
}

// Save keeps an entry. Inputs that changed after the run began are a reason not
// to: nobody knows which of their states the run has seen.
func (s Store) Save(k Key, e *Entry, began time.Time) {
	if s.Dir == "" || e.changedSince(began) || os.MkdirAll(s.Dir, 0o777) != nil {
		return
	}
	slices.SortFunc(e.Inputs, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
	if data := e.encode(); len(data) <= maxEntry {
		s.write(s.path(k), data)
		s.prune()
	}
}

// write replaces a file atomically.
func (s Store) write(path string, data []byte) {
	tmp, err := os.CreateTemp(s.Dir, prefix+"*.tmp")
	if err != nil {
		return
	}
	_, err = tmp.Write(data)
	if closeErr := tmp.Close(); err != nil || closeErr != nil || os.Rename(tmp.Name(), path) != nil {
		_ = os.Remove(tmp.Name())
	}
}

// prune removes the entries used longest ago beyond maxBytes, and what a run
// that was killed has left half written.
func (s Store) prune() {
	list, err := os.ReadDir(s.Dir)
	if err != nil {
		return
	}
	var entries []fs.FileInfo
	for _, d := range list {
		info, err := d.Info()
		if err != nil || !strings.HasPrefix(d.Name(), prefix) || !info.Mode().IsRegular() {
			continue
		}
		if strings.HasSuffix(d.Name(), ".tmp") {
			if time.Since(info.ModTime()) > time.Hour {
				_ = os.Remove(filepath.Join(s.Dir, d.Name()))
			}
			continue
		}
		entries = append(entries, info)
	}
	slices.SortFunc(entries, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	total := int64(0)
	for _, info := range entries {
		if total += info.Size(); total > maxBytes {
			_ = os.Remove(filepath.Join(s.Dir, info.Name()))
		}
	}
}
