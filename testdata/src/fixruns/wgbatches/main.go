// Command wgbatches: one Add that counts for several launches, which are rewritten
// whole or not at all.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// want: var wg sync.WaitGroup wg.Go(func() { hits.Add(1) }) wg.Go(func() { hits.Add(2) }) wg.Wait() return
// want: for _, n := range nums { wg.Go(func() { total.Add(int64(n)) }) } wg.Wait()
// want: for i := 0; i < n; i++ { wg.Go(func() { total.Add(int64(i)) }) }
// want: for i := range n { wg.Go(func() { total.Add(int64(i) * 2) }) }
// want: for k := range m { wg.Go(func() { total.Add(int64(k)) }) }
// want: s.wg.Go(func() { hits.Add(3) }) s.wg.Go(func() { hits.Add(4) })
// want: for i := 1; i <= 3; i++ { wg.Go(func() { total.Add(int64(i)) }) }
// want: wg.Add(len(nums)) for i, n := range nums { if n == 2
// want: wg.Add(len(list)) list = append(list, 4)
// want: wg.Add(2) closed := make(chan bool) task := tracked.Start(
// want: wg.Add(3) task := tracked.Start(
// want: p.Add(2) for
// want: wg.Add(n) n--
// want: wg.Add(len(grown)) for k := range grown {
// want: s.wg.Add(2) ready := make(chan bool)

var hits, total atomic.Int64

func two() int64 {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // fix: yes
		defer wg.Done()
		hits.Add(1)
	}()
	go func() { // fix: yes
		hits.Add(2)
		wg.Done()
	}()
	wg.Wait()
	return hits.Load()
}

func each(nums []int) int64 {
	var wg sync.WaitGroup
	wg.Add(len(nums))
	for _, n := range nums {
		go func(n int) { // fix: yes
			defer wg.Done()
			total.Add(int64(n))
		}(n)
	}
	wg.Wait()
	return total.Load()
}

func counting(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(i))
		}()
	}
	wg.Wait()
	wg.Add(n)
	for i := range n {
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(i) * 2)
		}()
	}
	wg.Wait()
	wg.Add(3)
	for i := 1; i <= 3; i++ {
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(i))
		}()
	}
	wg.Wait()
}

func keys(m map[int]bool) {
	var wg sync.WaitGroup
	wg.Add(len(m))
	for k := range m {
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(k))
		}()
	}
	wg.Wait()
}

type server struct{ wg sync.WaitGroup }

func (s *server) start() {
	s.wg.Add(2)
	go func() { // fix: yes
		defer s.wg.Done()
		hits.Add(3)
	}()
	go func() { // fix: yes
		defer s.wg.Done()
		hits.Add(4)
	}()
}

// signals says in the first body that somebody may wait, for both.
func (s *server) signals() {
	s.wg.Add(2)
	ready := make(chan bool)
	go func() { // fix: yes
		defer s.wg.Done()
		close(ready)
	}()
	go func() { // fix: yes
		defer s.wg.Done()
		<-ready
		hits.Add(1)
	}()
	s.wg.Wait()
}

// skips launches fewer than it adds.
func skips(nums []int) {
	var wg sync.WaitGroup
	wg.Add(len(nums))
	for i, n := range nums {
		if n == 2 {
			wg.Done()
			continue
		}
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(i))
		}()
	}
	wg.Wait()
}

// grows ranges over more than it adds.
func grows(list []int) {
	var wg sync.WaitGroup
	wg.Add(len(list))
	list = append(list, 4)
	wg.Add(1)
	for _, n := range list {
		go func() { // fix: yes
			defer wg.Done()
			total.Add(int64(n))
		}()
	}
	wg.Wait()
}

// early waits in a goroutine that starts before the launches.
func early() {
	var wg sync.WaitGroup
	wg.Add(2)
	closed := make(chan bool)
	go func() { // fix: yes
		wg.Wait()
		close(closed)
	}()
	go func() { // fix: yes
		defer wg.Done()
		hits.Add(1)
	}()
	go func() { // fix: yes
		defer wg.Done()
		hits.Add(1)
	}()
	<-closed
}

// three counts for one that is launched elsewhere.
func three() {
	var wg sync.WaitGroup
	wg.Add(3)
	go func() { // fix: yes
		defer wg.Done()
		hits.Add(1)
	}()
	go func() { // fix: yes
		defer wg.Done()
		hits.Add(1)
	}()
	func() {
		defer wg.Done()
	}()
	wg.Wait()
}

// passed is another's group.
func passed(p *sync.WaitGroup, list []int) {
	p.Add(2)
	for range list {
		go func() { // fix: yes
			defer p.Done()
			hits.Add(1)
		}()
	}
}

func changes(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	n--
	wg.Add(-1)
	for i := 0; i < n; i++ {
		go func() { // fix: yes
			defer wg.Done()
			hits.Add(int64(i))
		}()
	}
	wg.Wait()
}

// mapGrows may range over what it adds to the map.
func mapGrows(grown map[int]bool) {
	var wg sync.WaitGroup
	wg.Add(len(grown))
	for k := range grown {
		delete(grown, k)
		go func() { // fix: yes
			defer wg.Done()
			hits.Add(1)
		}()
	}
	wg.Wait()
}

func main() {
	fmt.Println(two(), each([]int{1, 2, 3}))
	counting(3)
	keys(map[int]bool{1: true, 2: true})
	s := new(server)
	s.start()
	s.wg.Wait()
	s.signals()
	skips([]int{1, 2, 3})
	grows([]int{1, 2})
	early()
	three()
	var p sync.WaitGroup
	passed(&p, []int{1, 2})
	p.Wait()
	changes(3)
	mapGrows(map[int]bool{1: true})
	fmt.Println(hits.Load(), total.Load())
}
