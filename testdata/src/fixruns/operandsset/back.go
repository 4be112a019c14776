package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sort"
	"sync"
	"time"
)

// What is called in between may come back to what sets the field, or wait for others who do.

// want: tell("quiet", quietly)
// reject: tell("writer", writer)
// reject: tell("printed", printed)
// reject: tell("parameter", parameter)
// reject: tell("stringer", stringer)
// reject: tell("closed", closed)
// reject: tell("sorted", sorted)
// reject: tell("locked", locked)
// reject: tell("twin", twin)
// reject: tell("fellow", fellow)
// want: f := s.i.f
// reject: s.i.f()

var told = make(chan string, 20)

func tell(by string, n int) { told <- fmt.Sprint(by, n) }

// listen prints what has been told, in order.
func listen(count int) {
	var list []string
	for range count {
		list = append(list, <-told)
	}
	slices.Sort(list)
	fmt.Println(list)
}

// level has no method.
type level int

type quietSet struct {
	n    int
	name string
}

func (q *quietSet) start(ctx context.Context, quietly int) {
	q.n = quietly
	q.note(ctx, 2)
	go tell("quiet", q.n) // fix: yes
}

func (q *quietSet) note(ctx context.Context, l level) {
	ctx = context.WithoutCancel(ctx)
	defer wakes()
	q.name = fmt.Sprintln(l, "noted", time.Now().Year() > 0)
	if len(q.name) > 100 {
		q.note(ctx, l)
	}
}

func wakes() {}

// writerSet is written to.
type writerSet struct {
	n int
	w io.Writer
}

type back struct{ s *writerSet }

func (b *back) Write(text []byte) (int, error) {
	if b.s.n < 3 {
		b.s.start(b.s.n + 1)
	}
	return len(text), nil
}

func (s *writerSet) log() { s.w.Write(nil) }

func (s *writerSet) start(writer int) {
	s.n = writer
	s.log()
	go tell("writer", s.n) // fix: yes
}

type printedSet struct {
	n int
	w io.Writer
}

type printedBack struct{ s *printedSet }

func (b *printedBack) Write(text []byte) (int, error) {
	if b.s.n < 3 {
		b.s.start(b.s.n + 1)
	}
	return len(text), nil
}

func (s *printedSet) log() { fmt.Fprint(s.w, "x") }

func (s *printedSet) start(printed int) {
	s.n = printed
	s.log()
	go tell("printed", s.n) // fix: yes
}

type parameterSet struct{ n int }

type beginner interface{ start(int) }

func again2(b beginner, n int) {
	if n < 3 {
		b.start(n + 1)
	}
}

func (s *parameterSet) start(parameter int) {
	s.n = parameter
	again2(s, parameter)
	go tell("parameter", s.n) // fix: yes
}

type stringerSet struct{ n int }

func (s *stringerSet) String() string {
	if s.n < 3 {
		s.begin(s.n + 1)
	}
	return "s"
}

func (s *stringerSet) show() {
	var x fmt.Stringer = s
	_ = fmt.Sprint(x)
}

func (s *stringerSet) begin(stringer int) {
	s.n = stringer
	s.show()
	go tell("stringer", s.n) // fix: yes
}

type closedSet struct{ n int }

type closing struct{ s *closedSet }

func (c closing) Close() error {
	if c.s.n < 3 {
		c.s.open(c.s.n + 1)
	}
	return nil
}

func closer(c io.Closer) { c.Close() }

func (s *closedSet) open(closed int) {
	s.n = closed
	closer(closing{s})
	go tell("closed", s.n) // fix: yes
}

type sortedSet struct{ n int }

type sorting struct{ s *sortedSet }

func (s sorting) Len() int {
	if s.s.n < 3 {
		s.s.order(s.s.n + 1)
	}
	return 0
}
func (sorting) Less(int, int) bool { return false }
func (sorting) Swap(int, int)      {}

func (s *sortedSet) order(sorted int) {
	s.n = sorted
	sort.Sort(sorting{s})
	go tell("sorted", s.n) // fix: yes
}

// lockedSet has its lock taken by methods.
type lockedSet struct {
	mu sync.Mutex
	n  int
}

func (s *lockedSet) lock()   { s.mu.Lock() }
func (s *lockedSet) unlock() { s.mu.Unlock() }

func (s *lockedSet) enter(locked int, others chan int) {
	s.lock()
	s.n = locked
	s.unlock()
	meet(locked, others)
	s.lock()
	go tell("locked", s.n) // fix: yes
	s.unlock()
}

type entering interface{ enter(int, chan int) }

func enterToo(e entering, others chan int) {
	<-others
	e.enter(2, others)
	others <- 1
}

func meet(n int, others chan int) {
	if n == 1 {
		others <- 1
		<-others
	}
}

// twinSet is set as another type.
type twinSet struct{ n int }

type twinOf struct{ n int }

func (s *twinSet) start(twin int) {
	s.n = twin
	(*twinOf)(s).n = 2
	go tell("twin", s.n) // fix: yes
}

type fellowSet struct{ n int }

type fellowOf struct{ n int }

func fellows(of *fellowOf, fellow int) {
	s := (*fellowSet)(of)
	s.n = fellow
	of.n = 2
	go tell("fellow", s.n) // fix: yes
}

type fallenOf interface {
	f()
	b() bool
}

type fallenSet struct{ i fallenOf }

type fallenOne struct{}

func (fallenOne) f()      { tell("fallen", 1) }
func (fallenOne) b() bool { return true }

func (s *fallenSet) launch(n int) {
	defer func() {
		if recover() != nil {
			tell("recovered", 1)
		}
	}()
	switch {
	case n == 0:
		fallthrough
	case s.i.b():
		go s.i.f() // fix: yes
	}
}

func comeBack() {
	(&quietSet{}).start(context.Background(), 1)
	w := &writerSet{}
	w.w = &back{w}
	w.start(1)
	p := &printedSet{}
	p.w = &printedBack{p}
	p.start(1)
	(&parameterSet{}).start(1)
	(&stringerSet{}).begin(1)
	(&closedSet{}).open(1)
	(&sortedSet{}).order(1)
	listen(19)
	l, others := &lockedSet{}, make(chan int)
	go enterToo(l, others) // fix: may
	l.enter(1, others)
	(&twinSet{}).start(1)
	fellows(&fellowOf{}, 1)
	(&fallenSet{fallenOne{}}).launch(0)
	(&fallenSet{}).launch(0)
	listen(6)
}
