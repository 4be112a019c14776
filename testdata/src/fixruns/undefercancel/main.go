// Command undefercancel: functions that release, and timers.
package main

import (
	"context"
	"fmt"
	"time"
)

func step(ctx context.Context) error { return ctx.Err() }

// want: defer cancel() err := step(ctx) return err

func plain(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Hour) // fix: yes
	err := step(ctx)
	cancel()
	return err
}

func after(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // not reported: what follows needs the release to be early
	err := step(ctx)
	cancel()
	<-ctx.Done()
	return err
}

func returnsErr(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // not reported: what follows needs the release to be early
	_ = step(ctx)
	cancel()
	return ctx.Err()
}

func both(ctx context.Context, n int) (int, error) {
	ctx, cancel := context.WithCancel(ctx) // fix: yes
	if err := step(ctx); err != nil {
		cancel()
		return 0, err
	}
	cancel()
	return n, nil
}

func main() {
	ctx := context.Background()
	fmt.Println(plain(ctx), after(ctx), returnsErr(ctx))
	fmt.Println(both(ctx, 2))
}
