package jsparse

import "strings"

// What a text says by itself is worth remembering with it: rules ask the same of
// the modules that import a file for each of its functions, and an editor asks
// it again at each keystroke, of texts that did not change.

// maxRemembered bounds what is remembered of one text: names that somebody types
// are asked about once each and never again.
const maxRemembered = 64

// OfText returns what of says about the module's text; key, which must be
// comparable, tells it from other questions. of may depend on nothing but the
// text and the key. It is asked once for a text, unless so much else is asked
// that the answer is forgotten. It is safe for concurrent use. The error is that
// of Text.
func OfText[T any](m *Module, key any, of func(text string) T) (T, error) {
	text, err := m.Text()
	if err != nil {
		var none T
		return none, err
	}
	if v, ok := m.remembered(key); ok {
		return v.(T), nil
	}
	v := of(text)
	m.saidLock.Lock()
	defer m.saidLock.Unlock()
	if m.said == nil || len(m.said) >= maxRemembered {
		m.said = map[any]any{}
	}
	m.said[key] = v
	return v, nil
}

func (m *Module) remembered(key any) (v any, ok bool) {
	m.saidLock.Lock()
	defer m.saidLock.Unlock()
	v, ok = m.said[key]
	return v, ok
}

// holds is the question whether a text holds a word.
type holds string

// Holds reports whether the module's text can be read and holds a word.
func (m *Module) Holds(word string) bool {
	if v, ok := m.remembered(holds(word)); ok {
		return v.(bool)
	}
	// A name is a piece of some text, which would stay as long as the answer.
	yes, _ := OfText(m, holds(strings.Clone(word)), func(text string) bool { return strings.Contains(text, word) })
	return yes
}
