// Command helpergeneric: launches in generic code, through a helper that has the function first.
package main

import (
	"context"
	"fmt"
)

// want: async.Run(func(context.Context, int) error {
// want: "example.com/fixruns/helpergeneric/async"

var results = make(chan string)

type queue[T any] struct{ items []T }

func (q *queue[T]) push(v T) { q.items = append(q.items, v); results <- fmt.Sprint(q.items) }

func (q queue[T]) show() { results <- fmt.Sprint("show ", q.items) }

func (q *queue[T]) start(ctx context.Context, v T) {
	go q.push(v) // fix: yes
	fmt.Println(<-results)
	go q.show() // fix: yes
	fmt.Println(<-results)
	go func(v T) { // fix: yes
		q.push(v)
	}(v)
	fmt.Println(<-results)
	go func() { // fix: yes
		var zero T
		if len(q.items) == 0 {
			return
		}
		q.push(zero)
	}()
	fmt.Println(<-results)
}

func each[T any](list []T, f func(T) error) {
	for _, v := range list {
		go f(v) // fix: yes
		fmt.Println(<-results)
	}
}

func main() {
	new(queue[int]).start(context.Background(), 5)
	new(queue[string]).start(context.Background(), "s")
	each([]int{1, 2}, func(i int) error { results <- fmt.Sprint("each ", i); return nil })
}
