// Command ownergroup: a loop goes into a group of its owner where that ends it.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// want: done chan struct{} turns atomic.Int64 wg sync.WaitGroup }
type meter struct {
	mu    sync.Mutex
	done  chan struct{}
	turns atomic.Int64
}

// want: m.wg.Go(m.loop) return m
func newMeter() *meter {
	m := &meter{done: make(chan struct{})}
	go m.loop() // fix: yes
	return m
}

func (m *meter) loop() {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		select {
		case <-m.done:
			return
		case <-ticker.C:
			m.turns.Add(1)
		}
	}
}

// want: close(m.done) m.wg.Wait() fmt.Println("closed") }
func (m *meter) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.done)
	fmt.Println("closed")
}

// want: o.once.Do(func() { close(o.quit) }) o.wg.Wait() }
type once struct {
	once sync.Once
	quit chan struct{}
}

func (o *once) run() {
	for {
		select {
		case <-o.quit:
			return
		default:
		}
		time.Now()
	}
}

func (o *once) Start() {
	go o.run() // fix: yes
}

func (o *once) Stop() {
	o.once.Do(func() { close(o.quit) })
}

// The loop wants the lock that Close has: its group would wait for ever.
// reject: l.wg.Go
type locked struct {
	mu   sync.Mutex
	held int
	done chan struct{}
	c    chan int
}

func (l *locked) loop() {
	for {
		select {
		case <-l.done:
			return
		case <-l.c:
			l.mu.Lock()
			l.held++
			l.mu.Unlock()
		}
	}
}

func newLocked() *locked {
	l := &locked{done: make(chan struct{}), c: make(chan int, 1)}
	go l.loop() // fix: may
	return l
}

func (l *locked) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.c <- 1
	time.Sleep(10 * time.Millisecond)
	close(l.done)
}

// The loop itself stops its owner.
// reject: s.wg.Go
type selfish struct {
	mu   sync.Mutex
	done chan struct{}
	over chan struct{}
}

func (s *selfish) loop() {
	for {
		select {
		case <-s.done:
			return
		case <-s.over:
			s.Stop()
			return
		}
	}
}

func newSelfish() *selfish {
	s := &selfish{done: make(chan struct{}), over: make(chan struct{})}
	go s.loop() // fix: may
	return s
}

func (s *selfish) Stop() {
	close(s.done)
}

// What is sent in the loop nobody may receive.
// reject: f.wg.Go
type feeder struct {
	mu   sync.Mutex
	done chan struct{}
	out  chan int
}

func (f *feeder) loop() {
	for n := 0; ; n++ {
		select {
		case <-f.done:
			return
		default:
		}
		f.out <- n
	}
}

func newFeeder() *feeder {
	f := &feeder{done: make(chan struct{}), out: make(chan int)}
	go f.loop() // fix: may
	return f
}

func (f *feeder) Close() {
	close(f.done)
}

// Each start makes another channel: what an earlier one has launched does not end.
// reject: r.wg.Go
type restarts struct {
	mu   sync.Mutex
	done chan struct{}
}

func (r *restarts) loop() {
	for {
		select {
		case <-r.done:
			return
		case <-time.After(time.Hour):
		}
	}
}

func (r *restarts) Start() {
	r.done = make(chan struct{})
	go r.loop() // fix: may
}

func (r *restarts) Stop() {
	close(r.done)
}

func main() {
	m := newMeter()
	m.Close()
	o := &once{quit: make(chan struct{})}
	o.Start()
	o.Stop()
	o.Stop()
	newLocked().Close()
	s := newSelfish()
	close(s.over)
	<-s.done
	f := newFeeder()
	fmt.Println(<-f.out)
	f.Close()
	r := &restarts{}
	r.Start()
	time.Sleep(5 * time.Millisecond)
	r.Start()
	r.Stop()
	fmt.Println("end")
}
