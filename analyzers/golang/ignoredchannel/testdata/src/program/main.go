package main

import "reflect"

type rows struct {
	data  chan int
	taken chan int
	meter chan int
}

func newRows() *rows {
	return &rows{data: make(chan int, 4), taken: make(chan int, 4), meter: make(chan int, 4)}
}

// Discard is the only receiver, and nothing calls it.
func (r *rows) Discard() {
	select {
	case <-r.data:
	default:
	}
}

func (r *rows) Take() int { return <-r.taken }

func (r *rows) push(x int) {
	r.data <- x // want "the send to `r.data` waits for ever: nothing in the package receives from `data`"
}

func main() {
	r := newRows()
	for i := range 5 {
		r.push(i)
		r.taken <- i
		println(r.Take())
	}
	r.meter <- 1 // once, and there is room
	watch(0, []int{1, 2})
	watch(0, nil)
}

type watcher struct {
	result, sized chan int
	stopped       chan struct{}
}

// All callers ask for no room.
func watch(size int, initial []int) *watcher {
	w := &watcher{result: make(chan int, size), sized: make(chan int, len(initial)), stopped: make(chan struct{})}
	go w.process(initial)
	return w
}

func (w *watcher) process(initial []int) {
	defer close(w.result)
	for _, x := range initial {
		w.sized <- x
		w.result <- x // want "the send to `w.result` waits for ever"
	}
}

// Another package calls the methods of what it gets.
type service struct{ requests chan int }

func (s *service) Serve(any) int { return <-s.requests }

func serve(values []int) {
	s := &service{requests: make(chan int)}
	reflect.ValueOf(s).Method(0).Call(nil)
	go func() {
		for _, v := range values {
			s.requests <- v
		}
	}()
}
