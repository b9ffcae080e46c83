package cost

import (
	"slices"
	"strings"
	"unicode"
)

// Origin is what the code shows of where a collection comes from.
type Origin uint8

// The origins.
const (
	Unseen    Origin = iota // nothing is known
	Constant                // written in the code
	Few                     // options, arguments, form fields, page sizes
	Member                  // a part of one element of a collection
	Keys                    // the keys of an object
	Elements                // DOM nodes
	Listing                 // a folder's entries
	Answer                  // what a server answered
	Rows                    // database rows
	Items                   // named like a collection of the domain: items, users, entries
	Bulk                    // named like mass data: records, dataset, samples
	Lines                   // lines of a file
	Text                    // characters of a file
	Bytes                   // bytes of a buffer of unknown use
	Count                   // a number that a caller gives
	Dimension               // one side of an image or matrix
	Array                   // elements of a typed array
	Points                  // vertices, splats, particles
	Pixels                  // bytes of an image
	Depth                   // calls of a recursion
	Limited                 // a query with a limit
)

// plausible is how many such data there plausibly are. The figures are
// judgements. What shows nothing counts as a handful, so that it does not make
// mass data of its product with something else; and linear work with a light
// body on what is not mass data stays below a long task.
var plausible = [...]float64{
	Unseen: 5, Constant: 1, Few: 5, Member: 5, Keys: 5, Elements: 20, Listing: 300, Answer: 300, Rows: 2000,
	Items: 50, Bulk: 10_000, Lines: 10_000, Text: 100_000, Bytes: 100_000, Count: 1000, Dimension: 1500,
	Array: 5e5, Points: 1e6, Pixels: 4e6, Depth: 3, Limited: 50,
}

var originNames = [...]string{
	"unknown", "constant", "few", "part of an element", "keys of an object", "DOM nodes", "entries of a folder",
	"a server's answer", "database rows", "items", "mass data", "lines of a file", "text of a file", "bytes",
	"a count", "one side of an image", "a typed array", "points", "pixels", "depth of a recursion", "rows of a limited query",
}

func (o Origin) String() string { return originNames[o] }

// Size is one unknown number that work grows with.
type Size struct {
	Name   string  // as written: "records.length"
	Origin Origin  // where it comes from
	N      float64 // what it plausibly reaches; exact for Constant
	Param  int     // one more than the number of the function's parameter it belongs to; 0 if none
	Path   string  // of the member of the parameter: ".items"
	// Touched is set when a loop's own bound shows nothing and this is an array that
	// its rounds index: the loops around one walk over it count it once.
	Touched bool
}

func (s Size) key() string {
	if s.Param > 0 {
		return string(rune('0'+s.Param)) + s.Path
	}
	return s.Name + string(rune('A'+s.Origin))
}

func sizeFrom(name string, o Origin) Size {
	s := Size{Name: name, Origin: o, N: plausible[o]}
	if o == Array && slices.ContainsFunc(split(name), func(w string) bool { return ofVolume[w] }) {
		s.N *= 4 // an array of which the name says nothing is mostly one of a few thousand
	}
	return s
}

func number(n float64) Size { return Size{Origin: Constant, N: n} }

// larger returns the size that counts when data may be either.
func larger(a, b Size) Size {
	if a.Origin == Unseen && b.Origin != Constant || b.N > a.N && b.Origin != Unseen {
		return b
	}
	return a
}

// named returns the origin that a name speaks of. The last word counts, so
// that selectedRows are rows and rowHeight is none.
func named(name string) Origin {
	words := split(name)
	if len(words) == 0 {
		return Unseen
	}
	last := words[len(words)-1]
	if len(words) > 1 && (last == "list" || last == "array" || last == "arr" || last == "collection") {
		last = words[len(words)-2] + "s"
	}
	if o, ok := wordOrigins[last]; ok {
		if o == Items && words[0] != last {
			switch words[0] { // selectedItems, topUsers
			case "selected", "checked", "active", "top", "recent", "visible", "new", "pending", "current", "menu", "nav", "sub", "tab", "default":
				return Few
			}
		}
		return o
	}
	return Unseen
}

// namedNumber is named for a number: numSplats, pixelCount, width.
func namedNumber(name string) Origin {
	words := split(name)
	if len(words) == 0 {
		return Unseen
	}
	last := words[len(words)-1]
	first := words[0]
	switch {
	case len(words) > 1 && (first == "num" || first == "n" || first == "total" || first == "nb"):
		if o := named(name); o != Unseen {
			return o
		}
		return Unseen
	case len(words) > 1 && (last == "count" || last == "total" || last == "length" || last == "num"):
		return named(strings.Join(words[:len(words)-1], "_") + "s")
	}
	if o, ok := numberOrigins[last]; ok {
		return o
	}
	return Unseen
}

// split cuts a camelCase or snake_case name into lower-case words.
func split(name string) (words []string) {
	start := 0
	runes := []rune(name)
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r):
			flush(i)
			start = i + 1
		case unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(runes[i-1]):
			flush(i)
		}
	}
	flush(len(runes))
	return words
}

func originTable(rows map[Origin]string) map[string]Origin {
	t := map[string]Origin{}
	for o, words := range rows {
		for _, w := range strings.Fields(words) {
			t[w] = o
		}
	}
	return t
}

// wordOrigins: the last word of a collection's name.
var wordOrigins = originTable(map[Origin]string{
	Pixels: "pixels pixel",
	Points: "splats particles voxels gaussians",
	Bulk:   "records dataset samples transactions measurements readings observations corpus",
	Items: `items entries users customers products orders documents docs events messages posts comments values results
		candidates datapoints nodes edges features tokens articles contacts files accounts invoices members tasks tickets data
		changes rows logs points histories history activities notes cards people songs tracks`,
	Few: `options args argv plugins columns fields headers keys flags settings params extensions locales tabs sources
		bands levels terms attributes props children choices middlewares hooks steps stages rules roles permissions
		languages modes themes formats types categories inputs outputs layers themes sections pages routes providers
		buttons menus filters sorts languages weeks days months hours parts segments args paths dirs folders tools
		models scopes tags labels arguments parameters config conf aliases suffixes prefixes modules packages
		dependencies scripts commands screens workers threads cores cpus retries attempts series slots digits
		addons integrations datasets rgba rgb hsl environments strategies regions zones currencies countries channels workspaces stack frames`,
	Elements: "elements els childnodes",
})

// numberOrigins: the last word of a number's name.
var numberOrigins = originTable(map[Origin]string{
	Dimension: "width height w h",
	Count:     "n count iterations total",
	Few: `limit max maximum retries attempts concurrency depth batch pages page tries times digits levels channels
		workers threads cores bands columns cols`,
})

// smallBuffers are words of names of byte arrays that are short by what they are.
var smallBuffers = map[string]bool{
	"hash": true, "digest": true, "key": true, "keys": true, "iv": true, "salt": true, "nonce": true, "signature": true,
	"mac": true, "hmac": true, "token": true, "header": true, "magic": true, "id": true, "uuid": true, "secret": true,
	"password": true, "seed": true, "random": true, "challenge": true, "rnds": true, "address": true, "checksum": true,
	"vector": true, "cache": true, "coordinate": true, "slices": true, "matrix": true, "points": true, "point": true, "line": true, "path": true, "curve": true, "bezier": true,
	"outline": true, "corners": true, "bounds": true, "extent": true, "coords": true, "coordinates": true, "bbox": true, "rect": true, "box": true, "quad": true, "color": true, "colors": true, "palette": true, "lut": true, "table": true, "kernel": true,
}
