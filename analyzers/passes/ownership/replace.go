package ownership

import (
	"regexp"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// gesture matches the handlers (execcontext.Info.Handler) that run again and
// again: what people do, and requests.
var gesture = regexp.MustCompile(`(?i)\b(request|route|click|dblclick|submit|input|change|key[a-z]*|drop|pointer[a-z]*|mouse[a-z]*|paste)\b`)

// replacing returns the handler that overwrites a module's variable with a new
// worker each time it runs, without a look at what was there before:
//
//	button.onclick = () => { worker = new Worker(url); … }
func (o *Oracle) replacing(h *holder, value jsparse.Cursor) jsparse.Cursor {
	fn := value.Func()
	if h.many || !fn.Ok() || h.sym == jsparse.NoSym || h.file != value.File() {
		return jsparse.Cursor{}
	}
	set := value.Parent()
	if set.Kind() != jsparse.Assign || set.Op() != "=" || set.Left().Kind() != jsparse.Ident || set.Left().Sym() != h.sym {
		return jsparse.Cursor{}
	}
	if info := o.context.At(value); !gesture.MatchString(info.Handler) {
		return jsparse.Cursor{}
	}
	for u := range h.file.Uses(h.sym) {
		if !callee.IsWrite(u) && u.Start() < set.Start() && fn.Contains(u) || callee.IsWrite(u) && u.Parent() != set && !u.IsDecl() {
			return jsparse.Cursor{} // it looks before it writes, or others write
		}
	}
	return fn
}
