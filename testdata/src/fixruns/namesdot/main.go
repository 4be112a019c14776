// Command namesdot: dot imports, and aliases.
package main

import (
	. "context"
	. "fmt"

	. "example.com/fixruns/namesdot/util"
)

func run(ctx Context) {
	go Say("context in scope") // fix: yes
	Println(<-Results)
	go func(ctx Context) { // fix: yes
		Say(Sprint(ctx.Err()))
	}(ctx)
	Println(<-Results)
}

func main() {
	run(Background())
	go Say(Sprint("none")) // fix: yes
	Println(<-Results)
	aliased()
	blank()
}
