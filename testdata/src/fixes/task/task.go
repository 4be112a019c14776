// Package task is a team's own way to launch.
package task

import "context"

func Go(ctx context.Context, name string, fn func(ctx context.Context) error) {}

type ID struct{}

// Run has the function first, and more parameters than one knows.
func Run(fn func(id *ID), name string, opts ...int) {}
