package runtime

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// cacheVersion changes whenever the same program could get other evidence.
const cacheVersion = 4

// cacheKey names the evidence of a program: all that the verdict depends on. It
// is empty where nothing is to be cached.
func cacheKey(prog *snippet.Program, t Target, opt Options, size int) string {
	if opt.CacheDir == "" {
		return ""
	}
	engine := opt.Engine
	if engine == "node" {
		if n, err := measure.FindNode(); err == nil {
			engine += n.Version
		}
	}
	text, err := json.Marshal([]any{cacheVersion, measure.Current, prog, t.Grow, engine, size})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return filepath.Join(opt.CacheDir, "measure-"+hex.EncodeToString(sum[:16])+".json")
}

// cached returns the evidence stored under a key. A damaged entry is no entry.
func cached(key string) (Evidence, bool) {
	var e Evidence
	if key == "" {
		return e, false
	}
	text, err := os.ReadFile(key)
	if err != nil || json.Unmarshal(text, &e) != nil || e.Verdict == "" {
		return Evidence{}, false
	}
	return e, true
}

// passing are reasons that another run might not meet. A deadline is one of
// processor time, and memory is bounded for all alike, so these last.
var passing = map[string]bool{
	ReasonBudget: true, ReasonSandbox: true, ReasonEngine: true, measure.FailedInternal: true,
}

// store keeps evidence; that it could not is no error, for it only costs time.
func store(key string, e Evidence) {
	if key == "" || passing[e.Reason] {
		return
	}
	text, err := json.Marshal(e)
	if err != nil || os.MkdirAll(filepath.Dir(key), 0o755) != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(key), "tmp-*")
	if err != nil {
		return
	}
	_, err = tmp.Write(text)
	if cerr := tmp.Close(); err != nil || cerr != nil || os.Rename(tmp.Name(), key) != nil {
		_ = os.Remove(tmp.Name())
	}
}
