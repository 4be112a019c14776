// Command contextgiven: a helper has the context that the launched call is given.
package main

import (
	"context"
	"fmt"
	"runtime"
)

// want: tracked.Start(context.TODO(), "given: todo") go func() { defer task.Done() work(context.TODO(), "todo")
// want: taskCtx := context.WithoutCancel(ctx)
// want: tracked.Start(taskCtx, "given: without cancel") go func() { defer cancelTask.Done() work(taskCtx, "without cancel")
// want: ctx := named(outer)
// want: tracked.Start(ctx, "work") go func() { defer task.Done() work(ctx, "named")
// want: tracked.Start(ctx, "send")
// reject: ctx1
// reject: todo

type key struct{}

var done = make(chan string, 4)

func named(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, "named") }

func work(ctx context.Context, s string) {
	if v, ok := ctx.Value(key{}).(string); ok {
		s += " " + v
	}
	record(s, ctx.Err())
}

var records = make(map[string]error)

func record(s string, err error) {
	lock <- struct{}{}
	records[s] = err
	<-lock
}

var lock = make(chan struct{}, 1)

func send(ctx context.Context) { done <- fmt.Sprint(ctx.Value(key{}), ctx.Err()) }

func given(ctx context.Context) {
	go work(context.TODO(), "todo")                       // fix: yes
	go work(context.WithoutCancel(ctx), "without cancel") // fix: yes
	_ = ctx.Err()
}

func hides(outer context.Context) {
	go work(named(outer), "named") // fix: yes
}

func handle(outer context.Context) {
	go send(named(outer)) // fix: yes
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	given(ctx)
	hides(ctx)
	handle(ctx)
	fmt.Println(<-done)
	cancel()
	<-ctx.Done()
	for {
		lock <- struct{}{}
		n := len(records)
		<-lock
		if n == 3 {
			break
		}
		runtime.Gosched()
	}
	fmt.Println(len(records))
}
