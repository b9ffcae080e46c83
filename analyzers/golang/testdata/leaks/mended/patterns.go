// Package mended holds the forms of package wrong as their authors would mend
// them. No default rule has anything to say here.
package mended

import (
	"context"
	"time"
)

func prematureReturn(ask func() string, check func() error) (string, error) {
	answer := make(chan string, 1)
	go func() {
		answer <- ask()
	}()
	if err := check(); err != nil {
		return "", err
	}
	return <-answer, nil
}

func prematureReturnDrained(ask func() string, check func() error) (string, error) {
	answer := make(chan string)
	go func() {
		answer <- ask()
	}()
	if err := check(); err != nil {
		<-answer
		return "", err
	}
	return <-answer, nil
}

func timeout(ctx context.Context, ask func() string) string {
	answer := make(chan string, 1)
	go func() {
		answer <- ask()
	}()
	select {
	case a := <-answer:
		return a
	case <-ctx.Done():
		return ""
	}
}

func timeoutGuarded(ctx context.Context, ask func() string) string {
	answer := make(chan string)
	go func() {
		select {
		case answer <- ask():
		case <-ctx.Done():
		}
	}()
	select {
	case a := <-answer:
		return a
	case <-ctx.Done():
		return ""
	}
}

func firstOf(servers []string, ask func(string) string) string {
	answers := make(chan string, len(servers))
	for _, s := range servers {
		go func() {
			answers <- ask(s)
		}()
	}
	return <-answers
}

func firstOfDropped(servers []string, ask func(string) string) string {
	answers := make(chan string, 1)
	for _, s := range servers {
		go func() {
			select {
			case answers <- ask(s):
			default:
			}
		}()
	}
	return <-answers
}

func doubleSend(ask func() (string, error)) string {
	answer := make(chan string)
	go func() {
		a, err := ask()
		if err != nil {
			answer <- ""
			return
		}
		answer <- a
	}()
	return <-answer
}

func unclosedRange(jobs []int, do func(int)) {
	queue := make(chan int)
	defer close(queue)
	for range 4 {
		go func() {
			for j := range queue {
				do(j)
			}
		}()
	}
	for _, j := range jobs {
		queue <- j
	}
}

type poller struct{ stop chan struct{} }

func newPoller() *poller {
	p := &poller{stop: make(chan struct{})}
	go p.poll()
	return p
}

func (p *poller) Close() { close(p.stop) }

func (p *poller) poll() {
	for {
		select {
		case <-time.After(time.Second):
		case <-p.stop:
			return
		}
	}
}

func missingDone(read func() error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := read(); err != nil {
			return
		}
	}()
	<-done
}

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
	w.Start()
	defer w.Stop()
	for _, j := range jobs {
		w.Add(j)
	}
}
