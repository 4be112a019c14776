package launch

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What a timer runs ends by itself, unless it is shown not to.
func TestEndsItself(t *testing.T) {
	p := newWorld(t).load("p", `package p
import (
	"sync"
	"time"
)
func work() {}
func spin() { for { work() } }
func until(ok func() bool) { for { if ok() { return } } }
func again() { work(); time.AfterFunc(time.Second, again) }
func deeper() { spin() }
func timers(c, quit chan int, known func(), wg *sync.WaitGroup) {
	full, room := make(chan int), make(chan int, 1)
	var t *time.Timer
	time.AfterFunc(1, work)                                                              // ends
	time.AfterFunc(1, known)                                                             // ends, as far as is known
	time.AfterFunc(1, func() { until(nil) })                                             // ends
	time.AfterFunc(1, func() { room <- 1 })                                              // ends
	time.AfterFunc(1, func() { c <- 1 })                                                 // ends: what room there is, is not known
	time.AfterFunc(1, func() { select { case full <- 1: case <-quit: } })                // ends
	time.AfterFunc(1, func() { <-time.After(1) })                                        // ends
	time.AfterFunc(1, func() { go spin() })                                              // ends
	time.AfterFunc(1, func() { for { if known != nil { panic(c) } } })                   // ends
	time.AfterFunc(1, func() { out: for { for { break out } } })                         // ends
	time.AfterFunc(1, func() { out: for range 3 { for { continue out } } })              // ends
	time.AfterFunc(1, func() { for { for { break } } })
	time.AfterFunc(1, func() { for { select { case <-time.After(1): break } } })
	time.AfterFunc(1, func() { again: for { for range 3 { continue again } } })
	time.AfterFunc(1, spin)
	time.AfterFunc(1, deeper)
	time.AfterFunc(1, again)
	time.AfterFunc(1, func() { full <- 1 })
	time.AfterFunc(1, func() { <-quit })
	time.AfterFunc(1, func() { for range c {} })
	time.AfterFunc(1, func() { select {} })
	time.AfterFunc(1, wg.Wait)
	time.AfterFunc(1, func() { wg.Wait() })
	t = time.AfterFunc(1, func() { t.Reset(1) })
}
`)
	var ends []bool
	for _, l := range p.Launches() {
		if l.Other != nil && l.Decl.Name.Name == "timers" {
			ends = append(ends, p.EndsItself(l))
		}
	}
	assert.Equal(t, []bool{
		true, true, true, true, true, true, true, true, true, true, true,
		false, false, false, false, false, false, false, false, false, false, false, false, false,
	}, ends)
}
