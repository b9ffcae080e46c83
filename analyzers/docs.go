package analyzers

import "embed"

// Docs holds every rule's doc.go, as js/RULE/doc.go and golang/RULE/doc.go: the
// one source of what the program says about its rules, offline.
//
//go:embed js/*/doc.go golang/*/doc.go
var Docs embed.FS
