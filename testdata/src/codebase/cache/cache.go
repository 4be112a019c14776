// Package cache launches builtins, and generic methods.
package cache

type Cache[K comparable, V any] struct {
	m    map[K]V
	gone chan K
	stop chan struct{}
}

func (c *Cache[K, V]) Start() {
	go c.sweep()     // want `\(bound\)`
	go close(c.gone) // want `goroutine running close .*\(detached\)`
}

func (c *Cache[K, V]) sweep() {
	for {
		select {
		case <-c.stop:
			return
		case k := <-c.gone:
			delete(c.m, k)
		}
	}
}

func builtins(m map[string]int, s []int) {
	go delete(m, "a") // want `\(detached\)`
	go println("b")   // want `\(detached\)`
	go copy(s, s[1:]) // want `\(detached\)`
	go clear(m)       // want `\(detached\)`
	go recover()      // want `\(detached\)`
}
