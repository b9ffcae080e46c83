package across

import "across/lib"

func wrong(run func()) {
	done := make(chan struct{})
	go lib.Work(run, done)
	<-done // want "the receive from `done` waits for ever"
}

func inLiteral(run func()) {
	done := make(chan struct{})
	go func() {
		lib.Work(run, done)
	}()
	<-done // want "the receive from `done` waits for ever"
}

func feeds() {
	ch := make(chan int)
	go lib.Drop(1, ch)
	ch <- 1 // want "the send to `ch` waits for ever"
}

func answered(run func()) {
	done := make(chan struct{})
	go lib.Serve(run, done)
	<-done
}

func closedBeside(run func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		lib.Work(run, done)
	}()
	<-done
}

func closedHere(run func()) {
	done := make(chan struct{})
	lib.Work(run, done)
	close(done)
	<-done
}

func keptAsWell(run func(), keep func(chan struct{})) {
	done := make(chan struct{})
	go lib.Work(run, done)
	keep(done)
	<-done
}
