// Package calls: what counts as a call, and where.
package calls

import (
	"sync"
	"time"

	"example.com/hidden/dep/lib"
	"example.com/hidden/dep/loops"
)

var (
	once    sync.Once
	started bool
	plain   = lib.NewPlain() // once in the life of the process
	start   = lib.Fire
)

func init() { lib.Fire() }

type recorder struct {
	lib.Base
	name string
}

type closing struct{ *lib.Plain }

func (closing) Close() {}

func forms(p *lib.Plain, c *closing) {
	go lib.Fire() // want `goroutine running lib.Fire` `lib.Fire may start`
	func() {
		lib.Fire() // want `lib.Fire may start`
	}()
	f := lib.Fire
	f()     // want `lib.Fire may start`
	start() // want `lib.Fire may start`
	m := p.Start
	m() // want `\(\*lib.Plain\).Start may start`
	var wg sync.WaitGroup
	wg.Go(lib.Fire) // a value, and no call
	wg.Go(func() {
		lib.Fire() // want `lib.Fire may start`
	})
	wg.Wait()
	time.AfterFunc(0, lib.Fire).Stop()
	r := &recorder{name: "r"}
	r.Begin() // want `\(\*lib.Base\).Begin may start`
	_ = r.Count()
	c.Start() // its own Close may be the one

	pool := lib.NewPool(func() int { return 1 }) // want `lib.NewPool may start`
	pool.Refresh()                               // want `\(\*lib.Pool\).Refresh may start`
	pool.Renew()
	_ = lib.NewPool[string](nil)      // want `lib.NewPool may start`
	_ = lib.Get(&lib.Ended{}).Close() // what it is instantiated with counts
	e := lib.Get(&lib.Ended{})
	q := lib.Get(1) // want `lib.Get may start`
	_, _ = e, q

	p.
		Self(). // want `\(\*lib.Plain\).Self may start`
		Start() // want `\(\*lib.Plain\).Start may start`
}

func atMostOnce() {
	once.Do(func() { lib.Fire() })
	once.Do(lib.Fire)
	if !started {
		started = true
		lib.Fire()
	}
	_ = sync.OnceFunc(func() { lib.Fire() })
	for range 3 {
		lib.Fire() // want `lib.Fire may start`
	}
}

func higher() {
	loops.Once(func() {})
	loops.Apply(func() {})
	loops.Defer(func() {})
	stop := loops.Guarded(func() {})
	defer stop()
	_ = loops.Guarded(func() {}) // want `loops.Guarded may start a goroutine .*, in loops.While \(loops.go:22\), and its context.CancelFunc, by which it may be ended, is dropped`
	var wg sync.WaitGroup
	loops.In(&wg, func() {})
	wg.Wait()
}
