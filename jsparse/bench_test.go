package jsparse

import (
	"path/filepath"
	"strings"
	"testing"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// plain returns the corpus without containers, and its size.
func plain(b *testing.B) (list []source) {
	size := 0
	for _, s := range corpus(b) {
		if d := extensions[strings.ToLower(filepath.Ext(s.path))]; !d.container {
			if _, err := Parse(nil, s.path, s.text); err == nil {
				list = append(list, s)
				size += len(s.text)
			}
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	return list
}

// BenchmarkParse makes trees; compare with BenchmarkBridgeParse.
func BenchmarkParse(b *testing.B) {
	list := plain(b)
	for b.Loop() {
		for _, s := range list {
			if _, err := Parse(nil, s.path, s.text); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkBridgeParse runs esbuild's parser alone.
func BenchmarkBridgeParse(b *testing.B) {
	list := plain(b)
	for b.Loop() {
		for _, s := range list {
			d := extensions[strings.ToLower(filepath.Ext(s.path))]
			bridge.Parse(s.path, s.text, bridge.Options{TypeScript: d.lang.IsTS(), JSX: d.lang != TS, NoAmbiguousLessThan: d.strict})
		}
	}
}

// BenchmarkRefs scans for references.
func BenchmarkRefs(b *testing.B) {
	list := plain(b)
	for b.Loop() {
		for _, s := range list {
			scanRefs(s.text)
		}
	}
}

// BenchmarkDepth looks for nesting that is too deep.
func BenchmarkDepth(b *testing.B) {
	list := plain(b)
	for b.Loop() {
		for _, s := range list {
			scanDepth(s.text)
		}
	}
}
