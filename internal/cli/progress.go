package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/asynclint/asynclint/internal/driver"
)

// progress shows on a terminal how far a long run is. It says nothing in the
// first half second, since most runs are over by then.
type progress struct {
	a       *app
	started time.Time
	after   time.Duration // before that the line says nothing

	mu    sync.Mutex
	last  time.Time
	shown bool
}

const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// startProgress hooks a progress line into a request; without a terminal it
// stays silent.
func (a *app) startProgress(o *lintOptions, req *driver.Request) *progress {
	p := &progress{a: a, started: a.Now(), after: progressAfter}
	if a.ErrIsTerminal && (o == nil || !o.quiet) {
		req.Progress = p.update
	}
	return p
}

func (p *progress) update(done, total int, what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.a.Now()
	if now.Sub(p.started) < p.after || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	if total > 0 {
		fmt.Fprintf(p.a.Err, "\r\x1b[K%s %d/%d", what, min(done, total), total)
		return
	}
	fmt.Fprintf(p.a.Err, "\r\x1b[K%s", what)
}

// stop takes the line away.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.a.Err, "\r\x1b[K")
	}
}
