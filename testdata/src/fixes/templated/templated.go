// Package templated launches through a method, as the config writes it.
package templated

import "example.com/fixes/stop"

type server struct{ stopper *stop.Stopper }

func (s *server) loop() error { return nil }

func (s *server) start() {
	go s.loop() // want `raw-go`
	defer s.stopper.Stop()
}
