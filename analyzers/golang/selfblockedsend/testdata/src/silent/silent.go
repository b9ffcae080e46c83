package silent

import (
	"os"
	"os/signal"
)

func room() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	go func() { <-ch }()
}

func started() {
	ch := make(chan int)
	go func() { <-ch }()
	ch <- 1
}

func startedOnOnePath(now bool) {
	ch := make(chan int)
	if now {
		go func() { ch <- 1 }()
	}
	<-ch
}

func escaped(register func(chan<- int)) int {
	ch := make(chan int)
	register(ch)
	return <-ch
}

func byReference(fill func(*chan int)) int {
	ch := make(chan int)
	fill(&ch)
	return <-ch
}

func signals() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch)
	<-ch
}

func tried() bool {
	ch := make(chan int)
	select {
	case ch <- 1:
		return true
	default:
		return false
	}
}

func closed() {
	ch := make(chan int)
	close(ch)
	<-ch
}

func closedLater(handle func(func())) {
	ch := make(chan int)
	handle(func() { close(ch) })
	<-ch
}

func onPurpose() {
	for ever := make(chan struct{}); ; {
		<-ever
	}
}

func semaphore(work func()) {
	sem := make(chan struct{}, 4)
	for range 100 {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			work()
		}()
	}
	for range 4 {
		sem <- struct{}{}
	}
}

func sentThenReceived(ok bool) int {
	ch := make(chan int, 1)
	if ok {
		ch <- 1
	}
	if ok {
		return <-ch
	}
	return 0
}

func inStruct() *struct{ ch chan int } {
	ch := make(chan int)
	s := &struct{ ch chan int }{ch}
	go func() { <-s.ch }()
	ch <- 1
	return s
}

func viaVariable() {
	ch := make(chan int)
	other := ch
	go func() { <-other }()
	ch <- 1
}

func filled(xs []int) {
	ch := make(chan int, 3)
	for _, x := range xs {
		ch <- x
		if len(ch) == cap(ch) {
			<-ch
		}
	}
}

func changedOutOfSight(visit func(func())) {
	ch := make(chan int)
	found := false
	visit(func() { found = true })
	if found {
		go func() { ch <- 1 }()
	}
	<-ch
}
