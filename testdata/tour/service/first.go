package service

import (
	"context"
	"net/http"
)

// First fetches a page. When ctx ends first, the goroutine stays at its send
// for ever: nobody will receive.
func First(ctx context.Context, url string) (*http.Response, error) {
	pages := make(chan *http.Response)
	go func() {
		page, err := http.Get(url)
		if err != nil {
			page = nil
		}
		pages <- page
	}()
	select {
	case page := <-pages:
		return page, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// FirstBuffered leaves room for the answer that nobody waits for any more.
func FirstBuffered(ctx context.Context, url string) (*http.Response, error) {
	pages := make(chan *http.Response, 1)
	go func() {
		page, err := http.Get(url)
		if err != nil {
			page = nil
		}
		pages <- page
	}()
	select {
	case page := <-pages:
		return page, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
