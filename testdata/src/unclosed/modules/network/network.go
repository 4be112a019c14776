// Package network uses what talks to other processes, and what watches.
package network

import (
	"context"
	"io"
	"net"
	"net/http"

	coder "github.com/coder/websocket"
	"github.com/fsnotify/fsnotify"
	"github.com/gorilla/websocket"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/concurrency"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/crypto/ssh"
	"google.golang.org/grpc"
)

func Grpc(ctx context.Context, target string) error {
	cc, err := grpc.NewClient(target) // want `cc opened by grpc\.NewClient is not closed when Grpc returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return cc.Invoke(ctx, "a")
}

func GrpcServe(addr string) error {
	lis, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return grpc.NewServer().Serve(lis) // closes it
}

// GrpcStream ends with its context.
func GrpcStream(ctx context.Context, cc *grpc.ClientConn) error {
	s, err := cc.NewStream(ctx, "a")
	if err != nil {
		return err
	}
	return s.RecvMsg(nil)
}

func Websocket(url string) error {
	c, _, err := websocket.DefaultDialer.Dial(url, nil) // want `c opened by \(\*websocket\.Dialer\)\.Dial is not closed when Websocket returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return c.WriteMessage(0, nil)
}

// WebsocketResponse: the body of the response need not be closed.
func WebsocketResponse(url string) (int, error) {
	c, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	return resp.StatusCode, nil
}

func WebsocketWriter(c *websocket.Conn) error {
	w, err := c.NextWriter(0) // want `w opened by \(\*websocket\.Conn\)\.NextWriter is not closed when WebsocketWriter returns at line [0-9]+: its buffered data is lost.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "a"); err != nil {
		return err
	}
	return nil
}

func WebsocketServe(u *websocket.Upgrader) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := u.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			for {
				if _, _, err := c.ReadMessage(); err != nil {
					return
				}
			}
		}()
	}
}

func Coder(ctx context.Context, url string) error {
	c, _, err := coder.Dial(ctx, url)
	if err != nil {
		return err
	}
	defer c.CloseNow()
	if err := c.Write(ctx, nil); err != nil {
		return err
	}
	return c.Close(1000, "")
}

func CoderForgotten(ctx context.Context, url string) error {
	c, _, err := coder.Dial(ctx, url) // want `c opened by websocket\.Dial is not closed when CoderForgotten returns at line [0-9]+; defer c\.CloseNow\(\) after the error check \(unclosed/leak\)|c opened by websocket\.Dial is not closed when CoderForgotten returns at line [0-9]+; call c\.CloseNow\(\) on that path`
	if err != nil {
		return err
	}
	if err := c.Write(ctx, nil); err != nil {
		return err
	}
	return c.Close(1000, "")
}

func SSH(addr string) ([]byte, error) {
	client, err := ssh.Dial("tcp", addr, nil) // want `client opened by ssh\.Dial is not closed when SSH returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	return session.Output("a")
}

func SSHSession(client *ssh.Client) ([]byte, error) {
	session, err := client.NewSession() // want `session opened by \(\*ssh\.Client\)\.NewSession is not closed`
	if err != nil {
		return nil, err
	}
	return session.Output("a")
}

// SSHOnce: the session ends with the client.
func SSHOnce(addr string) ([]byte, error) {
	client, err := ssh.Dial("tcp", addr, nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	return session.Output("a")
}

func Etcd(ctx context.Context) error {
	c, err := clientv3.New(clientv3.Config{}) // want `c opened by clientv3\.New is not closed when Etcd returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return c.Put(ctx, "a", "b")
}

// EtcdWatch ends with its context.
func EtcdWatch(ctx context.Context, c *clientv3.Client) {
	<-c.Watch(ctx, "a")
}

func EtcdSession(c *clientv3.Client) error {
	s, err := concurrency.NewSession(c) // want `s opened by concurrency\.NewSession is not closed`
	if err != nil {
		return err
	}
	println(s)
	return nil
}

// EtcdExpired: the session has ended.
func EtcdExpired(c *clientv3.Client, stop chan int) error {
	s, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	select {
	case <-stop:
		return s.Close()
	case <-s.Done():
		return nil
	}
}

func session(c *clientv3.Client) (*concurrency.Session, error) {
	s, err := concurrency.NewSession(c)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// EtcdRejoin makes a new session when the old one has ended.
func EtcdRejoin(c *clientv3.Client, stop chan int) {
	for {
		s, err := session(c)
		if err != nil {
			continue
		}
		select {
		case <-stop:
			s.Close()
			return
		case <-s.Done():
			continue
		}
	}
}

func EtcdOrphan(c *clientv3.Client) error {
	s, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer s.Orphan()
	return nil
}

func Watch(name string) error {
	w, err := fsnotify.NewWatcher() // want `w opened by fsnotify\.NewWatcher is not closed when Watch returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if err := w.Add(name); err != nil {
		return err
	}
	return w.Close()
}

func Span(ctx context.Context, t trace.Tracer) error {
	ctx, span := t.Start(ctx, "a") // want `span from trace\.Tracer\.Start is not ended when Span returns at line [0-9]+.*span\.End\(\).*\(unclosed/leak\)`
	if err := ctx.Err(); err != nil {
		span.RecordError(err)
		return err
	}
	span.End()
	return nil
}

func SpanEnded(ctx context.Context, t trace.Tracer) error {
	ctx, span := t.Start(ctx, "a")
	defer span.End()
	return ctx.Err()
}

// SpanInContext leaves the span to whoever gets the context, as tracing hooks do.
func SpanInContext(ctx context.Context, t trace.Tracer) context.Context {
	ctx, _ = t.Start(ctx, "a")
	return ctx
}

// SpanPassed: the callee may end it, by SpanFromContext.
func SpanPassed(ctx context.Context, t trace.Tracer) {
	ctx, _ = t.Start(ctx, "a")
	SpanEnd(ctx)
}

func SpanEnd(ctx context.Context) {
	trace.SpanFromContext(ctx).End()
}

func SpanDropped(ctx context.Context, t trace.Tracer) {
	t.Start(ctx, "a") // want `the result of trace\.Tracer\.Start is discarded.*\(unclosed/discarded\)`
}

func spanned(ctx context.Context, t trace.Tracer) (context.Context, trace.Span) {
	ctx, span := t.Start(ctx, "a")
	return ctx, span
}

func SpanHelper(ctx context.Context, t trace.Tracer) error {
	ctx, span := spanned(ctx, t) // want `span from network\.spanned is not ended`
	span.RecordError(nil)
	return ctx.Err()
}
