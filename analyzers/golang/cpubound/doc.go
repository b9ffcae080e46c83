// Package cpubound reports loops that compute for long and never look at the context which would cancel them.
//
// A context reaches a function so that its caller can take the work back: the
// client hung up, the deadline passed, the server shuts down. Waiting calls
// notice that by themselves. A loop that only computes does not: it holds its
// core to the end, for a result that nobody reads, and a server under load
// spends its cores on the dead requests first.
//
// The rule reports a loop only if every call in it is known to compute, so that
// nothing in it could notice the cancellation either, and only if the loop is
// expensive by its own text: bounds that multiply, a bound that comes from the
// request, no bound at all, or a callee such as a key derivation, a codec or a
// digest of the data. Ask ctx.Err() once per iteration of the outermost loop; it
// costs some nanoseconds. For very cheap iterations ask on every thousandth.
//
// # Wrong
//
//	import (
//		"context"
//		"crypto/sha256"
//	)
//
//	func mine(ctx context.Context, block []byte, zeros int) uint64 {
//		for nonce := uint64(0); ; nonce++ {
//			sum := sha256.Sum256(append(block, byte(nonce), byte(nonce>>8), byte(nonce>>16)))
//			if int(sum[0]) < zeros {
//				return nonce
//			}
//		}
//	}
//
// # Right
//
//	import (
//		"context"
//		"crypto/sha256"
//	)
//
//	func mine(ctx context.Context, block []byte, zeros int) (uint64, error) {
//		for nonce := uint64(0); ; nonce++ {
//			if err := ctx.Err(); err != nil {
//				return 0, err
//			}
//			sum := sha256.Sum256(append(block, byte(nonce), byte(nonce>>8), byte(nonce>>16)))
//			if int(sum[0]) < zeros {
//				return nonce, nil
//			}
//		}
//	}
//
// # When to ignore
//
// When the data is small for a reason that the code does not show, or when the
// work must be finished although the caller has gone. In the second case
// context.WithoutCancel, or a parameter named _, says so in the code.
package cpubound
