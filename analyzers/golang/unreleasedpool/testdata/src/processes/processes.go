package processes

import (
	"context"
	"io"
	"os"
	"os/exec"
	"syscall"
)

func started(ctx context.Context, out io.Writer) error {
	cmd := exec.CommandContext(ctx, "ls")
	cmd.Stdout = out
	return cmd.Start() // want "nobody waits for the process that `cmd.Start\\(\\)` starts"
}

func killed() error {
	cmd := exec.Command("ls")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil { // want "nobody waits for the process"
		return err
	}
	io.Copy(io.Discard, pipe)
	return cmd.Process.Kill()
}

func waited() error {
	cmd := exec.Command("ls")
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}

func waitedByProcess() error {
	cmd := exec.Command("ls")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

func detached() error {
	cmd := exec.Command("ls")
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	return cmd.Start()
}

func handedOn(wait func(*exec.Cmd)) error {
	cmd := exec.Command("ls")
	wait(cmd)
	return cmd.Start()
}

func process() (*os.Process, error) {
	cmd := exec.Command("ls")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Process, nil
}

func exits() {
	cmd := exec.Command("ls")
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	os.Exit(0)
}

func neverStarted() string {
	cmd := exec.Command("ls")
	return cmd.String()
}

func run() error {
	cmd := exec.Command("ls")
	return cmd.Run()
}
