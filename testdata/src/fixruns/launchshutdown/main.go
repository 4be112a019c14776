// Command launchshutdown: what is launched after a Shutdown and waited for still runs.
package main

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/tetherlint/tether/tracked"
)

// reject: tracked.Go(

func flush(wg *sync.WaitGroup) { defer wg.Done(); fmt.Println("flushed") }

func finish(end chan<- bool) { end <- true }

type worker struct{ ended chan struct{} }

func (w *worker) run() { w.finish() }

func (w *worker) finish() { close(w.ended) }

func (w *worker) stop() {
	go w.run() // fix: yes
	<-w.ended
}

func callback(f func()) {
	go f() // fix: yes
}

func main() {
	tracked.Shutdown(context.Background())
	var wg sync.WaitGroup
	wg.Add(1)
	go flush(&wg) // fix: yes
	wg.Wait()
	end := make(chan bool)
	go finish(end) // fix: yes
	<-end
	(&worker{make(chan struct{})}).stop()
	done := make(chan bool)
	callback(func() { close(done) })
	<-done
	ctx, cancel := context.WithCancel(context.Background())
	go func() { // fix: yes
		defer cancel()
		fmt.Println("last")
	}()
	<-ctx.Done()
	r, w := io.Pipe()
	go func() { // fix: yes
		defer w.Close()
		io.WriteString(w, "piped")
	}()
	text, _ := io.ReadAll(r)
	fmt.Println(string(text))
	var mu sync.Mutex
	mu.Lock()
	go func() { mu.Unlock() }() // fix: yes
	mu.Lock()
	cond := sync.NewCond(&mu)
	ready := false
	go func() { // fix: yes
		mu.Lock()
		ready = true
		mu.Unlock()
		cond.Signal()
	}()
	for !ready {
		cond.Wait()
	}
}
