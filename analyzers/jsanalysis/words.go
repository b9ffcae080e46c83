package jsanalysis

import "strings"

// Words finds which of many words a text holds. It is safe for concurrent use.
type Words struct{ m *matcher }

// NewWords makes the list of words, none of which may be empty.
func NewWords(words []string) *Words {
	return &Words{newMatcher([]*Analyzer{{Name: "words", Words: words}})}
}

// Has reports whether a text holds one of the words. It costs about a nanosecond
// for a byte, however many words there are.
func (w *Words) Has(text string) bool { return w.m.any(text) }

// In returns the words that a text holds, by their place in the list.
func (w *Words) In(text string) (list []int) {
	found := w.m.find(text)
	for i := range w.m.words {
		if found.has(i) {
			list = append(list, i)
		}
	}
	return list
}

// Each calls see with each place of a text that holds one of the words, until it
// returns false.
func (w *Words) Each(text string, see func(at int) bool) {
	w.m.each(text, w.m.set(), func(_, at int) bool { return see(at) })
}

// Count returns how many places of a text hold one of the words, enough at the
// most.
func (w *Words) Count(text string, enough int) int {
	n := 0
	w.m.each(text, w.m.set(), func(int, int) bool {
		n++
		return n < enough
	})
	return n
}

// matcher finds which of many words a text holds, in one pass over its bytes.
//
// Each word is filed under one pair of neighbouring bytes in it, the one that
// is rarest in code; the pass looks at each pair of the text, and compares words
// where one is filed. So it costs about a nanosecond for a byte however many
// words there are, where a search for each of them costs a pass for each.
type matcher struct {
	words  []string
	at     []int // place of its pair in each word
	filed  [1 << 16]uint16
	groups [][]int // indices of words, by filed-1
	rules  []wordSet
}

// wordSet is a set of words, by index.
type wordSet []uint64

func (s wordSet) add(i int) { s[i>>6] |= 1 << (i & 63) }

func (s wordSet) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

// meets reports whether the sets have a word in common.
func (s wordSet) meets(t wordSet) bool {
	for i, w := range s {
		if w&t[i] != 0 {
			return true
		}
	}
	return false
}

// newMatcher makes a matcher of the analyzers' words. It panics on an empty
// word, which would be in every text: such an analyzer leaves Words nil.
func newMatcher(list []*Analyzer) *matcher {
	m := &matcher{}
	index := map[string]int{}
	for _, a := range list {
		for _, w := range a.Words {
			if w == "" {
				panic(a.Name + " names an empty word")
			}
			if _, ok := index[w]; !ok {
				index[w] = len(m.words)
				m.words = append(m.words, w)
			}
		}
	}
	for _, a := range list {
		set := m.set()
		for _, w := range a.Words {
			set.add(index[w])
		}
		m.rules = append(m.rules, set)
	}
	m.at = make([]int, len(m.words))
	for i, w := range m.words {
		if len(w) > 1 {
			m.at[i] = rarestPair(w)
			m.file(pairOf(w, m.at[i]), i)
			continue
		}
		for second := range 256 { // a single byte begins many pairs
			m.file(uint16(w[0])|uint16(second)<<8, i)
		}
	}
	return m
}

func (m *matcher) set() wordSet { return make(wordSet, (len(m.words)+63)/64) }

func (m *matcher) file(pair uint16, word int) {
	g := m.filed[pair]
	if g == 0 {
		m.groups = append(m.groups, nil)
		g = uint16(len(m.groups)) // there are no more pairs than it can number
		m.filed[pair] = g
	}
	m.groups[g-1] = append(m.groups[g-1], word)
}

// find returns the words that the text holds.
func (m *matcher) find(text string) wordSet {
	found := m.set()
	missing := len(m.words)
	m.each(text, found, func(w, _ int) bool {
		found.add(w)
		missing--
		return missing > 0
	})
	return found
}

// any reports whether the text holds one of the words.
func (m *matcher) any(text string) bool {
	found := false
	m.each(text, m.set(), func(int, int) bool {
		found = true
		return false
	})
	return found
}

// each calls see for each place where the text holds a word, those in seen left
// out, until it returns false.
func (m *matcher) each(text string, seen wordSet, see func(word, at int) bool) {
	for i := 0; i+1 < len(text); i++ {
		g := m.filed[uint16(text[i])|uint16(text[i+1])<<8]
		if g == 0 {
			continue
		}
		for _, w := range m.groups[g-1] {
			start := i - m.at[w]
			if start < 0 || seen.has(w) || !strings.HasPrefix(text[start:], m.words[w]) {
				continue
			}
			if !see(w, start) {
				return
			}
		}
	}
	for w, word := range m.words { // the last byte begins no pair
		if len(word) == 1 && !seen.has(w) && strings.HasSuffix(text, word) && !see(w, len(text)-1) {
			return
		}
	}
}

func pairOf(w string, i int) uint16 { return uint16(w[i]) | uint16(w[i+1])<<8 }

// common are the bytes of code, the most frequent first, as counted over the
// sources of 22 repositories.
const common = " etoarnsi\nlcdup.m)(h,'gf=/;y:{}\tbv\"wS0xTE-I*CkA_DR>1POMN2L[]F4"

// rarestPair returns the place in a word of the two neighbours that are rarest
// together.
func rarestPair(w string) (best int) {
	rank := func(c byte) int {
		if i := strings.IndexByte(common, c); i >= 0 {
			return i
		}
		return len(common)
	}
	score := -1
	for i := range len(w) - 1 {
		if s := (rank(w[i]) + 3) * (rank(w[i+1]) + 3); s > score {
			best, score = i, s
		}
	}
	return best
}

// speaks reports whether the analyzer with the index may have something to say
// about a text that holds the words found.
func (m *matcher) speaks(a *Analyzer, i int, found wordSet) bool {
	return a.Words == nil || m.rules[i].meets(found)
}
