// Command launchlibrary: what a library launches after a Shutdown still runs, though nothing is seen to wait for it.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"example.com/fixruns/launchlibrary/conn"
	"github.com/tetherlint/tether/tracked"
)

func main() {
	defer time.AfterFunc(10*time.Second, func() { os.Exit(3) }).Stop() // do not hang
	tracked.Shutdown(context.Background())
	var c conn.Conn
	c.Connect()
	for !c.Ready() {
		runtime.Gosched()
	}
	fmt.Println("ready")
	for n := range 3 {
		c.Sweep()
		for c.Swept() <= n {
			runtime.Gosched()
			c.Sweep()
		}
	}
	fmt.Println("swept")
}
