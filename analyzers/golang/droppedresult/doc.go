// Package droppedresult reports calls that drop a channel on which a goroutine waits to deliver one result.
//
// A function that starts a goroutine and returns the channel of its result makes
// a contract: somebody receives. If the channel has no room and the caller drops
// it, or receives only in a select that may choose a timeout instead, the
// goroutine waits for ever with its result in hand, once per call.
//
// The better place to mend this is the function that makes the channel: with a
// capacity of 1 the goroutine can deliver and end whatever the caller does.
//
// # Wrong
//
//	import (
//		"context"
//		"errors"
//	)
//
//	func fetchAsync(fetch func() string) <-chan string {
//		result := make(chan string)
//		go func() {
//			result <- fetch()
//		}()
//		return result
//	}
//
//	func fetchOr(ctx context.Context, fetch func() string) (string, error) {
//		select {
//		case s := <-fetchAsync(fetch):
//			return s, nil
//		case <-ctx.Done():
//			return "", errors.New("too late")
//		}
//	}
//
// # Right
//
//	import (
//		"context"
//		"errors"
//	)
//
//	func fetchAsync(fetch func() string) <-chan string {
//		result := make(chan string, 1)
//		go func() {
//			result <- fetch()
//		}()
//		return result
//	}
//
//	func fetchOr(ctx context.Context, fetch func() string) (string, error) {
//		select {
//		case s := <-fetchAsync(fetch):
//			return s, nil
//		case <-ctx.Done():
//			return "", errors.New("too late")
//		}
//	}
//
// # When to ignore
//
// When the process ends with the function that drops the channel.
package droppedresult
