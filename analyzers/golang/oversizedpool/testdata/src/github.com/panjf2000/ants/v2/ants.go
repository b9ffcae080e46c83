// Package ants stands in for the real one: declarations only.
package ants

type Pool struct{}
type PoolWithFunc struct{}

func NewPool(size int) (*Pool, error)                              { return nil, nil }
func NewPoolWithFunc(size int, f func(any)) (*PoolWithFunc, error) { return nil, nil }
func (p *Pool) Submit(task func()) error                           { return nil }
func (p *Pool) Release()                                           {}
func (p *PoolWithFunc) Invoke(arg any) error                       { return nil }
