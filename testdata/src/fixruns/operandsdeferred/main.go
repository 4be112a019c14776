// Command operandsdeferred: what a deferred function launches is evaluated later only where the
// function that has deferred it is all that sets it, for that is over by then; and an interface
// that has been compared with nil needs no method value.
package main

import (
	"context"
	"fmt"
)

// want: ref.release("label")
// reject: release := ref.release
// want: swapped := swapped
// want: sorter := s.sorter
// reject: sort := s.sorter.sort

type releaser interface{ release(string) }

type named struct {
	name string
	done chan string
}

func (n *named) release(why string) { n.done <- n.name + " " + why }

// snapshot assigns to what it launches with, but only before that is deferred to run.
func snapshot(done chan string) (err error) {
	var ref releaser = &named{"first", done}
	defer func() {
		if err != nil && ref != nil {
			go ref.release("label") // fix: yes
		}
	}()
	ref = &named{"second", done}
	return fmt.Errorf("fails")
}

// swap has another deferred function that assigns to it after the launch.
func swap(done chan string) {
	start := make(chan struct{})
	swapped := &named{"before", done}
	defer close(start)
	defer func() { swapped = &named{"after", done} }()
	defer func() {
		go released(start, swapped) // fix: yes
	}()
}

func released(start chan struct{}, n *named) {
	<-start
	n.release("swapped")
}

type sorts interface{ sort(context.Context) }

type sorting struct {
	sorter sorts
}

type alphabet struct{ done chan string }

func (a *alphabet) sort(context.Context) { a.done <- "sorted" }

func (s *sorting) start(ctx context.Context, done chan string) {
	s.sorter = &alphabet{done}
	if s.sorter == nil {
		return
	}
	go s.sorter.sort(ctx) // fix: yes
	fmt.Println(<-done)
	s.sorter = nil
}

func main() {
	done := make(chan string, 1)
	fmt.Println(snapshot(done))
	fmt.Println(<-done)
	swap(done)
	fmt.Println(<-done)
	new(sorting).start(context.Background(), done)
}
