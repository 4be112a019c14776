// Command contextown: a task has the context that its body waits for.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
)

// want: tracked.Start(parent, "watch: stop on parent")
// want: tracked.Start(ctx, "use: uses ctx")
// want: tracked.Start(r.Context(), "handle: follow the request")
// want: tracked.Start(context.Background(), "either: either of two")
// want: tracked.Start(other, "hidden")

func watch(parent context.Context) string {
	ctx, cancel := context.WithCancelCause(parent)
	out := make(chan string, 1)
	// stop on parent
	go func() { // fix: yes
		<-parent.Done()
		out <- "parent"
	}()
	cancel(nil)
	<-ctx.Done()
	return <-out
}

func ask(ctx context.Context, out chan error) { out <- ctx.Err() }

func use(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	out := make(chan error, 1)
	// uses ctx
	go func() { // fix: yes
		ask(ctx, out)
	}()
	return <-out
}

func handle(w http.ResponseWriter, r *http.Request) {
	out := make(chan string, 1)
	// follow the request
	go func() { // fix: yes
		select {
		case <-r.Context().Done():
			out <- "gone"
		case out <- "answered":
		}
	}()
	fmt.Fprint(w, <-out)
}

func either(a, b context.Context) string {
	out := make(chan string, 1)
	a, stop := context.WithCancel(a)
	defer stop()
	b, end := context.WithCancel(b)
	defer end()
	// either of two
	go func() { // fix: yes
		select {
		case <-a.Done():
		case <-b.Done():
		}
		out <- "either"
	}()
	stop()
	return <-out
}

func hidden(other context.Context) string {
	out := make(chan string, 1)
	// hidden at launch
	go func() { // fix: yes
		ctx, cancel := context.WithCancel(other)
		cancel()
		<-ctx.Done()
		out <- "own"
	}()
	return <-out
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fmt.Println(watch(ctx), use(context.Background()), hidden(context.Background()))
	w := httptest.NewRecorder()
	handle(w, httptest.NewRequest("GET", "/", nil))
	fmt.Println(w.Body.String(), either(context.Background(), context.Background()))
}
