package main

import (
	"sync"
	"testing"
)

func TestStop(t *testing.T) {
	s := &tested{sync.Mutex{}, make(chan struct{})}
	s.Start()
	s.Stop()
}
