// Package dup is in the scope of one.
package dup

import "example.com/deny_scope/task"

// Run may.
func Run() { task.Third(func() {}) }
