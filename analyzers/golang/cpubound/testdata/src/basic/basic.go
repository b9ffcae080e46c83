package basic

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"regexp"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

type matrix [][]float64

func multiply(ctx context.Context, a, b matrix) (matrix, error) {
	out := make(matrix, len(a))
	for i := range a { // want "nests loops whose bounds multiply and never looks at `ctx`"
		out[i] = make([]float64, len(b))
		for j := range b {
			for k := range b {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out, nil
}

func multiplyChecked(ctx context.Context, a, b matrix) (matrix, error) {
	out := make(matrix, len(a))
	for i := range a {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = make([]float64, len(b))
		for j := range b {
			for k := range b {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out, nil
}

func multiplyUnasked(_ context.Context, a, b matrix) {
	for i := range a {
		for j := range b {
			for k := range b {
				a[i][j] += a[i][k] * b[k][j]
			}
		}
	}
}

func gray(ctx context.Context, img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(b)
	for y := b.Min.Y; y < b.Max.Y; y++ { // want "bounds multiply"
		for x := b.Min.X; x < b.Max.X; x++ {
			out.Set(x, y, color.GrayModel.Convert(img.At(x, y)))
		}
	}
	return out
}

func tile(ctx context.Context, img *image.Gray) {
	for y := 0; y < 16; y++ {
		for x := 0; x < 16; x++ {
			img.SetGray(x, y, color.Gray{Y: uint8(x ^ y)})
		}
	}
}

func mine(ctx context.Context, block []byte) (nonce uint64, err error) {
	for { // want "calls `sha256.Sum256` until it succeeds"
		sum := sha256.Sum256(append(block, byte(nonce)))
		if sum[0] == 0 {
			return nonce, nil
		}
		nonce++
	}
}

func prime(ctx context.Context, n int64) bool {
	for i := int64(2); i*i <= n; i++ { // want "counts to a square root"
		if n%i == 0 {
			return false
		}
	}
	return true
}

func stretch(ctx context.Context, key []byte, rounds int) ([]byte, error) {
	for i := 0; i < rounds; i++ { // want "calls `sha256.Sum256` on each piece of data"
		sum := sha256.Sum256(key)
		key = sum[:]
	}
	return key, nil
}

func stretchConst(ctx context.Context, key []byte) []byte {
	for i := 0; i < 100; i++ {
		sum := sha256.Sum256(key)
		key = sum[:]
	}
	return key
}

func pack(ctx context.Context, files map[string][]byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, data := range files { // want "calls `gzip.NewWriter`"
		var buf bytes.Buffer
		zw := gzip.NewWriter(&buf)
		if _, err := zw.Write(data); err != nil {
			return nil, err
		}
		if err := zw.Close(); err != nil {
			return nil, err
		}
		out[name] = buf.Bytes()
	}
	return out, nil
}

// The writer may be a connection, whose Write fails once the client is gone.
func packTo(ctx context.Context, files map[string][]byte, w io.Writer) error {
	for _, data := range files {
		zw := gzip.NewWriter(w)
		if _, err := zw.Write(data); err != nil {
			return err
		}
	}
	return nil
}

type point struct{ x, y float64 }

func pairs(ctx context.Context, points []point) (n int) {
	for i := range points { // want "bounds multiply"
		for j := i + 1; j < len(points); j++ {
			if near(points[i], points[j]) {
				n++
			}
		}
	}
	return n
}

func near(a, b point) bool {
	dx, dy := a.x-b.x, a.y-b.y
	return dx*dx+dy*dy < 1
}

type order struct{ lines []line }
type line struct{ price, count int }

// Each line once: linear in the data.
func total(ctx context.Context, orders []order) (sum int) {
	for _, o := range orders {
		for _, l := range o.lines {
			sum += l.price * l.count
		}
	}
	return sum
}

func names(ctx context.Context, orders []order) []string {
	var out []string
	for i, o := range orders {
		out = append(out, fmt.Sprintf("%d: %d", i, len(o.lines)))
	}
	sort.Strings(out)
	return out
}

func digits(ctx context.Context, n uint64) (count int) {
	for n > 0 {
		n /= 10
		count++
	}
	return count
}

func search(ctx context.Context, sorted []float64, x float64) int {
	lo, hi := 0, len(sorted)
	for lo < hi {
		mid := (lo + hi) / 2
		if sorted[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Something in the loop waits, or may.

func prints(ctx context.Context, a, b []float64) {
	for i := range a {
		for j := range b {
			fmt.Println(a[i] * b[j])
		}
	}
}

func reads(ctx context.Context, paths []string) {
	for _, path := range paths {
		data, _ := os.ReadFile(path)
		sum := sha256.Sum256(data)
		_ = sum
	}
}

func locks(ctx context.Context, mu *sync.Mutex, a, b []float64) (sum float64) {
	for i := range a {
		for j := range b {
			mu.Lock()
			sum += a[i] * b[j]
			mu.Unlock()
		}
	}
	return sum
}

func stops(ctx context.Context, stop *atomic.Bool, a, b []float64) (sum float64) {
	for i := range a {
		if stop.Load() {
			break
		}
		for j := range b {
			sum += a[i] * b[j]
		}
	}
	return sum
}

func receives(ctx context.Context, done chan struct{}, a, b []float64) (sum float64) {
	for i := range a {
		select {
		case <-done:
			return sum
		default:
		}
		for j := range b {
			sum += a[i] * b[j]
		}
	}
	return sum
}

func callsBack(ctx context.Context, a, b []float64, f func(x, y float64)) {
	for i := range a {
		for j := range b {
			f(a[i], b[j])
		}
	}
}

type store interface{ Put(float64) error }

func stores(ctx context.Context, s store, a, b []float64) {
	for i := range a {
		for j := range b {
			_ = s.Put(a[i] * b[j])
		}
	}
}

// The inner loop computes; the outer one asks.
func asksOutside(ctx context.Context, rows [][]float64, weights []float64) (sum float64) {
	for _, row := range rows {
		if ctx.Err() != nil {
			break
		}
		for i := range row {
			for j := range weights {
				sum += row[i] * weights[j]
			}
		}
	}
	return sum
}

type job struct{ ctx context.Context }

func asksField(ctx context.Context, j job, a, b []float64) (sum float64) {
	for i := range a {
		if j.ctx.Err() != nil {
			break
		}
		for k := range b {
			sum += a[i] * b[k]
		}
	}
	return sum
}

// The outer loop waits, the inner one is all CPU.
func mixed(ctx context.Context, paths []string, a, b []float64) (sum float64) {
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		for i := range a { // want "bounds multiply"
			for j := range b {
				sum += a[i] * b[j]
			}
		}
	}
	return sum
}

// Few by their types or definitions.

var kinds = []string{"a", "b", "c"}

func variadic(ctx context.Context, opts ...string) (n int) {
	for _, a := range opts {
		for _, b := range opts {
			for _, k := range kinds {
				if a+b == k {
					n++
				}
			}
		}
	}
	return n
}

func filters(ctx context.Context, names []string, re *regexp.Regexp) (out []string) {
	for _, name := range names {
		if re.MatchString(name) && !strings.Contains(name, "x") {
			out = append(out, name)
		}
	}
	return out
}

func closure(ctx context.Context, a, b []float64) func() float64 {
	return func() (sum float64) {
		for i := range a { // want "bounds multiply"
			for j := range b {
				sum += a[i] * b[j]
			}
		}
		return sum
	}
}

func ownContext(ctx context.Context, a, b []float64) func(context.Context) float64 {
	return func(ctx context.Context) (sum float64) {
		for i := range a {
			if ctx.Err() != nil {
				return 0
			}
			for j := range b {
				sum += a[i] * b[j]
			}
		}
		return sum
	}
}

func generic[T ~float64](ctx context.Context, a, b []T) (sum T, err error) {
	for i := range a { // want "bounds multiply"
		for j := range b {
			sum += a[i] * b[j]
		}
	}
	if sum < 0 {
		return 0, errors.New("negative")
	}
	return sum, nil
}

func literal(ctx context.Context, a, b []float64) (sum float64) {
	mul := func(x, y float64) float64 { return x * y }
	for i := range a { // want "bounds multiply"
		for j := range b {
			sum += mul(a[i], b[j])
		}
	}
	return sum
}

func recursion(ctx context.Context, a, b []float64) (sum int) {
	for i := range a { // want "calls `fib`"
		for range b {
			sum += fib(i)
		}
	}
	return sum
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

type node struct{ children []*node }

// Recursion visits each node once.
func visits(ctx context.Context, roots []*node) (all []*node) {
	seen := make(map[*node]bool)
	var visit func(*node)
	visit = func(n *node) {
		if !seen[n] {
			seen[n] = true
			for _, child := range n.children {
				visit(child)
			}
			all = append(all, n)
		}
	}
	for _, root := range roots {
		visit(root)
	}
	return all
}

type label struct{ name, value string }

func (l labels) get(name string) string {
	for _, x := range l {
		if x.name == name {
			return x.value
		}
	}
	return ""
}

type labels []label
type series struct{ metric labels }

// A few labels for each series.
func join(ctx context.Context, matrix []series, names []string) (out []string) {
	for i, s := range matrix {
		for _, name := range names {
			out = append(out, strings.Join([]string{s.metric.get(name), fmt.Sprint(i)}, ","))
		}
	}
	return out
}

type group struct{ last int }

// Settings are no sizes.
func (g *group) empties(ctx context.Context, out []string) []string {
	for i := len(out); i < g.last; i++ {
		out = append(out, fmt.Sprintf("%d", i))
	}
	return out
}

func bubble(ctx context.Context, xs []int) {
	for i := 0; i < len(xs); i++ { // want "bounds multiply"
		for j := 0; j < len(xs)-i-1; j++ {
			if xs[j] > xs[j+1] {
				xs[j], xs[j+1] = xs[j+1], xs[j]
			}
		}
	}
}

func sieve(ctx context.Context, n int) []bool {
	composite := make([]bool, n+1)
	for i := 2; i <= n; i++ { // want "bounds multiply"
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return composite
}

func closest(ctx context.Context, words, dictionary []string) (best string) {
	least := 1 << 30
	for _, w := range words { // want "bounds multiply"
		for _, d := range dictionary {
			if n := distance(w, d); n < least {
				least, best = n, d
			}
		}
	}
	return best
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for i := range len(a) {
		for j := range len(b) {
			if a[i] != b[j] {
				row[j+1] = min(row[j], row[j+1]) + 1
			}
		}
	}
	return row[len(b)]
}

func allowed(ctx context.Context, names, allowed []string) (out []string) {
	for _, name := range names {
		for _, other := range allowed {
			if name == other {
				out = append(out, name)
			}
		}
	}
	return out
}

func settle(ctx context.Context, heat []float64) {
	for { // want "repeats a loop until it succeeds"
		change := 0.0
		for i := 1; i+1 < len(heat); i++ {
			mean := (heat[i-1] + heat[i+1]) / 2
			change += mean - heat[i]
			heat[i] = mean
		}
		if change < 0.001 {
			return
		}
	}
}

func parse(ctx context.Context, tokens []string) (depth int) {
	i := 0
	for {
		if i == len(tokens) {
			return depth
		}
		switch strings.ToLower(tokens[i]) {
		case "(":
			depth++
		case ")":
			depth--
		}
		i++
	}
}

// The loop without a bound is not the one with the expensive call.
func uniqueNames(ctx context.Context, names []string) map[string]bool {
	seen := map[string]bool{}
	for _, name := range names {
		name = tidy.ReplaceAllString(name, "-")
		for {
			if !seen[name] {
				break
			}
			name += "+"
		}
		seen[name] = true
	}
	return seen
}

var tidy = regexp.MustCompile("[^a-z]+")
