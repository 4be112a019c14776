package cancels

import (
	"context"
	"time"
)

type options struct {
	ctx  context.Context
	wait time.Duration
}

// A context that was made with a deadline has one, so that the second is never made after
// the first.
func withDeadline(configure func(*options), standard time.Duration) (context.Context, context.CancelFunc) {
	var o options
	configure(&o)
	var cancel context.CancelFunc
	if o.ctx == nil && o.wait > 0 {
		o.ctx, cancel = context.WithTimeout(context.Background(), o.wait)
	}
	if o.ctx != nil {
		if _, has := o.ctx.Deadline(); !has {
			o.ctx, cancel = context.WithTimeout(o.ctx, standard)
		}
	}
	return o.ctx, cancel
}

// One that can be cancelled only need not have any.
func withCancel(ctx context.Context, standard time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx) // want `cancel from context\.WithCancel is not called when withCancel returns`
	if _, has := ctx.Deadline(); !has {
		ctx, cancel = context.WithTimeout(ctx, standard)
	}
	return ctx, cancel
}
