// Command redlaunch attacks what becomes a handle or a task: what is evaluated when, what hides
// what, and who waits. Each case prints what a wrong fix would change.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

var out = make(chan string, 16)

func say(parts ...any) { out <- fmt.Sprint(parts...) }

// gate prints what a launch has said.
func gate(name string) { fmt.Println(name, <-out) }

type screen interface {
	Init() error
	Poll(n int)
}

type fake struct{ name string }

func (f *fake) Init() error { return nil }

func (f *fake) Poll(n int) { say(f.name, n) }

type ui struct{ s screen }

// calledBefore may name the screen in the goroutine.
func calledBefore(s screen) {
	if err := s.Init(); err != nil {
		return
	}
	go s.Poll(1) // fix: yes
	gate("calledBefore")
}

// want: task := trackedpkg.Start(stdcontext.Background(), "screen.Poll") go func() { defer task.Done() s.Poll(1) }()

func calledOther(s, other screen) {
	_ = s.Init()
	s = other
	go s.Poll(2) // fix: yes
	gate("calledOther")
}

func nilBehindCall(s screen) {
	defer func() { fmt.Println("nilBehindCall", recover() != nil) }()
	_ = s.Init()
	s = nil
	go s.Poll(3) // fix: yes
	gate("nilBehindCall")
}

func calledInBranch(s screen, ask bool) {
	defer func() { fmt.Println("calledInBranch", recover() != nil) }()
	if ask {
		_ = s.Init()
	}
	go s.Poll(4) // fix: yes
	gate("calledInBranch")
}

func calledMaybe(s screen, ask bool) {
	defer func() { fmt.Println("calledMaybe", recover() != nil) }()
	if ask && s.Init() == nil {
		return
	}
	go s.Poll(5) // fix: yes
	gate("calledMaybe")
}

func changedBehind(s, other screen) {
	_ = s.Init()
	go s.Poll(6) // fix: yes
	s = other
	gate("changedBehind")
	_ = s
}

func (u *ui) fieldChanges(other screen) {
	_ = u.s.Init()
	go u.s.Poll(7) // fix: yes
	u.s = other
	gate("fieldChanges")
}

func (u *ui) fieldGone() {
	defer func() { fmt.Println("fieldGone", recover() != nil) }()
	_ = u.s.Init()
	u.drop()
	go u.s.Poll(8) // fix: yes
	gate("fieldGone")
}

func (u *ui) drop() { u.s = nil }

func closureGone(s screen) {
	defer func() { fmt.Println("closureGone", recover() != nil) }()
	drop := func() { s = nil }
	_ = s.Init()
	drop()
	go s.Poll(9) // fix: yes
	gate("closureGone")
}

func inLoop(list []screen) {
	var s screen
	for i, next := range list {
		if s != nil {
			_ = s.Init()
		}
		s = next
		go s.Poll(i) // fix: yes
		gate("inLoop")
	}
}

type volume struct {
	id    int
	parts []string
}

type pending struct {
	vol   *volume
	names []string
}

// fields may name what the parameters get.
func fields(list []pending) {
	var wg sync.WaitGroup
	sum := make([]int, len(list))
	for i, p := range list {
		wg.Add(1)
		go func(vol *volume, names []string) { // fix: yes
			defer wg.Done()
			for range names {
				sum[i] += vol.id
			}
		}(p.vol, p.names)
	}
	wg.Wait()
	fmt.Println("fields", sum)
}

// want: for range p.names { sum[i] += p.vol.id }

func fieldsHidden(list []pending) {
	var wg sync.WaitGroup
	sum := make([]int, len(list))
	for i, p := range list {
		wg.Add(1)
		go func(vol *volume) { // fix: yes
			defer wg.Done()
			p := 10
			sum[i] = vol.id + p
		}(p.vol)
	}
	wg.Wait()
	fmt.Println("fieldsHidden", sum)
}

func fieldsChange(p pending) {
	var wg sync.WaitGroup
	hold := make(chan bool)
	wg.Add(1)
	go func(vol *volume) { // fix: yes
		defer wg.Done()
		<-hold
		say(vol.id)
	}(p.vol)
	p.vol = &volume{id: 99}
	close(hold)
	wg.Wait()
	gate("fieldsChange")
}

func fieldAssigned(p pending) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(vol *volume) { // fix: yes
		defer wg.Done()
		vol = &volume{id: vol.id + 1}
		say(vol.id)
	}(p.vol)
	wg.Wait()
	gate("fieldAssigned")
	fmt.Println(p.vol.id)
}

func fieldAddress(p pending) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(vol *volume) { // fix: yes
		defer wg.Done()
		q := &vol
		*q = &volume{id: 5}
		say(vol.id)
	}(p.vol)
	wg.Wait()
	gate("fieldAddress")
	fmt.Println(p.vol.id)
}

type values []string

func (v *values) String() string { return strings.Join(*v, ",") }

func (v *values) Set(s string) error { *v = append(*v, s); return nil }

var (
	topics   values
	channels values
)

func init() {
	flag.Var(&topics, "topic", "what to read")
	flag.Var(&channels, "channel", "where to read it")
}

func read(list values, n int) { say(len(list), n) }

func flags() {
	flag.Parse()
	go read(topics, 1) // fix: yes
	gate("flags")
	go read(channels, 2) // fix: yes
	channels = append(channels, "later")
	gate("flags")
}

// want: read(topics, 1) }()

func show(ctx context.Context, s string) {
	if ctx == nil {
		say(s, " without")
		return
	}
	say(s, ctx.Value(key{}))
}

type key struct{}

type owner struct {
	ctx  context.Context
	name string
}

func (o *owner) work(ask bool) {
	if ask {
		<-o.ctx.Done()
	}
	say(o.name)
}

// noContext has a field that nobody has set.
func noContext() {
	o := &owner{name: "noContext"}
	go o.work(false) // fix: yes
	gate("noContext")
}

func later(ctx context.Context) {
	other := context.WithValue(context.Background(), key{}, 2)
	ctx = context.WithValue(ctx, key{}, 1)
	go func() { // fix: yes
		show(ctx, "later")
	}()
	gate("later")
	_ = other
}

func turnsNil(ctx context.Context) {
	go func() { // fix: yes
		show(context.Background(), "turnsNil")
	}()
	gate("turnsNil")
	ctx = nil
	go func() { say(ctx == nil) }() // fix: yes
	gate("turnsNil")
}

func cancelled() {
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, 3))
	defer cancel()
	go func() { // fix: yes
		show(ctx, "cancelled")
		say(ctx.Err())
	}()
	gate("cancelled")
	gate("cancelled")
}

func nests() {
	go func() { // fix: yes
		say("nests 1")
		go func() { // fix: yes
			say("nests 2")
			go func() { // fix: yes
				say("nests 3")
			}()
		}()
	}()
	for range 3 {
		gate("nests")
	}
}

func ownTask(task string) {
	handle, innerTask := "h", "i"
	go func() { // fix: yes
		say(task)
		go func() { say(handle, innerTask) }() // fix: yes
	}()
	gate("ownTask")
	gate("ownTask")
}

type base struct{ n int }

func (b *base) tell() { say("base ", b.n) }

type derived struct {
	*base
	extra int
}

func promoted() {
	d := derived{base: &base{1}}
	go d.tell() // fix: yes
	d.base = &base{2}
	gate("promoted")
}

func spread() {
	xs := []any{"a", "b"}
	go say(xs...) // fix: yes
	xs = nil
	gate("spread")
	_ = xs
}

func shared() {
	xs := []any{"a"}
	hold := make(chan bool)
	tell := func(xs []any) { <-hold; say(xs...) }
	go tell(xs) // fix: yes
	xs[0] = "b"
	close(hold)
	gate("shared")
}

func copied() {
	arr := [2]int{1, 2}
	hold := make(chan bool)
	tell := func(a [2]int) { <-hold; say(a) }
	go tell(arr) // fix: yes
	arr[0] = 9
	close(hold)
	gate("copied")
	_ = arr
}

func result() (s string) {
	hold := make(chan bool)
	defer func() { close(hold); gate("result") }()
	s = "before"
	go func(s string) { <-hold; say(s) }(s) // fix: yes
	return "after"
}

func expression() {
	f := &fake{"expression "}
	go (*fake).Poll(f, 1) // fix: yes
	f = &fake{"other "}
	gate(f.name)
}

func generic[T any](v T) { say(v) }

func instances() {
	go generic[int](1) // fix: yes
	gate("instances")
	go generic("s") // fix: yes
	gate("instances")
	n := 5
	go generic(&n != nil) // fix: yes
	gate("instances")
}

type box[T any] struct{ v T }

func (b *box[T]) tell() { say(b.v) }

func boxes() {
	b := &box[string]{"x"}
	go b.tell() // fix: yes
	b = &box[string]{"y"}
	gate("boxes")
	_ = b
}

func hidden() {
	context, tracked, nil := "c", "t", "n"
	type error int
	go func() { say(context, tracked, nil, error(1)) }() // fix: may
	gate("hidden")
}

func switches(v any) {
	switch v := v.(type) {
	case int:
		go say("int ", v) // fix: yes
	case string:
		go say("string ", v) // fix: yes
	}
	gate("switches")
}

func fallThrough(n int) {
	switch {
	case n > 0:
		go say("positive ") // fix: yes
		fallthrough
	default:
		gate("fallThrough")
	}
}

func ifs() {
	if s := "a"; len(out) > 0 {
		return
	} else if t := s + "b"; t != "" {
		go say(s, t) // fix: yes
		s = "z"
	}
	gate("ifs")
}

func overFunc() {
	each := func(yield func(int, string) bool) {
		_ = yield(1, "a") && yield(2, "b")
	}
	for i, s := range each {
		go func() { // fix: yes
			say(i, s)
		}()
		gate("overFunc")
		if i == 2 {
			return
		}
	}
}

func received() {
	in := make(chan string, 2)
	in <- "first"
	in <- "second"
	go say(<-in) // fix: yes
	gate("received")
	fmt.Println(<-in)
}

func remarks(s string) {
	go /* now */ say( // fix: may
		s, // this
		/* and */ len(s),
	) // what
	s = "changed"
	gate("remarks")
	_ = s
}

func dies() {
	hold := make(chan bool)
	go func() { // fix: yes
		defer close(hold)
		defer say("dies")
		runtime.Goexit()
	}()
	<-hold
	gate("dies")
}

func fails() error { say("fails"); return errors.New("no") }

func errorDropped() {
	go fails() // fix: yes
	gate("errorDropped")
	go func() error { say("literal"); return errors.New("no") }() // fix: yes
	gate("errorDropped")
}

type deleter struct {
	once sync.Once
	f    func()
}

func (d *deleter) drop() {
	go d.once.Do(func() { d.f() }) // fix: yes
	d.f = func() { say("never") }
}

func onces() {
	hold := make(chan bool)
	d := &deleter{f: func() {}}
	d.once.Do(func() {})
	d.drop()
	close(hold)
	go d.once.Do(func() { say("never") }) // fix: yes
	say("onces")
	gate("onces")
}

type gone struct{ fs []func(string) }

func (g *gone) tell() {
	for i := range g.fs {
		go g.fs[i]("element") // fix: yes
		g.fs[i] = nil
	}
	gate("gone")
}

func jumps() {
	n := 0
	if n > 0 {
		goto end
	}
	go say("jumps ", n) // fix: yes
again:
	n++
	if n < 2 {
		go say("again ", n) // fix: yes
		goto again
	}
end:
	first, second := <-out, <-out
	fmt.Println("jumps", min(first, second), max(first, second))
}

// want: innerTask

func main() {
	_ = time.AfterFunc(20*time.Second, func() { fmt.Println("HANGS"); os.Exit(3) }) // fix: may
	a, b := &fake{"a"}, &fake{"b"}
	calledBefore(a)
	calledOther(a, b)
	nilBehindCall(a)
	calledInBranch(nil, false)
	calledMaybe(nil, false)
	changedBehind(a, b)
	(&ui{a}).fieldChanges(b)
	(&ui{a}).fieldGone()
	closureGone(a)
	inLoop([]screen{a, b})
	list := []pending{{&volume{id: 1}, []string{"x", "y"}}, {&volume{id: 2}, []string{"z"}}}
	fields(list)
	fieldsHidden(list)
	fieldsChange(list[0])
	fieldAssigned(list[0])
	fieldAddress(list[0])
	flags()
	noContext()
	later(context.Background())
	turnsNil(context.Background())
	cancelled()
	nests()
	ownTask("ownTask")
	promoted()
	spread()
	shared()
	copied()
	fmt.Println(result())
	expression()
	instances()
	boxes()
	hidden()
	switches(3)
	fallThrough(3)
	switches("s")
	ifs()
	overFunc()
	received()
	remarks("remarks")
	dies()
	errorDropped()
	onces()
	(&gone{[]func(string){func(s string) { say(s) }}}).tell()
	jumps()
}
