package handlers

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
)

func work(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	sum := 0
	for i := 0; i < n; i++ { // want "runs as often as the request asks for and never looks at `r`.*ask r.Context"
		sum += i * i
	}
	fmt.Fprintln(w, sum)
}

func workChecked(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	sum := 0
	for i := 0; i < n; i++ {
		if r.Context().Err() != nil {
			return
		}
		sum += i * i
	}
	fmt.Fprintln(w, sum)
}

func workClamped(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	n = min(n, 100)
	sum := 0
	for i := 0; i < min(n, 100); i++ {
		sum += i * i
	}
	fmt.Fprintln(w, sum)
}

func headers(w http.ResponseWriter, r *http.Request) (n int) {
	for _, values := range r.Header {
		for _, value := range values {
			for _, other := range r.Header["Accept"] {
				if value == other {
					n++
				}
			}
		}
	}
	return n
}

func handsOn(w http.ResponseWriter, r *http.Request, a, b []float64) {
	for i := range a {
		if gone(r) {
			return
		}
		for j := range b {
			a[i] += b[j]
		}
	}
}

func gone(r *http.Request) bool { return r.Context().Err() != nil }

func router() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.URL.Path))
		rounds, _ := strconv.Atoi(r.PathValue("rounds"))
		for range rounds { // want "calls `sha256.Sum256`|runs as often as the request asks for"
			sum = sha256.Sum256(sum[:])
		}
		fmt.Fprintf(w, "%x", sum)
	})
}

// The items are there already, so many as there are.
func filled(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	fmt.Fprint(w, items)
}
