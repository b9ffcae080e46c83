package jsanalysis

import (
	"sync"

	"github.com/asynclint/asynclint/jsparse"
)

// Facts computes one fact for each of a project's objects (functions, classes,
// variables, named by their node) on demand, and keeps it.
//
// The fact of an object may depend on those of others, in circles. Inside a
// circle compute sees bottom first, then what the last round gave; rounds go on
// until nothing changes, at most maxRounds times. So compute must be monotone
// in what get returns, or settle at once. Facts outside circles are computed
// once. It is safe for concurrent use; two goroutines may compute the same fact
// at the same time and get the same result.
type Facts[T any] struct {
	bottom  T
	equal   func(a, b T) bool
	compute func(obj jsparse.Cursor, get func(jsparse.Cursor) T) T

	mu   sync.RWMutex
	done map[jsparse.Cursor]T
}

const maxRounds = 8

// NewFacts returns an empty store.
func NewFacts[T any](bottom T, equal func(a, b T) bool, compute func(obj jsparse.Cursor, get func(jsparse.Cursor) T) T) *Facts[T] {
	return &Facts[T]{bottom: bottom, equal: equal, compute: compute, done: map[jsparse.Cursor]T{}}
}

// Of returns the fact of an object.
func (f *Facts[T]) Of(obj jsparse.Cursor) T {
	if v, ok := f.lookup(obj); ok {
		return v
	}
	s := session[T]{f: f, frames: map[jsparse.Cursor]*frame[T]{}}
	return s.get(obj)
}

func (f *Facts[T]) lookup(obj jsparse.Cursor) (T, bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	v, ok := f.done[obj]
	return v, ok
}

// session is one goroutine's walk over the objects that depend on each other:
// Tarjan's algorithm, with a component's facts iterated before it is left.
type session[T any] struct {
	f       *Facts[T]
	frames  map[jsparse.Cursor]*frame[T]
	stack   []*frame[T] // objects whose component is not complete
	open    []*frame[T] // objects being computed
	changes int         // facts that changed so far
}

type frame[T any] struct {
	obj        jsparse.Cursor
	val        T
	index, low int
	open       bool
	fresh      bool // val was computed in this round of its component
	circular   bool // its own computation asked for it
}

func (s *session[T]) get(obj jsparse.Cursor) T {
	if v, ok := s.f.lookup(obj); ok {
		return v
	}
	fr := s.frames[obj]
	switch {
	case fr == nil:
		fr = &frame[T]{obj: obj, val: s.f.bottom, index: len(s.stack)}
		s.frames[obj] = fr
		s.stack = append(s.stack, fr)
		s.run(fr)
	case fr.open:
		fr.circular = true
	case !fr.fresh:
		s.run(fr)
	}
	if n := len(s.open); n > 0 && s.frames[obj] != nil { // not committed: same component or an open one
		s.open[n-1].low = min(s.open[n-1].low, fr.low)
	}
	return fr.val
}

func (s *session[T]) run(fr *frame[T]) {
	s.open = append(s.open, fr)
	fr.open = true
	defer func() {
		s.open = s.open[:len(s.open)-1]
		fr.open = false
	}()
	for round := 1; ; round++ {
		before := s.changes
		fr.low = fr.index
		old := fr.val
		fr.val = s.f.compute(fr.obj, s.get)
		fr.fresh = true
		if !s.f.equal(old, fr.val) {
			s.changes++
		}
		if fr.low < fr.index {
			return // its component's head is further down the stack
		}
		members := s.stack[fr.index:]
		if len(members) == 1 && !fr.circular || s.changes == before || round == maxRounds {
			s.commit(fr.index)
			return
		}
		for _, m := range members {
			m.fresh = false
		}
	}
}

func (s *session[T]) commit(from int) {
	s.f.mu.Lock()
	for _, m := range s.stack[from:] {
		if _, ok := s.f.done[m.obj]; !ok {
			s.f.done[m.obj] = m.val
		}
		delete(s.frames, m.obj)
	}
	s.f.mu.Unlock()
	s.stack = s.stack[:from]
}
