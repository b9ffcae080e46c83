package a

import "sync"

func workers(jobs []int, n int, work func(int)) {
	ch := make(chan int)
	for range n {
		go func() {
			for j := range ch { // want "nobody closes `ch`, so the goroutine waits for ever"
				work(j)
			}
		}()
	}
	for _, j := range jobs {
		ch <- j
	}
}

func named(jobs []int) {
	ch := make(chan int, 10)
	go consume(ch)
	for _, j := range jobs {
		ch <- j
	}
}

func consume(in <-chan int) {
	for j := range in { // want "nobody closes `in`, so the goroutine waits for ever"
		println(j)
	}
}

func owner(jobs []int) (sum int) {
	ch := make(chan int)
	go func() {
		for _, j := range jobs {
			ch <- j
		}
	}()
	for j := range ch { // want "nobody closes `ch`, so the loop waits for ever"
		sum += j
	}
	return sum
}

func manySenders(jobs []int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Go(func() { ch <- j })
	}
	go func() { wg.Wait() }()
	for j := range ch { // want "nobody closes `ch`, so the loop waits for ever"
		sum += j
	}
	return sum
}

func innerLoop(rows [][]int) {
	ch := make(chan []int)
	go func() {
		for row := range ch { // want "nobody closes `ch`, so the goroutine waits for ever"
			for _, x := range row {
				if x == 0 {
					break
				}
				println(x)
			}
		}
	}()
	for _, row := range rows {
		ch <- row
	}
}
