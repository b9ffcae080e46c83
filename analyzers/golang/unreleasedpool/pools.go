package unreleasedpool

// A resource is something that keeps goroutines until it is given back.
type resource struct {
	pkg      string   // import path; a /vN suffix is allowed
	makers   []string // functions that return one as their first result
	releases []string // methods of which one must be called; the first is for the fix
	noun     string
}

// resources are the pools that are known, by the documentation of ants v2.11,
// pond v1.9 and v2.3, and tunny v0.1.
var resources = []resource{
	{
		pkg:      "github.com/panjf2000/ants",
		makers:   []string{"NewPool", "NewPoolWithFunc", "NewPoolWithFuncGeneric", "NewMultiPool", "NewMultiPoolWithFunc", "NewMultiPoolWithFuncGeneric"},
		releases: []string{"Release", "ReleaseTimeout", "ReleaseContext"},
		noun:     "pool",
	},
	{
		pkg:      "github.com/alitto/pond",
		makers:   []string{"New", "NewPool", "NewResultPool"},
		releases: []string{"StopAndWait", "Stop", "StopAndWaitFor"},
		noun:     "pool",
	},
	{
		pkg:      "github.com/Jeffail/tunny",
		makers:   []string{"New", "NewFunc", "NewCallback"},
		releases: []string{"Close", "SetSize"},
		noun:     "pool",
	},
	{
		pkg:      "os/exec",
		makers:   []string{"Command", "CommandContext"},
		releases: []string{"Wait", "Run", "Output", "CombinedOutput"},
		noun:     "process",
	},
}
