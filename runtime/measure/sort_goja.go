package measure

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// minRun is the length to which short runs are filled up by insertion, as in
// V8's TimSort.
const minRun = 32

// countedSort gives count.js a sort that compares about as often as V8's: runs
// that are there already are kept, short ones filled up by binary insertion, and
// neighbours merged. Engines differ in this by more than a factor of two, so the
// engine's own sort would count wrong. Arguments: a list without holes, and a
// comparison or undefined for the order of strings.
func (w *gojaWorld) countedSort() func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		list := call.Argument(0).ToObject(w.rt)
		values := make([]goja.Value, list.Get("length").ToInteger())
		for i := range values {
			values[i] = list.Get(strconv.Itoa(i))
		}
		s := &runSorter{values: values}
		if cmp, ok := goja.AssertFunction(call.Argument(1)); ok {
			s.after = func(a, b goja.Value) bool {
				v, err := cmp(goja.Undefined(), a, b)
				if err != nil {
					panic(err)
				}
				return v.ToFloat() > 0
			}
		} else {
			s.after = func(a, b goja.Value) bool { return strings.Compare(a.String(), b.String()) > 0 }
		}
		s.compared = func() { w.counters[ClassSort]++ }
		s.sort()
		for i, v := range values {
			if err := list.Set(strconv.Itoa(i), v); err != nil {
				panic(err)
			}
		}
		return list
	}
}

// runSorter sorts values, stably.
type runSorter struct {
	values   []goja.Value
	buffer   []goja.Value
	after    func(a, b goja.Value) bool // a belongs behind b
	compared func()
}

func (s *runSorter) isAfter(a, b goja.Value) bool {
	s.compared()
	return s.after(a, b)
}

func (s *runSorter) sort() {
	n := len(s.values)
	s.buffer = make([]goja.Value, n)
	ends := []int{0} // of the runs, with 0 in front
	for at := 0; at < n; {
		at = s.run(at)
		ends = append(ends, at)
	}
	for len(ends) > 2 {
		merged := ends[:1]
		for i := 2; i < len(ends); i += 2 {
			s.merge(ends[i-2], ends[i-1], ends[i])
			merged = append(merged, ends[i])
		}
		if len(ends)%2 == 0 {
			merged = append(merged, n)
		}
		ends = merged
	}
}

// run makes a sorted run that starts at from, and returns its end.
func (s *runSorter) run(from int) int {
	v, n := s.values, len(s.values)
	end := from + 1
	if end < n {
		if s.isAfter(v[end-1], v[end]) {
			for end++; end < n && s.isAfter(v[end-1], v[end]); end++ {
			}
			for i, j := from, end-1; i < j; i, j = i+1, j-1 {
				v[i], v[j] = v[j], v[i]
			}
		} else {
			for end++; end < n && !s.isAfter(v[end-1], v[end]); end++ {
			}
		}
	}
	for ; end < min(from+minRun, n); end++ {
		lo, hi := from, end
		for lo < hi {
			mid := (lo + hi) / 2
			if s.isAfter(v[mid], v[end]) {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		x := v[end]
		copy(v[lo+1:end+1], v[lo:end])
		v[lo] = x
	}
	return end
}

func (s *runSorter) merge(from, mid, to int) {
	v := s.values
	if mid == to || !s.isAfter(v[mid-1], v[mid]) {
		return
	}
	left := s.buffer[:copy(s.buffer, v[from:mid])]
	i, j, k := 0, mid, from
	for i < len(left) && j < to {
		if s.isAfter(left[i], v[j]) {
			v[k] = v[j]
			j++
		} else {
			v[k] = left[i]
			i++
		}
		k++
	}
	copy(v[k:], left[i:])
}
