package silent

import (
	"errors"
	"os"
	"sync"
)

type store struct {
	mu    sync.RWMutex
	items map[string]int
	next  *store
	once  bool
}

// Mended: what is called expects the lock to be held.
func (s *store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.lenLocked()
}

func (s *store) lenLocked() int { return len(s.items) }

func (s *store) Put(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lenLocked() < 100 {
		s.items[key]++
	}
}

// Unlocked before the call.
func (s *store) Count() int {
	s.mu.Lock()
	s.items["count"]++
	s.mu.Unlock()
	return s.Len()
}

// The callee gives the lock up and takes it again.
func (s *store) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushLocked()
}

func (s *store) flushLocked() {
	s.mu.Unlock()
	os.Remove("x")
	s.mu.Lock()
}

// Another object.
func (s *store) both() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		return 0
	}
	return s.next.Len()
}

// The variable moves on.
func walk(s *store) {
	for s != nil {
		s.mu.Lock()
		old := s
		s = s.next
		s.Len()
		old.mu.Unlock()
	}
}

// The callee locks only if it is told to.
func (s *store) size(lock bool) int {
	if lock {
		s.mu.RLock()
		defer s.mu.RUnlock()
	}
	return len(s.items)
}

func (s *store) Sizes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size(false)
}

// Another goroutine.
func (s *store) Async() {
	s.mu.Lock()
	defer s.mu.Unlock()
	go s.Len()
	go func() { s.Len() }()
}

// A reader that no writer disturbs.
type readers struct {
	mu sync.RWMutex
	n  int
}

func (r *readers) a() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.b()
}

func (r *readers) b() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.n
}

// The same condition unlocks.
func (s *store) maybe(lock bool) error {
	if lock {
		s.mu.Lock()
	}
	if len(s.items) == 0 {
		if lock {
			s.mu.Unlock()
		}
		return errors.New("empty")
	}
	if lock {
		s.mu.Unlock()
	}
	return nil
}

// One function locks, the other unlocks.
type session struct {
	mu   sync.Mutex
	open bool
}

func (s *session) begin() bool {
	s.mu.Lock()
	if s.open {
		s.mu.Unlock()
		return false
	}
	s.open = true
	return true
}

func (s *session) end() {
	s.open = false
	s.mu.Unlock()
}

// The caller gets the unlock.
type guard struct {
	mu sync.Mutex
	n  int
}

func (g *guard) take() (func(), error) {
	g.mu.Lock()
	if g.n > 0 {
		g.mu.Unlock()
		return nil, errors.New("taken")
	}
	return g.mu.Unlock, nil
}

// A deferred literal unlocks; so does a panic's end.
type table struct {
	mu   sync.Mutex
	rows []int
}

func (t *table) sum() (n int) {
	t.mu.Lock()
	defer func() {
		t.mu.Unlock()
	}()
	for _, r := range t.rows {
		if r < 0 {
			return -1
		}
		n += r
	}
	return n
}

func (t *table) must(i int) int {
	t.mu.Lock()
	if i >= len(t.rows) {
		panic("no such row")
	}
	r := t.rows[i]
	t.mu.Unlock()
	return r
}

func (t *table) wait(cond *sync.Cond) {
	for {
		t.mu.Lock()
		if len(t.rows) > 0 {
			break
		}
		t.mu.Unlock()
		cond.Wait()
	}
	t.rows = t.rows[1:]
	t.mu.Unlock()
}

// All of them, each another one.
func lockAll(list []*table) func() {
	for _, t := range list {
		t.mu.Lock()
	}
	return func() {
		for _, t := range list {
			t.mu.Unlock()
		}
	}
}

// The lock is held on entry, and given up for a while.
type cache struct {
	mu   sync.Mutex
	size int
}

func (c *cache) evict() error {
	c.mu.Unlock()
	err := os.Remove("x")
	c.mu.Lock()
	if err != nil {
		return err
	}
	for i := 0; i < 3; i++ {
		c.mu.Unlock()
		os.Remove("y")
		c.mu.Lock()
	}
	return nil
}

func (c *cache) Trim() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.evict()
}

// A goroutine unlocks.
type conn struct {
	mu    sync.Mutex
	ready bool
}

func (c *conn) connect() {
	c.mu.Lock()
	if c.ready {
		c.mu.Unlock()
		return
	}
	go c.resetAndUnlock()
}

func (c *conn) resetAndUnlock() {
	c.ready = false
	c.mu.Unlock()
	os.Remove("z")
	c.mu.Lock()
	c.ready = true
	c.mu.Unlock()
}

// Under the same condition, though it may have changed.
type txn struct {
	mu      sync.Mutex
	changes []int
	rev     int
}

func (t *txn) end(flush func()) {
	if len(t.changes) != 0 {
		t.mu.Lock()
		t.rev++
	}
	flush()
	if len(t.changes) != 0 {
		t.mu.Unlock()
	}
}

// The first trip is the last one, unless it fails.
func (t *table) try(dial func() error) {
	for i := 0; i < 2; i++ {
		t.mu.Lock()
		if err := dial(); err != nil {
			t.mu.Unlock()
			continue
		}
		if i == 0 {
			break
		}
	}
	t.mu.Unlock()
}
