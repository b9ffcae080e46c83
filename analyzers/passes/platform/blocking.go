package platform

// BlockKind says what a blocking call waits for.
type BlockKind uint8

// The kinds.
const (
	BlockFile     BlockKind = iota + 1 // a file's content
	BlockMetadata                      // a file's metadata: microseconds on a local disk
	BlockProcess                       // another process
	BlockHash                          // a hash or key derivation that is slow on purpose
	BlockKeys                          // a search for primes
	BlockCompress                      // compression of a whole buffer
	BlockNetwork                       // an answer from the network
	BlockDialog                        // a person's answer
	BlockDatabase                      // a database's answer, in the same process
)

// Blocking is a call that holds the thread until something outside is done, or
// for a computation that the platform also offers off the thread.
type Blocking struct {
	Kind  BlockKind
	What  string // "reads the whole file"
	Async string // the call that does not block, as one would write it; may be empty
	// Promise is the module, and the member of it, that return a promise and take
	// the same arguments; empty if there is none.
	Promise, Member string
}

// BlockingCall returns what is known of the named call.
func BlockingCall(name string) (Blocking, bool) { return blocking.find(plain(name)) }

var blocking = newTable(blockingRows())

// fsCalls: Node.js 20, file system. Calls that move contents or walk a tree are
// BlockFile; those that touch one entry are BlockMetadata.
var fsCalls = []struct {
	name string
	kind BlockKind
	what string
}{
	{"readFile", BlockFile, "reads the whole file"},
	{"writeFile", BlockFile, "writes the whole file"},
	{"appendFile", BlockFile, "writes to the file"},
	{"copyFile", BlockFile, "copies the whole file"},
	{"cp", BlockFile, "copies the whole tree"},
	{"rm", BlockMetadata, "removes files"},
	{"readdir", BlockMetadata, "lists the folder"},
	{"stat", BlockMetadata, "asks the file system"},
	{"lstat", BlockMetadata, "asks the file system"},
	{"access", BlockMetadata, "asks the file system"},
	{"mkdir", BlockMetadata, "makes a folder"},
	{"mkdtemp", BlockMetadata, "makes a folder"},
	{"rmdir", BlockMetadata, "removes a folder"},
	{"unlink", BlockMetadata, "removes a file"},
	{"rename", BlockMetadata, "renames a file"},
	{"realpath", BlockMetadata, "asks the file system"},
	{"readlink", BlockMetadata, "asks the file system"},
	{"symlink", BlockMetadata, "makes a link"},
	{"chmod", BlockMetadata, "changes the file's mode"},
	{"chown", BlockMetadata, "changes the file's owner"},
	{"utimes", BlockMetadata, "changes the file's times"},
	{"truncate", BlockMetadata, "cuts the file"},
}

// extraCalls: fs-extra 11, sync methods beside those of node:fs.
var extraCalls = []struct {
	name string
	kind BlockKind
	what string
}{
	{"readJson", BlockFile, "reads and parses the whole file"},
	{"readJSON", BlockFile, "reads and parses the whole file"},
	{"writeJson", BlockFile, "writes the whole file"},
	{"writeJSON", BlockFile, "writes the whole file"},
	{"outputFile", BlockFile, "writes the whole file"},
	{"outputJson", BlockFile, "writes the whole file"},
	{"copy", BlockFile, "copies the whole tree"},
	{"remove", BlockFile, "removes the whole tree"},
	{"emptyDir", BlockFile, "empties the whole folder"},
	{"move", BlockMetadata, "moves files"},
	{"ensureDir", BlockMetadata, "makes folders"},
	{"mkdirp", BlockMetadata, "makes folders"},
	{"pathExists", BlockMetadata, "asks the file system"},
}

func blockingRows() map[string]Blocking {
	rows := map[string]Blocking{
		// Node.js 20, child processes: the event loop stands until the child has exited.
		"node:child_process.execSync":     {Kind: BlockProcess, What: "waits until the command has ended", Async: "execFile or exec with a promise"},
		"node:child_process.execFileSync": {Kind: BlockProcess, What: "waits until the program has ended", Async: "execFile with a promise"},
		"node:child_process.spawnSync":    {Kind: BlockProcess, What: "waits until the program has ended", Async: "spawn"},
		"execa.execaSync":                 {Kind: BlockProcess, What: "waits until the program has ended", Async: "execa"},
		"execa.sync":                      {Kind: BlockProcess, What: "waits until the program has ended", Async: "execa"},
		"execa.execaCommandSync":          {Kind: BlockProcess, What: "waits until the command has ended", Async: "execaCommand"},
		"cross-spawn.sync":                {Kind: BlockProcess, What: "waits until the program has ended", Async: "spawn"},
		"shelljs.exec":                    {Kind: BlockProcess, What: "waits until the command has ended", Async: "exec with { async: true }"},

		// Node.js 20, crypto: the default scrypt takes about 50 ms, RSA keys hundreds.
		"node:crypto.scryptSync":          {Kind: BlockHash, What: "derives a key, which is slow on purpose", Async: "crypto.scrypt with a promise"},
		"node:crypto.pbkdf2Sync":          {Kind: BlockHash, What: "derives a key, which is slow on purpose", Async: "crypto.pbkdf2 with a promise"},
		"node:crypto.generateKeyPairSync": {Kind: BlockKeys, What: "searches for primes", Async: "crypto.generateKeyPair with a promise"},
		"node:crypto.generatePrimeSync":   {Kind: BlockKeys, What: "searches for primes", Async: "crypto.generatePrime with a promise"},

		// Node.js 20, zlib: about 20 ns a byte for deflate, 2 ns for inflate, 1 µs for brotli at its default quality.
		"node:zlib.gzipSync":             {Kind: BlockCompress, What: "compresses the whole buffer", Async: "zlib.gzip with a promise"},
		"node:zlib.gunzipSync":           {Kind: BlockCompress, What: "decompresses the whole buffer", Async: "zlib.gunzip with a promise"},
		"node:zlib.deflateSync":          {Kind: BlockCompress, What: "compresses the whole buffer", Async: "zlib.deflate with a promise"},
		"node:zlib.deflateRawSync":       {Kind: BlockCompress, What: "compresses the whole buffer", Async: "zlib.deflateRaw with a promise"},
		"node:zlib.inflateSync":          {Kind: BlockCompress, What: "decompresses the whole buffer", Async: "zlib.inflate with a promise"},
		"node:zlib.inflateRawSync":       {Kind: BlockCompress, What: "decompresses the whole buffer", Async: "zlib.inflateRaw with a promise"},
		"node:zlib.unzipSync":            {Kind: BlockCompress, What: "decompresses the whole buffer", Async: "zlib.unzip with a promise"},
		"node:zlib.brotliCompressSync":   {Kind: BlockCompress, What: "compresses the whole buffer", Async: "zlib.brotliCompress with a promise"},
		"node:zlib.brotliDecompressSync": {Kind: BlockCompress, What: "decompresses the whole buffer", Async: "zlib.brotliDecompress with a promise"},

		// HTML Standard, 8.8: simple dialogs pause the event loop.
		"alert":   {Kind: BlockDialog, What: "stops the page until the dialog is closed", Async: "a <dialog> element"},
		"confirm": {Kind: BlockDialog, What: "stops the page until the dialog is closed", Async: "a <dialog> element"},
		"prompt":  {Kind: BlockDialog, What: "stops the page until the dialog is closed", Async: "a <dialog> element"},

		"sync-request": {Kind: BlockNetwork, What: "waits for the server's answer in another process", Async: "fetch"},
		"sync-fetch":   {Kind: BlockNetwork, What: "waits for the server's answer in another process", Async: "fetch"},
	}
	for _, m := range []string{"bcrypt", "bcryptjs", "@node-rs/bcrypt", "bcrypt-nodejs"} {
		rows[m+".hashSync"] = Blocking{Kind: BlockHash, What: "hashes the password, which is slow on purpose", Async: m + ".hash", Promise: m, Member: "hash"}
		rows[m+".compareSync"] = Blocking{Kind: BlockHash, What: "hashes the password, which is slow on purpose", Async: m + ".compare", Promise: m, Member: "compare"}
	}
	for _, m := range []string{"@node-rs/argon2", "argon2"} {
		rows[m+".hashSync"] = Blocking{Kind: BlockHash, What: "hashes the password, which is slow on purpose", Async: m + ".hash", Promise: m, Member: "hash"}
		rows[m+".verifySync"] = Blocking{Kind: BlockHash, What: "hashes the password, which is slow on purpose", Async: m + ".verify", Promise: m, Member: "verify"}
	}
	for _, c := range fsCalls {
		for _, m := range []string{"node:fs", "fs-extra", "graceful-fs", "original-fs"} {
			b := Blocking{Kind: c.kind, What: c.what, Async: "fs.promises." + c.name, Promise: m + ".promises", Member: c.name}
			if m == "fs-extra" {
				b.Async, b.Promise = "fs."+c.name, m
			}
			rows[m+"."+c.name+"Sync"] = b
		}
	}
	for _, c := range extraCalls {
		rows["fs-extra."+c.name+"Sync"] = Blocking{Kind: c.kind, What: c.what, Async: "fs." + c.name, Promise: "fs-extra", Member: c.name}
	}
	return rows
}
