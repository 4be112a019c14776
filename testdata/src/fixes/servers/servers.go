// Package servers: a server that only its launcher has, and nobody stops, never ends, though
// services were registered at it. Whoever has it, or a service that could stop it, may.
package servers

import (
	"net"

	"google.golang.org/grpc"
)

type registrar interface{ RegisterService(name string) }

func register(r registrar) { r.RegisterService("traces") }

type stopper interface {
	registrar
	Stop()
}

func stopLater(s stopper) {}

func forEver() error {
	server := grpc.NewServer()
	register(server)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	go server.Serve(l) // want `no safe fix: nothing calls the Shutdown of the server that it runs`
	return nil
}

func stopped() error {
	server := grpc.NewServer()
	stopLater(server)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	go server.Serve(l) // want `raw-go`
	return nil
}
