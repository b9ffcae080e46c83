package cost

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

// maxSteps bounds how long a value is followed to where it comes from.
const maxSteps = 10

// size returns how many elements (or characters) an expression holds.
func (w *walker) size(x jsparse.Cursor, steps int) Size {
	if steps <= 0 || !x.Ok() {
		return sizeFrom(label(x), Unseen)
	}
	steps--
	if cast := castOf(x); cast != "" {
		if o := typed(cast, label(x)); o != Unseen {
			if s := w.uncast(x, steps); s.Origin != Unseen {
				return s
			}
			return sizeFrom(label(x), o)
		}
	}
	s := w.uncast(x, steps)
	if s.Origin == Pixels && s.N > tilePixels && w.isOfTiles() {
		s.N = tilePixels
	}
	return s
}

// The side of a tile of a map in pixels, and its bytes.
const (
	tileSide   = 256
	tilePixels = 4 * tileSide * tileSide
)

// tileWords are words for pictures that are small, in names of functions and files.
var tileWords = wordSet("tile tiles thumb thumbnail thumbnails thumbnailer icon icons favicon avatar avatars glyph glyphs sprite sprites cursor cursors")

// isOfTiles reports whether a function is about small pictures by its name, or
// by its file's.
func (w *walker) isOfTiles() bool {
	names := append(split(callers.Name(w.fn)), split(filepath.Base(w.fn.File().Path))...)
	return slices.ContainsFunc(names, func(word string) bool { return tileWords[word] })
}

func (w *walker) uncast(x jsparse.Cursor, steps int) Size {
	switch x.Kind() {
	case jsparse.Ident:
		return w.variable(x, steps)
	case jsparse.Await, jsparse.Spread:
		return w.size(x.Operand(), steps)
	case jsparse.Member, jsparse.Index:
		return w.member(x, steps)
	case jsparse.ArrayLit:
		total := 0.0
		for item := range x.Children() {
			if item.Kind() == jsparse.Spread {
				return w.size(item.Operand(), steps)
			}
			total++
		}
		return number(total)
	case jsparse.ObjectLit:
		for item := range x.Children() {
			if item.Kind() == jsparse.Spread {
				return sizeFrom(label(x), Keys)
			}
		}
		return number(float64(x.Count(jsparse.EdgeItem)))
	case jsparse.StringLit, jsparse.TemplateLit, jsparse.RegExpLit:
		return number(float64(min(len(x.Text()), 200)))
	case jsparse.Conditional:
		return larger(w.size(x.Child(jsparse.EdgeThen), steps), w.size(x.Child(jsparse.EdgeElse), steps))
	case jsparse.Assign:
		return w.size(x.Right(), steps)
	case jsparse.Binary:
		if op := x.Op(); op == "||" || op == "??" || op == "&&" || op == "+" {
			return larger(w.size(x.Left(), steps), w.size(x.Right(), steps))
		}
	case jsparse.Call:
		return w.result(x, steps)
	case jsparse.New:
		return w.constructed(x, steps)
	}
	return sizeFrom(label(x), Unseen)
}

// label names a collection in a message.
func label(x jsparse.Cursor) string {
	for x.Is(jsparse.Await, jsparse.Spread) {
		x = x.Operand()
	}
	t := x.Text()
	if len(t) > 40 || strings.ContainsAny(t, "\n") {
		if x.Kind() == jsparse.Call {
			return label(x.Callee()) + "(…)"
		}
		return "…"
	}
	return t
}

// castOf returns T of `x as T`, which the parser skips.
func castOf(x jsparse.Cursor) string {
	if !x.File().Lang.IsTS() {
		return ""
	}
	rest := x.File().Text[x.End():]
	rest = strings.TrimLeft(rest, " )")
	if !strings.HasPrefix(rest, "as ") {
		return ""
	}
	rest = rest[3:]
	if i := strings.IndexAny(rest, ";\n,)=}"); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimSpace(rest)
}

// generic are last words of names of typed arrays that say nothing of what is in them.
var generic = wordSet(`bytes buffer buf data chunk arr array value values input output out view result res merged payload compressed
	decoded encoded bin raw content body file diffs diff tmp temp u8 src dst target source text str list
	response request message packet reply answer frame block part piece segment`)

// ofVolume are words of names of arrays with a byte for each point of a volume or image.
var ofVolume = wordSet("splat splats particle particles vertex vertices gaussian gaussians mask masks voxels voxel volume labels label segmentation depth heightmap bitmap image img texture")

var typedArrays = []string{
	"Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array",
	"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
}

// typed returns the origin that a type or constructor speaks of.
func typed(t, name string) Origin {
	t = strings.TrimSpace(t)
	if strings.HasPrefix(t, "Promise<") {
		t = strings.TrimSuffix(t[len("Promise<"):], ">")
	}
	if strings.Contains(t, "[]") {
		return Unseen
	}
	if i := strings.IndexAny(t, "<| "); i > 0 {
		t = t[:i]
	}
	switch {
	case t == "ImageData" || t == "Uint8ClampedArray":
		return Pixels
	case t == "Uint8Array" || t == "Int8Array" || t == "Buffer" || t == "ArrayBuffer": // keys, packets, files
		if slices.ContainsFunc(split(name), func(s string) bool { return smallBuffers[s] }) {
			return Few
		}
		if o := named(name); o == Pixels || o == Points {
			return o
		}
		if slices.ContainsFunc(split(name), func(s string) bool { return ofVolume[s] }) {
			return Array
		}
		return Bytes
	case slices.Contains(typedArrays, t):
		if slices.ContainsFunc(split(name), func(s string) bool { return smallBuffers[s] }) {
			return Few
		}
		if o := named(name); o == Pixels || o == Points {
			return o
		}
		if words := split(name); len(words) == 0 || generic[words[len(words)-1]] {
			return Bytes
		}
		return Array
	}
	return Unseen
}

// variable returns the size of what a variable holds.
func (w *walker) variable(x jsparse.Cursor, steps int) Size {
	f, sym := x.File(), x.Sym()
	if sym == jsparse.NoSym {
		return sizeFrom(label(x), Unseen)
	}
	if s, ok := w.sizes[sym]; ok && f == w.fn.File() {
		return s
	}
	if f == w.fn.File() {
		w.sizes[sym] = sizeFrom(x.Name(), named(x.Name())) // in a circle
	}
	s := w.declared(x, steps)
	if s.Origin != Constant && s.Param == 0 {
		s.Name = x.Name()
	}
	if f == w.fn.File() {
		w.sizes[sym] = s
	}
	return s
}

func (w *walker) declared(x jsparse.Cursor, steps int) Size {
	f, sym, name := x.File(), x.Sym(), x.Name()
	if f.Symbol(sym).Kind == jsparse.SymImport {
		if e := w.o.callees.Expr(x); e.Node.Kind() == jsparse.ArrayLit || e.Node.Kind() == jsparse.ObjectLit {
			return number(float64(e.Node.Count(jsparse.EdgeItem)))
		}
		return sizeFrom(name, Few) // a module's table
	}
	decl := f.Decl(sym)
	if !decl.Ok() {
		return sizeFrom(name, named(name))
	}
	p := decl.Parent()
	switch p.Kind() {
	case jsparse.Param:
		return w.parameter(p, "", name, decl)
	case jsparse.PatternElem:
		return w.destructured(p, name, decl, steps)
	case jsparse.Declarator:
		if head := p.Parent(); head.Edge() == jsparse.EdgeLeft && head.Parent().Is(jsparse.ForOf, jsparse.ForIn) {
			return w.element(name)
		}
	}
	if o := typed(decl.Annotation(), name); o != Unseen && o != Bytes {
		return w.perhapsSmall(sizeFrom(name, o), f, sym, steps)
	}
	return w.assigned(f, sym, decl, steps)
}

// perhapsSmall corrects what an annotation says where the value is written out.
func (w *walker) perhapsSmall(s Size, f *jsparse.File, sym jsparse.Sym, steps int) Size {
	if v, ok := callee.Value(f, sym); ok {
		if t := w.uncast(v, steps); t.Origin == Constant || t.Origin == Few {
			return t
		}
	}
	return s
}

// element returns the size of one element of a collection.
func (w *walker) element(name string) Size {
	if o := named(name); o == Pixels || o == Points {
		return sizeFrom(name, o)
	}
	return sizeFrom(name, Member)
}

// assigned returns the largest of the values that a variable is given.
func (w *walker) assigned(f *jsparse.File, sym jsparse.Sym, decl jsparse.Cursor, steps int) Size {
	name := decl.Name()
	best, seen := Size{}, false
	consider := func(s Size) {
		if !seen || s.Origin != Constant && best.Origin == Constant {
			best, seen = s, true
		} else if s.Origin != Constant {
			best = larger(best, s)
		} else if best.Origin == Constant && s.N > best.N {
			best = s
		}
	}
	uses := 0
	for u := range f.Uses(sym) {
		if uses++; uses > 200 {
			break
		}
		p := u.Parent()
		switch {
		case u.IsDecl() && p.Kind() == jsparse.Declarator:
			if v := p.Child(jsparse.EdgeInit); v.Ok() && !v.Is(jsparse.NullLit, jsparse.UndefinedLit) {
				consider(w.size(v, steps))
			}
		case p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft:
			if v := p.Right(); !v.Is(jsparse.NullLit, jsparse.UndefinedLit) {
				s := w.size(v, steps)
				if page := pageOf(v, p.Left()); page.Ok() && inQueryLoop(p, decl) && w.isPage(page, steps) {
					s = sizeFrom(name, Bulk)
				}
				consider(s)
			}
		case p.Kind() == jsparse.Member && u.Edge() == jsparse.EdgeObject && isGrowth(p):
			if page := p.Parent().Arg(0); page.Kind() == jsparse.Spread && inQueryLoop(p, decl) && w.isPage(page, steps) {
				consider(sizeFrom(name, Bulk))
			}
			consider(w.grown(p, decl, steps))
		}
	}
	if !seen {
		return sizeFrom(name, named(name))
	}
	if best.Origin == Array && slices.ContainsFunc(split(name), func(s string) bool { return smallBuffers[s] }) {
		return sizeFrom(name, Few)
	}
	if best.Origin == Rows && named(name) == Few {
		return sizeFrom(name, Few) // a table of settings, roles, languages
	}
	if best.Origin == Unseen {
		if o := named(name); o != Unseen && !w.isPlatformValue(f, sym) {
			return sizeFrom(name, answered(o, decl.Parent().Child(jsparse.EdgeInit)))
		}
	}
	return best
}

// answered returns the origin of what has a name and is awaited: whoever answers
// with records has read them, so they are a query's rows.
func answered(o Origin, init jsparse.Cursor) Origin {
	if o == Bulk && init.Kind() == jsparse.Await {
		return Rows
	}
	return o
}

// pageOf returns ys of xs.concat(ys) and of [...xs, ...ys], where xs is what the
// value is assigned to, or no node.
func pageOf(v, xs jsparse.Cursor) jsparse.Cursor {
	switch {
	case v.Kind() == jsparse.Call && v.Callee().Name() == "concat" && v.Callee().Object().Text() == xs.Text():
		return v.Arg(0)
	case v.Kind() == jsparse.ArrayLit && v.FirstChild().Kind() == jsparse.Spread && v.FirstChild().Operand().Text() == xs.Text():
		return v.FirstChild().NextSibling()
	}
	return jsparse.Cursor{}
}

// isPage reports whether a value is a page of a query's rows: a loop collects
// pages because there are too many rows for one.
func (w *walker) isPage(page jsparse.Cursor, steps int) bool {
	o := w.size(page, steps).Origin
	return o == Limited || o == Rows
}

// isPlatformValue reports whether a variable's value comes from a module of
// Node, which has its own idea of what a record is.
func (w *walker) isPlatformValue(f *jsparse.File, sym jsparse.Sym) bool {
	v, ok := callee.Value(f, sym)
	for ok && v.Kind() == jsparse.Await {
		v = v.Operand()
	}
	return ok && v.Kind() == jsparse.Call && strings.HasPrefix(w.o.callees.CallName(v), "node:")
}

// inQueryLoop reports whether an assignment stands in a loop that its variable's
// declaration is outside of.
func inQueryLoop(assign, decl jsparse.Cursor) bool {
	for p := assign.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if p.Kind().IsLoop() {
			return !p.Contains(decl)
		}
	}
	return false
}

// isGrowth reports whether a member is the push of xs.push(x).
func isGrowth(m jsparse.Cursor) bool {
	switch m.Name() {
	case "push", "unshift", "add", "set", "append":
		c := m.Parent()
		return c.Kind() == jsparse.Call && m.Edge() == jsparse.EdgeCallee
	}
	return false
}

// grown returns how far the loops around a push let a collection grow: those
// that begin after it was made.
func (w *walker) grown(m, decl jsparse.Cursor, steps int) Size {
	if m.Name() == "add" || m.Name() == "set" {
		if s := w.ofKeys(m.Parent().Arg(0), steps-1); s.Origin == Keys {
			return s
		}
	}
	best := number(1)
	for p := m.Parent(); p.Ok() && !p.Contains(decl); p = p.Parent() {
		var s Size
		switch {
		case p.Kind().IsLoop():
			list := w.bound(p, steps-1)
			s = number(1)
			for _, b := range list {
				s = larger(s, b)
			}
		case p.Kind().IsFunc():
			recv, _, ok := w.iteration(p.Parent())
			if p.Edge() != jsparse.EdgeArg || !ok {
				return best
			}
			s = w.size(recv, steps-1)
		default:
			continue
		}
		if s.Origin == Constant && best.Origin == Constant {
			best.N *= s.N
		} else if s.Origin != Constant {
			best = larger(best, s)
		}
		if p.Kind().IsFunc() && p == w.fn {
			break
		}
	}
	return best
}

// ofKeys returns the size of the list of an object's keys that a variable goes
// through, however many objects there are: they have the same few keys.
//
//	for (const row of rows) for (const k of Object.keys(row)) columns.add(k)
func (w *walker) ofKeys(x jsparse.Cursor, steps int) Size {
	if x.Kind() != jsparse.Ident || x.Sym() == jsparse.NoSym {
		return Size{}
	}
	head := x.File().Decl(x.Sym()).Parent().Parent()
	switch loop := head.Parent(); {
	case head.Edge() != jsparse.EdgeLeft:
	case loop.Kind() == jsparse.ForIn:
		return sizeFrom(label(x), Keys)
	case loop.Kind() == jsparse.ForOf:
		return w.size(loop.Right(), steps)
	}
	return Size{}
}

// parameter returns the size of a parameter, or of its member at path.
func (w *walker) parameter(p jsparse.Cursor, path, name string, decl jsparse.Cursor) Size {
	fn := p.Parent()
	index := -1
	i := 0
	for c := range fn.All(jsparse.EdgeParam) {
		if c == p {
			index = i
		}
		i++
	}
	o := typed(decl.Annotation(), name)
	if o == Unseen {
		o = named(name)
	}
	s := sizeFrom(name, o)
	if o == Bulk {
		s.N = w.o.input
	}
	if fn == w.fn {
		s.Name, s.Param, s.Path = label(p.Child(jsparse.EdgeTarget))+path, index+1, path
		if p.Child(jsparse.EdgeTarget).Kind() != jsparse.Ident {
			s.Name = strings.TrimPrefix(path, ".")
		}
		return s
	}
	call := fn.Parent()
	if fn.Edge() != jsparse.EdgeArg || call.Kind() != jsparse.Call {
		return s
	}
	if m := call.Callee(); m.Kind() == jsparse.Member && m.Name() == "then" && index == 0 && path == "" {
		if t := w.size(m.Object(), maxSteps/2); t.Origin != Unseen {
			return t
		}
		return s
	}
	if recv, _, ok := w.iteration(call); ok {
		if m := call.Callee(); m.Kind() == jsparse.Member && strings.HasPrefix(m.Name(), "reduce") && index == 0 {
			return w.size(recv, maxSteps/2)
		}
		return w.element(name)
	}
	return s
}

// destructured returns the size of a part of a pattern.
func (w *walker) destructured(elem jsparse.Cursor, name string, decl jsparse.Cursor, steps int) Size {
	if o := typed(decl.Annotation(), name); o != Unseen {
		return sizeFrom(name, o)
	}
	owner := elem.Parent().Parent()
	key := elem.Name()
	switch owner.Kind() {
	case jsparse.Param:
		if key != "" {
			return w.parameter(owner, "."+key, name, decl)
		}
	case jsparse.Declarator:
		init := owner.Child(jsparse.EdgeInit)
		if !init.Ok() {
			return w.element(name)
		}
		s := w.size(init, steps)
		if key == "data" && s.Origin == Pixels { // const { data } = ctx.getImageData(…)
			return sizeFrom(name, Pixels)
		}
		if elem.Parent().Kind() == jsparse.ArrayPattern || s.Origin == Rows || s.Origin == Answer {
			// const [rows] = await db.query(…), const { data } = await fetchJSON(…)
			if init.Kind() == jsparse.Await && (s.Origin == Rows || s.Origin == Answer || s.Origin == Limited) {
				return s
			}
		}
		if init.Kind() == jsparse.Ident && key != "" {
			if s := w.size(init, steps); s.Param > 0 && s.Path == "" {
				s.Path, s.Name = "."+key, s.Name+"."+key
				o := named(key)
				s.Origin, s.N = o, plausible[o]
				return s
			}
		}
	}
	return sizeFrom(name, answered(named(name), owner.Child(jsparse.EdgeInit)))
}

// member returns the size of a.b.
func (w *walker) member(x jsparse.Cursor, steps int) Size {
	name := x.Name()
	if x.Kind() == jsparse.Index {
		if obj := x.Object(); obj.Kind() == jsparse.Ident || obj.Kind() == jsparse.Member {
			if name, _ := x.Child(jsparse.EdgeIndex).IsString(); name == "" {
				return w.element(label(x))
			}
		}
		return sizeFrom(label(x), Unseen)
	}
	obj := x.Object()
	o := named(name)
	if o == Pixels && isSmallThing(obj) {
		return sizeFrom(label(x), Few)
	}
	if name == "data" && obj.Kind() != jsparse.Await {
		switch s := w.size(obj, steps); s.Origin {
		case Pixels:
			return sizeFrom(label(x), Pixels)
		case Constant:
			return s
		}
		if strings.Contains(strings.ToLower(label(obj)), "imagedata") || strings.HasSuffix(strings.ToLower(label(obj)), "image") {
			return sizeFrom(label(x), Pixels)
		}
	}
	if obj.Kind() == jsparse.ThisExpr {
		if s, ok := w.field(x, name); ok {
			return s
		}
		if o == Items {
			o = Unseen // an object's own collection: how many depends on the object
		}
		return sizeFrom(label(x), o)
	}
	switch name {
	case "children", "childNodes", "options", "classList", "elements", "files", "attributes", "cells":
		return sizeFrom(label(x), Few)
	}
	base := w.size(obj, steps)
	switch {
	case base.Param > 0 && base.Path == "":
		base.Path, base.Name, base.Origin, base.N = "."+name, label(x), o, plausible[o]
		if base.Origin == Bulk {
			base.N = w.o.input
		}
		return base
	case base.Origin == Member:
		return w.element(label(x))
	case base.Origin == Rows || base.Origin == Answer || base.Origin == Limited:
		return Size{Name: label(x), Origin: base.Origin, N: base.N}
	}
	return sizeFrom(label(x), o)
}

// field returns what a class field's annotation or typed array says.
func (w *walker) field(x jsparse.Cursor, name string) (Size, bool) {
	class := callee.EnclosingClass(x)
	for m := range class.All(jsparse.EdgeMember) {
		if m.Kind() != jsparse.Field || m.Name() != name {
			continue
		}
		if init := m.Child(jsparse.EdgeInit); init.Kind() == jsparse.New {
			s := w.constructed(init, 3)
			if s.Origin == Constant && s.N > 0 {
				return s, true
			}
			if o := typed(w.o.callees.Expr(init.Callee()).Name, name); o != Unseen {
				return sizeFrom(label(x), o), true
			}
		}
		if o := typed(m.Annotation(), name); o != Unseen {
			return sizeFrom(label(x), o), true
		}
	}
	return Size{}, false
}
