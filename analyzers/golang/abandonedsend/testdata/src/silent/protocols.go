package silent

// Each question has one answer, and there is room for it.
func prompts(ask func(string) (string, error), interrupted <-chan bool) {
	lines := make(chan string, 1)
	errs := make(chan error, 1)
	questions := make(chan string)
	go answerAll(ask, lines, errs, questions)
	defer close(questions)
	for {
		questions <- "> "
		select {
		case <-interrupted:
			return
		case <-errs:
			return
		case line := <-lines:
			println(line)
		}
	}
}

func answerAll(ask func(string) (string, error), lines chan<- string, errs chan<- error, questions <-chan string) {
	for q := range questions {
		line, err := ask(q)
		if err != nil {
			errs <- err
		} else {
			lines <- line
		}
	}
}

// After a failure done stays, and no other writer is started.
func broadcast(queue <-chan int, send func(int) error, term <-chan bool) {
	var (
		pending []int
		done    chan struct{}
		fail    = make(chan error, 1)
		failed  bool
	)
	for {
		if done == nil && len(pending) > 0 {
			next := pending[0]
			if next > 0 {
				done = make(chan struct{})
				go func() {
					if err := send(next); err != nil {
						fail <- err
						return
					}
					close(done)
				}()
			}
		}
		select {
		case n := <-queue:
			if !failed {
				pending = append(pending, n)
			}
		case <-done:
			done = nil
		case <-fail:
			failed = true
		case <-term:
			return
		}
	}
}
