// Command contextgetter: the context of a request that may be nil is not asked for at the
// launch, unless what is launched asks in any case.
package main

import (
	"context"
	"fmt"
	"net/http"
)

// want: tracked.Start(context.Background(), "guarded")
// want: tracked.Start(context.Background(), "conditional")
// want: tracked.Start(sure.Context(), "unguarded")
// want: tracked.Start(used.Context(), "followed")
// want: tracked.Start(context.Background(), "either")
// want: tracked.Start(looped.Context(), "loops")

var out = make(chan string)

func guarded(r *http.Request) {
	go func() { // fix: yes
		if r == nil {
			out <- "nil"
			return
		}
		<-r.Context().Done()
		out <- "guarded"
	}()
}

func conditional(r *http.Request) {
	go func() { // fix: yes
		if r != nil {
			<-r.Context().Done()
		}
		out <- "conditional"
	}()
}

func unguarded(sure *http.Request) {
	go func() { // fix: yes
		<-sure.Context().Done()
		out <- "unguarded"
	}()
}

func followed(used *http.Request) {
	if used.Method == "" {
		return
	}
	go func() { // fix: yes
		if len(out) == 0 {
			<-used.Context().Done()
		}
		out <- "followed"
	}()
}

func either(r *http.Request, other bool) {
	if other || r.Method == "" {
		fmt.Println("either")
	}
	go func() { // fix: yes
		if r != nil {
			<-r.Context().Done()
		}
		out <- "either"
	}()
}

func loops(looped *http.Request) {
	again := make(chan int)
	close(again)
	go func() { // fix: yes
		for {
			select {
			case <-looped.Context().Done():
				out <- "loops"
				return
			case <-again:
				again = nil
			}
		}
	}()
}

func main() {
	guarded(nil)
	fmt.Println(<-out)
	conditional(nil)
	fmt.Println(<-out)
	either(nil, true)
	fmt.Println(<-out)
	ctx, cancel := context.WithCancel(context.Background())
	r, _ := http.NewRequestWithContext(ctx, "GET", "http://example.com", nil)
	cancel()
	for _, f := range []func(*http.Request){guarded, conditional, unguarded, followed, loops} {
		f(r)
		fmt.Println(<-out)
	}
}
