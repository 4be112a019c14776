// Package outside is out of the scope of some helpers.
package outside

import (
	"context"

	"example.com/untracked/helpers/task"
)

func f() {}

func scoped(ctx context.Context) {
	task.Go("name", f)
	task.Detach(f)                       // want `goroutine running f is launched by example.com/untracked/helpers/task.Detach, which the config does not approve in this file.*\(detached\)`
	task.Detach(func() { <-ctx.Done() }) // want `\(bound\)`
	h := task.Begin()
	go func() { // want `raw-go`
		defer h.Release()
	}()
}
