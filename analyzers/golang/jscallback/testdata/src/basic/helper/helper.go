// Package helper waits in another package.
package helper

import "time"

func Pause() { // want Pause:"sleeps"
	time.Sleep(time.Second)
}

func Quick() int { return 1 }
