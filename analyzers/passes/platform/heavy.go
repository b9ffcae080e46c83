package platform

import (
	"slices"
	"strings"
)

// Heavy is a call that computes for long with the thread held.
type Heavy struct {
	What    string  // what it does, for messages: "parses the whole text"
	Millis  float64 // of one call, whatever its arguments
	PerUnit float64 // nanoseconds for each character, byte or item of an argument
	Arg     int     // which argument PerUnit counts
}

// HeavyCall returns what is known of the named call.
func HeavyCall(name string) (Heavy, bool) { return heavy.find(plain(name)) }

// HeavyPackages returns the packages of which calls have a figure.
func HeavyPackages() []string {
	var list []string
	for name := range heavy.exact {
		pkg, _, _ := strings.Cut(name, ".")
		if pkg != "JSON" && !slices.Contains(list, pkg) && strings.Contains(name, ".") {
			list = append(list, pkg)
		}
	}
	return list
}

// heavy: measured as the package comment says, on 1 MB of typical input for
// PerUnit. Calls of Node that hold the thread on purpose (…Sync) stand in
// blocking.go instead.
var heavy = newTable(map[string]Heavy{
	"JSON.parse":      {What: "parses the whole text", PerUnit: 4},
	"JSON.stringify":  {What: "writes the whole value out", PerUnit: 300},
	"structuredClone": {What: "copies the whole value", PerUnit: 500},

	"xlsx.read":                {What: "unpacks and parses the whole workbook", Millis: 20, PerUnit: 150},
	"xlsx.readFile":            {What: "reads, unpacks and parses the whole workbook", Millis: 200},
	"xlsx.write":               {What: "builds and packs the whole workbook", Millis: 50},
	"xlsx.utils.sheet_to_json": {What: "converts every row of the sheet", Millis: 20},
	"xlsx.utils.json_to_sheet": {What: "converts every row", PerUnit: 5000},

	"pako.deflate":       {What: "compresses in JavaScript", PerUnit: 60},
	"pako.gzip":          {What: "compresses in JavaScript", PerUnit: 60},
	"pako.inflate":       {What: "decompresses in JavaScript", PerUnit: 12},
	"pako.ungzip":        {What: "decompresses in JavaScript", PerUnit: 12},
	"fflate.zipSync":     {What: "compresses in JavaScript", Millis: 30},
	"fflate.unzipSync":   {What: "decompresses in JavaScript", PerUnit: 12},
	"fflate.gzipSync":    {What: "compresses in JavaScript", PerUnit: 60},
	"fflate.deflateSync": {What: "compresses in JavaScript", PerUnit: 60},
	"fflate.gunzipSync":  {What: "decompresses in JavaScript", PerUnit: 12},

	"crypto-js.PBKDF2":                   {What: "derives a key in JavaScript", Millis: 300},
	"node-forge.pki.rsa.generateKeyPair": {What: "searches primes in JavaScript", Millis: 1000},
	"node-forge.rsa.generateKeyPair":     {What: "searches primes in JavaScript", Millis: 1000},
	"node-forge.pkcs5.pbkdf2":            {What: "derives a key in JavaScript", Millis: 300},
	"scrypt-js.syncScrypt":               {What: "derives a key in JavaScript", Millis: 500},

	"typescript.createProgram":      {What: "parses and binds a whole program", Millis: 500},
	"typescript.transpileModule":    {What: "compiles the whole text", Millis: 5, PerUnit: 800},
	"@babel/core.transformSync":     {What: "compiles the whole text", Millis: 10, PerUnit: 1500},
	"@babel/core.transformFileSync": {What: "reads and compiles a file", Millis: 60},
	"@babel/standalone.transform":   {What: "compiles the whole text", Millis: 10, PerUnit: 1500},
	"uglify-js.minify":              {What: "minifies the whole text", Millis: 10, PerUnit: 2000},
	"sass.compile":                  {What: "compiles a style sheet and all it imports", Millis: 100},
	"sass.compileString":            {What: "compiles a style sheet and all it imports", Millis: 60},
	"sass.renderSync":               {What: "compiles a style sheet and all it imports", Millis: 100},

	"jsdom.JSDOM":                {What: "builds a whole document", Millis: 5, PerUnit: 2500},
	"cheerio.load":               {What: "parses the whole document", PerUnit: 150},
	"node-html-parser.parse":     {What: "parses the whole document", PerUnit: 60},
	"xml2js.parseStringSync":     {What: "parses the whole text", PerUnit: 300},
	"highlight.js.highlightAuto": {What: "tries every language on the text", Millis: 5, PerUnit: 5000},
	"jimp.read":                  {What: "decodes an image in JavaScript", Millis: 100},
	"pngjs.PNG.sync.read":        {What: "decodes an image in JavaScript", Millis: 60},
	"pngjs.PNG.sync.write":       {What: "encodes an image in JavaScript", Millis: 100},
	"jpeg-js.decode":             {What: "decodes an image in JavaScript", Millis: 100},
	"jpeg-js.encode":             {What: "encodes an image in JavaScript", Millis: 150},
	"diff.diffChars":             {What: "compares every character with every other", Millis: 5, PerUnit: 2000},
})
