// Package lau is what generated launchers are made of: decisions, and steps at which a
// goroutine can be held. It runs them, too.
package lau

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// A Case is one generated launcher.
type Case struct {
	ID     int
	Points []int // its decisions
	Sites  []int // its launches
	Run    func()
}

// A Truth is what the runs of a case showed.
type Truth struct {
	ID, Runs int
	Ran      map[int]bool // launches that were held
	Outlives map[int]bool // launches that were under way when the launcher returned
}

// The state of a run. What is decided at a point is the same throughout.
var (
	decided map[int]bool
	held    int // the launch that is held
	after   int32
	steps   atomic.Int32
	gate    chan struct{}
	reached atomic.Bool
)

// If is a condition about which nothing is known.
func If(point int) bool { return decided[point] }

// N is 0 or 2.
func N(point int) int {
	if decided[point] {
		return 2
	}
	return 0
}

// Other is a channel that is ready, or nil.
func Other(point int) <-chan struct{} {
	if !decided[point] {
		return nil
	}
	c := make(chan struct{})
	close(c)
	return c
}

// Step holds one goroutine of the launch that is held.
func Step(site int) {
	if site == held && steps.Add(1) == after {
		reached.Store(true)
		<-gate
	}
}

// Main runs the cases and prints a truth for each.
func Main(t *testing.T, cases []Case) {
	for _, c := range cases {
		truth := Truth{ID: c.ID, Ran: map[int]bool{}, Outlives: map[int]bool{}}
		for v := range 1 << len(c.Points) {
			decided = map[int]bool{}
			for i, p := range c.Points {
				decided[p] = v>>i&1 == 1
			}
			for _, held = range c.Sites {
				for after = 1; after <= 3 && run(t, c.Run, &truth); after++ {
				}
			}
		}
		text, err := json.Marshal(truth)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(string(text))
	}
}

// run runs a launcher in a bubble, and reports whether a goroutine was held. Some
// goroutines never end: the bubble says so by a panic, which means nothing here.
func run(t *testing.T, launcher func(), truth *Truth) (more bool) {
	defer func() {
		recover()
		more = reached.Load()
	}()
	truth.Runs++
	steps.Store(0)
	reached.Store(false)
	synctest.Test(t, func(*testing.T) {
		gate = make(chan struct{})
		var returned atomic.Bool
		go func() {
			launcher()
			returned.Store(true)
		}()
		synctest.Wait()
		if reached.Load() {
			truth.Ran[held] = true
			if returned.Load() {
				truth.Outlives[held] = true
			}
		}
		close(gate)
	})
	return
}
