//go:build go1.24

package old

import "runtime"

func start() {
	runtime.GOMAXPROCS(runtime.NumCPU())
}
