package lib

// Work forgets its last line.
func Work(run func(), done chan struct{}) { // want Work:`ignores\[1\]`
	run()
}

// Serve does not.
func Serve(run func(), done chan struct{}) {
	defer close(done)
	run()
}

func Drop(n int, _ <-chan int) {} // want Drop:`ignores\[1\]`
