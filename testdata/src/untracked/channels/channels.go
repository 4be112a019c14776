// Package channels has receives that end a body, and some that do not.
package channels

import (
	"log"
	"time"
)

type server struct {
	in    chan int
	quit  chan struct{}
	ticks *time.Ticker
}

func use(int) {}
func work()   {}
func save()   {}

var stop = make(chan struct{})

func (s *server) start(in, out chan int, errc chan error, cond bool) {
	go func() { // want `\(bound\)`
		for v := range in {
			use(v)
		}
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case <-s.quit:
				return
			case v := <-s.in:
				use(v)
			}
		}
	}()
	go func() { // want `\(bound\)`
	loop:
		for {
			select {
			case <-stop:
				break loop
			default:
				work()
			}
		}
		save()
	}()
	go func() { // want `\(bound\)`
		for {
			v, ok := <-in
			if !ok {
				return
			}
			use(v)
		}
	}()
	go func() { // want `\(bound\)`
		for {
			if v := <-in; v == 0 {
				break
			}
			work()
		}
	}()
	go func() { // want `\(bound\)`
		for {
			switch v := <-in; v {
			case 0:
				return
			default:
				use(v)
			}
		}
	}()
	go func() { // want `\(bound\)`
		for v, ok := <-in; ok; v, ok = <-in {
			use(v)
		}
	}()
	go func() { // want `\(bound\)`
		select {
		case <-s.quit:
			return
		case v := <-in:
			use(v)
		}
		work()
	}()
	go func() { // want `\(bound\)`
		select {
		case v := <-in:
			use(v)
		case <-s.quit:
		}
	}()
	go func() { // want `\(bound\)`
		stopped := false
		for !stopped {
			select {
			case <-s.quit:
				stopped = true
			case v := <-in:
				use(v)
			}
		}
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case v, ok := <-in:
				if !ok {
					return
				}
				use(v)
			case out <- 1:
			}
		}
	}()
	go func() { // want `\(bound\)`
		<-s.quit
	}()
	go func() { // want `\(bound\)`
		<-s.quit
		log.Print("stopping")
		s.ticks.Stop()
		close(out)
	}()
	go func() { // want `\(bound\)`
		if err := <-errc; err != nil {
			return
		}
		work()
	}()
	go s.loop()          // want `\(bound\)`
	go drain(in)         // want `\(bound\)`
	go (*server).loop(s) // want `\(bound\)`
	go func() {          // want `\(bound\)`
		work()
		s.loop()
		work()
	}()
	go func() { // want `\(bound\)`
		for s.sleep(time.Second) {
			work()
		}
	}()
	go func() { // want `\(bound\)`
		for !s.stopped() {
			work()
		}
	}()
	go func() { // want `\(bound\)`
		for range s.inputs() {
			work()
		}
	}()
	drainer := func() { drain(s.in) }
	go drainer() // want `\(bound\)`
}

func (s *server) inputs() <-chan int { return s.in }

func (s *server) loop() {
	for {
		select {
		case <-s.quit:
			return
		case v := <-s.in:
			use(v)
		}
	}
}

// sleep is cut short by quit.
func (s *server) sleep(d time.Duration) bool {
	select {
	case <-s.quit:
		return false
	case <-time.After(d):
		return true
	}
}

func (s *server) stopped() bool {
	select {
	case <-s.quit:
		return true
	default:
		return false
	}
}

func drain(in <-chan int) {
	for v := range in {
		use(v)
	}
}

// gates do not end anything: the body goes on after them just the same.
func (s *server) gates(start chan struct{}, sem chan struct{}, in chan int) {
	go func() { // want `\(detached\)`
		<-start
		work()
	}()
	go func() { // want `\(detached\)`
		for {
			<-start
			work()
		}
	}()
	sem <- struct{}{}
	go func() { // want `\(detached\)`
		work()
		<-sem
	}()
	go func() { // want `\(detached\)`
		sem <- struct{}{}
		defer func() { <-sem }()
		work()
	}()
	go func() { // want `\(detached\)`
		start <- struct{}{}
		work()
		<-start
	}()
	go func() { // want `\(detached\)`
		select {
		case <-start:
		default:
		}
		work()
	}()
	go func() { // want `\(detached\)`
		for {
			select {
			case v := <-in:
				use(v)
			default:
			}
			work()
		}
	}()
	go func() { // want `\(detached\)`
		for {
			s.sleep(time.Second)
			work()
		}
	}()
	go func() { // want `\(detached\)`
		s.sleep(time.Second)
		work()
	}()
	go func() { // want `\(detached\)`
		for {
			for v := range in {
				use(v)
			}
		}
	}()
	go func() { // want `\(detached\)`
		select {
		case <-start:
			log.Print("x")
		default:
		}
	}()
}

type sem struct{ ch, ready chan struct{} }

func (s *sem) acquire() {
	select {
	case <-s.ch:
		return
	default:
		work()
		<-s.ch
	}
}

func (s *sem) release() { s.ch <- struct{}{} }

// waitOrQuit tells nobody which of the two it was.
func (s *server) waitOrQuit(ready chan int) {
	select {
	case <-s.quit:
		return
	case <-ready:
		work()
	}
}

func (s *server) step(in chan int) bool {
	if v := <-in; v == 0 {
		return false
	}
	work()
	return true
}

func (s *server) check(in chan int) error {
	select {
	case <-s.quit:
		return nil
	case v := <-in:
		use(v)
		return nil
	}
}

// What ends a callee does not end a caller that goes on just the same.
func (s *server) callers(d *sem, in chan int, errc chan error) {
	go func() { // want `\(detached\)`
		d.acquire()
		work()
		d.release()
	}()
	go func() { // want `\(detached\)`
		s.waitOrQuit(in)
		work()
		work()
	}()
	go func() { // want `\(detached\)`
		s.step(in)
		work()
	}()
	go s.waitOrQuit(in) // want `\(bound\)`
	go func() {         // want `\(bound\)`
		work()
		s.waitOrQuit(in)
		log.Print("over")
	}()
	go func() { // want `\(bound\)`
		if !s.step(in) {
			return
		}
		work()
	}()
	go func() { // want `\(bound\)`
		for s.step(in) {
		}
		work()
	}()
	go func() { // want `\(bound\)`
		errc <- s.check(in)
	}()
	go func() { // want `\(bound\)`
		s.waitOrQuit(in)
		s.loop()
	}()
}

// nameless channels are out of the launcher's reach.
func (s *server) nameless(d time.Duration, after <-chan time.Time) {
	go func() { // want `\(detached\)`
		own := make(chan int)
		for v := range own { // want `untracked/stuck`
			use(v)
		}
	}()
	go func() { // want `\(detached\)`
		t := time.NewTicker(d)
		for range t.C {
			work()
		}
	}()
	go func() { // want `\(detached\)`
		for range s.ticks.C {
			work()
		}
	}()
	go func() { // want `\(detached\)`
		for range time.Tick(d) {
			work()
		}
	}()
	timer := time.NewTimer(d)
	go func() { // want `\(detached\)`
		<-timer.C
	}()
	timeout := time.After(d)
	go func() { // want `\(detached\)`
		<-timeout
	}()
	go tick(timer.C)         // want `\(detached\)`
	go drain(make(chan int)) // want `\(detached\)`
	go drain(gen())          // want `\(detached\)`
	numbers := gen()
	go drain(numbers) // want `\(bound\)`
}

func tick(c <-chan time.Time) {
	for range c {
		work()
	}
}

func gen() <-chan int {
	c := make(chan int)
	close(c)
	return c
}

func generic[T any](in <-chan T, each func(T)) {
	go func() { // want `\(bound\)`
		for v := range in {
			each(v)
		}
	}()
	b := &box[T]{in: in}
	go b.loop() // want `\(bound\)`
}

type box[T any] struct{ in <-chan T }

func (b *box[T]) loop() {
	for range b.in {
		work()
	}
}

func (b *box[T]) start() {
	go b.loop() // want `\(bound\)`
}
