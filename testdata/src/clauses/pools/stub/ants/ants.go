// Package ants stands in for the real one.
package ants

import "time"

// Pool is one.
type Pool struct{}

// NewPool makes one.
func NewPool(n int) (*Pool, error) { return &Pool{}, nil }

// Submit submits.
func (p *Pool) Submit(f func()) error { return nil }

// Release ends.
func (p *Pool) Release() {}

// ReleaseTimeout ends.
func (p *Pool) ReleaseTimeout(d time.Duration) error { return nil }

// Submit submits.
func Submit(f func()) error { return nil }

// Release ends.
func Release() {}
