package workers

// constructors are the classes whose instances are threads.
//
// Sources: HTML Standard, web workers; Node.js 20 worker_threads; the packages'
// own documentation, versions as named.
var constructors = map[string]Kind{
	"Worker":                     Web,
	"SharedWorker":               Shared,
	"node:worker_threads.Worker": Node,
	"web-worker":                 Web,     // web-worker 1: the browser's API in Node
	"@shopify/web-worker":        Managed, // its threads end with the page
	"tiny-worker":                Web,     // tiny-worker 2
	"threads.Worker":             Managed, // threads.js 1: ended with Thread.terminate
	"threads.BlobWorker":         Managed,
	"esthreads.Worker":           Managed,
}

// functions make processes.
var functions = map[string]Kind{
	"node:child_process.fork": Process,
	"node:cluster.fork":       Process,
}

// A Library is a package that keeps a pool of threads.
type Library struct {
	Package  string
	Callable bool     // made by a call as well as by new
	Sizes    []string // options that say how many threads there may be
	Option   int      // argument that holds the options; -1 for none
	Size     int      // argument that may itself be the number of threads; -1 for none
	Share    bool     // a size in (0,1] is a share of the cores
	Default  string   // size when nothing is said, in words
	End      []string // methods that end the threads
}

var libraries = libraryTable()

// The pools. Sources: each package's documentation, at the version named.
var poolRows = []struct {
	names []string
	lib   Library
}{
	{ // piscina 5: maxThreads is os.availableParallelism() * 1.5
		[]string{"piscina", "piscina.Piscina", "piscina.FixedPiscina"},
		Library{Package: "piscina", Sizes: []string{"maxThreads", "minThreads"}, Size: -1, Default: "one and a half times the cores", End: []string{"destroy", "close"}},
	},
	{ // tinypool 2: maxThreads is os.availableParallelism()
		[]string{"tinypool", "tinypool.Tinypool"},
		Library{Package: "tinypool", Sizes: []string{"maxThreads", "minThreads"}, Size: -1, Share: true, Default: "the cores", End: []string{"destroy"}},
	},
	{ // workerpool 9: maxWorkers is the cores less one; "max" and "min" are words for it
		[]string{"workerpool.pool"},
		Library{Package: "workerpool", Callable: true, Sizes: []string{"maxWorkers", "minWorkers"}, Option: 1, Size: -1, Default: "the cores less one", End: []string{"terminate"}},
	},
	{ // poolifier 4: the size is the first argument, and a must
		[]string{"poolifier.FixedThreadPool", "poolifier.FixedClusterPool"},
		Library{Package: "poolifier", Option: -1, Size: 0, End: []string{"destroy"}},
	},
	{
		[]string{"poolifier.DynamicThreadPool", "poolifier.DynamicClusterPool"},
		Library{Package: "poolifier", Option: -1, Size: 1, End: []string{"destroy"}},
	},
	{ // threads 1: Pool(spawn, size or {size})
		[]string{"threads.Pool"},
		Library{Package: "threads", Callable: true, Sizes: []string{"size"}, Option: 1, Size: 1, Default: "the cores", End: []string{"terminate"}},
	},
	{ // jest-worker 29 and 30: numWorkers is the cores less one
		[]string{"jest-worker", "jest-worker.Worker"},
		Library{Package: "jest-worker", Sizes: []string{"numWorkers"}, Option: 1, Size: -1, Default: "the cores less one", End: []string{"end", "forceExit"}},
	},
	{ // node-worker-threads-pool 1
		[]string{"node-worker-threads-pool.StaticPool"},
		Library{Package: "node-worker-threads-pool", Sizes: []string{"size"}, Size: -1, End: []string{"destroy"}},
	},
	{
		[]string{"node-worker-threads-pool.DynamicPool"},
		Library{Package: "node-worker-threads-pool", Option: -1, Size: 0, End: []string{"destroy"}},
	},
	{ // worker-farm 1: processes; maxConcurrentWorkers is the cores
		[]string{"worker-farm"},
		Library{Package: "worker-farm", Callable: true, Sizes: []string{"maxConcurrentWorkers"}, Size: -1, Default: "the cores", End: []string{"end"}},
	},
	{ // throng 5: processes; count (workers in 4) is the cores
		[]string{"throng"},
		Library{Package: "throng", Callable: true, Sizes: []string{"count", "workers"}, Size: -1, Default: "the cores"},
	},
	{ // geotiff 2: Pool(size), navigator.hardwareConcurrency by default
		[]string{"geotiff.Pool"},
		Library{Package: "geotiff", Option: -1, Size: 0, Default: "the cores", End: []string{"destroy"}},
	},
}

func libraryTable() map[string]*Library {
	m := map[string]*Library{}
	for i := range poolRows {
		for _, n := range poolRows[i].names {
			m[n] = &poolRows[i].lib
		}
	}
	return m
}
