// Package digest is work in another package.
package digest

import (
	"bytes"
	"image/png"
	"os"
)

func Thumbnail(data []byte) error { // want Thumbnail:`cpu\(degree 1, strong 0, weight 2\)`
	_, err := png.Decode(bytes.NewReader(data))
	return err
}

func Save(data []byte) error {
	return os.WriteFile("x", data, 0o600)
}

func Map[T any](xs []T, f func(T) T) []T { // want Map:`cpu\(degree 1, strong 0, weight 0, calls its parameter\)`
	out := make([]T, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func Distances(a, b []float64) (out []float64) { // want Distances:`cpu\(degree 2, strong 2, weight 0\)`
	for i := range a {
		for j := range b {
			out = append(out, a[i]-b[j])
		}
	}
	return out
}
