// Package goroutines has goroutines that harm nobody, and some like them that do. The profile is
// claims: the former are quiet.
package goroutines

import (
	"time"

	"github.com/spf13/cobra"
)

// The process ends where a command does, and what the command has left behind.
var command = &cobra.Command{Run: func(cmd *cobra.Command, args []string) {
	done := make(chan struct{})
	go func() {
		work()
		done <- struct{}{}
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}}

// One that waits itself does not end.
var waits = &cobra.Command{Run: func(cmd *cobra.Command, args []string) {
	done := make(chan struct{})
	go func() {
		<-done // want `while the function literal itself waits`
	}()
	<-done
}}

func timeout() {
	done := make(chan struct{})
	go func() {
		work()
		done <- struct{}{} // want `when timeout returns at line`
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

func work() {}

// The one of the process.
var shared = newPool()

type pool struct{ entries map[string]int }

func newPool() *pool {
	p := &pool{entries: map[string]int{}}
	time.AfterFunc(time.Minute, p.collect)
	return p
}

func (p *pool) collect() {
	clear(p.entries)
	time.AfterFunc(time.Minute, p.collect)
}

func init() { time.AfterFunc(time.Minute, tick) }

func tick() { time.AfterFunc(time.Minute, func() { tick() }) }

// One for each call.
func Start() *cache {
	c := &cache{}
	time.AfterFunc(time.Minute, c.collect) // want `can stop it`
	return c
}

type cache struct{ entries map[string]int }

func (c *cache) collect() {
	clear(c.entries)
	time.AfterFunc(time.Minute, c.collect) // want `can stop it`
}

func init() {
	for range 3 {
		time.AfterFunc(time.Minute, again) // want `can stop it`
	}
}

func again() { time.AfterFunc(time.Minute, again) } // want `can stop it`
