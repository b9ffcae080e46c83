package export

import "errors"

// The process ends with the error.
func Export(read func() (string, error), write func(string) error) error {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for {
			line, err := read()
			if err != nil {
				return
			}
			lines <- line
		}
	}()
	for line := range lines {
		if line == "" {
			return errors.New("empty line")
		}
		if err := write(line); err != nil {
			return err
		}
	}
	return nil
}

type server struct{}

// A server lives on.
func (server) handle(read func() string, done <-chan bool) error {
	lines := make(chan string)
	go func() {
		lines <- read() // want "the send to `lines` can wait for ever"
	}()
	select {
	case <-done:
		return errors.New("cancelled")
	case line := <-lines:
		println(line)
	}
	return nil
}
