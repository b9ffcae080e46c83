package errgroup

import "context"

type Group struct{}

func WithContext(ctx context.Context) (*Group, context.Context) { return &Group{}, ctx }

func (*Group) Go(func() error) {}
func (*Group) Wait() error     { return nil }
func (*Group) SetLimit(int)    {}
