// Package in is in scope.
package in

import "example.com/dep/lib"

// Use may.
func Use() { lib.Scoped(func() {}) }
