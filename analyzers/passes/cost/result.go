package cost

import (
	"regexp"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// keeping are methods whose result is as long as their receiver.
var keeping = wordSet(`map filter concat reverse sort toSorted toReversed flatMap flat values keys entries trim
	toLowerCase toUpperCase replace replaceAll toString normalize subarray slice splice clone catch finally
	toArray lean value buffer`)

// queries are methods of database clients whose awaited result is a list of rows.
var queries = wordSet(`findAll findMany findAndCountAll getMany getRawMany toArray query all select lean fetchAll
	any manyOrNone aggregate find where whereIn andWhere findBy findAndCount raw execute getAll getAllAsync fetch
	findAllAsync fetchAsync exec`)

// limits are methods and words that bound a query's rows, or choose few of them.
var limits = []string{"limit", "LIMIT ", "where", "WHERE ", "Id:", "_id:", "_id'", "filter(", "findBy", "take:", "take(", "first:", "findOne", ".first(", "pageSize", "per_page", "perPage", "GetOne", "findUnique", "findByPk", "findById"}

// massFile matches names of files that hold a line for each event or record.
var massFile = regexp.MustCompile(`(?i)\.(log|csv|tsv|txt|ndjson|jsonl|dat)$`)

// recordQuery matches what people call their own queries: getAllRecords, and with
// a condition getRecordsByKey.
var recordQuery = regexp.MustCompile(`^(?:get|find|fetch|load|list|query|read)\w*Records?(By[A-Z]\w*)?$`)

// byKey matches names of queries with a condition: getExperimentsByIds.
var byKey = regexp.MustCompile(`[a-z]By[A-Z]\w*$`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// result returns the size of what a call gives.
func (w *walker) result(call jsparse.Cursor, steps int) Size {
	f := call.Callee()
	unseen := sizeFrom(label(call), Unseen)
	if f.Kind() == jsparse.Member && f.Object().GlobalName() == "" {
		if s, ok := w.methodResult(call, f, steps); ok {
			return s
		}
	}
	e := w.o.callees.Call(call)
	switch name := e.Name; {
	case name == "":
	case strings.HasPrefix(name, "Object."):
		s := w.size(call.Arg(0), steps)
		if s.Origin != Unseen && s.Origin != Constant && s.Origin != Member {
			return s
		}
		if s.Origin == Constant {
			return s
		}
		return sizeFrom(label(call), Keys)
	case name == "Array.from" || name == "structuredClone" || name == "Array" || name == "Buffer.from" || name == "String":
		return w.constructed(call, steps)
	case strings.HasSuffix(name, ".readFileSync") || strings.HasSuffix(name, ".readFile"):
		s := sizeFrom(label(call), Text)
		if path, ok := call.Arg(0).IsString(); !ok || !massFile.MatchString(path) {
			s.N /= 5 // mostly a file of the program's own
			if isRepeated(call) {
				s.N /= 10 // one of many
			}
		}
		return s
	case strings.HasSuffix(name, ".readdirSync") || strings.HasSuffix(name, ".readdir") || strings.Contains(name, "glob"):
		return sizeFrom(label(call), Listing)
	case name == "JSON.parse":
		if s := w.size(call.Arg(0), steps); s.Origin == Text {
			return sizeFrom(label(call), Answer)
		}
		return unseen
	case strings.HasPrefix(name, "axios") || name == "fetch":
		return sizeFrom(label(call), Answer)
	}
	if m := recordQuery.FindStringSubmatch(f.Name()); m != nil && isAwaited(call) {
		if m[1] != "" {
			return sizeFrom(label(call), Limited)
		}
		return sizeFrom(label(call), Rows)
	}
	if fn := e.Func(); fn.Ok() && !fn.Has(jsparse.FlagGenerator) {
		if s := w.returned(fn, call, steps); s.Origin != Unseen {
			if s.Origin == Rows && byKey.MatchString(f.Name()) {
				return sizeFrom(label(call), Limited)
			}
			return s
		}
	}
	if isAwaited(call) {
		name := f.Name()
		if named(name) == Bulk {
			return sizeFrom(label(call), Rows)
		}
	}
	return unseen
}

// methodResult knows what well-known methods give.
func (w *walker) methodResult(call, f jsparse.Cursor, steps int) (Size, bool) {
	recv, name := f.Object(), f.Name()
	switch name {
	case "slice", "splice", "substring", "substr", "subarray":
		if arg := call.Arg(1); arg.Ok() {
			s := w.quantity(arg, steps)
			if start, ok := call.Arg(0).Number(); ok && s.Origin == Constant {
				return number(s.N - start), true
			}
			if s.Origin == Few {
				return s, true
			}
			if call.Arg(0).Is(jsparse.Ident, jsparse.Binary) && arg.Kind() == jsparse.Binary { // slice(i, i + step)
				return sizeFrom(label(call), Few), true
			}
		}
	case "getImageData", "createImageData":
		a, b := call.Arg(call.Count(jsparse.EdgeArg)-2), call.Arg(call.Count(jsparse.EdgeArg)-1)
		if x, ok := a.Number(); ok {
			if y, ok := b.Number(); ok {
				return number(4 * x * y), true
			}
		}
		return sizeFrom(label(call), Pixels), true
	case "then":
		if fn := call.Arg(0); fn.Kind() == jsparse.Arrow && fn.Has(jsparse.FlagExprBody) {
			return w.size(fn.Body(), steps), true
		}
		return sizeFrom(label(call), Unseen), true
	case "encode", "digest", "randomBytes", "getRandomValues":
		return sizeFrom(label(call), Few), true
	case "json":
		return sizeFrom(label(call), Answer), true
	case "text":
		return sizeFrom(label(call), Text), true
	case "arrayBuffer", "bytes", "blob":
		return sizeFrom(label(call), Bytes), true
	case "querySelectorAll", "getElementsByClassName", "getElementsByTagName":
		return sizeFrom(label(call), Elements), true
	case "match", "matchAll":
		return sizeFrom(label(call), Unseen), true
	case "split":
		s := w.size(recv, steps)
		switch {
		case s.Origin == Constant || s.Origin == Few || s.Origin == Member:
			return sizeFrom(label(call), Few), true
		case s.Origin == Text:
			lines := sizeFrom(label(call), Lines)
			lines.N *= s.N / plausible[Text]
			return lines, true
		}
		return sizeFrom(label(call), Unseen), true
	case "get", "post", "request":
		if isAwaited(call) {
			return sizeFrom(label(call), Answer), w.o.callees.CallName(call) != ""
		}
	}
	if isQuery(call) {
		for _, l := range limits {
			if strings.Contains(call.Text(), l) {
				return sizeFrom(label(call), Limited), true
			}
		}
		if cond := call.Arg(0); cond.Kind() == jsparse.ObjectLit && cond.FirstChild().Ok() && f.Name() == "find" || cond.Is(jsparse.Ident, jsparse.Member, jsparse.Call) {
			return sizeFrom(label(call), Limited), true // a condition, or what may be one
		}
		return sizeFrom(label(call), Rows), true
	}
	if keeping[name] {
		s := w.size(recv, steps)
		if name == "concat" {
			s = larger(s, w.size(call.Arg(0), steps))
		}
		return s, true
	}
	return Size{}, false
}

// isQuery reports whether a call is the end of a chain of a database client:
// awaited, with a method that gives rows, and no callback as an array's has.
func isQuery(call jsparse.Cursor) bool {
	if !isAwaited(call) && !isAwaitedLater(call) {
		return false
	}
	for c := call; c.Kind() == jsparse.Call; {
		f := c.Callee()
		if f.Kind() != jsparse.Member {
			return false
		}
		if queries[f.Name()] && !c.Arg(0).Kind().IsFunc() {
			return true
		}
		c = f.Object()
	}
	return false
}

func isAwaited(x jsparse.Cursor) bool {
	p := x.Parent()
	for p.Kind() == jsparse.Member || p.Kind() == jsparse.Call && p.Callee() == x {
		x, p = p, p.Parent() // await db.find().lean()
	}
	return p.Kind() == jsparse.Await
}

// isRepeated reports whether a call is in a loop or in a callback of its function.
func isRepeated(call jsparse.Cursor) bool {
	for p := call.Parent(); p.Ok(); p = p.Parent() {
		if p.Kind().IsLoop() {
			return true
		}
		if p.Kind().IsFunc() {
			return p.Edge() == jsparse.EdgeArg && p.Parent().Kind() == jsparse.Call && iterating[p.Parent().Callee().Name()] > 0
		}
	}
	return false
}

// isAwaitedLater reports whether a call's value goes into a variable that is awaited.
func isAwaitedLater(x jsparse.Cursor) bool {
	d := x.Parent()
	if d.Kind() != jsparse.Declarator || d.Sym() == jsparse.NoSym {
		return false
	}
	for u := range x.File().Uses(d.Sym()) {
		if u.Parent().Kind() == jsparse.Await {
			return true
		}
	}
	return false
}

// constructed returns the size of new Array(n), new Set(xs), Array.from(xs).
func (w *walker) constructed(x jsparse.Cursor, steps int) Size {
	name := w.o.callees.CallName(x)
	if x.Kind() == jsparse.New {
		name = w.o.callees.Expr(x.Callee()).Name
	}
	arg := x.Arg(0)
	switch {
	case name == "Array.from" && arg.Kind() == jsparse.ObjectLit:
		return w.quantity(arg.Prop("length").Child(jsparse.EdgeValue), steps)
	case name == "Array":
		return w.quantity(arg, steps)
	case name == "Set" || name == "Map" || name == "Array.from" || name == "structuredClone" || name == "Buffer.from" || name == "String":
		if !arg.Ok() {
			return number(0)
		}
		return w.size(arg, steps)
	}
	if o := typed(name, ownerName(x)); o != Unseen {
		if s := w.quantity(arg, steps); s.Origin == Constant {
			return s
		}
		if s := w.size(arg, steps); s.Origin == Constant || s.Origin == Few || s.Origin == Pixels || s.Origin == Bytes {
			return s
		}
		s := sizeFrom(ownerName(x), o)
		s.Name = label(x)
		return s
	}
	return sizeFrom(label(x), Unseen)
}

// ownerName returns the name of the variable or member that a value goes into.
func ownerName(x jsparse.Cursor) string {
	p := x.Parent()
	switch p.Kind() {
	case jsparse.Declarator, jsparse.Property, jsparse.Field:
		return p.Name()
	case jsparse.Assign:
		return p.Left().Name()
	}
	return ""
}

// returned follows a project function to what it returns.
func (w *walker) returned(fn, call jsparse.Cursor, steps int) Size {
	if steps <= 2 || fn == w.fn {
		return Size{}
	}
	s := w.returns(fn)
	if s.Param > 0 {
		s = w.argument(s, call, steps-2)
	}
	return s
}

// result computes the size of what a function returns, in terms of its parameters.
func (o *Oracle) result(fn jsparse.Cursor, get func(jsparse.Cursor) Size) Size {
	w := &walker{o: o, get: func(jsparse.Cursor) Poly { return nil }, returns: get, fn: fn, sizes: map[jsparse.Sym]Size{}}
	best := Size{}
	consider := func(v jsparse.Cursor) {
		if !v.Ok() || v.Is(jsparse.NullLit, jsparse.UndefinedLit) {
			return
		}
		if s := w.size(v, maxSteps/2); s.Origin != Constant || best.Origin == Unseen {
			best = larger(best, s)
		}
	}
	if fn.Has(jsparse.FlagExprBody) {
		consider(fn.Body())
		return best
	}
	fn.Body().Inspect([]jsparse.Kind{jsparse.Return, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		if c.Kind() == jsparse.Return {
			consider(c.Operand())
			return true
		}
		return false
	})
	return best
}

// spreads reports whether a call's arguments are not all written out: f(...xs).
func spreads(call jsparse.Cursor) bool {
	for a := range call.All(jsparse.EdgeArg) {
		if a.Kind() == jsparse.Spread {
			return true
		}
	}
	return false
}

// argument puts a call's argument in the place of a parameter's size.
func (w *walker) argument(s Size, call jsparse.Cursor, steps int) Size {
	arg := call.Arg(s.Param - 1)
	if !arg.Ok() && call.Count(jsparse.EdgeArg) < s.Param && !spreads(call) {
		return sizeFrom(s.Name, Few) // left out: there is nothing to go over
	}
	if !arg.Ok() || arg.Kind() == jsparse.Spread {
		s.Param, s.Path = 0, ""
		return s
	}
	evidence := s
	var got Size
	switch {
	case s.Path == "":
		got = w.size(arg, steps)
		if s.Origin == Count || s.Origin == Dimension || arg.Kind() == jsparse.NumberLit {
			got = w.quantity(arg, steps)
		}
	case arg.Kind() == jsparse.ObjectLit:
		p := arg.Prop(strings.TrimPrefix(s.Path, "."))
		if !p.Ok() {
			s.Param, s.Path = 0, ""
			return s
		}
		got = w.size(p.Child(jsparse.EdgeValue), steps)
	default:
		got = w.size(arg, steps)
		if got.Param > 0 && got.Path == "" {
			got.Path, got.Name = s.Path, got.Name+s.Path
			got.Origin, got.N = s.Origin, s.N
			return got
		}
		got.Name += s.Path
		switch {
		case got.Origin == Member && s.Origin != Pixels && s.Origin != Points: // a part of an element, whatever its name
			got.Param = 0
		case got.Origin != Rows && got.Origin != Answer:
			got.Origin, got.N, got.Param = s.Origin, s.N, 0
		}
		return got
	}
	if got.Origin == Unseen || got.Origin == Pixels && evidence.Origin == Pixels && evidence.N < got.N {
		got.Origin, got.N = evidence.Origin, evidence.N
	}
	return got
}
