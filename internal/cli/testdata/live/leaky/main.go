// Leaky launches goroutines in each way there is, and leaves all of them behind. A line
// that ends in "leaks N" launches N that do.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	labels "runtime/pprof"
	"sync"
	"time"

	"example.com/leaky/worker"
)

var early = func() chan int {
	c := make(chan int)
	go func() { c <- 1 }() // leaks 1
	return nil
}()

func main() {
	launch()
	more()
	worker.Start()
	settle()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	fmt.Println(listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}

// arrived counts the goroutines that are where they will stay.
var arrived sync.WaitGroup

// settle returns when all have been launched, and are blocked.
func settle() {
	arrived.Wait()
	for !blocked() {
		runtime.Gosched()
	}
}

func launch() {
	arrived.Add(1)
	lost := make(chan int)
	go func() { // leaks 1
		lost <- 1
	}()
	go send(make(chan int)) // leaks 1
	go (&server{}).loop()   // leaks 1
	s := &server{}
	loop := s.again
	go loop() // leaks 1

	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // leaks 1
		defer wg.Done()
		wait(make(chan int))
	}()
	go func( // leaks 1
		c chan int,
	) {
		c <- 1
	}(
		make(chan int),
	)

	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	labels.Do(ctx, labels.Labels("task", "poll, \"all\""), func(ctx context.Context) {
		go poll(ctx) // leaks 1
	})
	time.AfterFunc(time.Millisecond, func() { // leaks 1
		arrived.Done()
		wait(make(chan int))
	})
	for range 3 {
		go generic(make(chan string)) // leaks 3
	}
}

func send(ch chan int) { ch <- 1 }

func wait(ch chan int) { <-ch }

func poll(ctx context.Context) {
	<-ctx.Done()
}

func generic[T any](ch chan T) {
	select {
	case <-ch:
	case v := <-ch:
		_ = v
	}
}

type server struct{ mu, _, _ sync.Mutex } // an object that small shares its memory with others, which may live

func (s *server) loop() {
	s.mu.Lock()
	s.mu.Lock()
}

func (s *server) again() {
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Wait()
}
