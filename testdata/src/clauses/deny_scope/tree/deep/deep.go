// Package deep is out of scope.
package deep

import "example.com/deny_scope/task"

// Run may not.
func Run() { task.Spawn(func() {}) } // want "untracked/raw-go detached"
