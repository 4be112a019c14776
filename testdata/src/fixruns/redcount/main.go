// Command redcount attacks what becomes wg.Go: who counts, when, and who waits meanwhile. Each
// case prints what a wrong fix would change.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type list struct {
	mu  sync.Mutex
	all []string
}

func (l *list) add(s string) { l.mu.Lock(); l.all = append(l.all, s); l.mu.Unlock() }

func (l *list) size() int { l.mu.Lock(); defer l.mu.Unlock(); return len(l.all) }

func tokens(l *list) {
	var wg sync.WaitGroup
	token := make(chan struct{}, 2)
	for i := range 5 {
		wg.Add(1)
		token <- struct{}{}
		go func() { // fix: yes
			defer func() {
				<-token
				wg.Done()
			}()
			l.add(fmt.Sprint(i))
		}()
	}
	wg.Wait()
	fmt.Println("tokens", l.size(), len(token))
}

// want: wg.Go(func() { defer func() { <-token }() l.add(fmt.Sprint(i)) })

func recovers(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer func() {
			if r := recover(); r != nil {
				l.add(fmt.Sprint("recovered ", r))
			}
			wg.Done()
		}()
		panic("oh")
	}()
	wg.Wait()
	fmt.Println("recovers", l.all)
}

func leavesEarly(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	left := make(chan bool, 1)
	go func() { // fix: may
		defer func() {
			if l.size() > 0 {
				left <- true
				return
			}
			wg.Done()
		}()
		l.add("x")
	}()
	<-left
	wg.Done()
	wg.Wait()
	fmt.Println("leavesEarly", l.size())
}

func secondDefer(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: may
		defer l.add("first")
		defer func() {
			l.add("second")
			wg.Done()
		}()
	}()
	wg.Wait()
	time.Sleep(5 * time.Millisecond)
	fmt.Println("secondDefer", l.size())
}

func exits(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: may
		defer func() {
			l.add("deferred")
			wg.Done()
		}()
		runtime.Goexit()
	}()
	wg.Wait()
	fmt.Println("exits", l.all)
}

func waitsInLiteral(l *list) {
	var wg sync.WaitGroup
	token := make(chan struct{}, 1)
	token <- struct{}{}
	started, waited := make(chan bool), make(chan int)
	wait := func() { close(started); wg.Wait(); waited <- l.size() }
	wg.Add(1)
	go wait() // fix: may
	<-started
	time.Sleep(5 * time.Millisecond)
	go func() { <-token }() // fix: may
	token <- struct{}{}
	go func() { // fix: may
		defer func() {
			<-token
			wg.Done()
		}()
		l.add("x")
	}()
	fmt.Println("waitsInLiteral", <-waited)
}

func twoGroups(l *list) {
	var a, b sync.WaitGroup
	a.Add(1)
	b.Add(1)
	go func() { // fix: may
		defer func() {
			l.add("a")
			a.Done()
		}()
		defer b.Done()
	}()
	b.Wait()
	a.Wait()
	fmt.Println("twoGroups", l.all)
}

func otherGroup(l *list) {
	var a, b sync.WaitGroup
	a.Add(1)
	b.Add(1)
	go func() { // fix: may
		defer func() {
			l.add("x")
			b.Done()
		}()
	}()
	b.Wait()
	a.Done()
	a.Wait()
	fmt.Println("otherGroup", l.all)
}

func shadowedGroup(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	{
		wg := new(sync.WaitGroup)
		wg.Add(1)
		go func() { // fix: may
			defer func() { l.add("inner"); wg.Done() }()
		}()
		wg.Wait()
	}
	wg.Done()
	wg.Wait()
	fmt.Println("shadowedGroup", l.all)
}

func givenArguments(l *list) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func(n int) { // fix: yes
			defer func() {
				n *= 2
				l.add(fmt.Sprint(n))
				wg.Done()
			}()
			n++
		}(i)
	}
	wg.Wait()
	sum := 0
	for _, s := range l.all {
		var n int
		fmt.Sscan(s, &n)
		sum += n
	}
	fmt.Println("givenArguments", sum)
}

func cleanupTakesArgument(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(n int) { // fix: may
		defer func(was int) {
			l.add(fmt.Sprint(was))
			wg.Done()
		}(n)
		n++
	}(1)
	wg.Wait()
	fmt.Println("cleanupTakesArgument", l.all)
}

func addsTwo(l *list) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // fix: may
		defer func() { l.add("one"); wg.Done() }()
	}()
	wg.Done()
	wg.Wait()
	fmt.Println("addsTwo", l.all)
}

func skips(l *list) {
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Add(1)
		if i%2 == 0 {
			wg.Done()
			continue
		}
		go func() { // fix: may
			defer wg.Done()
			l.add("x")
		}()
	}
	wg.Wait()
	fmt.Println("skips", l.size())
}

type embeds struct {
	sync.WaitGroup
	n atomic.Int32
}

func embedded() {
	var e embeds
	e.Add(1)
	go func() { // fix: may
		defer func() { e.n.Add(1); e.Done() }()
	}()
	e.Wait()
	fmt.Println("embedded", e.n.Load())
}

type counting struct{ n atomic.Int32 }

func (c *counting) Go(f func()) { c.n.Add(100); f() }

type hides struct {
	counting
	sync.WaitGroup
}

func hiddenGo() {
	var h hides
	h.Add(1)
	go func() { // fix: may
		defer h.Done()
		h.n.Add(1)
	}()
	h.Wait()
	fmt.Println("hiddenGo", h.n.Load())
}

func ofArray(l *list) {
	var wgs [2]sync.WaitGroup
	for i := range wgs {
		wgs[i].Add(1)
		go func() { // fix: may
			defer wgs[i].Done()
			l.add("x")
		}()
	}
	for i := range wgs {
		wgs[i].Wait()
	}
	fmt.Println("ofArray", l.size())
}

func reassigned(l *list) {
	wg := new(sync.WaitGroup)
	first := wg
	wg.Add(1)
	go func() { // fix: may
		defer first.Done()
		l.add("x")
	}()
	wg = new(sync.WaitGroup)
	wg.Wait()
	first.Wait()
	fmt.Println("reassigned", l.size())
}

func labelled(l *list) {
	var wg sync.WaitGroup
	n := 0
again:
	wg.Add(1)
	go func() { // fix: may
		defer wg.Done()
		l.add("x")
	}()
	if n++; n < 3 {
		goto again
	}
	wg.Wait()
	fmt.Println("labelled", l.size())
}

func overFunc(l *list) {
	var wg sync.WaitGroup
	each := func(yield func(int) bool) {
		for i := 0; i < 3 && yield(i); i++ {
		}
	}
	for i := range each {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			l.add(fmt.Sprint(i))
		}()
	}
	wg.Wait()
	fmt.Println("overFunc", l.size())
}

func inSelect(l *list) {
	var wg sync.WaitGroup
	ready := make(chan int, 1)
	ready <- 3
	select {
	case n := <-ready:
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			l.add(fmt.Sprint(n))
		}()
	default:
	}
	wg.Wait()
	fmt.Println("inSelect", l.all)
}

func named(l *list) (n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	n = 1
	hold := make(chan bool)
	go func(n int) { // fix: may
		defer func() { l.add(fmt.Sprint(n)); wg.Done() }()
		<-hold
	}(n)
	defer wg.Wait()
	defer close(hold)
	return 7
}

func negative(l *list) {
	defer func() { fmt.Println("negative", recover() != nil, l.size()) }()
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Done()
	wg.Done()
}

func comments(l *list) {
	var wg sync.WaitGroup
	wg.Add(1) // one for the worker
	// the worker
	go func() { // fix: may
		// ends
		defer func() {
			// first this
			l.add("x") // then
			wg.Done()  // that
			// and no more
		}()
	}()
	wg.Wait()
	fmt.Println("comments", l.size())
}

func oneLine(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer func() { l.add("x"); wg.Done() }(); l.add("y") }() // fix: may
	wg.Wait()
	fmt.Println("oneLine", l.all)
}

func inverted(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: may
		defer func() {
			wg.Done()
			l.add("after")
		}()
	}()
	wg.Wait()
	for l.size() == 0 {
		runtime.Gosched()
	}
	fmt.Println("inverted", l.all)
}

func loopOfMany(l *list) {
	var wg sync.WaitGroup
	names := []string{"a", "b", "c"}
	wg.Add(len(names))
	for _, name := range names {
		go func() { // fix: yes
			defer func() {
				l.add(name)
				wg.Done()
			}()
		}()
	}
	wg.Wait()
	fmt.Println("loopOfMany", l.size())
}

// want: for i := range 3 { wg.Go(func() { defer l.add("end") l.add(fmt.Sprint(i)) }) }
func givenGroup(l *list) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func(wg *sync.WaitGroup, n int) { // fix: yes
			defer wg.Done()
			defer l.add("end")
			l.add(fmt.Sprint(n))
		}(&wg, i)
	}
	wg.Wait()
	fmt.Println("givenGroup", l.size())
}

// want: wg.Go(func() { l.add("one") }) wg.Go(func() { l.add("two") }) wg.Wait() fmt.Println("givenTwo"
func givenTwo(l *list) {
	wg := new(sync.WaitGroup)
	wg.Add(2)
	go func(wg *sync.WaitGroup) { // fix: yes
		defer wg.Done()
		l.add("one")
	}(wg)
	go func(g *sync.WaitGroup) { // fix: yes
		l.add("two")
		g.Done()
	}(wg)
	wg.Wait()
	fmt.Println("givenTwo", l.size())
}

// givenOn gives its group to another, too.
func givenOn(l *list) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg *sync.WaitGroup) { // fix: may
		defer wg.Done()
		wg.Add(1)
		go func(wg *sync.WaitGroup) { // fix: yes
			defer wg.Done()
			l.add("inner")
		}(wg)
		l.add("outer")
	}(&wg)
	wg.Wait()
	fmt.Println("givenOn", l.size())
}

func givenOther(l *list) {
	var a, b sync.WaitGroup
	a.Add(1)
	b.Add(1)
	go func(a *sync.WaitGroup) { // fix: may
		defer a.Done()
		l.add("x")
	}(&b)
	b.Wait()
	a.Done()
	a.Wait()
	fmt.Println("givenOther", l.size())
}

func givenChanges(l *list) {
	var a, b sync.WaitGroup
	a.Add(1)
	b.Add(1)
	go func(wg *sync.WaitGroup) { // fix: may
		wg = &b
		defer wg.Done()
		l.add("x")
	}(&a)
	b.Wait()
	a.Done()
	a.Wait()
	fmt.Println("givenChanges", l.size())
}

func main() {
	_ = time.AfterFunc(20*time.Second, func() { fmt.Println("HANGS"); os.Exit(3) }) // fix: may
	for _, f := range []func(*list){
		tokens, recovers, leavesEarly, secondDefer, exits, waitsInLiteral, twoGroups, otherGroup, shadowedGroup, givenArguments,
		cleanupTakesArgument, addsTwo, skips, ofArray, reassigned, labelled, overFunc, inSelect, negative, comments, oneLine, inverted, loopOfMany,
		givenGroup, givenTwo, givenOn, givenOther, givenChanges,
	} {
		f(new(list))
	}
	embedded()
	hiddenGo()
	l := new(list)
	fmt.Println("named", named(l), l.all)
}
