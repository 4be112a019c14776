package tracked

import (
	"fmt"
	"io"
)

// closers are what a group closes at Shutdown. The group's mu guards them.
type closers struct {
	stack   []closer
	started bool
	done    chan struct{} // made when closing starts
	current string        // the one that is being closed
}

type closer struct {
	name string
	c    io.Closer
}

// Defer makes Shutdown close c, after the tasks have ended, in the reverse order
// of Defer. An error of Close is kept with those of the tasks, under the name.
// Once the group has closed what it had, c is closed at once.
func (g *Group) Defer(name string, c io.Closer) {
	g.mu.Lock()
	if !g.closers.started {
		g.closers.stack = append(g.closers.stack, closer{name, c})
		g.mu.Unlock()
		return
	}
	g.mu.Unlock()
	g.close(closer{name, c})
}

func (g *Group) close(c closer) {
	if g.opts.Panics == PanicToError {
		defer func() {
			if v := recover(); v != nil {
				g.keepError(fmt.Errorf("closing %s: panic: %v", c.name, v), false)
			}
		}()
	}
	if err := c.c.Close(); err != nil {
		g.keepError(fmt.Errorf("closing %s: %w", c.name, err), false)
	}
}

// closeAll closes what was registered, once, on a goroutine of its own: Close
// may take longer than Shutdown has. The channel says when it is done.
func (g *Group) closeAll() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	cs := &g.closers
	if cs.started {
		return cs.done
	}
	cs.started = true
	cs.done = make(chan struct{})
	if len(cs.stack) == 0 {
		close(cs.done)
		return cs.done
	}
	go func() { //tether:allow raw-go Shutdown waits for it as long as it may
		for c, ok := g.pop(); ok; c, ok = g.pop() {
			g.close(c)
		}
		close(cs.done)
	}()
	return cs.done
}

func (g *Group) pop() (closer, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	cs := &g.closers
	cs.current = ""
	last := len(cs.stack) - 1
	if last < 0 {
		return closer{}, false
	}
	c := cs.stack[last]
	cs.stack = cs.stack[:last]
	cs.current = c.name
	return c, true
}

// open names what is not closed yet, in the order in which it would be.
func (g *Group) open() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var names []string
	if g.closers.current != "" {
		names = append(names, g.closers.current)
	}
	for i := len(g.closers.stack) - 1; i >= 0; i-- {
		names = append(names, g.closers.stack[i].name)
	}
	return names
}
