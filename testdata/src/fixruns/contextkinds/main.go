// Command contextkinds: what is a context, and what is only like one.
package main

import (
	"context"
	"fmt"
	"time"
)

type (
	Ctx    = context.Context
	custom struct{ context.Context }
	own    interface{ context.Context }
)

var (
	results = make(chan string)
	global  = context.TODO()
)

// want: tracked.Start(alias, "say"
// reject: tracked.Start(global
// reject: tracked.Start(c,
// reject: tracked.Start(o,
// reject: tracked.Start(unset
// reject: tracked.Start(t,

func say(s string) { results <- s }

func aliased(alias Ctx) {
	go say("alias") // fix: yes
	fmt.Println(<-results)
}

func structs(c custom) {
	go say("custom") // fix: yes
	fmt.Println(<-results)
}

func interfaces(o own) {
	go say("own") // fix: yes
	fmt.Println(<-results)
}

func none() {
	go say("global") // fix: yes
	fmt.Println(<-results)
}

func zero(really bool) {
	var unset context.Context
	go say("unset") // fix: yes
	fmt.Println(<-results)
	if really {
		unset = context.Background()
	}
	_ = unset
}

func results2() (unset context.Context, err error) {
	go say("result") // fix: yes
	fmt.Println(<-results)
	return global, nil
}

func reassigned(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Hour) // fix: yes
	go say("reassigned")                               // fix: yes
	fmt.Println(<-results)
	cancel()
}

func passed(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // not reported: what follows needs the release to be early
	go func(ctx context.Context) {         // fix: yes
		<-ctx.Done()
		results <- fmt.Sprint(ctx.Err())
	}(ctx)
	cancel()
	fmt.Println(<-results)
	go func() { // fix: yes
		results <- fmt.Sprint("done already ", ctx.Err())
	}()
	fmt.Println(<-results)
}

func generic[T context.Context](t T) {
	go say("generic") // fix: yes
	fmt.Println(<-results)
}

func main() {
	aliased(global)
	structs(custom{global})
	interfaces(global)
	none()
	zero(true)
	results2()
	reassigned(global)
	passed(global)
	generic(global)
}
