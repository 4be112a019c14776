package helper

import (
	stdctx "context"

	jobs "example.com/fixes/task"
)

func aliasedImports(ctx stdctx.Context) {
	jobs.Go(ctx, "tracked already", func(stdctx.Context) error { return nil })
	go work(ctx) // want `raw-go`
}
