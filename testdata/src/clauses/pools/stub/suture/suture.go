// Package suture stands in for the real one.
package suture

import "context"

type (
	// Supervisor is one.
	Supervisor struct{}
	// Service serves.
	Service interface {
		Serve(ctx context.Context) error
	}
	// ServiceToken is one.
	ServiceToken struct{}
)

// NewSimple makes one.
func NewSimple(name string) *Supervisor { return &Supervisor{} }

// Add adds.
func (s *Supervisor) Add(x Service) ServiceToken { return ServiceToken{} }

// Serve serves.
func (s *Supervisor) Serve(ctx context.Context) error { return nil }

// ServeBackground serves.
func (s *Supervisor) ServeBackground(ctx context.Context) <-chan error { return nil }
