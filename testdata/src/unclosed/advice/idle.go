package advice

import (
	"context"
	"sync"
	"time"
)

// A pool is nothing but a context and a group: it holds nothing until something runs in it.
type pool struct {
	wg     sync.WaitGroup
	ctx    context.Context
	cancel context.CancelFunc
}

func newPool(parent context.Context) *pool {
	ctx, cancel := context.WithCancel(parent)
	return &pool{ctx: ctx, cancel: cancel}
}

func newRoot() *pool {
	p := &pool{}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

func newTimed() *pool {
	p := &pool{}
	p.ctx, p.cancel = context.WithTimeout(context.Background(), time.Hour)
	return p
}

// newWatched makes more than a context: something waits for that already.
func newWatched(parent context.Context, watch func(context.Context)) *pool {
	ctx, cancel := context.WithCancel(parent)
	watch(ctx)
	return &pool{ctx: ctx, cancel: cancel}
}

func (p *pool) use(f func(context.Context)) { f(p.ctx) }

func (p *pool) Stop() {
	p.cancel()
	p.wg.Wait()
}

func idle(load func() error, f func(context.Context)) error {
	ctx := context.Background()
	p := newPool(ctx)
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}

func idleRoot(load func() error, f func(context.Context)) error {
	p := newRoot()
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}

func idleDropped() { newRoot() }

// Of a parent that ends it is a note in that parent.
func idleOfParent(ctx context.Context, load func() error, f func(context.Context)) error {
	p := newPool(ctx) // want `p from advice.newPool is not stopped when idleOfParent returns`
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}

// It is in use on the way out.
func busy(load func() error, f func(context.Context)) error {
	p := newPool(context.Background()) // want `p from advice.newPool is not stopped when busy returns at line [0-9]+; the defer`
	p.use(f)
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	return nil
}

// A timer runs from the start.
func timed(load func() error, f func(context.Context)) error {
	p := newTimed() // want `p from advice.newTimed is not stopped when timed returns`
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}

func watched(load func() error, watch, f func(context.Context)) error {
	p := newWatched(context.Background(), watch) // want `p from advice.newWatched is not stopped when watched returns`
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}

// The variable may have another context by then.
func changed(own context.Context, load func() error, f func(context.Context)) error {
	ctx := context.Background()
	if own != nil {
		ctx = own
	}
	p := newPool(ctx) // want `p from advice.newPool is not stopped when changed returns`
	if err := load(); err != nil {
		return err
	}
	defer p.Stop()
	p.use(f)
	return nil
}
