// Command namesagain: names of tasks and of variables that a reader asked for.
package main

import (
	"fmt"

	"example.com/fixruns/namesagain/peer"
)

func main() {
	for _, said := range peer.Run() {
		fmt.Println(said)
	}
}
