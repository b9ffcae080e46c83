package silent

import (
	"context"
	"log"
	"os"
	"sync"
	"time"
)

func guarded(ctx context.Context, ask func() int) int {
	answer := make(chan int)
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
		return 0
	}
}

func room(ctx context.Context) {
	ch := make(chan int, 1)
	go func() {
		if ctx.Err() != nil {
			ch <- 1
			return
		}
		ch <- 2
	}()
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

func roomForAll(jobs []func() error) error {
	errs := make(chan error, len(jobs))
	for _, job := range jobs {
		go func() { errs <- job() }()
	}
	return <-errs
}

func deferredReceive(err error) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	defer func() { <-ch }()
	if err != nil {
		return
	}
	println()
}

func drained(ctx context.Context) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	select {
	case <-ch:
	case <-ctx.Done():
		go func() { <-ch }()
	}
}

func gather(xs []int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- x * x }()
	}
	for range xs {
		sum += <-ch
	}
	return sum
}

func gatherOther(xs []int, n int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- x * x }()
	}
	for i := 0; i < n; i++ {
		v := <-ch
		if v < 0 {
			return v
		}
		sum += v
	}
	return sum
}

func forEver() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	for {
		time.Sleep(time.Second)
	}
}

func fatal(err error) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	if err != nil {
		log.Fatal(err)
	}
	if os.Getpid() == 1 {
		panic("no")
	}
	<-ch
}

func correlated(start bool) {
	ch := make(chan int)
	if start {
		go func() { ch <- 1 }()
	}
	println()
	if start {
		<-ch
	}
}

func correlatedInside(quiet bool, other error) {
	ch := make(chan int)
	go func() {
		if !quiet {
			ch <- 1
		}
	}()
	if quiet {
		return
	}
	<-ch
}

func escapes(keep func(chan int)) {
	ch := make(chan int)
	keep(ch)
	go func() { ch <- 1 }()
}

func returned() <-chan int {
	ch := make(chan int)
	go func() { ch <- 1 }()
	return ch
}

func protocol(read func() (string, error)) error {
	type message struct {
		text string
		err  error
	}
	ch := make(chan message)
	go func() {
		for {
			text, err := read()
			ch <- message{text, err}
			if err != nil {
				return
			}
		}
	}()
	for {
		m := <-ch
		if m.err != nil {
			return m.err
		}
		println(m.text)
	}
}

func counted(n int, fs []func() int) {
	ch := make(chan int)
	for _, f := range fs {
		go func() { ch <- f() }()
	}
	pending := len(fs)
	for {
		select {
		case <-ch:
			pending--
			if pending == 0 {
				return
			}
		case <-time.After(time.Second):
			println("still waiting")
		}
	}
}

func closes(ctx context.Context, wg *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func both(ctx context.Context) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	select {
	case <-ch:
	case <-ctx.Done():
		<-ch
	}
}

func drainLoop(names []string, use func(string) error) (first error) {
	ch := make(chan string)
	go func() {
		defer close(ch)
		for _, n := range names {
			ch <- n
		}
	}()
	for n := range ch {
		if err := use(n); err != nil {
			first = err
			break
		}
	}
	for range ch {
	}
	return first
}

func helperReceives(err error) int {
	ch := make(chan int)
	go func() { ch <- 1 }()
	if err != nil {
		return take(ch)
	}
	return <-ch
}

func take(ch <-chan int) int { return <-ch }

func waitsForOwner(ok bool) {
	start := make(chan bool)
	ch := make(chan int)
	go func() {
		if <-start {
			ch <- 1
		}
	}()
	start <- ok
	if ok {
		<-ch
	}
}

func labelled(stop chan bool) int {
	ch := make(chan int)
	go func() { ch <- 1 }()
loop:
	for {
		select {
		case <-stop:
			break loop
		case v := <-ch:
			return v
		}
	}
	return <-ch
}

func workersMayBeNone(workers int, requests int) {
	ch := make(chan int)
	for range workers {
		go func() {
			for range ch {
			}
		}()
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range requests {
			ch <- i
		}
		close(ch)
	})
	wg.Wait()
}

func doneBeforeSend() {
	ch := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done()
		ch <- 1
	}()
	wg.Wait()
	<-ch
}

func closerWaits(xs []int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Go(func() { ch <- x })
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		sum += v
	}
	return sum
}

func loopsOnceEach(next func() (int, bool), stop <-chan bool) {
	ch := make(chan int, 1)
	go func() {
		for {
			if v, ok := next(); ok {
				ch <- v
				return
			}
		}
	}()
	select {
	case <-ch:
	case <-stop:
	}
}

func exactRoom(stop <-chan bool) {
	ch := make(chan int, 4)
	go func() {
		for i := range 2 {
			for range 2 {
				ch <- i
			}
		}
	}()
	select {
	case <-ch:
	case <-stop:
	}
}

func resultOrError(f func() (int, error)) (int, error) {
	result := make(chan int)
	errs := make(chan error)
	go func() {
		v, err := f()
		if err != nil {
			errs <- err
			return
		}
		result <- v
	}()
	select {
	case v := <-result:
		return v, nil
	case err := <-errs:
		return 0, err
	}
}

func readerReportsItsEnd(read func() (string, error), handle func(string) error, stop func()) {
	messages := make(chan string)
	errs := make(chan error, 1)
	go readAll(read, messages, errs)
	for {
		select {
		case m := <-messages:
			if handle(m) != nil {
				stop()
			}
		case <-errs:
			return
		}
	}
}

func readAll(read func() (string, error), messages chan<- string, errs chan<- error) {
	for {
		m, err := read()
		if err != nil {
			errs <- err
			return
		}
		messages <- m
	}
}

func doneChannel(xs []int, stop <-chan bool) {
	ch := make(chan int)
	done := make(chan bool)
	go func() {
		defer close(done)
		for _, x := range xs {
			ch <- x
		}
	}()
	for {
		select {
		case <-ch:
		case <-done:
			return
		}
	}
}

func ownerCloses(stop <-chan bool) {
	ch := make(chan int)
	defer close(ch)
	go func() { ch <- 1 }()
	select {
	case <-ch:
	case <-stop:
	}
}

func groupIsDone(xs []int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if len(xs) > 0 {
			ch <- 1
		}
	}()
	if len(xs) > 0 {
		<-ch
	}
	wg.Wait()
}

func saysThatItEnded(read func() (int, error), use func(int) error) error {
	ch := make(chan int, 1)
	var readErr, useErr error
	go func() {
		defer close(ch)
		for {
			v, err := read()
			if err != nil {
				readErr = err
				return
			}
			ch <- v
		}
	}()
	for v := range ch {
		if useErr = use(v); useErr != nil {
			break
		}
	}
	if readErr != nil {
		return readErr
	}
	if useErr != nil {
		for range ch {
		}
		return useErr
	}
	return nil
}

func remembersToDrain(names []string, use func(string) error) error {
	ch := make(chan string)
	var failed error
	go func() {
		defer close(ch)
		for _, n := range names {
			ch <- n
		}
	}()
	for n := range ch {
		if err := use(n); err != nil {
			failed = err
			break
		}
	}
	if failed != nil {
		for range ch {
		}
		return failed
	}
	return nil
}

func flagToDrain(names []string, tooLate func() bool) {
	ch := make(chan string)
	late := false
	go func() {
		for _, n := range names {
			ch <- n
		}
		close(ch)
	}()
	for range ch {
		if tooLate() {
			late = true
			break
		}
	}
	if late {
		for range ch {
		}
	}
}

func toldToStop(poll func() int, timeout <-chan bool) int {
	results := make(chan int, 1)
	stop := make(chan struct{})
	go func() {
		defer close(results)
		for {
			results <- poll()
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	for {
		select {
		case v := <-results:
			if v > 0 {
				return v
			}
		case <-timeout:
			close(stop)
			return <-results
		}
	}
}
