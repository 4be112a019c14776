// Package grpc is the part of google.golang.org/grpc that the fixtures need.
package grpc

import (
	"context"
	"net"
)

type ClientConn struct{}

func NewClient(target string) (*ClientConn, error) { return new(ClientConn), nil }
func DialContext(ctx context.Context, target string) (*ClientConn, error) {
	return new(ClientConn), nil
}
func (cc *ClientConn) Close() error                                    { return nil }
func (cc *ClientConn) Invoke(ctx context.Context, method string) error { return nil }

type ClientStream interface {
	CloseSend() error
	RecvMsg(m any) error
}

func (cc *ClientConn) NewStream(ctx context.Context, method string) (ClientStream, error) {
	return nil, nil
}

type Server struct{ lis net.Listener }

func NewServer() *Server { return new(Server) }

func (s *Server) Serve(lis net.Listener) error {
	defer lis.Close()
	_, err := lis.Accept()
	return err
}
func (s *Server) Stop()                       {}
func (s *Server) RegisterService(name string) {}
