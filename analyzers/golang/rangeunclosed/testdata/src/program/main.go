package main

func main() {
	ch := make(chan int)
	go func() {
		for j := range ch {
			println(j)
		}
	}()
	ch <- 1
}
