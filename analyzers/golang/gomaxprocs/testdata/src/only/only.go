//go:build go1.25

package only

import (
	"fmt"
	"runtime"
)

// want+3 "makes Go ignore"

func main() {
	runtime.GOMAXPROCS(runtime.NumCPU())

	fmt.Println("started")
}
