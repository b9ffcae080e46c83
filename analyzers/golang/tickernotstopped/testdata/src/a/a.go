//go:build go1.21

package a

import "time"

func watch(done chan struct{}) {
	ticker := time.NewTicker(time.Second) // want "nobody stops the ticker `ticker`: before Go 1.23"
	for {
		select {
		case <-ticker.C:
			print(".")
		case <-done:
			return
		}
	}
}

func inLoop(n int) {
	for range make([]int, n) {
		t := time.NewTicker(time.Second) // want "nobody stops the ticker `t`"
		<-t.C
	}
}
