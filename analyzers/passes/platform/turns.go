package platform

// Settle says when the promise that a call returns settles.
type Settle uint8

// The answers.
const (
	SettleUnknown Settle = iota
	Microtask            // before the event loop gets a turn
	Macrotask            // after the event loop had a turn
)

// Settles says when the promise that the named call returns settles.
func Settles(name string) Settle {
	s, _ := settles.find(plain(name))
	return s
}

// Schedules says when the callback given to the named call runs: setTimeout's in
// a macrotask, queueMicrotask's in a microtask.
func Schedules(name string) Settle {
	s, _ := schedules.find(plain(name))
	return s
}

// settles: HTML Standard, 8.1.7 (event loops) and 8.7 (microtask queuing);
// WICG/scheduling-apis; Node.js 20 documentation of the modules named.
// A package has a row when its calls cannot answer without I/O.
var settles = newTable(map[string]Settle{
	"Promise.resolve":                  Microtask,
	"Promise.reject":                   Microtask,
	"fetch":                            Macrotask,
	"scheduler.yield":                  Macrotask,
	"scheduler.postTask":               Macrotask,
	"scheduler.wait":                   Macrotask,
	"createImageBitmap":                Macrotask,
	"caches.*":                         Macrotask,
	"crypto.subtle.*":                  Macrotask,
	"navigator.clipboard.*":            Macrotask,
	"navigator.storage.*":              Macrotask,
	"navigator.serviceWorker.register": Macrotask,

	"node:timers.promises.*":   Macrotask,
	"node:fs.promises.*":       Macrotask,
	"node:dns.promises.*":      Macrotask,
	"node:stream.promises.*":   Macrotask,
	"node:readline.promises.*": Macrotask,
	"node:events.once":         Macrotask,
	"node:crypto.webcrypto.*":  Macrotask,
	"promisify(node:*":         Macrotask,
	"promisify(setTimeout)":    Macrotask,
	"promisify(setImmediate)":  Macrotask,
	"Bun.sleep":                Macrotask,
	"Deno.readFile":            Macrotask,
	"Deno.readTextFile":        Macrotask,
	"Deno.writeFile":           Macrotask,
	"Deno.writeTextFile":       Macrotask,

	"axios*":              Macrotask,
	"got*":                Macrotask,
	"ky*":                 Macrotask,
	"node-fetch*":         Macrotask,
	"cross-fetch*":        Macrotask,
	"undici.request":      Macrotask,
	"undici.fetch":        Macrotask,
	"superagent.*":        Macrotask,
	"delay":               Macrotask,
	"fs-extra.readFile":   Macrotask,
	"fs-extra.writeFile":  Macrotask,
	"fs-extra.readJson":   Macrotask,
	"fs-extra.writeJson":  Macrotask,
	"fs-extra.copy":       Macrotask,
	"fs-extra.ensureDir":  Macrotask,
	"fs-extra.remove":     Macrotask,
	"fs-extra.move":       Macrotask,
	"fs-extra.stat":       Macrotask,
	"fs-extra.readdir":    Macrotask,
	"fs-extra.pathExists": Macrotask,
	"bcrypt.hash":         Macrotask,
	"bcrypt.compare":      Macrotask,
})

// schedules: the same sources. process.nextTick runs before the event loop
// goes on, like a microtask.
var schedules = newTable(map[string]Settle{
	"setTimeout":                 Macrotask,
	"setInterval":                Macrotask,
	"setImmediate":               Macrotask,
	"requestAnimationFrame":      Macrotask,
	"requestIdleCallback":        Macrotask,
	"node:timers.*":              Macrotask,
	"scheduler.postTask":         Macrotask,
	"queueMicrotask":             Microtask,
	"process.nextTick":           Microtask,
	"node:process.nextTick":      Microtask,
	"node:timers.queueMicrotask": Microtask,
})
