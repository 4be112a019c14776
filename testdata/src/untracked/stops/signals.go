package stops

import (
	"context"
	"os"
	"os/signal"
)

// os/signal sends on a channel and never closes it: a range over one that nobody else has
// goes on for ever, and a context that is asked for in it ends one call only.

func resizes(ctx context.Context) {
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, os.Interrupt)
	go func() { // want `\(detached\)`
		for range resized {
			_ = resize(ctx)
		}
	}()
}

func resize(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	default:
		work()
		return nil
	}
}

// Who closes it, or might, ends the range.
func stopped() (stop func()) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	go func() { // want `though closing interrupts would end it.*\(bound\)`
		for range interrupts {
			work()
		}
	}()
	return func() {
		signal.Stop(interrupts)
		close(interrupts)
	}
}

func shared(register func(chan os.Signal)) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	register(interrupts)
	go func() { // want `\(bound\)`
		for range interrupts {
			work()
		}
	}()
}
