// Package global launches through a package variable.
package global

import "example.com/fixes/stop"

var stopper stop.Stopper

func work(...any) {}

func launch() {
	go work(1) // want `raw-go`
}
