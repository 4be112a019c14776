// Package deepest has several ways to be started once.
package deepest

import (
	"sync"
	"sync/atomic"

	"example.com/dep2/spawn"
)

var (
	once    sync.Once
	started bool
	flag    atomic.Bool
	mu      sync.Mutex
	onceFn  = sync.OnceFunc(func() { spawn.Loop(func() {}) })
	perKey  = map[string]bool{}
)

func init() { spawn.Loop(func() {}) }

// A uses a sync.Once.
func A() { once.Do(func() { spawn.Loop(func() {}) }) }

// B uses a flag.
func B() {
	mu.Lock()
	defer mu.Unlock()
	if started {
		return
	}
	started = true
	spawn.Loop(func() {})
}

// C uses an atomic.
func C() {
	if flag.CompareAndSwap(false, true) {
		spawn.Loop(func() {})
	}
}

// D uses a OnceFunc.
func D() { onceFn() }

// E does so once for each value: that is not once.
type E struct{ once sync.Once }

// Start starts.
func (e *E) Start() { e.once.Do(func() { spawn.Loop(func() {}) }) }

// F does so once a key.
func F(key string) {
	if !perKey[key] {
		perKey[key] = true
		spawn.Loop(func() {})
	}
}

// G is a package-level pair with H.
var quit = make(chan struct{})

// G starts what H ends.
func G() { spawn.Until(quit, func() {}) }

// H ends it.
func H() { close(quit) }
