// Package missingsend reports receives whose only sender can end without sending or closing.
//
// A function starts a goroutine and then waits, with a plain receive, for its
// answer. One path of the goroutine, often the one for an error, returns
// without a send and without a close. Whoever receives then waits for ever.
//
// The rule looks at channels that do not leave their function and that one
// goroutine answers. A loop that might run zero times, and a goroutine that was
// told to end by another channel or a context, are no such path. Close the
// channel in a defer, or send on every path.
//
// # Wrong
//
//	func digest(read func() ([]byte, error)) int {
//		size := make(chan int)
//		go func() {
//			b, err := read()
//			if err != nil {
//				return
//			}
//			size <- len(b)
//		}()
//		return <-size
//	}
//
// # Right
//
//	func digest(read func() ([]byte, error)) int {
//		size := make(chan int)
//		go func() {
//			defer close(size)
//			b, err := read()
//			if err != nil {
//				return
//			}
//			size <- len(b)
//		}()
//		return <-size
//	}
//
// # When to ignore
//
// When the path that does not send cannot be taken for a reason that the code
// does not show.
package missingsend
