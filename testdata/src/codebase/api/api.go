// Package api serves, and launches literals.
package api

import (
	"context"
	"net"
	"sync"

	"example.com/codebase/task"
)

type Server struct {
	conns sync.WaitGroup
	quit  chan struct{}
	done  chan struct{}
	lis   net.Listener
}

func New(ctx context.Context, lis net.Listener) *Server {
	s := &Server{quit: make(chan struct{}), done: make(chan struct{}), lis: lis}
	task.CreateTrackedTask(ctx, "api.accept", s.accept)
	go s.watch() // want `\(joined\)`
	return s
}

func (s *Server) accept(ctx context.Context) error {
	for {
		c, err := s.lis.Accept()
		if err != nil {
			return err
		}
		s.conns.Add(1)
		go func() { // want `\(joined\)`
			defer s.conns.Done()
			s.serve(c)
		}()
		go func(c net.Conn) { // want `\(bound\)`
			<-ctx.Done()
			c.Close()
		}(c)
		go s.log(c.RemoteAddr().String()) // want `\(detached\)`
	}
}

func (s *Server) watch() {
	defer close(s.done)
	<-s.quit
	s.lis.Close()
}

func (s *Server) serve(c net.Conn) {
	go func() { // want `\(detached\)`
		go func() { // want `\(detached\)`
			go s.log("three deep") // want `\(detached\)`
		}()
	}()
}

func (s *Server) log(string) {}

// Close stops and waits.
func (s *Server) Close() {
	close(s.quit)
	<-s.done
	s.conns.Wait()
}
