// Package stops has goroutines that something else than a context or a channel of their
// own ends, and some that look as if it did.
package stops

import (
	"context"
	"net"
	"net/http"
)

// Whoever gets the server can shut it down.
func returned(ln net.Listener) *http.Server {
	srv := &http.Server{}
	go srv.Serve(ln) // want `\(bound\)`
	return srv
}

func returnedFromLiteral(ln net.Listener) *http.Server {
	srv := &http.Server{}
	go func() { // want `\(bound\)`
		if err := srv.Serve(ln); err != nil {
			println(err.Error())
		}
	}()
	return srv
}

type server struct{ http *http.Server }

func (s *server) start(ln net.Listener) {
	s.http = &http.Server{}
	go s.http.Serve(ln) // want `\(bound\)`
	go s.serve(ln)      // want `\(bound\)`
}

func (s *server) serve(ln net.Listener) { _ = s.http.Serve(ln) }

func shutDown(ctx context.Context, ln net.Listener) {
	srv := &http.Server{}
	go func() { // want `\(bound\)`
		_ = srv.Serve(ln)
	}()
	<-ctx.Done()
	srv.Shutdown(context.Background())
}

// Nobody has this server.
func lost(ln net.Listener) {
	srv := &http.Server{}
	srv.Addr = "localhost:80"
	go srv.Serve(ln) // want `\(detached\)`
}

func unnamed(ln net.Listener) {
	go (&http.Server{}).Serve(ln) // want `\(detached\)`
}

func owned(ln net.Listener) {
	go func() { // want `\(detached\)`
		srv := &http.Server{}
		defer srv.Close()
		_ = srv.Serve(ln)
	}()
}

// It serves again.
func again(srv *http.Server, ln net.Listener) {
	go func() { // want `\(detached\)`
		for {
			_ = srv.Serve(ln)
		}
	}()
}

type registrar interface{ Register(name string) }

type service struct{ http.Server }

func (*service) Register(string) {}

func register(registrar)    {}
func keep(*service)         {}
func keepCloser(any, error) {}

// Whoever gets it as an interface without the method cannot end it.
func registered(ln net.Listener) {
	srv := &service{}
	register(srv)
	go srv.Serve(ln) // want `\(detached\)`
}

func kept(ln net.Listener) {
	srv := &service{}
	keep(srv)
	go srv.Serve(ln) // want `\(bound\)`
}

func keptAsAny(ln net.Listener) {
	srv := &service{}
	keepCloser(srv, nil)
	go srv.Serve(ln) // want `\(bound\)`
}

// One of two that are assigned is kept.
func keptBeside(ln net.Listener) (kept *http.Server) {
	srv := &http.Server{}
	kept, _ = srv, 0
	go srv.Serve(ln) // want `\(bound\)`
	return kept
}

func droppedBeside(ln net.Listener) {
	srv := &http.Server{}
	n, _ := 0, srv
	println(n)
	go srv.Serve(ln) // want `\(detached\)`
}
