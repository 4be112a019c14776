// Package jobs has exported variables whose address is taken without an &.
package jobs

import "sync"

type Counter int

func (c *Counter) Inc() { *c++ }

var (
	List  = [4]int{}
	Plain Counter

	Gate  = make(chan struct{})
	Wait  sync.WaitGroup
	Shown [2]int
)

func Use(l [4]int) {
	<-Gate
	Shown[0] = l[0]
	Wait.Done()
}

func UsePlain(c Counter) {
	<-Gate
	Shown[1] = int(c)
	Wait.Done()
}
