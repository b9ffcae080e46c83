package messages

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// Type is what kind of thing a value is, as far as sending it matters.
type Type uint8

// The types.
const (
	Other    Type = iota // unknown, or of no matter
	Buffer               // ArrayBuffer
	View                 // typed array or DataView over an ArrayBuffer of its own
	Alias                // typed array or DataView over another's buffer, or over one of which nothing is known
	Shared               // SharedArrayBuffer, or a view of one
	Wasm                 // a WebAssembly memory's buffer: cannot be transferred
	Image                // ImageData
	Bitmap               // ImageBitmap, VideoFrame, AudioData: closed at the sender when transferred
	Canvas               // OffscreenCanvas: must be transferred
	PortEnd              // MessagePort: must be transferred
	Stream               // ReadableStream and its like: must be transferred
	Pooled               // Node's Buffer
	Function             // a function or class
	Dom                  // a node of the document
	Symbol               // a symbol
	Proxy                // a Proxy
	Promise              // a promise
	Weak                 // WeakMap, WeakSet, WeakRef
)

// Value is what is known of an expression.
type Value struct {
	Type Type
	Made jsparse.Cursor // the expression that makes it; none if only an annotation says
	What string         // in words: "an ArrayBuffer"
}

var classes = map[string]Type{
	"ArrayBuffer": Buffer, "SharedArrayBuffer": Shared, "ImageData": Image, "ImageBitmap": Bitmap, "VideoFrame": Bitmap, "AudioData": Bitmap,
	"OffscreenCanvas": Canvas, "MessagePort": PortEnd, "ReadableStream": Stream, "WritableStream": Stream, "TransformStream": Stream,
	"Buffer": Pooled, "Proxy": Proxy, "Promise": Promise, "WeakMap": Weak, "WeakSet": Weak, "WeakRef": Weak, "Symbol": Symbol,
	"HTMLElement": Dom, "Element": Dom, "Node": Dom, "Document": Dom, "HTMLCanvasElement": Dom, "HTMLImageElement": Dom, "HTMLVideoElement": Dom,
	"HTMLInputElement": Dom, "Function": Function,
}

// IsTypedArray names the classes of views: ECMAScript 2024, 23.2 and 25.3.
func IsTypedArray(name string) bool {
	switch name {
	case "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
		"Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "DataView":
		return true
	}
	return false
}

// made: what calls give, by qualified name, and by method name where the method
// means one thing on whatever it is called.
var made = map[string]Type{
	"createImageBitmap": Bitmap, "Symbol": Symbol, "Symbol.for": Symbol, "vue.reactive": Proxy, "vue.readonly": Proxy, "vue.shallowReactive": Proxy,
	"document.getElementById": Dom, "document.querySelector": Dom, "document.createElement": Dom, "Promise.all": Promise, "Promise.resolve": Promise,
	"Buffer.from": Pooled, "Buffer.alloc": Pooled, "Buffer.concat": Pooled,
}

var madeBy = map[string]Type{
	"arrayBuffer": Buffer, "getImageData": Image, "createImageData": Image, "transferControlToOffscreen": Canvas, "transferToImageBitmap": Bitmap,
}

var words = [...]string{
	Other: "a value", Buffer: "an ArrayBuffer", View: "a typed array", Alias: "a typed array", Shared: "shared memory", Wasm: "WebAssembly memory",
	Image: "an ImageData", Bitmap: "an image", Canvas: "an OffscreenCanvas", PortEnd: "a MessagePort", Stream: "a stream", Pooled: "a Buffer",
	Function: "a function", Dom: "a DOM node", Symbol: "a symbol", Proxy: "a Proxy", Promise: "a promise", Weak: "a weak reference",
}

// String names a type for messages.
func (t Type) String() string { return words[t] }

// ValueOf returns what an expression is.
func (o *Oracle) ValueOf(x jsparse.Cursor) Value { return o.value(x, 8) }

func (o *Oracle) value(x jsparse.Cursor, steps int) Value {
	if steps == 0 {
		return Value{}
	}
	steps--
	switch x.Kind() {
	case jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl, jsparse.ClassExpr, jsparse.ClassDecl:
		return Value{Type: Function, Made: x}
	case jsparse.New:
		return o.constructed(x, steps)
	case jsparse.Await:
		v := o.called(x.Operand())
		if v.Type == Promise {
			return Value{}
		}
		return v
	case jsparse.Call:
		v := o.called(x)
		if v.Type == Buffer || v.Type == Bitmap && effectsName(x) == "createImageBitmap" { // not awaited
			return Value{Type: Promise, Made: x}
		}
		return v
	case jsparse.Member:
		return o.member(x, steps)
	case jsparse.Ident:
		return o.variable(x, steps)
	}
	return Value{}
}

func effectsName(call jsparse.Cursor) string { return name(call.Callee()) }

func (o *Oracle) constructed(x jsparse.Cursor, steps int) Value {
	class := o.callee.Expr(x.Callee()).Name
	if IsTypedArray(class) {
		return Value{Type: o.viewOver(x, steps), Made: x}
	}
	if t, ok := classes[class]; ok {
		return Value{Type: t, Made: x}
	}
	return Value{}
}

// viewOver says whose memory new Uint8Array(x) shows.
func (o *Oracle) viewOver(x jsparse.Cursor, steps int) Type {
	arg := x.Arg(0)
	if !arg.Ok() || arg.Kind() == jsparse.ArrayLit || o.isNumber(arg, steps) {
		return View // items that are copied, or a length
	}
	if o.value(arg, steps).Type == Shared {
		return Shared
	}
	return Alias
}

// isNumber reports whether an expression is a number for sure.
func (o *Oracle) isNumber(x jsparse.Cursor, steps int) bool {
	if steps == 0 {
		return false
	}
	switch x.Kind() {
	case jsparse.NumberLit, jsparse.Update:
		return true
	case jsparse.Binary:
		switch x.Op() {
		case "*", "/", "-", "%", "**", "<<", ">>", ">>>", "|", "&", "^":
			return true
		case "+":
			return o.isNumber(x.Left(), steps-1) || o.isNumber(x.Right(), steps-1)
		}
	case jsparse.Member:
		switch x.Name() {
		case "length", "byteLength", "size", "width", "height":
			return true
		}
	case jsparse.Call:
		return strings.HasPrefix(o.callee.Call(x).Name, "Math.")
	case jsparse.Ident:
		d := x.File().Decl(x.Sym())
		if d.Ok() && d.Annotation() == "number" {
			return true
		}
		v, ok := callee.Value(x.File(), x.Sym())
		return ok && o.isNumber(v, steps-1)
	}
	return false
}

func (o *Oracle) called(x jsparse.Cursor) Value {
	if x.Kind() != jsparse.Call {
		return Value{}
	}
	e := o.callee.Call(x)
	if t, ok := made[e.Name]; ok {
		return Value{Type: t, Made: x}
	}
	if fn := e.Func(); fn.Ok() {
		if fn.IsAsync() {
			return Value{Type: Promise, Made: x}
		}
		return Value{}
	}
	if x.Callee().Kind() == jsparse.Member {
		if t, ok := madeBy[x.Callee().Name()]; ok {
			return Value{Type: t, Made: x}
		}
	}
	return Value{}
}

// member knows x.buffer, channel.port1 and canvas contexts.
func (o *Oracle) member(x jsparse.Cursor, steps int) Value {
	switch x.Name() {
	case "buffer":
		switch v := o.value(x.Object(), steps); v.Type {
		case View, Alias:
			return Value{Type: Buffer, Made: v.Made}
		case Shared, Pooled:
			return v
		}
		if class := o.callee.Expr(x.Object()).Name; class == "WebAssembly.Memory" {
			return Value{Type: Wasm}
		}
		if obj := x.Object(); obj.Is(jsparse.Ident, jsparse.Member) && (obj.Name() == "memory" || obj.Name() == "wasmMemory") {
			return Value{Type: Wasm}
		}
	case "port1", "port2":
		if o.callee.Expr(x.Object()).Name == "MessageChannel" {
			return Value{Type: PortEnd}
		}
	case "body":
		return Value{}
	}
	return Value{}
}

// variable looks at a variable's one value, or at its annotation.
func (o *Oracle) variable(x jsparse.Cursor, steps int) Value {
	f := x.File()
	if d := f.Decl(x.Sym()); d.Ok() {
		switch p := d.Parent(); p.Kind() {
		case jsparse.FuncDecl, jsparse.ClassDecl:
			return Value{Type: Function, Made: p}
		case jsparse.PatternElem:
			return o.destructured(p, steps)
		}
		if v, ok := callee.Value(f, x.Sym()); ok && v != x {
			if val := o.value(v, steps); val.Type != Other {
				return val
			}
		}
		return annotated(d.Annotation())
	}
	return Value{}
}

// destructured: const { port1, port2 } = new MessageChannel().
func (o *Oracle) destructured(elem jsparse.Cursor, steps int) Value {
	d := elem.Parent().Parent()
	if d.Kind() != jsparse.Declarator {
		return Value{}
	}
	name := elem.Name()
	if (name == "port1" || name == "port2") && o.callee.Expr(d.Child(jsparse.EdgeInit)).Name == "MessageChannel" {
		return Value{Type: PortEnd}
	}
	if init := d.Child(jsparse.EdgeInit); name == "buffer" && init.Kind() == jsparse.Ident {
		if v := o.value(init, steps); v.Type == View || v.Type == Alias {
			return Value{Type: Buffer, Made: v.Made}
		}
	}
	return Value{}
}

func annotated(t string) Value {
	t, _, _ = strings.Cut(t, "<")
	t = strings.TrimSpace(t)
	if IsTypedArray(t) {
		return Value{Type: Alias}
	}
	if t == "Buffer" || t == "Node" || t == "Symbol" || t == "Proxy" {
		return Value{}
	}
	return Value{Type: classes[t]}
}
