package ownership

import "regexp"

// endName is how people call what ends a worker or what holds one.
var endName = regexp.MustCompile(`^_*(terminate|destroy|dispose|kill|shutdown|shutDown|close|stop|end|cleanup|cleanUp|teardown|tearDown|exit|quit|release|abort|finish|disconnect|unload|forceExit|free|reset|recycle|del)([A-Z_]\w*)?_*$`)

// endMessage is what a message says that tells a worker to end.
var endMessage = regexp.MustCompile(`(?i)\b(terminate|shut_?down|exit|quit|kill|dispose|destroy|die|close|stop|end|finish|teardown|cleanup)`)

// endFlag is the same as the end of a longer name, as in immediateClose.
var endFlag = regexp.MustCompile(`[a-z](Terminate|Exit|Quit|Close|Stop|End|Dispose|Destroy|Shutdown)\b`)

// isEnd reports whether a method's or function's name says that it ends
// something.
func isEnd(name string) bool { return endName.MatchString(name) }

// The methods of threads and collections, by what they do with the value.
var (
	// storing put their argument into their receiver.
	storing = set("push", "unshift", "set", "add", "enqueue", "splice", "append", "fill", "addLast", "insert")
	// comparing look for their argument, or forget it.
	comparing = set("indexOf", "lastIndexOf", "includes", "has", "delete", "postMessage", "revokeObjectURL")
	// taking give out of a collection what may be the worker.
	taking = set("pop", "shift", "at", "find", "findLast", "get", "values", "entries", "slice", "splice", "filter", "concat",
		"map", "flatMap", "reverse", "next", "toSorted", "sort", "from", "bind", "then", "catch", "finally", "reduce", "dequeue", "flat")
	// walking call a function with each of a collection's items, or with a promise's value.
	walking = set("forEach", "map", "filter", "find", "findLast", "some", "every", "flatMap", "reduce", "sort", "then", "finally", "each", "findIndex")
	// chaining return the emitter itself.
	chaining = set("on", "once", "off", "addListener", "removeListener", "prependListener", "prependOnceListener", "setMaxListeners")
	// dull say nothing of who owns the worker, read or called.
	dull = set("postMessage", "onmessage", "onerror", "onmessageerror", "addEventListener", "removeEventListener", "dispatchEvent", "threadId",
		"length", "size", "stdout", "stderr", "stdin", "resourceLimits", "performance", "ref", "getHeapSnapshot", "emit", "listenerCount",
		"has", "includes", "indexOf", "keys", "join", "removeAllListeners", "send", "isDead", "isConnected", "pid", "id", "process", "stats")
)

// wrappers return something that holds their argument.
var wrappers = set(
	"comlink.wrap", "comlink", "comlink.nodeEndpoint", // comlink: its node adapter's default export
	"threads.spawn", "observable-webworker.fromWorker",
	"Promise.resolve", "Promise.all", "Promise.race", "Promise.any", "Promise.allSettled",
	"Array.from", "Array.of", "Object.assign", "Object.freeze", "Object.values", "Object.entries", "Object.seal",
	"Map", "Set", "WeakMap", "WeakRef", "Proxy", "WeakSet",
	"react.useRef", "react.useState", "react.useMemo", "preact.useRef", "preact.useState", "preact.useMemo",
	"vue.ref", "vue.shallowRef", "vue.reactive", "vue.shallowReactive", "vue.markRaw", "vue.toRaw", "vue.readonly", "vue.unref",
	"svelte.writable", "svelte.readable", "solid-js.createSignal", "solid-js.createMemo",
)

// lazy call their function argument and hand out what it returns.
var lazy = set("useState", "useMemo", "useRef", "useSingleton", "useLazyRef", "useConst", "useConstant", "from", "map", "flatMap",
	"then", "createMemo", "computed", "useCreation", "untracked", "once", "memoize", "memo")

// oneShot call their function argument at most once, after or during the call:
// whoever calls them once gets it called once.
var oneShot = set("then", "catch", "finally", "nThen", "whenReady", "ready", "nextTick", "setTimeout", "setImmediate", "queueMicrotask",
	"requestIdleCallback", "listen", "connect", "waterfall", "series", "auto")

// neutral functions look at their argument and forget it.
var neutral = set("console.log", "console.error", "console.warn", "console.info", "console.debug", "String", "Boolean", "JSON.stringify",
	"Object.keys", "Array.isArray", "assert", "node:assert", "node:assert.ok", "invariant", "expect", "Symbol", "setTimeout", "setInterval",
	"node:util.inspect", "Object.is", "Reflect.has", "clearTimeout", "clearInterval", "Object.defineProperty")

// cleanups register a function that runs when a component goes.
var cleanups = set("useEffect", "useLayoutEffect", "useInsertionEffect", "useUnmount", "onUnmounted", "onBeforeUnmount", "onScopeDispose",
	"tryOnScopeDispose", "tryOnUnmounted", "onDestroy", "onCleanup", "onMount", "onMounted", "effect", "watchEffect", "$effect", "useTask$", "useVisibleTask$")

// cleanupMembers are the methods that a framework calls when an instance goes.
var cleanupMembers = set("componentWillUnmount", "disconnectedCallback", "ngOnDestroy", "beforeUnmount", "unmounted", "beforeDestroy",
	"destroyed", "destroy", "dispose", "onModuleDestroy", "onApplicationShutdown", "disposeInternal", "onunload", "onDestroy", "onUnmount",
	"deactivate", "close", "stop", "teardown", "tearDown", "cleanup", "shutdown", "terminate", "dispose_", "willDestroy", "detached", "onRemove")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
