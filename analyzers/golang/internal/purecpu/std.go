package purecpu

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
	"golang.org/x/tools/go/types/typeutil"
)

// standardRoots are the first path elements of the standard library (go1.26).
var standardRoots = set("archive", "arena", "bufio", "builtin", "bytes", "cmd", "cmp", "compress", "container", "context",
	"crypto", "database", "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image",
	"index", "internal", "io", "iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp",
	"runtime", "simd", "slices", "sort", "strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time",
	"unicode", "unique", "unsafe", "vendor", "weak")

// A class is what the table says of a standard function.
type class uint8

const (
	waits  class = iota // may wait, or is not known
	cheap               // constant work
	linear              // work grows with an argument, about a nanosecond a unit
	medium              // grows, or is flat, at Medium weight
	heavy               // grows, or is flat, at Heavy weight
)

func (c class) summary() *Summary {
	switch c {
	case cheap:
		return &Summary{}
	case linear:
		return &Summary{Degree: 1}
	case medium:
		return &Summary{Degree: 1, Weight: Medium}
	case heavy:
		return &Summary{Degree: 1, Weight: Heavy}
	}
	return nil
}

// A library says what a package's functions do: all of them as the default
// says, save the exceptions, which are listed by function name, by "Type.Method"
// or by "Type".
type library struct {
	rest       class
	exceptions map[string]class
}

// libraries are the packages that compute (go1.26). Weights come from the
// packages' own benchmarks on amd64: sha256 0.6 to 3 ns a byte, base64 1 ns,
// json 5 to 15 ns, regexp 5 to 60 ns, flate 15 to 60 ns, png and jpeg 5 to 30
// ns a pixel, an RSA-2048 signature 1 ms, bcrypt at cost 10 50 ms.
var libraries = map[string]library{
	"bufio":               {rest: linear},
	"bytes":               {rest: linear, exceptions: cheapBytes},
	"cmp":                 {rest: cheap},
	"compress/bzip2":      {rest: heavy},
	"compress/flate":      {rest: heavy},
	"compress/gzip":       {rest: heavy},
	"compress/lzw":        {rest: heavy},
	"compress/zlib":       {rest: heavy},
	"container/heap":      {rest: cheap, exceptions: classes(linear, "Init")},
	"container/list":      {rest: cheap},
	"container/ring":      {rest: linear},
	"crypto/aes":          {rest: medium, exceptions: classes(cheap, "NewCipher")},
	"crypto/cipher":       {rest: medium, exceptions: classes(cheap, "NewGCM", "NewCTR", "NewCBCEncrypter", "NewCBCDecrypter")},
	"crypto/des":          {rest: medium},
	"crypto/ecdh":         {rest: medium},
	"crypto/ecdsa":        {rest: medium, exceptions: classes(cheap, "PublicKey.Equal", "PrivateKey.Equal", "PrivateKey.Public")},
	"crypto/ed25519":      {rest: medium, exceptions: classes(cheap, "PublicKey.Equal", "PrivateKey.Equal", "PrivateKey.Public")},
	"crypto/elliptic":     {rest: medium, exceptions: classes(cheap, "P224", "P256", "P384", "P521")},
	"crypto/hkdf":         {rest: medium},
	"crypto/hmac":         {rest: medium, exceptions: classes(cheap, "New", "Equal")},
	"crypto/md5":          {rest: medium, exceptions: classes(cheap, "New")},
	"crypto/mlkem":        {rest: medium},
	"crypto/pbkdf2":       {rest: heavy},
	"crypto/rc4":          {rest: medium},
	"crypto/rsa":          {rest: heavy, exceptions: classes(cheap, "PublicKey.Equal", "PublicKey.Size", "PrivateKey.Equal", "PrivateKey.Public")},
	"crypto/sha1":         {rest: medium, exceptions: classes(cheap, "New")},
	"crypto/sha256":       {rest: medium, exceptions: classes(cheap, "New", "New224")},
	"crypto/sha3":         {rest: medium},
	"crypto/sha512":       {rest: medium, exceptions: classes(cheap, "New", "New384", "New512_224", "New512_256")},
	"crypto/subtle":       {rest: cheap},
	"crypto/x509":         {rest: waits, exceptions: classes(medium, "ParseCertificate", "ParsePKCS1PrivateKey", "ParsePKCS8PrivateKey", "ParsePKIXPublicKey", "ParseCertificateRequest")},
	"encoding/ascii85":    {rest: medium},
	"encoding/asn1":       {rest: medium},
	"encoding/base32":     {rest: medium, exceptions: classes(cheap, "Encoding.EncodedLen", "Encoding.DecodedLen", "NewEncoding", "Encoding.WithPadding")},
	"encoding/base64":     {rest: medium, exceptions: classes(cheap, "Encoding.EncodedLen", "Encoding.DecodedLen", "NewEncoding", "Encoding.WithPadding")},
	"encoding/binary":     {rest: cheap, exceptions: classes(medium, "Read", "Write")},
	"encoding/csv":        {rest: medium},
	"encoding/gob":        {rest: medium},
	"encoding/hex":        {rest: medium, exceptions: classes(cheap, "EncodedLen", "DecodedLen")},
	"encoding/json":       {rest: medium},
	"encoding/pem":        {rest: medium},
	"encoding/xml":        {rest: medium},
	"errors":              {rest: cheap},
	"fmt":                 {rest: linear, exceptions: classes(waits, "Print", "Printf", "Println", "Scan", "Scanf", "Scanln")},
	"go/ast":              {rest: cheap, exceptions: classes(waits, "Inspect", "Walk", "Print", "Fprint")},
	"go/constant":         {rest: cheap},
	"go/token":            {rest: waits, exceptions: classes(cheap, "Token.String", "Token.Precedence", "Pos.IsValid", "IsIdentifier", "IsKeyword", "IsExported", "Lookup")},
	"hash/adler32":        {rest: medium, exceptions: classes(cheap, "New")},
	"hash/crc32":          {rest: medium, exceptions: classes(cheap, "New", "NewIEEE", "MakeTable")},
	"hash/crc64":          {rest: medium, exceptions: classes(cheap, "New", "MakeTable")},
	"hash/fnv":            {rest: medium, exceptions: classes(cheap, "New32", "New32a", "New64", "New64a", "New128", "New128a")},
	"hash/maphash":        {rest: medium, exceptions: classes(cheap, "MakeSeed", "Hash.Sum64", "Hash.Reset", "Hash.SetSeed", "Hash.Seed")},
	"html":                {rest: linear},
	"image":               {rest: cheap, exceptions: classes(heavy, "Decode")},
	"image/color":         {rest: cheap},
	"image/color/palette": {rest: cheap},
	"image/draw":          {rest: heavy},
	"image/gif":           {rest: heavy},
	"image/jpeg":          {rest: heavy},
	"image/png":           {rest: heavy},
	"index/suffixarray":   {rest: heavy},
	"maps":                {rest: linear},
	"math":                {rest: cheap},
	"math/big":            {rest: medium, exceptions: cheapBig},
	"math/bits":           {rest: cheap},
	"math/cmplx":          {rest: cheap},
	"math/rand":           {rest: cheap, exceptions: classes(linear, "Perm", "Shuffle", "Rand.Perm", "Rand.Shuffle")},
	"math/rand/v2":        {rest: cheap, exceptions: classes(linear, "Perm", "Shuffle", "Rand.Perm", "Rand.Shuffle")},
	"net/netip":           {rest: cheap},
	"net/url":             {rest: linear},
	"path":                {rest: linear},
	"path/filepath":       {rest: linear, exceptions: classes(waits, "Abs", "EvalSymlinks", "Glob", "Walk", "WalkDir")},
	"reflect": {rest: cheap, exceptions: join(classes(waits, "Select", "Value.Call", "Value.CallSlice", "Value.Recv", "Value.Send",
		"Value.TryRecv", "Value.TrySend", "Value.Close", "Value.Seq", "Value.Seq2"), classes(linear, "DeepEqual", "Copy"))},
	"regexp":         {rest: medium, exceptions: join(classes(cheap, "Regexp.String", "Regexp.NumSubexp", "Regexp.SubexpNames", "Regexp.SubexpIndex"))},
	"regexp/syntax":  {rest: medium},
	"runtime":        {rest: waits, exceptions: classes(cheap, "NumCPU", "GOMAXPROCS", "KeepAlive", "Caller", "FuncForPC", "Func.Name")},
	"slices":         {rest: linear, exceptions: sortingSlices},
	"sort":           {rest: medium, exceptions: classes(cheap, "Search", "SearchInts", "SearchStrings", "SearchFloat64s", "Find", "IntSlice", "StringSlice", "Float64Slice", "Reverse")},
	"strconv":        {rest: cheap},
	"strings":        {rest: linear, exceptions: cheapStrings},
	"text/scanner":   {rest: linear},
	"text/tabwriter": {rest: linear},
	"time":           {rest: cheap, exceptions: classes(waits, "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Timer", "Ticker", "LoadLocation")},
	"unicode":        {rest: cheap},
	"unicode/utf16":  {rest: linear},
	"unicode/utf8":   {rest: cheap, exceptions: classes(linear, "RuneCount", "RuneCountInString", "Valid", "ValidString")},
	"unsafe":         {rest: cheap},
}

var (
	cheapText    = classes(cheap, "HasPrefix", "HasSuffix", "TrimPrefix", "TrimSuffix", "CutPrefix", "CutSuffix", "NewReader", "Reader.Len", "Reader.ReadByte", "Reader.ReadRune")
	cheapStrings = join(cheapText, classes(cheap, "Builder", "NewReplacer"))
	cheapBytes   = join(cheapText, classes(cheap, "Buffer", "NewBuffer", "NewBufferString", "Equal", "Compare"))
	cheapBig     = classes(cheap, "NewInt", "NewFloat", "NewRat", "Int.Sign", "Int.Cmp", "Int.CmpAbs", "Int.Int64", "Int.Uint64", "Int.IsInt64",
		"Int.IsUint64", "Int.BitLen", "Int.Bit", "Int.SetInt64", "Int.SetUint64", "Int.Set")
	sortingSlices = join(
		classes(medium, "Sort", "SortFunc", "SortStableFunc", "Sorted", "SortedFunc", "SortedStableFunc"),
		classes(cheap, "BinarySearch", "BinarySearchFunc", "Grow", "Clip"))
)

// Third-party functions that are known without having been analysed: their
// packages hold assembly or generated code. Keyed by qualified name.
var thirdParty = map[string]class{
	"golang.org/x/crypto/bcrypt.GenerateFromPassword":   heavy,
	"golang.org/x/crypto/bcrypt.CompareHashAndPassword": heavy,
	"golang.org/x/crypto/scrypt.Key":                    heavy,
	"golang.org/x/crypto/argon2.Key":                    heavy,
	"golang.org/x/crypto/argon2.IDKey":                  heavy,
	"golang.org/x/crypto/pbkdf2.Key":                    heavy,
	"golang.org/x/crypto/blake2b.Sum256":                medium,
	"golang.org/x/crypto/blake2b.Sum512":                medium,
	"golang.org/x/crypto/sha3.Sum256":                   medium,
	"golang.org/x/crypto/sha3.Sum512":                   medium,
	"github.com/cespare/xxhash/v2.Sum64":                medium,
	"github.com/cespare/xxhash/v2.Sum64String":          medium,
}

// interfaces whose methods compute, by convention of their packages.
var interfaces = map[string]Weight{
	"error":                    Light,
	"fmt.Stringer":             Light,
	"hash.Hash":                Medium,
	"hash.Hash32":              Medium,
	"hash.Hash64":              Medium,
	"crypto/cipher.AEAD":       Medium,
	"crypto/cipher.Block":      Medium,
	"crypto/cipher.BlockMode":  Medium,
	"crypto/cipher.Stream":     Medium,
	"crypto/elliptic.Curve":    Medium,
	"image.Image":              Light,
	"image.PalettedImage":      Light,
	"image.RGBA64Image":        Light,
	"image/color.Color":        Light,
	"image/color.Model":        Light,
	"image/draw.Image":         Light,
	"image/draw.RGBA64Image":   Light,
	"image/draw.Quantizer":     Medium,
	"sort.Interface":           Light,
	"container/heap.Interface": Light,
	"reflect.Type":             Light,
}

// memory are the reader and writer types that hold bytes in memory.
var memory = set("bytes.Buffer", "bytes.Reader", "strings.Builder", "strings.Reader", "hash.Hash", "hash.Hash32", "hash.Hash64",
	"hash/maphash.Hash", "hash/crc32.digest")

// streams are types which read from or write to what they were made over.
var streams = set("bufio.Reader", "bufio.Writer", "bufio.Scanner", "bufio.ReadWriter", "compress/flate.Writer", "compress/gzip.Reader",
	"compress/gzip.Writer", "compress/lzw.Reader", "compress/lzw.Writer", "compress/zlib.Writer", "encoding/csv.Reader",
	"encoding/csv.Writer", "encoding/gob.Decoder", "encoding/gob.Encoder", "encoding/json.Decoder", "encoding/json.Encoder",
	"encoding/xml.Decoder", "encoding/xml.Encoder", "text/scanner.Scanner", "text/tabwriter.Writer", "crypto/cipher.StreamReader",
	"crypto/cipher.StreamWriter", "io.ReadCloser", "io.WriteCloser", "io.Reader", "io.Writer")

// smallQuantities return counts that a program's author or machine bounds.
var smallQuantities = set("runtime.NumCPU", "runtime.GOMAXPROCS", "reflect.Type.NumField", "reflect.Type.NumMethod", "reflect.Type.NumIn",
	"reflect.Type.NumOut", "reflect.Value.NumField", "reflect.Value.NumMethod", "flag.Args", "flag.NArg", "os.Environ",
	"math/big.Int.BitLen", "math/bits.Len", "math/bits.Len64", "math/bits.OnesCount", "math/bits.OnesCount64",
	"net/http.Request.Cookies", "net/url.URL.Query")

// sizeQuantities return sizes of data, or numbers that came in as text.
var sizeQuantities = set("image.Rectangle.Dx", "image.Rectangle.Dy", "strconv.Atoi", "strconv.ParseInt", "strconv.ParseUint")

// dimensions are field names that count a quantity; other integer fields are
// mostly settings.
var dimensions = set("width", "height", "depth", "rows", "cols", "columns", "size", "dim", "w", "h", "n", "x", "y", "nx", "ny")

// smallTypes are collections that a protocol keeps short.
var smallTypes = set("net/http.Header", "net/textproto.MIMEHeader", "net/url.Values", "net.IP", "net.IPMask", "net.HardwareAddr",
	"encoding/asn1.ObjectIdentifier")

// smallElements are things of which nobody has many.
var smallElements = set("net/http.Cookie", "error", "os.Signal", "reflect.StructField")

// handover connects a pool's task with its pool.
var handover = set("sync.WaitGroup.Add", "sync.WaitGroup.Done", "golang.org/x/sync/semaphore.Weighted.Release",
	"golang.org/x/sync/semaphore.Weighted.Acquire", "golang.org/x/sync/semaphore.Weighted.TryAcquire", "context.Context.Err",
	"context.Context.Done", "context.Cause")

// standard returns the table's word on a function of the standard library.
func standard(fn *types.Func) *Summary {
	lib, ok := libraries[fn.Pkg().Path()]
	if !ok {
		return nil
	}
	name := fn.Name()
	if recv := fn.Signature().Recv(); recv != nil {
		typ := typename.Of(recv.Type())
		typ = typ[strings.LastIndexByte(typ, '.')+1:]
		if c, ok := lib.exceptions[typ]; ok {
			return c.summary()
		}
		name = typ + "." + name
	}
	if c, ok := lib.exceptions[name]; ok {
		return c.summary()
	}
	return lib.rest.summary()
}

// memoryOnly reports whether all readers and writers that a standard function
// works on are known to be memory: its receiver's, and its arguments.
func (w *walker) memoryOnly(call *ast.CallExpr, fn *types.Func) bool {
	sig := fn.Signature()
	if recv := sig.Recv(); recv != nil && streams[typename.Of(recv.Type())] {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !w.inMemory(sel.X, 0) {
			return false
		}
	}
	for i, arg := range call.Args {
		if i < sig.Params().Len() && isStream(sig.Params().At(i).Type()) && !w.inMemory(arg, 0) && !isRandom(w.info, arg) {
			return false
		}
	}
	return true
}

// isStream reports whether a parameter's interface can read or write.
func isStream(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		switch m.Name() {
		case "Read", "Write", "ReadByte", "WriteByte", "ReadAt", "WriteAt":
			return true
		}
	}
	return false
}

// isRandom reports whether e is crypto/rand.Reader, which does not wait on any
// system of the last decade.
func isRandom(info *types.Info, e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := info.Uses[sel.Sel].(*types.Var)
	return ok && v.Name() == "Reader" && v.Pkg() != nil && v.Pkg().Path() == "crypto/rand"
}

// inMemory reports whether a reader, writer or stream works on memory: by its
// type, or because its one definition makes it from one that does.
func (w *walker) inMemory(e ast.Expr, depth int) bool {
	e = ast.Unparen(e)
	if memory[typename.Of(w.info.TypeOf(e))] {
		return true
	}
	if depth == maxResolve {
		return false
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return w.inMemory(e.X, depth+1)
	case *ast.Ident:
		if v, ok := w.object(e).(*types.Var); ok && w.defs[v] != nil {
			return w.inMemory(w.defs[v], depth+1)
		}
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(w.info, e).(*types.Func)
		if !ok || fn.Pkg() == nil || len(e.Args) == 0 {
			return false
		}
		if typename.Func(fn) == "io.LimitReader" || typename.Func(fn) == "io.NopCloser" || isStandard(fn.Pkg().Path()) && standard(fn) != nil {
			for i, arg := range e.Args {
				if i < fn.Signature().Params().Len() && isStream(fn.Signature().Params().At(i).Type()) && !w.inMemory(arg, depth+1) {
					return false
				}
			}
			return true
		}
	}
	return false
}

// interfaceMethod returns the weight of an interface's method, and whether the
// table lists the interface.
func (w *walker) interfaceMethod(call *ast.CallExpr, fn *types.Func) (Weight, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return Light, false
	}
	weight, ok := interfaces[typename.Of(w.info.TypeOf(sel.X))]
	if !ok {
		return Light, false
	}
	if weight == Medium && len(call.Args) == 0 {
		weight = Light // Size, Reset, BlockSize
	}
	return weight, true
}

// standardIterator reports whether the operand of a range over a function is
// one that the standard library made: maps.Keys(m), strings.SplitSeq(s, ",").
func (w *walker) standardIterator(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(w.info, call).(*types.Func)
	return ok && fn.Pkg() != nil && isStandard(fn.Pkg().Path()) && standard(fn) != nil
}

// isBulk reports whether a call digests, seals or codes a byte slice that is
// not a short text in disguise.
func (w *walker) isBulk(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(w.info, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	path := fn.Pkg().Path()
	if !strings.HasPrefix(path, "crypto/") && !strings.HasPrefix(path, "hash") && !strings.HasPrefix(path, "golang.org/x/crypto/") {
		return false
	}
	for _, arg := range call.Args {
		if s, ok := w.typeOf(arg).(*types.Slice); ok {
			if b, ok := s.Elem().Underlying().(*types.Basic); !ok || b.Kind() != types.Uint8 {
				continue
			}
			switch arg := ast.Unparen(arg).(type) {
			case *ast.CallExpr: // []byte(name)
				continue
			case *ast.SliceExpr: // sum[:]
				if _, array := w.typeOf(arg.X).(*types.Array); array {
					continue
				}
			}
			if tv := w.info.Types[arg]; !tv.IsNil() {
				return true
			}
		}
	}
	return false
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

func classes(c class, names ...string) map[string]class {
	m := make(map[string]class, len(names))
	for _, name := range names {
		m[name] = c
	}
	return m
}

func join(maps ...map[string]class) map[string]class {
	all := make(map[string]class)
	for _, m := range maps {
		for name, c := range m {
			all[name] = c
		}
	}
	return all
}
