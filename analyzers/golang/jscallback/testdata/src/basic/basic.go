package basic

import (
	"net/http"
	"sync"
	"syscall/js"
	"time"

	"basic/helper"
)

var (
	done    = make(chan struct{})
	results = make(chan int, 16)
)

func register(button js.Value) {
	button.Set("a", js.FuncOf(func(this js.Value, args []js.Value) any {
		time.Sleep(time.Second) // want "this sleeps in a callback from JavaScript"
		return nil
	}))
	button.Set("b", js.FuncOf(func(this js.Value, args []js.Value) any {
		<-done // want "this receives from a channel in a callback"
		return 1
	}))
	button.Set("c", js.FuncOf(func(this js.Value, args []js.Value) any {
		resp, err := http.Get(args[0].String()) // want "waits for the network"
		if err != nil {
			return err.Error()
		}
		return resp.Status
	}))
	button.Set("d", js.FuncOf(func(this js.Value, args []js.Value) any {
		var wg sync.WaitGroup
		wg.Wait() // want "waits for goroutines"
		return nil
	}))
	button.Set("e", js.FuncOf(func(this js.Value, args []js.Value) any {
		helper.Pause() // want "`Pause` sleeps in a callback"
		return nil
	}))
	button.Set("f", js.FuncOf(pause)) // want "`pause` receives from a channel in a callback"
	button.Set("g", js.FuncOf(func(this js.Value, args []js.Value) any {
		done <- struct{}{} // want "sends to an unbuffered channel"
		return nil
	}))
	button.Set("h", js.FuncOf(func(this js.Value, args []js.Value) any {
		select { // want "waits in a select"
		case <-done:
		case <-time.After(time.Second):
		}
		return nil
	}))
}

func pause(this js.Value, args []js.Value) any { // want pause:"receives from a channel"
	<-done
	return nil
}

func fine(button js.Value) {
	button.Set("a", js.FuncOf(func(this js.Value, args []js.Value) any {
		go func() {
			time.Sleep(time.Second)
			<-done
		}()
		return nil
	}))
	button.Set("b", js.FuncOf(func(this js.Value, args []js.Value) any {
		select {
		case results <- args[0].Int():
		default:
		}
		return nil
	}))
	button.Set("c", js.FuncOf(func(this js.Value, args []js.Value) any {
		results <- args[0].Int()
		return helper.Quick()
	}))
	button.Set("d", js.FuncOf(func(this js.Value, args []js.Value) any {
		close(done)
		return nil
	}))
	button.Set("e", js.FuncOf(func(this js.Value, args []js.Value) any {
		return func() { <-done }
	}))
}

func listen(buttons []js.Value) []js.Func {
	var kept []js.Func
	for _, button := range buttons {
		button.Call("addEventListener", "click", js.FuncOf(func(this js.Value, args []js.Value) any { // want "each round makes a callback that nobody can release"
			return nil
		}))
		f := js.FuncOf(func(this js.Value, args []js.Value) any { return nil })
		kept = append(kept, f)
		kept = append(kept, js.FuncOf(func(this js.Value, args []js.Value) any { return nil }))
		button.Call("addEventListener", "blur", f)
	}
	return kept
}
