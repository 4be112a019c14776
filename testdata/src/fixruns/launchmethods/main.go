// Command launchmethods: a method behind an interface, of the package, may signal to somebody
// who waits; a helper that may refuse does not get it.
package main

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/tetherlint/tether/tracked"
)

// reject: tracked.Go(

type runner interface{ run(int) }

type sends struct{ out chan int }

func (s sends) run(n int) { s.out <- n }

type sink struct{ out chan int }

func (s sink) Write(b []byte) (int, error) { s.out <- len(b); return len(b), nil }

type group struct{ done sync.WaitGroup }

func (g *group) Write(b []byte) (int, error) { g.done.Done(); return len(b), nil }

func launch(r runner) {
	go r.run(1) // fix: yes
}

func main() {
	out := make(chan int)
	tracked.Shutdown(context.Background())
	launch(sends{out})
	fmt.Println(<-out)
	go fmt.Fprint(sink{out}, "abc") // fix: yes
	fmt.Println(<-out)
	g := &group{}
	g.done.Add(1)
	go io.WriteString(g, "abc") // fix: yes
	g.done.Wait()
	fmt.Println("waited")
}
