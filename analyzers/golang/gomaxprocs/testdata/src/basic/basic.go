//go:build go1.25

package basic

import (
	"flag"
	"runtime"
)

func start() {
	println("start")
	runtime.GOMAXPROCS(runtime.NumCPU()) // want "makes Go ignore the container's CPU limit"
	println("started")
}

func used() int {
	old := runtime.GOMAXPROCS(runtime.NumCPU()) // want "makes Go ignore the container's CPU limit"
	return old
}

func restored() {
	old := runtime.GOMAXPROCS(runtime.NumCPU())
	defer runtime.GOMAXPROCS(old)
	println(old)
}

func configured() {
	n := flag.Int("procs", runtime.NumCPU(), "")
	flag.Parse()
	runtime.GOMAXPROCS(*n)
}

func asks() int { return runtime.GOMAXPROCS(0) }
