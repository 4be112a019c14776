// Package accepted has one launch of each class.
package accepted

import "sync"

type server struct {
	wg   sync.WaitGroup
	quit chan struct{}
}

func work() {}

func (s *server) loop()  {}
func (s *server) serve() { <-s.quit }

func (s *server) start() {
	s.wg.Go(s.loop)
	go func() {
		defer s.wg.Done()
	}()
	go s.serve()
}

var _ = func() int { go work(); return 0 }()

func (s *server) stop() { s.wg.Wait() }
