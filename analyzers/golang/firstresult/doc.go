// Package firstresult reports goroutines that all send to one channel from which only the first result is taken.
//
// A loop starts a goroutine per element, each sends its result, and the function
// takes one and returns. The first sender goes on; all the others wait for ever
// on a channel without room, once per call, with their stacks and results.
//
// Give the channel room for every sender, so that the late ones can finish and
// be collected together with the channel, or let each goroutine select between
// the send and a context that is cancelled once there is a winner. The second
// also stops the useless work.
//
// # Wrong
//
//	func fastest(mirrors []string, get func(string) []byte) []byte {
//		result := make(chan []byte)
//		for _, m := range mirrors {
//			go func() {
//				result <- get(m)
//			}()
//		}
//		return <-result
//	}
//
// # Right
//
//	func fastest(mirrors []string, get func(string) []byte) []byte {
//		result := make(chan []byte, len(mirrors))
//		for _, m := range mirrors {
//			go func() {
//				result <- get(m)
//			}()
//		}
//		return <-result
//	}
//
// # When to ignore
//
// When the loop is known to run once, or the process ends with the function.
package firstresult
