// Package wggo has launches that become WaitGroup.Go.
package wggo

import "sync"

type server struct {
	wg    sync.WaitGroup
	ptr   *sync.WaitGroup
	inner struct{ wg sync.WaitGroup }
	n     int
}

var global sync.WaitGroup

func work(...any) {}
func val() int    { return 1 }

func (s *server) plain(list []int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `raw-go` `untracked/unwaited`
		defer wg.Done()
		work()
	}()

	for _, v := range list {
		s.wg.Add(1)

		go func() { // want `raw-go` `untracked/unwaited`
			defer s.wg.Done()

			work(v)
			if v == 0 {
				return
			}
			work()
		}()
	}
	ptr := new(sync.WaitGroup)
	ptr.Add(1)
	go func() { defer ptr.Done(); work() }() // want `raw-go` `untracked/unwaited`
	s.ptr.Add(1)
	go func() { // want `raw-go`
		defer s.ptr.Done()
		work()
	}()
	s.inner.wg.Add(1)
	go func() { // want `raw-go` `untracked/unwaited`
		defer s.inner.wg.Done()
		work()
	}()
	global.Add(1)
	go func() { // want `raw-go` `untracked/unwaited`
		defer global.Done()
		defer unlock()
		work()
	}()
	(&wg).Add(1)
	go func() { // want `raw-go`
		defer (&wg).Done()
		work()
	}()
}

func unlock() {}

type embedded struct {
	sync.WaitGroup
	n int
}

func promoted(e *embedded) {
	e.Add(1)
	go func() { // want `raw-go`
		defer e.Done()
		e.n++
	}()
}

// Several in a row are fixed at once.
func row(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
		work(1)
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
		work(2)
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			work(3)
		}()
	}()
	wg.Add(1)
	go func() { defer wg.Done() }() // want `raw-go`
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
	}()
}

// Comments stay.
func comments(wg *sync.WaitGroup) {
	// Before both.
	wg.Add(1)   // beside Add
	go func() { // want `raw-go`
		// before Done
		defer wg.Done() // beside Done
		// after Done
		work()
		// at the end
	}() // beside the end

	wg.Add(1)
	// between the two
	go /* in go */ func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done() // alone
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		// alone
		defer wg.Done()
	}()
}

// Parameters stay bound to what they were at the launch.
func params(list []int, s *server, any1 any) {
	var wg sync.WaitGroup
	for i, v := range list {
		wg.Add(1)
		go func(i int) { // want `raw-go`
			defer wg.Done()
			work(i, v)
		}(i)
	}
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(i, n int) { // want `raw-go`
			defer wg.Done()
			work(i, n)
		}(i, i+1)
	}
	for i, v := range list {
		wg.Add(1)
		go func(i, v int) { // want `raw-go`
			defer wg.Done()
			v *= v
			work(i, v)
		}(i, v)
		v = -1
		_ = v
	}
	x, y := 1, 2
	wg.Add(1)
	go func(y, x int) { // want `raw-go`
		defer wg.Done()
		work(x, y)
	}(x, y)
	wg.Add(1)
	go func(x any, f float64, p *int, _ string, unused int) { // want `raw-go`
		defer wg.Done()
		work(x, f, p)
	}(x, 1, nil, "s", y)
	wg.Add(1)
	go func(n int, s *server) { // want `raw-go`
		defer wg.Done()
		work(n, s)
	}(s.n+val(), s)
	copied := *s.ptr2()
	wg.Add(1)
	go func(copied embedded2) { // want `raw-go`
		defer wg.Done()
		work(copied)
	}(copied)
	copied.n = 5
	wg.Wait()
}

type embedded2 struct{ n int }

func (s *server) ptr2() *embedded2 { return new(embedded2) }

func lists(c chan int, n int, wg *sync.WaitGroup) {
	select {
	case <-c:
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			work()
		}()
	default:
	}
	switch n {
	case 1:
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			work()
		}()
	}
}

// ends has bodies that end otherwise than by defer wg.Done alone.
func ends(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { // want `raw-go`
		work()
		wg.Done()
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
		defer func() { _ = recover() }()
		work()
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
		defer rescue()
		work()
	}()
}

// What stands before the defer comes to its end: it counts down in any case.
func declaredFirst(wg *sync.WaitGroup, list []int) {
	for _, n := range list {
		wg.Add(1)
		go func() { // want `raw-go`
			result := [1]int{n}
			// One less.
			defer wg.Done()
			work(result[0])
		}()
	}
}
