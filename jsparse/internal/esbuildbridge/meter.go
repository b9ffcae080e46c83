package asynclintbridge

import (
	"fmt"

	"github.com/evanw/esbuild/internal/js_lexer"
	"github.com/evanw/esbuild/internal/logger"
)

// maxSteps bounds the bytes that one file's messages may make the parser walk:
// a second or two. To name the line of a message it walks there from the line
// of the one before, so that thousands of names that are declared twice, far
// apart, would take the square of the file's size.
const maxSteps = 1 << 28

// meter counts what the places of messages cost.
type meter struct {
	text   string
	starts []int // of lines; made for the first message
	at     int   // where the last walk ended
	line   int
	steps  int
}

// meteredLog collects messages until finding their places costs too much. Then
// it ends the parse as an error of syntax does.
func meteredLog(text string) (logger.Log, *meter) {
	log := logger.NewDeferLog(logger.DeferLogNoVerboseOrDebug, nil)
	m := &meter{text: text}
	add := log.AddMsg
	log.AddMsg = func(msg logger.Msg) {
		add(msg)
		for _, note := range msg.Notes { // their places are found first
			m.walk(note.Location)
		}
		m.walk(msg.Data.Location)
		if m.spent() {
			panic(js_lexer.LexerPanic{})
		}
	}
	return log, m
}

func (m *meter) spent() bool { return m.steps > maxSteps }

// message says what happened.
func (m *meter) message() Message {
	return Message{Text: fmt.Sprintf("too many errors, such as names that are declared twice, in %d kB; generated files belong into \"ignore\"", len(m.text)>>10), Line: 1}
}

// walk adds the way to a place, and to the ends of its line.
func (m *meter) walk(to *logger.MsgLocation) {
	if to == nil {
		return
	}
	if m.starts == nil {
		m.starts = lineStarts(m.text)
	}
	at := m.starts[min(max(to.Line-1, 0), len(m.starts)-1)] + to.Column
	m.steps += max(at-m.at, m.at-at)
	if to.Line != m.line {
		m.steps += len(to.LineText)
	}
	m.at, m.line = at, to.Line
}

// lineStarts are the offsets at which the parser begins to count a line.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n', c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			starts = append(starts, i+1)
		case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2]|1 == 0xA9: // U+2028, U+2029
			starts = append(starts, i+3)
		}
	}
	return starts
}
