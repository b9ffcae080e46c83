package snippet

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// The user's own inputs, in comments right above a function or at the start of
// its body:
//
//	// asynclint-input rows = Array.from({ length: n }, (_, i) => ({ id: i }))
//	// asynclint-input n = 50000
//	// asynclint-input from ./bench/rows.js
//
// The first gives one parameter or captured name as an expression in n. The
// second is the size that the verdict is about. The third names a module beside
// the file that exports functions of n, one per name, and n itself if it likes.
const inputMarker = "asynclint-input"

// workload is what such comments say.
type workload struct {
	exprs map[string]string // by parameter or captured name
	order []string
	size  int
	from  string // path of a module, "" for none
}

var (
	inputExpr = regexp.MustCompile(`^([A-Za-z_$][\w$]*)\s*=\s*(.+)$`)
	inputFrom = regexp.MustCompile(`^from\s+["']?(\.[^"'\s]+)["']?$`)
)

// readWorkload collects the function's asynclint-input comments. Its error is a
// *Failure that quotes the comment.
func (x *extraction) readWorkload() (workload, error) {
	w := workload{exprs: map[string]string{}}
	for _, text := range x.inputComments() {
		if m := inputFrom.FindStringSubmatch(text); m != nil {
			w.from = m[1]
			continue
		}
		m := inputExpr.FindStringSubmatch(text)
		if m == nil {
			return w, fail(ReasonWorkload, "`%s %s` is neither NAME = EXPRESSION nor from ./FILE", inputMarker, text)
		}
		name, expr := m[1], strings.TrimSuffix(strings.TrimSpace(m[2]), ";")
		if name == "n" {
			n, err := strconv.Atoi(strings.ReplaceAll(expr, "_", ""))
			if err != nil || n < 1 {
				return w, fail(ReasonWorkload, "`%s %s`: n is a whole number from 1", inputMarker, text)
			}
			w.size = n
			continue
		}
		if _, err := jsparse.Parse(nil, "input.ts", "("+expr+"\n)"); err != nil {
			return w, fail(ReasonWorkload, "`%s %s` is no expression: %v", inputMarker, text, err)
		}
		if _, dup := w.exprs[name]; !dup {
			w.order = append(w.order, name)
		}
		w.exprs[name] = expr
	}
	return w, nil
}

// inputComments returns what follows the marker in the comments between the
// statement before the function and the first one in its body.
func (x *extraction) inputComments() []string {
	if !strings.Contains(x.file.Text, inputMarker) {
		return nil
	}
	end := x.fn.End()
	if body := x.fn.Body(); body.Is(jsparse.Block) && body.FirstChild().Ok() {
		end = body.FirstChild().Start()
	}
	stmt := x.fn
	for !stmt.Kind().IsStmt() && !stmt.Is(jsparse.Method, jsparse.Property, jsparse.Field) && stmt.Parent().Ok() {
		stmt = stmt.Parent()
	}
	// What stands above an exported declaration stands above its `export`.
	for stmt.Parent().Is(jsparse.ExportDefault, jsparse.ExportNamed) {
		stmt = stmt.Parent()
	}
	var out []string
	from := stmt.Start()
	out = append(out, x.above(from)...)
	for _, c := range x.file.Comments() {
		if c.Start >= from && c.End <= end {
			out = append(out, x.input(c)...)
		}
	}
	return out
}

// above returns the inputs in the comments that end right above an offset, with
// nothing but space between.
func (x *extraction) above(at int) []string {
	var out []string
	comments := x.file.Comments()
	for i := len(comments) - 1; i >= 0; i-- {
		c := comments[i]
		if c.End > at {
			continue
		}
		between := strings.TrimSpace(x.file.Text[c.End:at])
		if between != "" && between != "export" && between != "export default" {
			break
		}
		out = append(x.input(c), out...)
		at = c.Start
	}
	return out
}

// input returns the directives of a comment: one per line.
func (x *extraction) input(c jsparse.Comment) []string {
	var out []string
	for _, line := range strings.Split(x.file.Text[c.Start:c.End], "\n") {
		line = strings.TrimSuffix(strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "/*")), "*/")
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), inputMarker); ok && (rest == "" || rest[0] == ' ' || rest[0] == ':') {
			out = append(out, strings.TrimSpace(strings.TrimLeft(rest, ": ")))
		}
	}
	return out
}

// text is the statement that hands the workload out. It stands in the
// function's module, so that expressions may use what the module has.
func (w workload) text() string {
	if w.from == "" && len(w.order) == 0 {
		return ""
	}
	var b strings.Builder
	if w.from != "" {
		b.WriteString("import * as __asynclint_workload from " + quote(w.from) + ";\n")
	}
	b.WriteString("globalThis.__asynclint_inputs = {")
	if w.from != "" {
		b.WriteString("...__asynclint_workload, ")
	}
	for _, name := range w.order {
		b.WriteString(name + ": (n) => (" + w.exprs[name] + "\n), ")
	}
	b.WriteString("};\n")
	return b.String()
}
