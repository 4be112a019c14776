// Package conc stands in for the real one.
package conc

import "sync"

// WaitGroup waits.
type WaitGroup struct{ wg sync.WaitGroup }

// NewWaitGroup makes one.
func NewWaitGroup() *WaitGroup { return &WaitGroup{} }

// Go launches.
func (w *WaitGroup) Go(f func()) { w.wg.Add(1); go func() { defer w.wg.Done(); f() }() }

// Wait waits.
func (w *WaitGroup) Wait() { w.wg.Wait() }

// WaitAndRecover waits.
func (w *WaitGroup) WaitAndRecover() any { w.wg.Wait(); return nil }
