package silent

import "context"

type called struct{ cancel context.CancelFunc }

func (c *called) open(ctx context.Context) context.Context {
	ctx, c.cancel = context.WithCancel(ctx)
	return ctx
}

func (c *called) close() { c.cancel() }

type handed struct{ cancel context.CancelFunc }

func (h *handed) open(ctx context.Context, atExit func(func())) {
	ctx, h.cancel = context.WithCancel(ctx)
	atExit(h.cancel)
	<-ctx.Done()
}

type deferred struct{ cancel context.CancelFunc }

func (d *deferred) run(ctx context.Context) {
	ctx, d.cancel = context.WithCancel(ctx)
	defer func() { d.cancel() }()
	<-ctx.Done()
}

type returned struct{ cancel context.CancelFunc }

func (r *returned) open(ctx context.Context) (context.Context, func()) {
	ctx, r.cancel = context.WithCancel(ctx)
	return ctx, r.cancel
}

type foreign struct{ cancel context.CancelFunc }

func newForeign(cancel context.CancelFunc) *foreign { return &foreign{cancel: cancel} }

type also struct{ cancel context.CancelFunc }

func newAlso(ctx context.Context) *also {
	_, cancel := context.WithCancel(ctx)
	defer cancel()
	return &also{cancel: cancel}
}

type Exported struct{ Cancel context.CancelFunc }

func open(ctx context.Context) *Exported {
	e := &Exported{}
	_, e.Cancel = context.WithCancel(ctx)
	return e
}

type group struct{ cancels []context.CancelFunc }

func (g *group) add(ctx context.Context) {
	_, cancel := context.WithCancel(ctx)
	g.cancels = append(g.cancels, cancel)
}

type copied struct{ cancel context.CancelFunc }

func (c *copied) move(to *copied, ctx context.Context) {
	_, c.cancel = context.WithCancel(ctx)
	to.cancel = c.cancel
}

func (c *copied) close() { c.cancel() }

// Mended: whoever has the rows closes them.
type rows struct{ cancelRows context.CancelFunc }

func (r *rows) open(ctx context.Context) {
	ctx, r.cancelRows = context.WithCancel(ctx)
	go r.await(ctx)
}

func (r *rows) await(ctx context.Context) {
	<-ctx.Done()
	r.close(ctx.Err())
}

func (r *rows) close(error) { r.cancelRows() }

func use(ctx context.Context) {
	r := &rows{}
	r.open(ctx)
	defer r.close(nil)
}

// The goroutine has another way to come to the call.
type either struct{ stopEither context.CancelFunc }

func (e *either) open(ctx context.Context, done chan bool) {
	ctx, e.stopEither = context.WithCancel(ctx)
	go func() {
		select {
		case <-ctx.Done():
		case <-done:
		}
		e.stopEither()
	}()
}

// It waits for the parent, and passes that on.
type parent struct{ stopParent context.CancelFunc }

func (p *parent) open(outer context.Context) {
	_, p.stopParent = context.WithCancel(context.Background())
	go func() {
		<-outer.Done()
		p.stopParent()
	}()
}
