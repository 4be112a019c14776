// Command importsblank: what is imported for its effects makes no group for others.
package main

import (
	"context"
	"fmt"

	"example.com/fixruns/importsblank/b"

	_ "example.com/fixruns/importsblank/a"
)

// want: "example.com/fixruns/importsblank/b" "github.com/tetherlint/tether/tracked" _ "example.com/fixruns/importsblank/a"

var results = make(chan string)

func say(ctx context.Context, s string) { results <- s }

func main() {
	go say(context.Background(), b.Name) // fix: yes
	fmt.Println(<-results)
}
