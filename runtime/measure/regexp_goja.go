package measure

import (
	"unicode/utf16"

	"github.com/dop251/goja"
)

// regexpSteps gives count.js the steps of one use of a regular expression:
// (expression, text, index to start at). One that would run beyond all bounds
// ends the run, as the deadline does: its result would never come.
func (w *gojaWorld) regexpSteps() func(goja.FunctionCall) goja.Value {
	known := map[*goja.Object]*stepper{}
	var lastText goja.Value
	var units []uint16
	return func(call goja.FunctionCall) goja.Value {
		re, ok := call.Argument(0).(*goja.Object)
		text := call.Argument(1)
		if !ok {
			return w.rt.ToValue(0)
		}
		s, seen := known[re]
		if !seen {
			if s, ok = newStepper(re.Get("source").String(), re.Get("flags").String()); !ok {
				s = nil
			}
			if len(known) < 1000 {
				known[re] = s
			}
		}
		if lastText == nil || !text.StrictEquals(lastText) {
			lastText, units = text, utf16.Encode([]rune(text.String()))
		}
		from := int(min(max(call.Argument(2).ToInteger(), 0), int64(len(units))))
		if s == nil {
			return w.rt.ToValue(len(units) - from)
		}
		n := s.count(units, from)
		if s.exhausted {
			w.rt.Interrupt(errDeadline)
		}
		return w.rt.ToValue(n)
	}
}
