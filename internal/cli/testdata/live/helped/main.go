// Helped launches through helpers, and leaves all of it behind. A line that ends in
// "leaks N" launches N that do.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/tetherlint/tether/tracked"
)

func main() {
	tasks := tracked.New(tracked.Options{Name: "helped", Profile: true, Labels: true})
	launch(tasks)
	for range 1000 {
		runtime.Gosched()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.Handle("/debug/tasks", tasks.Handler())
	fmt.Println(listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}

func launch(tasks *tracked.Group) {
	ctx := context.Background()
	tasks.Go(ctx, "pump", func(context.Context) error { // leaks 1
		<-make(chan int)
		return nil
	})
	tasks.Go(ctx, "drain", drain) // leaks 1

	t := tasks.Start(ctx, "handle")
	go func() { // leaks 1
		defer t.Done()
		<-make(chan int)
	}()

	var g errgroup.Group
	for range 2 {
		g.Go(func() error { // leaks 2
			select {}
		})
	}
}

func drain(context.Context) error {
	make(chan int) <- 1
	return nil
}
