// Package lib launches.
package lib

import "time"

func loop(f func()) {
	for {
		f()
		time.Sleep(time.Second)
	}
}

// Spawn launches.
func Spawn(f func()) { go loop(f) }

// Scoped launches.
func Scoped(f func()) { go loop(f) }

// Denied launches.
func Denied(f func()) { go loop(f) }

// Plain is not configured.
func Plain(f func()) { go loop(f) }

// Every launches.
func Every(f func()) *Job { go loop(f); return &Job{} }

// Job is one.
type Job struct{ n int }

// Runner runs.
type Runner struct{ n int }

// Go launches.
func (r *Runner) Go(f func()) { go loop(f) }

// Drain waits.
func (r *Runner) Drain() {}

// Begin starts a handle.
func Begin() *Job { return &Job{} }

// End ends it.
func (j *Job) End() {}
