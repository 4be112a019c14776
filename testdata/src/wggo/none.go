package wggo

import "sync"

// None of these is fixed.
func none(wg, other *sync.WaitGroup, groups []*sync.WaitGroup, get func() *sync.WaitGroup, s *server) {
	go func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
	wg.Add(2)
	go func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
	wg.Add(1)
	work()
	go func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		defer other.Done()
		work()
	}()
	wg.Add(1)
	go func() { // want `raw-go`
		wg := new(sync.WaitGroup)
		defer wg.Done()
		work()
	}()
	wg.Add(1)
	go func(wg *sync.WaitGroup) { // want `raw-go`
		defer wg.Done()
		work()
	}(other)
	wg.Add(1)
	go func() { // want `raw-go`
		defer work()
		defer wg.Done()
	}()
	wg.Add(1)
	go func() int { // want `raw-go`
		defer wg.Done()
		return val()
	}()
	groups[0].Add(1)
	go func() { // want `raw-go`
		defer groups[0].Done()
		work()
	}()
	get().Add(1)
	go func() { // want `raw-go`
		defer get().Done()
		work()
	}()
	other.Add(1)
	go func() { // want `raw-go`
		defer other.Done()
		work()
	}()
	other = wg
	s.ptr.Add(1)
	go func() { // want `raw-go` `untracked/unwaited`
		defer s.ptr.Done()
		work()
	}()
	s.ptr = wg
	wg.Add(1)
label:
	go func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
	if wg == nil {
		goto label
	}
	if s == nil {
		goto end
	}
	wg.Add(1)
	go func(n int) { // want `raw-go`
		defer wg.Done()
		work(n)
	}(val()) // hoisting would put a declaration in the way of the goto
	wg.Add(1)
	go func(list ...int) { // want `raw-go`
		defer wg.Done()
		work(list)
	}(1, 2)
	wg.Add(1)
	go func(int) { // want `raw-go`
		defer wg.Done()
		work()
	}(val())
	wg.Add(1)
	go func(n int) { // want `raw-go`
		defer wg.Done()
		n = 2
	}(1)
end:
}

func rescue() { _ = recover() }

type ownGo struct{ sync.WaitGroup }

func (*ownGo) Go(func()) {}

func ownMethod(o *ownGo) {
	o.Add(1)
	go func() { // want `raw-go`
		defer o.Done()
		work()
	}()
}

// What is called first may end the goroutine, and then nothing would be counted down.
func calledFirst(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { // want `raw-go`
		n := val()
		defer wg.Done()
		work(n)
	}()
}
