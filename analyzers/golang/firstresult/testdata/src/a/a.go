package a

import "time"

func fastest(mirrors []string, get func(string) int) int {
	result := make(chan int)
	for _, m := range mirrors {
		go func() {
			result <- get(m) // want "every trip of the loop starts a goroutine that sends to `result`"
		}()
	}
	return <-result
}

func withTimeout(n int, get func(int) int) int {
	result := make(chan int)
	for i := 0; i < n; i++ {
		go func() {
			result <- get(i) // want "every trip of the loop"
		}()
	}
	select {
	case r := <-result:
		return r
	case <-time.After(time.Second):
		return 0
	}
}

func three(get func(int) int) int {
	result := make(chan int)
	for i := range 3 {
		go func() { result <- get(i) }() // want "every trip of the loop"
	}
	return <-result
}
