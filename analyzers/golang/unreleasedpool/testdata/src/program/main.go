package main

import (
	"os/exec"

	"github.com/alitto/pond"
)

func main() {
	pool := pond.New(4, 4)
	pool.Submit(func() {})
	cmd := exec.Command("ls")
	cmd.Start()
}
