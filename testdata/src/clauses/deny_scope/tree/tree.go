// Package tree is in scope.
package tree

import "example.com/deny_scope/task"

// Run may.
func Run() { task.Spawn(func() {}) }
