// Command contextinnermost: the context of a task is the innermost in scope that is not shadowed and does not end with the function.
package main

import (
	"context"
	"fmt"
)

// want: tracked.Start(outer, "one"
// want: tracked.Start(third, "two"
// want: tracked.Start(ctx, "three"
// want: tracked.Start(context.Background(), "four"
// want: tracked.Start(outer, "five"
// want: tracked.Start(ctx, "six"
// want: tracked.Start(context.Background(), "seven"
// want: tracked.Start(reqCtx, "eight"
// want: tracked.Start(parent, "nine"
// want: tracked.Start(parent, "ten"
// want: tracked.Start(c, "eleven"
// want: tracked.Start(context.Background(), "twelve"

var results = make(chan string)

func one()    { results <- "one" }
func two()    { results <- "two" }
func three()  { results <- "three" }
func four()   { results <- "four" }
func five()   { results <- "five" }
func six()    { results <- "six" }
func seven()  { results <- "seven" }
func eight()  { results <- "eight" }
func nine()   { results <- "nine" }
func ten()    { results <- "ten" }
func eleven() { results <- "eleven" }
func twelve() { results <- "twelve" }

func nested(outer context.Context) {
	inner, cancel := context.WithCancel(outer)
	defer cancel()
	go one() // fix: yes
	<-results
	third := context.WithoutCancel(inner)
	go two() // fix: yes
	<-results
	if ctx := third; ctx != nil {
		go three() // fix: yes
		<-results
	}
}

func shadowed(ctx context.Context) {
	{
		ctx := "text"
		fmt.Println(ctx)
		go four() // fix: yes
		<-results
	}
	_ = ctx
}

func shadowedInner(outer, ctx context.Context) {
	for ctx := range 1 {
		go five() // fix: yes
		<-results
		_ = ctx
	}
	_ = ctx
}

func closure(ctx context.Context) {
	f := func(n int) {
		go six() // fix: yes
		<-results
	}
	f(1)
}

type server struct{ ctx context.Context }

func (s *server) field() {
	go seven() // fix: yes
	<-results
}

func request(parent context.Context) {
	handle := func(reqCtx context.Context, s string) {
		go eight() // fix: yes
		<-results
	}
	handle(parent, "")
}

func later(parent context.Context) {
	go nine() // fix: yes
	<-results
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	go ten() // fix: yes
	<-results
	_ = ctx
}

func typeSwitch(v any) {
	switch c := v.(type) {
	case context.Context:
		go eleven() // fix: yes
		<-results
		_ = c
	case string:
		go twelve() // fix: yes
		<-results
		_ = c
	}
}

func main() {
	ctx := context.Background()
	nested(ctx)
	shadowed(ctx)
	shadowedInner(ctx, ctx)
	closure(ctx)
	(&server{ctx}).field()
	request(ctx)
	later(ctx)
	typeSwitch(ctx)
	typeSwitch("x")
	fmt.Println("done")
}
