package a

import "time"

func ranged(work func()) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go func() {
		for range ticker.C { // want "this goroutine waits for `ticker.C` for ever once the ticker is stopped"
			print(".")
		}
	}()
	work()
}

func received(work func()) {
	t := time.NewTicker(time.Second)
	go func() {
		for {
			<-t.C // want "this goroutine waits for `t.C` for ever"
			print(".")
		}
	}()
	work()
	t.Stop()
}

func deferredLiteral(work func()) {
	t := time.NewTicker(time.Second)
	defer func() { t.Stop() }()
	go func() {
		for {
			select {
			case <-t.C: // want "this goroutine waits for `t.C` for ever"
				print(".")
			}
		}
	}()
	work()
}
