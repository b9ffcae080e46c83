package pools

import (
	"github.com/Jeffail/tunny"
	"github.com/alitto/pond"
	"github.com/panjf2000/ants/v2"
)

func perCall(tasks []func()) error {
	p, err := ants.NewPool(8) // want "nobody releases the pool `p`: its goroutines outlive every call; defer p.Release"
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if err := p.Submit(t); err != nil {
			return err
		}
	}
	return nil
}

func perCallPond(tasks []func()) {
	pool := pond.New(8, 100) // want "nobody releases the pool `pool`"
	for _, t := range tasks {
		pool.Submit(t)
	}
}

func perCallTunny(x any) any {
	pool := tunny.NewFunc(4, func(x any) any { return x }) // want "nobody releases the pool `pool`"
	return pool.Process(x)
}

func inClosure(x any) func() any {
	return func() any {
		pool := tunny.NewFunc(4, func(x any) any { return x }) // want "nobody releases the pool `pool`"
		return pool.Process(x)
	}
}

func released(x any) any {
	pool := tunny.NewFunc(4, func(x any) any { return x })
	defer pool.Close()
	return pool.Process(x)
}

func releasedInClosure(x any) any {
	pool := pond.New(4, 4)
	defer func() { pool.StopAndWait() }()
	pool.Submit(func() {})
	return x
}

func cleanup(register func(func())) {
	pool := tunny.NewFunc(4, func(x any) any { return x })
	register(pool.Close)
	pool.Process(1)
}

func returned() *pond.WorkerPool {
	pool := pond.New(4, 4)
	pool.Submit(func() {})
	return pool
}

var shared = pond.New(4, 4)

type server struct{ pool *pond.WorkerPool }

func (s *server) start() {
	pool := pond.New(4, 4)
	s.pool = pool
}

func passed(use func(*pond.WorkerPool)) {
	pool := pond.New(4, 4)
	use(pool)
}

func forEver(next func() func()) {
	pool := pond.New(4, 4)
	for {
		pool.Submit(next())
	}
}
