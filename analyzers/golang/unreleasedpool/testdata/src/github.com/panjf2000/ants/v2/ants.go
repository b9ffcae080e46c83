package ants

type Pool struct{}

func NewPool(size int) (*Pool, error) { return &Pool{}, nil }

func (*Pool) Submit(func()) error { return nil }
func (*Pool) Release()            {}
