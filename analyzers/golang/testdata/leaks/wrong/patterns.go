// Package wrong holds small forms of goroutines that wait for ever. A line that a
// default rule must report says so.
package wrong

import (
	"context"
	"time"
)

// Premature return: the error path leaves before it receives.
func prematureReturn(ask func() string, check func() error) (string, error) {
	answer := make(chan string)
	go func() {
		answer <- ask() // report
	}()
	if err := check(); err != nil {
		return "", err
	}
	return <-answer, nil
}

// Timeout: the select goes on without the sender.
func timeout(ctx context.Context, ask func() string) string {
	answer := make(chan string)
	go func() {
		answer <- ask() // report
	}()
	select {
	case a := <-answer:
		return a
	case <-ctx.Done():
		return ""
	}
}

// N senders, one receive.
func firstOf(servers []string, ask func(string) string) string {
	answers := make(chan string)
	for _, s := range servers {
		go func() {
			answers <- ask(s) // report
		}()
	}
	return <-answers
}

// Double send: a return is missing after the error.
func doubleSend(ask func() (string, error)) string {
	answer := make(chan string)
	go func() {
		a, err := ask()
		if err != nil {
			answer <- ""
		}
		answer <- a // report
	}()
	return <-answer
}

// Unclosed range: the workers wait for one more job.
func unclosedRange(jobs []int, do func(int)) {
	queue := make(chan int)
	for range 4 {
		go func() {
			for j := range queue { // report
				do(j)
			}
		}()
	}
	for _, j := range jobs {
		queue <- j
	}
}

// Missing done: the goroutine's only way out is never taken.
type poller struct{ stop chan struct{} }

func newPoller() *poller {
	p := &poller{stop: make(chan struct{})}
	go p.poll()
	return p
}

func (p *poller) poll() {
	for {
		select {
		case <-time.After(time.Second):
		case <-p.stop: // report
			return
		}
	}
}

// Missing done: one path of the goroutine forgets to answer.
func missingDone(read func() error) {
	done := make(chan struct{})
	go func() {
		if err := read(); err != nil {
			return
		}
		close(done)
	}()
	<-done // report
}

// Method contract: Start without Stop.
type worker struct {
	jobs chan int
	done chan struct{}
}

func (w worker) Start() {
	go func() {
		for {
			select {
			case <-w.jobs:
			case <-w.done:
				return
			}
		}
	}()
}

func (w worker) Stop()     { close(w.done) }
func (w worker) Add(j int) { w.jobs <- j }

func methodContract(jobs []int) {
	w := worker{jobs: make(chan int), done: make(chan struct{})}
	w.Start() // report
	for _, j := range jobs {
		w.Add(j)
	}
}
