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
