// Command helperscope: a helper is used where it is approved only.
package main

import (
	"fmt"

	"example.com/fixruns/helperscope/in"
	"example.com/fixruns/helperscope/out"
)

func main() {
	ch := make(chan string)
	in.Say(ch)
	fmt.Println(<-ch)
	out.Say(ch)
	fmt.Println(<-ch)
}
