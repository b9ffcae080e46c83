package cache

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Kind is what a path named when the run looked.
type Kind uint8

// The kinds. Of AnyFile and AnyFolder only that they are there has mattered.
const (
	Absent Kind = iota
	File
	Folder
	AnyFile
	AnyFolder
)

// Hash is of a file's content, or of a folder's names.
type Hash [16]byte

// Input is something that a run has looked at. The zero values of Size, Time and
// Hash stand for Kinds that have none.
type Input struct {
	Path string
	Kind Kind
	Size int64 // of a file
	Time int64 // of its last change, nanoseconds since 1970
	Hash Hash
	// Young: the input could have changed again without a new Time.
	Young bool
}

// resolution is more than that of the clocks of common file systems.
const resolution = 2 * time.Second

// HashText is the Hash of a file with the text.
func HashText(text []byte) (h Hash) {
	sum := sha256.Sum256(text)
	copy(h[:], sum[:])
	return h
}

// hashNames is the Hash of a folder: its names, and which of them are folders
// or links.
func hashNames(dir string) (h Hash, ok bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return h, false
	}
	var b []byte
	for _, e := range entries {
		b = append(b, e.Name()...)
		b = append(b, 0, byte(e.Type()>>24))
	}
	return HashText(b), true
}

// Stamp looks at a path now. With names only whether it is there is told.
func Stamp(path string, existence bool) Input {
	in := Input{Path: path}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return in
	case existence && info.IsDir():
		in.Kind = AnyFolder
		return in
	case existence:
		in.Kind = AnyFile
		return in
	case info.IsDir():
		in.Kind = Folder
		in.stamp(info, time.Now())
		in.Hash, _ = hashNames(path)
	default:
		in.Kind = File
		in.stamp(info, time.Now())
		if info.Mode().IsRegular() {
			if text, err := os.ReadFile(path); err == nil {
				in.Hash = HashText(text)
			}
		}
	}
	return in
}

// StampText is the Input of a file that was read: info is of the time before.
func StampText(path string, info fs.FileInfo, text []byte) Input {
	in := Input{Path: path, Kind: File, Hash: HashText(text)}
	in.stamp(info, time.Now())
	return in
}

func (in *Input) stamp(info fs.FileInfo, now time.Time) {
	if in.Kind == File {
		in.Size = info.Size()
	}
	in.Time = info.ModTime().UnixNano()
	in.Young = now.Sub(info.ModTime()) < resolution
}

// holds reports whether the input is what it was; restamped that its content
// had to be asked, and that the stamp is now that of today.
func (in *Input) holds(now time.Time) (same, restamped bool) {
	info, err := os.Stat(in.Path)
	if err != nil {
		return in.Kind == Absent, false
	}
	switch in.Kind {
	case Absent:
		return false, false
	case AnyFile, AnyFolder:
		return info.IsDir() == (in.Kind == AnyFolder), false
	}
	if info.IsDir() != (in.Kind == Folder) || in.Kind == File && (info.Size() != in.Size || !info.Mode().IsRegular()) {
		return false, false
	}
	if !in.Young && info.ModTime().UnixNano() == in.Time {
		return true, false
	}
	var h Hash
	if in.Kind == Folder {
		var ok bool
		if h, ok = hashNames(in.Path); !ok {
			return false, false
		}
	} else {
		text, err := os.ReadFile(filepath.Clean(in.Path))
		if err != nil {
			return false, false
		}
		h = HashText(text)
	}
	if h != in.Hash {
		return false, false
	}
	in.stamp(info, now)
	return true, true
}

// holds asks all inputs.
func (e *Entry) holds(jobs int, now time.Time) (same, restamped bool) {
	const batch = 256
	var next, wrong, anew atomic.Int64
	work := func() {
		for wrong.Load() == 0 {
			to := int(next.Add(batch))
			if to-batch >= len(e.Inputs) {
				return
			}
			for i := to - batch; i < min(to, len(e.Inputs)); i++ {
				ok, re := e.Inputs[i].holds(now)
				if !ok {
					wrong.Add(1)
					return
				}
				if re {
					anew.Add(1)
				}
			}
		}
	}
	var wg sync.WaitGroup
	for range max(jobs-1, 0) {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return wrong.Load() == 0, anew.Load() > 0
}

// changedSince reports whether an input changed after the time, by its stamp.
// File systems' clocks lag some milliseconds behind.
func (e *Entry) changedSince(t time.Time) bool {
	limit := t.Add(-20 * time.Millisecond).UnixNano()
	for _, in := range e.Inputs {
		if (in.Kind == File || in.Kind == Folder) && in.Time >= limit {
			return true
		}
	}
	return false
}
