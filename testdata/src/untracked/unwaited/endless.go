package unwaited

import (
	"context"
	"sync"
)

type shards struct{ list []func() }

func (s *shards) start(ctx context.Context) {
	go s.cycle(context.Background())    // want `raw-go`
	go s.arms(context.TODO())           // want `raw-go`
	go s.some(context.Background())     // want `raw-go`
	go s.some(ctx)                      // want `raw-go`
	go s.replaced(context.Background()) // want `raw-go`
	go s.once(context.Background())     // want `raw-go`
	keepCycle(s.value)
}

func keepCycle(func(context.Context)) {}

// Nobody gives it a context that ends.
func (s *shards) cycle(ctx context.Context) {
	for {
		s.sweep(ctx)
	}
}

func (s *shards) sweep(ctx context.Context) {
	var wg sync.WaitGroup
	for _, f := range s.list {
		if ctx.Err() != nil {
			return
		}
		wg.Go(f)
	}
	wg.Wait()
}

func (s *shards) arms(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(s.list[0])
	select {
	case <-ctx.Done():
		return
	case <-make(chan int):
	}
	if err := ctx.Err(); err != nil {
		return
	}
	wg.Wait()
}

// Somebody does.
func (s *shards) some(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(s.list[0]) // want `unwaited`
	if ctx.Err() != nil {
		return
	}
	wg.Wait()
}

// It gets another.
func (s *shards) replaced(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.within(ctx)
}

func (s *shards) within(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(s.list[0]) // want `unwaited`
	if ctx.Err() != nil {
		return
	}
	wg.Wait()
}

// Who has it as a value may give it any.
func (s *shards) value(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(s.list[0]) // want `unwaited`
	if ctx.Err() != nil {
		return
	}
	wg.Wait()
}

// once is called by an interface, too.
func (s *shards) once(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(s.list[0]) // want `unwaited`
	if ctx.Err() != nil {
		return
	}
	wg.Wait()
}

type oncer interface{ once(context.Context) }

// Other packages may call it.
func Sweep(ctx context.Context, f func()) {
	var wg sync.WaitGroup
	wg.Go(f) // want `unwaited`
	if ctx.Err() != nil {
		return
	}
	wg.Wait()
}

func sweepAll() { Sweep(context.Background(), func() {}) }
