// Command helperdenied: where the config denies wg.Go no fix makes one.
package main

import (
	"fmt"
	"sync"
)

// reject: wg.Go(
// want: task := tracked.Start(context.Background(), "main")

func main() {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		n++
	}()
	wg.Wait()
	fmt.Println(n)
}
