package a

import (
	"context"
	"time"
)

type session struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func open(parent context.Context) *session {
	s := &session{}
	s.ctx, s.cancel = context.WithCancel(parent) // want "nothing calls the cancel function kept in `cancel`: the context of context.WithCancel"
	go func() { <-s.ctx.Done() }()
	return s
}

func (s *session) started() bool { return s.cancel != nil }

type keyed struct {
	stop context.CancelFunc
	ctx  context.Context
}

func newKeyed() *keyed {
	ctx, stop := context.WithTimeout(context.Background(), time.Hour)
	return &keyed{ctx: ctx, stop: stop} // want "nothing calls the cancel function kept in `stop`"
}

var background, stopAll = context.WithCancel(context.Background()) // want "nothing calls the cancel function kept in `stopAll`"

func start() { <-background.Done() }

// The only call comes after the end that it is to bring about.
type rows struct{ cancel context.CancelFunc }

func (r *rows) open(ctx context.Context) {
	ctx, r.cancel = context.WithCancel(ctx)
	go r.await(ctx)
}

func (r *rows) await(ctx context.Context) {
	<-ctx.Done() // want "`<-ctx.Done\\(\\)` waits until the parent of the context ends: the cancel function kept in `cancel` is only called after this"
	r.close(ctx.Err())
}

func (r *rows) close(error) { r.cancel() }

type stream struct {
	ctx  context.Context
	stop context.CancelFunc
}

func (s *stream) open(ctx context.Context) {
	s.ctx, s.stop = context.WithCancel(ctx)
	go func() {
		<-s.ctx.Done() // want "waits until the parent of the context ends"
		s.stop()
	}()
}
