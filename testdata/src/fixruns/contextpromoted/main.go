// Command contextpromoted: a promoted method waits for the context of what is embedded, and not
// for the one that a field of the same name hides it behind.
package main

import (
	"context"
	"fmt"
)

// want: tracked.Start(context.Background(), "inner.run")
// reject: o.ctx,

type inner struct {
	ctx  context.Context
	done chan struct{}
}

func (i *inner) run() {
	<-i.ctx.Done()
	close(i.done)
}

type outer struct {
	*inner
	ctx context.Context
}

func (o *outer) start() {
	go o.run() // fix: may
}

func main() {
	request, end := context.WithCancel(context.Background())
	end()
	ctx, cancel := context.WithCancel(context.Background())
	o := &outer{inner: &inner{ctx: ctx, done: make(chan struct{})}, ctx: request}
	o.start()
	cancel()
	<-o.done
	fmt.Println("done")
}
