package basic

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"maps"
	"math"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func constant(x float64) float64 { return math.Sqrt(x) + 1 } // want constant:`cpu\(degree 0, strong 0, weight 0\)`

func linear(xs []string) (n int) { // want linear:`cpu\(degree 1, strong 0, weight 0\)`
	for _, x := range xs {
		n += len(x)
	}
	return n
}

func grid(w, h int) (n int) { // want grid:`cpu\(degree 2, strong 2, weight 0\)`
	for y := 0; y < h; y++ {
		for x := 0; x < w; x++ {
			n += x * y
		}
	}
	return n
}

func digest(data []byte) [32]byte { return sha256.Sum256(data) } // want digest:`cpu\(degree 1, strong 0, weight 1\)`

func halves(n int) (steps int) { // want halves:`cpu\(degree 0, strong 0, weight 0\)`
	for n > 1 {
		n /= 2
		steps++
	}
	return steps
}

func gcd(a, b int) int { // want gcd:`cpu\(degree 0, strong 0, weight 0\)`
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func fib(n int) int { // want fib:`cpu\(degree 1, strong 0, weight 2\)`
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

type tree struct{ left, right *tree }

func (t *tree) size() int { // want size:`cpu\(degree 0, strong 0, weight 0\)`
	if t == nil {
		return 0
	}
	return t.left.size() + t.right.size() + 1
}

func even(n int) bool { return n == 0 || odd(n-1) }  // want even:`cpu`
func odd(n int) bool  { return n != 0 && even(n-1) } // want odd:`cpu`

// One of the cycle waits, so both may.
func ping(n int) { pong(n - 1) }
func pong(n int) {
	time.Sleep(1)
	ping(n - 1)
}

func apply(xs []int, f func(int) int) { // want apply:`calls its parameter`
	for i := range xs {
		xs[i] = f(xs[i])
	}
}

func applies(xs []int) { apply(xs, func(x int) int { return x + 1 }) } // want applies:`cpu`
func appliesIO(xs []int) {
	apply(xs, func(x int) int { fmt.Println(x); return x })
}
func appliesUnknown(xs []int, fs map[string]func(int) int) { apply(xs, fs["x"]) }

func sorts(xs []string) { // want sorts:`weight 1`
	sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] })
}

func keys(m map[string]int) (n int) { // want keys:`cpu`
	for k := range maps.Keys(m) {
		n += len(k)
	}
	return n
}

func packs(data []byte) []byte { // want packs:`weight 2`
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	_, _ = zw.Write(data)
	_ = zw.Close()
	return buf.Bytes()
}

func scans(text string) (n int) { // want scans:`cpu`
	s := bufio.NewScanner(strings.NewReader(text))
	for s.Scan() {
		n++
	}
	return n
}

func formats(b *strings.Builder, n int) { fmt.Fprintf(b, "%d", n) } // want formats:`cpu`

func hashes(h hash.Hash, data []byte) []byte { // want hashes:`weight 1`
	h.Write(data)
	return h.Sum(nil)
}

func literals(n int) int { // want literals:`cpu`
	double := func(x int) int { return 2 * x }
	return func() int { return double(n) }()
}

func makesLiteral(ch chan int) func() { return func() { <-ch } } // want makesLiteral:`cpu`

func generic[T ~[]E, E any](xs T) (n int) { // want generic:`cpu`
	for range xs {
		n++
	}
	return n
}

func encodes(v any) []byte { // want encodes:`weight 1`
	data, _ := json.Marshal(v)
	return data
}

// All of these may wait.

func prints()                          { fmt.Println() }
func writes(w io.Writer)               { fmt.Fprintln(w) }
func packsTo(w io.Writer, data []byte) { _, _ = gzip.NewWriter(w).Write(data) }
func reads() []byte                    { data, _ := os.ReadFile("x"); return data }
func sleeps()                          { time.Sleep(1) }
func locks(mu *sync.Mutex)             { mu.Lock() }
func adds(n *atomic.Int64)             { n.Add(1) }
func sends(ch chan int)                { ch <- 1 }
func receives(ch chan int)             { <-ch }
func ranges(ch chan int) {
	for range ch {
	}
}
func selects()                        { select {} }
func starts()                         { go prints() }
func closes(ch chan int)              { close(ch) }
func calls(r io.Reader)               { _, _ = r.Read(nil) }
func callsMethod(s interface{ Do() }) { s.Do() }
func callsField(s struct{ f func() }) { s.f() }
func iterates(seq func(func(int) bool)) {
	for range seq {
	}
}
func constrained[T interface{ Do() }](t T) { t.Do() }

func reassigned(ch chan int) {
	f := func() {}
	if ch != nil {
		f = func() { <-ch }
	}
	f()
}

func rebound(w io.Writer) {
	var buf io.Writer = &bytes.Buffer{}
	if w != nil {
		buf = w
	}
	fmt.Fprintln(buf)
}
