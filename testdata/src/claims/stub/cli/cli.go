package cli

import "context"

type ActionFunc func(ctx context.Context, c *Command) error

type Command struct {
	Name   string
	Action ActionFunc
}
