package cache

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// old sets a file's time back, so that it is not young.
func old(t *testing.T, path string, hours int) {
	t.Helper()
	when := time.Now().Add(-time.Duration(hours) * time.Hour)
	if err := os.Chtimes(path, when, when); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// project lays out a file in a folder, both an hour old, and saves an entry of
// them and of a path that does not exist.
func project(t *testing.T) (s Store, k Key, dir string) {
	t.Helper()
	s, k, dir = Store{Dir: t.TempDir()}, NewKey("a"), t.TempDir()
	write(t, filepath.Join(dir, "src", "a.js"), "await 1")
	old(t, filepath.Join(dir, "src", "a.js"), 1)
	old(t, filepath.Join(dir, "src"), 1)
	s.Save(k, &Entry{Payload: []byte("found"), Inputs: []Input{
		Stamp(filepath.Join(dir, "src", "a.js"), false), Stamp(filepath.Join(dir, "src"), false), Stamp(filepath.Join(dir, "tsconfig.json"), false),
		Stamp(dir, true),
	}}, time.Now())
	return s, k, dir
}

func TestHolds(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		want   bool
	}{
		"nothing": {func(*testing.T, string) {}, true},
		"touched": {func(t *testing.T, dir string) { old(t, filepath.Join(dir, "src", "a.js"), 3) }, true},
		"same text again": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "src", "a.js")); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "src", "a.js"), "await 1")
		}, true},
		"same size":         {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "src", "a.js"), "await 2") }, false},
		"longer":            {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "src", "a.js"), "await 11") }, false},
		"new file":          {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "src", "b.js"), "") }, false},
		"file that was not": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "tsconfig.json"), "") }, false},
		"new file outside":  {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "c.js"), "") }, true},
		"gone":              {func(t *testing.T, dir string) { _ = os.RemoveAll(dir) }, false},
		"folder for file": {func(t *testing.T, dir string) {
			_ = os.Remove(filepath.Join(dir, "src", "a.js"))
			_ = os.Mkdir(filepath.Join(dir, "src", "a.js"), 0o755)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, k, dir := project(t)
			c.change(t, dir)
			for range 2 { // the second time after it was stamped anew
				if data, ok := s.Load(k, 2); ok != c.want || ok && string(data) != "found" {
					t.Errorf("%q, %v", data, ok)
				}
			}
			if _, ok := s.Load(NewKey("b"), 1); ok {
				t.Error("an entry for another key")
			}
		})
	}
}

// A file that was written a moment before the run may be written again within
// the clock's resolution: its text is compared, whatever its time says.
func TestYoungFilesAreComparedByContent(t *testing.T) {
	s, k, dir := Store{Dir: t.TempDir()}, NewKey("a"), t.TempDir()
	path := filepath.Join(dir, "a.js")
	write(t, path, "one")
	moment := time.Now().Add(-time.Second)
	if err := os.Chtimes(path, moment, moment); err != nil {
		t.Fatal(err)
	}
	s.Save(k, &Entry{Inputs: []Input{Stamp(path, false)}}, time.Now())
	if _, ok := s.Load(k, 1); !ok {
		t.Fatal("no entry")
	}
	write(t, path, "two")
	if err := os.Chtimes(path, moment, moment); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Load(k, 1); ok {
		t.Error("the entry holds for another text")
	}
}

func TestChangesDuringTheRunAreNotKept(t *testing.T) {
	s, k, dir := Store{Dir: t.TempDir()}, NewKey("a"), t.TempDir()
	path := filepath.Join(dir, "a.js")
	write(t, path, "one")
	s.Save(k, &Entry{Inputs: []Input{Stamp(path, false)}}, time.Now().Add(-time.Minute))
	if _, ok := s.Load(k, 1); ok {
		t.Error("kept")
	}
}

// TestCorrupt alters an entry at each byte, cuts it off at each, and puts other
// things in its place.
func TestCorrupt(t *testing.T) {
	s, k, _ := project(t)
	path := s.path(k)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := [][]byte{nil, []byte("{}"), bytes.Repeat([]byte{0xff}, 1000), append(slices.Clone(good), 0), []byte(strings.Replace(string(good), "cache 1", "cache 2", 1))}
	for i := range good {
		b := slices.Clone(good)
		b[i] ^= 0x40
		bad = append(bad, b, good[:i])
	}
	for _, b := range bad {
		if _, ok := decode(b); ok {
			t.Fatalf("decoded %q", b)
		}
	}
	write(t, path, "not an entry")
	if _, ok := s.Load(k, 1); ok {
		t.Error("a foreign file was taken for an entry")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Load(k, 1); ok {
		t.Error("a folder was taken for an entry")
	}
	s.Save(k, &Entry{}, time.Now()) // and does no harm
}

// Readers meanwhile see an entry whole or not at all.
func TestTwoAtOnce(t *testing.T) {
	s, k, dir := Store{Dir: t.TempDir()}, NewKey("a"), t.TempDir()
	write(t, filepath.Join(dir, "a.js"), "x")
	old(t, filepath.Join(dir, "a.js"), 1)
	in := []Input{Stamp(filepath.Join(dir, "a.js"), false)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			payload := bytes.Repeat([]byte{byte('a' + i)}, 10_000+i)
			for range 50 {
				s.Save(k, &Entry{Inputs: in, Payload: payload}, time.Now())
				got, ok := s.Load(k, 1)
				if !ok || len(got) != 10_000+int(got[0]-'a') || bytes.Count(got, got[:1]) != len(got) {
					t.Errorf("%d bytes, %v", len(got), ok)
					return
				}
			}
		})
	}
	wg.Wait()
	list, err := os.ReadDir(s.Dir)
	if err != nil || len(list) != 1 {
		t.Errorf("%d files are left, %v", len(list), err)
	}
}

// A cache that cannot be written is none; nothing is left half written.
func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	for _, dir := range []string{filepath.Join(file, "cache"), "/dev/full", "/proc/nowhere"} {
		s := Store{Dir: dir}
		s.Save(NewKey("a"), &Entry{}, time.Now())
		if _, ok := s.Load(NewKey("a"), 1); ok {
			t.Errorf("%s holds an entry", dir)
		}
	}
}

func TestPrune(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	other := filepath.Join(s.Dir, "evidence.json")
	write(t, other, "of somebody else")
	stale := filepath.Join(s.Dir, prefix+"1.tmp")
	write(t, stale, "")
	old(t, stale, 2)
	for i := range 6 {
		path := s.path(NewKey(fmt.Sprint(i)))
		write(t, path, "")
		if err := os.Truncate(path, maxBytes/4); err != nil {
			t.Fatal(err)
		}
		old(t, path, 10-i)
	}
	s.prune()
	var left []int
	for i := range 6 {
		if _, err := os.Stat(s.path(NewKey(fmt.Sprint(i)))); err == nil {
			left = append(left, i)
		}
	}
	if !reflect.DeepEqual(left, []int{2, 3, 4, 5}) {
		t.Errorf("left are %v", left)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("what is not ours was removed")
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("a half written entry stays for ever")
	}
}

func TestKey(t *testing.T) {
	if NewKey("ab", "c") == NewKey("a", "bc") {
		t.Error("parts run into each other")
	}
}

// FuzzEntry holds that reading never panics, and that what was written is read.
func FuzzEntry(f *testing.F) {
	e := &Entry{Payload: []byte("found"), Inputs: []Input{
		{Path: "/a", Kind: Absent}, {Path: "/a/b\n.js", Kind: File, Size: 3, Time: -1, Young: true}, {Path: "/a/\xff", Kind: Folder, Time: 1 << 60}, {Path: "/b", Kind: AnyFolder},
	}}
	f.Add(e.encode())
	f.Add([]byte(magic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, ok := decode(data); ok {
			again, ok := decode(e.encode())
			if !ok || !reflect.DeepEqual(e, again) {
				t.Errorf("%+v became %+v", e, again)
			}
		}
		// A checksum keeps mutations out; behind one they come in.
		sealed := (&Entry{Payload: data}).encode()
		body := sealed[len(magic)+32:]
		copy(body, body[1:]) // drop the number of inputs: the data says it
		sealed = reseal(sealed[:len(sealed)-1])
		if e, ok := decode(sealed); ok {
			if again, ok := decode(e.encode()); !ok || !reflect.DeepEqual(e, again) {
				t.Errorf("%+v became %+v", e, again)
			}
		}
	})
}

// reseal gives altered data a checksum that fits.
func reseal(data []byte) []byte {
	h := sha256.Sum256(data[len(magic)+32:])
	copy(data[len(magic):], h[:])
	return data
}
