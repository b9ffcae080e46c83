package silent

import "time"

func collected(done chan struct{}) {
	ticker := time.NewTicker(time.Second)
	select {
	case <-ticker.C:
	case <-done:
	}
}
