// Command contextends: the context of a task is not one that ends with the launching
// function, nor one that another goroutine changes; that of the call itself comes first.
package main

import (
	"context"
	"fmt"
)

// want: tracked.Start(parent, "show")
// want: tracked.Start(own, "show")
// want: tracked.Start(context.Background(), "work")
// want: tracked.Start(kept, "later")

type key struct{}

func work(ch chan int) { ch <- 1 }

func later(ch chan int) { ch <- 2 }

func show(ctx context.Context, ch chan int) { ch <- ctx.Value(key{}).(int) }

func ends(parent context.Context, ch chan int) {
	ctx, cancel := context.WithCancel(parent)
	defer func() { cancel() }()
	_ = ctx
	go show(parent, ch) // fix: yes
	fmt.Println(<-ch)
}

func own(other context.Context, ch chan int) {
	own := context.WithValue(other, key{}, 3)
	inner := context.WithValue(other, key{}, 4)
	go show(own, ch) // fix: yes
	fmt.Println(<-ch, inner.Value(key{}))
}

func changed(ch chan int) {
	ctx := context.Background()
	go func() { // fix: yes
		ctx = context.WithValue(ctx, key{}, 1)
		ch <- ctx.Value(key{}).(int)
	}()
	fmt.Println(<-ch)
	go work(ch) // fix: yes
	fmt.Println(<-ch)
}

type server struct{ cancel func() }

// keeps has a context that goes on.
func (s *server) keeps(ch chan int) {
	kept, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	go later(ch) // fix: yes
	fmt.Println(<-ch, kept.Err())
}

func main() {
	ch := make(chan int)
	ctx := context.WithValue(context.Background(), key{}, 2)
	ends(ctx, ch)
	own(ctx, ch)
	changed(ch)
	s := new(server)
	s.keeps(ch)
	s.cancel()
}
