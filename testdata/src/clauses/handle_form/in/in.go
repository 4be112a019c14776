// Package in is in scope.
package in

import "example.com/handle_form/stop"

// Run may.
func Run() {
	t := stop.Begin()
	go func() {
		defer t.End()
	}()
	u := stop.Other()
	go func() { // want "untracked/raw-go detached"
		defer u.End()
	}()
}
