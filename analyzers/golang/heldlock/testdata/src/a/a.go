package a

import (
	"errors"
	"math/rand"
	"net"
	"sync"
	"time"
)

// A method that locks is called under the lock.
type log struct{ mu sync.Mutex }

func (l *log) write() {
	l.mu.Lock()
	if err := l.create(); err != nil {
		l.exit(err) // want "`l.exit\\(err\\)` waits for ever: it locks `l.mu`, which this goroutine has locked before"
	}
	l.mu.Unlock()
}

func (l *log) create() error {
	if rand.Intn(8) > 0 {
		return errors.New("full")
	}
	return nil
}

func (l *log) exit(error) {
	l.mu.Lock()
	defer l.mu.Unlock()
}

// The mutex is embedded.
type vm struct {
	sync.Mutex
	disks []string
}

func (v *vm) add() {
	v.Lock()
	defer v.Unlock()
	v.remove() // want "`v.remove\\(\\)` waits for ever"
}

func (v *vm) remove() {
	v.Lock()
	defer v.Unlock()
	v.disks = nil
}

// The same function.
type server struct {
	mu    sync.Mutex
	drain bool
}

func (s *server) stop() {
	s.mu.Lock()
	if s.drain {
		s.mu.Lock() // want "`s.mu.Lock\\(\\)` waits for ever: this goroutine has locked `s.mu` before"
		return
	}
	s.drain = true
	s.mu.Unlock()
}

// Two calls deep, and by an argument.
func (s *server) restart() {
	s.mu.Lock()
	defer s.mu.Unlock()
	reset(s) // want "`reset\\(s\\)` waits for ever"
}

func reset(srv *server) { srv.clear() }

func (s *server) clear() {
	s.mu.Lock()
	s.drain = false
	s.mu.Unlock()
}

// For writing, then for reading.
type mapping struct {
	mut   sync.RWMutex
	addrs map[string]int
}

func (m *mapping) clear() {
	m.mut.Lock()
	var removed []int
	for id, addr := range m.addrs {
		removed = append(removed, addr)
		delete(m.addrs, id)
	}
	if len(removed) > 0 {
		m.notify(removed) // want "`m.notify\\(removed\\)` waits for ever"
	}
	m.mut.Unlock()
}

func (m *mapping) notify([]int) {
	m.mut.RLock()
	m.mut.RUnlock()
}

// Twice for reading.
type memory struct {
	sync.RWMutex
	set bool
}

func (m *memory) getOrDefault() bool {
	m.RLock()
	defer m.RUnlock()
	if ok := m.get(); ok { // want "`m.get\\(\\)` locks `m` for reading once more"
		return true
	}
	return false
}

func (m *memory) get() bool {
	m.RLock()
	defer m.RUnlock()
	return m.set
}

func (m *memory) put() {
	m.Lock()
	defer m.Unlock()
	m.set = true
}

// A package's mutex, and a literal.
var (
	mu    sync.Mutex
	count int
)

func next() int {
	mu.Lock()
	defer mu.Unlock()
	count++
	return count
}

func pair() (int, int) {
	mu.Lock()
	defer mu.Unlock()
	again := func() int { return next() }
	return again(), count // want "`again\\(\\)` waits for ever"
}

// One way out keeps it.
type devices struct {
	sync.Mutex
	deleted int
}

func (d *devices) cleanup() error {
	d.Lock()
	if d.deleted == 0 {
		return nil // want "`d` stays locked on this way out, unlike on others"
	}
	d.Unlock()
	return errors.New("some")
}

func (d *devices) watch() {
	for {
		d.Lock()
		if d.deleted > 0 {
			break
		}
		d.Unlock()
	}
} // want "`d` stays locked on this way out"

func (d *devices) later() *time.Timer {
	return time.AfterFunc(time.Second, func() {
		d.Lock()
		if d.deleted > 0 {
			return // want "`d` stays locked on this way out"
		}
		d.deleted = 0
		d.Unlock()
	})
}

// The next trip locks again.
type proxy struct{ conns sync.Mutex }

func (p *proxy) run() {
	for i := 0; i < 2; i++ {
		p.conns.Lock() // want "`p.conns.Lock\\(\\)` waits for ever"
		if _, err := net.Dial("udp", ""); err != nil {
			continue
		}
		if i == 0 {
			break
		}
	}
	p.conns.Unlock()
}
