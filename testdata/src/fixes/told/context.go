package told

import (
	"context"
	"net"
	"net/http"
)

// Shake waits for a handshake until a context ends.
func (s *Server) Shake(ctx context.Context, conn net.Conn) error {
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		errs <- s.handshake(conn)
		close(errs)
	}()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ShakeAll waits for one in a loop, by the request.
func (s *Server) ShakeAll(r *http.Request, conn net.Conn) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		_ = s.handshake(conn)
	}()
	for {
		select {
		case <-done:
			return
		case <-r.Context().Done():
			_ = conn.Close()
		}
	}
}

// ShakeLater waits for something else before, so that the launch has another context.
func (s *Server) ShakeLater(ctx context.Context, conn net.Conn, ready <-chan bool) {
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		errs <- s.handshake(conn)
	}()
	<-ready
	select {
	case <-errs:
	case <-ctx.Done():
	}
}

// ShakeBeside waits for what the task does not send to.
func (s *Server) ShakeBeside(ctx context.Context, conn net.Conn, ready <-chan bool) {
	go func() { // want `raw-go`
		_ = s.handshake(conn)
	}()
	select {
	case <-ready:
	case <-ctx.Done():
	}
}

// ShakeChanged has another context by then.
func (s *Server) ShakeChanged(ctx context.Context, conn net.Conn) {
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		errs <- s.handshake(conn)
	}()
	ctx = context.WithoutCancel(ctx)
	select {
	case <-errs:
	case <-ctx.Done():
	}
}

func (s *Server) handshake(net.Conn) error { return nil }

// A handlerOf has a request.
type handlerOf struct {
	req    *http.Request
	closed chan struct{}
}

func newHandlerOf(r *http.Request) *handlerOf {
	return &handlerOf{req: r, closed: make(chan struct{})}
}

// Handle waits for the context of that.
func (h *handlerOf) Handle() {
	go func() { // want `raw-go`
		select {
		case <-h.closed:
		case <-h.req.Context().Done():
		}
		_ = h.req.Body.Close()
	}()
}

// Perhaps looks at that in one case only, so that it may be none.
func (h *handlerOf) Perhaps(waits bool) {
	go func() { // want `raw-go`
		if waits {
			<-h.req.Context().Done()
		}
		close(h.closed)
	}()
}

// Drain launches a literal that has a name, and shuts a server down under a context.
func (s *Server) Drain(ctx context.Context, servers []*http.Server) {
	stop := func(server *http.Server) {
		_ = server.Shutdown(ctx)
	}
	other := func(server *http.Server) {
		_ = server.Shutdown(ctx)
	}
	for _, server := range servers {
		go stop(server)  // want `raw-go`
		go other(server) // want `raw-go`
	}
	other = func(*http.Server) {}
}

// Dial has two contexts, one of which it makes another one of.
func Dial(connectCtx, ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dialCtx, dialed := context.WithCancel(connectCtx)
	defer dialed()
	done := make(chan struct{})
	go func() { // want `raw-go`
		_ = conn.Close()
		close(done)
	}()
	<-done
	<-dialCtx.Done()
	<-ctx.Done()
}
