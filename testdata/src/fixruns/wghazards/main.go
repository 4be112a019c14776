// Command wghazards: what looks like wg.Go, and is not.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

// want: task := tracked.Start(context.Background(), "say") go func() { defer task.Done() say("not first")
// want: wg.Add(2)
// want: wg.Add(-1)
// want: s.wg.Add(1)
// want: get().Add(1)

var (
	results = make(chan string, 64)
	pkgWG   sync.WaitGroup
)

func say(list ...any) { results <- fmt.Sprint(list...) }

func two() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // fix: yes
		defer wg.Done()
		say("two a")
	}()
	go func() { // fix: yes
		defer wg.Done()
		say("two b")
	}()
	wg.Wait()
}

func notFirst() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		say("not first")
		defer wg.Done()
	}()
	wg.Wait()
}

func notDeferred(fail bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		say("not deferred")
		wg.Done()
	}()
	wg.Wait()
}

func between() {
	var wg sync.WaitGroup
	wg.Add(1)
	say("between")
	go func() { // fix: yes
		defer wg.Done()
		say("after")
	}()
	wg.Wait()
}

func negative() {
	var wg sync.WaitGroup
	wg.Add(2)
	wg.Add(-1)
	go func() { // fix: yes
		defer wg.Done()
		say("negative")
	}()
	wg.Wait()
}

func recovers() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer func() { say("recovered ", recover()) }()
		panic("x")
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer rescue()
		panic("y")
	}()
	wg.Wait()
}

func rescue() { say("rescue ", recover()) }

func goexit() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer say("goexit")
		runtime.Goexit()
	}()
	wg.Wait()
}

func shadowed() {
	var wg sync.WaitGroup
	wg.Add(1)
	{
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			say("inner")
		}()
		wg.Wait()
	}
	wg.Done()
	wg.Wait()
}

func crossed() {
	var wg, other sync.WaitGroup
	other.Add(1)
	wg.Add(1)
	go func() { // fix: yes
		defer other.Done()
		say("crossed")
	}()
	wg.Done()
	other.Wait()
	wg.Wait()
}

func innerHides() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg *sync.WaitGroup) { // fix: yes
		defer wg.Done()
		say("passed")
	}(&wg)
	wg.Wait()
	var wg2 sync.WaitGroup
	wg2.Add(1)
	go func(wg *sync.WaitGroup, n int) { // fix: yes
		defer wg.Done()
		say("passed ", n)
	}(&wg2, 3)
	wg2.Wait()
}

type server struct {
	wg   *sync.WaitGroup
	list []sync.WaitGroup
}

func (s *server) reassigned() {
	first := new(sync.WaitGroup)
	s.wg = first
	s.wg.Add(1)
	go func() { // fix: yes
		wg := s.wg
		defer wg.Done()
		say("reassigned")
	}()
	first.Wait()
	s.wg = new(sync.WaitGroup)
	s.wg.Add(1)
	go func() { // fix: yes
		defer s.wg.Done()
		say("field reassigned elsewhere in the function")
	}()
	s.wg.Wait()
}

func get() *sync.WaitGroup {
	results <- "get"
	return &pkgWG
}

func effects() {
	get().Add(1)
	go func() { // fix: yes
		defer get().Done()
		say("effects")
	}()
	pkgWG.Wait()
}

func indexed() {
	wgs := make([]sync.WaitGroup, 2)
	i := 0
	wgs[i].Add(1)
	go func() { // fix: yes
		defer wgs[0].Done()
		say("indexed")
	}()
	i++
	wgs[0].Wait()
}

func result() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() error { // fix: yes
		defer wg.Done()
		say("result")
		return nil
	}()
	wg.Wait()
}

func named() {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(&wg) // fix: yes
	wg.Wait()
	wg.Add(1)
	f := func() {
		defer wg.Done()
		say("variable")
	}
	go f() // fix: yes
	wg.Wait()
}

func work(wg *sync.WaitGroup) {
	defer wg.Done()
	say("work")
}

type embeds struct {
	sync.WaitGroup
	n int
}

// Go hides the one of the WaitGroup.
func (e *embeds) Go(func()) { say("wrong Go") }

type plain struct{ sync.WaitGroup }

func embedded() {
	var e embeds
	e.Add(1)
	go func() { // fix: yes
		defer e.Done()
		say("embeds")
	}()
	e.Wait()
	var p plain
	p.Add(1)
	go func() { // fix: yes
		defer p.Done()
		say("plain")
	}()
	p.Wait()
}

type own struct{ n int }

func (o *own) Add(int) { say("own add") }
func (o *own) Done()   { say("own done") }

func notAWaitGroup() {
	var wg own
	done := make(chan bool)
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer close(done)
		say("own")
	}()
	<-done
	for len(results) < 1 {
	}
}

func twice() {
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer wg.Done()
		say("twice")
	}()
	wg.Wait()
}

func doneInside(early bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer func() {
			wg.Done()
		}()
		if early {
			return
		}
		say("done inside")
	}()
	wg.Wait()
}

func waitsInside() {
	var wg, all sync.WaitGroup
	all.Add(1)
	go func() { // fix: yes
		defer all.Done()
		wg.Wait()
		say("waited")
	}()
	all.Wait()
}

func pkgVar() {
	pkgWG.Add(1)
	go func() { // fix: yes
		defer pkgWG.Done()
		say("package variable")
	}()
	pkgWG.Wait()
}

func pointer() {
	wg := new(sync.WaitGroup)
	for i := range 2 {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			say("pointer ", i)
		}()
	}
	wg.Wait()
	wg = new(sync.WaitGroup)
	wg.Wait()
}

func drain() {
	for {
		select {
		case s := <-results:
			fmt.Println(s)
		default:
			return
		}
	}
}

func main() {
	notFirst()
	notDeferred(false)
	between()
	negative()
	recovers()
	goexit()
	shadowed()
	crossed()
	innerHides()
	s := &server{}
	s.reassigned()
	effects()
	indexed()
	result()
	named()
	embedded()
	twice()
	doneInside(false)
	waitsInside()
	pkgVar()
	drain()
	notAWaitGroup()
	<-results
	two()
	pointer()
	n := len(results)
	fmt.Println(n)
}
