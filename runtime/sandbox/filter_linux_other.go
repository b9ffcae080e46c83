//go:build linux && !amd64 && !arm64

package sandbox

// filter does nothing: the filter's numbers are known for amd64 and arm64.
func filter() {}
