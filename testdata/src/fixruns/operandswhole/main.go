// Command operandswhole: a field changes with the struct that it is of, wherever a list, a generic
// type, a type switch or a type of the same fields holds that; and it may change again where its
// struct is made. Each case prints what a launch runs that has read the field in time.
package main

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
)

var (
	mu   sync.Mutex
	said = map[string][]string{}
	wait sync.WaitGroup
)

func say(k, s string) {
	mu.Lock()
	said[k] = append(said[k], s)
	mu.Unlock()
	wait.Done()
}

func show(k string) {
	wait.Wait()
	mu.Lock()
	defer mu.Unlock()
	fmt.Println(k, said[k])
}

// maker1 is set again by who makes it, behind a launch.
type maker1 struct{ run func() }

func c1() {
	h := &maker1{}
	h.run = func() { say("c1", "a") }
	wait.Add(1)
	go h.run() // fix: yes
	h.run = func() { say("c1", "b") }
	show("c1")
}

// maker2 is launched by a literal.
type maker2 struct{ run func() }

func c2() {
	h := &maker2{}
	launch := func() { go h.run() } // fix: yes
	h.run = func() { say("c2", "a") }
	wait.Add(1)
	launch()
	h.run = func() { say("c2", "b") }
	show("c2")
}

// base3 is set where it is promoted, as a field of what is made there.
type base3 struct{ run func() }

type outer3 struct {
	*base3
	name string
}

func (b *base3) start() { go b.run() } // fix: yes

func c3() {
	shared := &base3{run: func() { say("c3", "a") }}
	wait.Add(1)
	shared.start()
	h := &outer3{base3: shared}
	h.run = func() { say("c3", "b") }
	show("c3")
}

// conn4 is an element of an array with a name.
type conn4 struct{ run func() }

type pool4 [2]conn4

func (c *conn4) start() { go c.run() } // fix: yes

func mk4(s string) conn4 { return conn4{run: func() { say("c4", s) }} }

func c4() {
	p := &pool4{mk4("a"), mk4("x")}
	wait.Add(1)
	p[0].start()
	p[0] = mk4("b")
	show("c4")
}

// conn5 is an element of a slice with a name.
type conn5 struct{ run func() }

type pool5 []conn5

func (c *conn5) start() { go c.run() } // fix: yes

func (p *pool5) put(i int, s string) { (*p)[i] = mk5(s) }

func mk5(s string) conn5 { return conn5{run: func() { say("c5", s) }} }

func c5() {
	p := &pool5{mk5("a")}
	wait.Add(1)
	(*p)[0].start()
	p.put(0, "b")
	show("c5")
}

// conn6 is held by a generic struct.
type conn6 struct{ run func() }

type box6[T any] struct{ v T }

func (c *conn6) start() { go c.run() } // fix: yes

func mk6(s string) conn6 { return conn6{run: func() { say("c6", s) }} }

func c6() {
	b := &box6[conn6]{mk6("a")}
	wait.Add(1)
	b.v.start()
	b.v = mk6("b")
	show("c6")
}

// conn7 is the variable of a type switch.
type conn7 struct{ run func() }

func (c *conn7) start() { go c.run() } // fix: yes

func mk7(s string) any { return conn7{run: func() { say("c7", s) }} }

func c7() {
	switch v := mk7("a").(type) {
	case conn7:
		wait.Add(1)
		v.start()
		v = mk7("b").(conn7)
		show("c7")
	}
}

// conn8 is overwritten by a generic function in a variable.
type conn8 struct{ run func() }

func (c *conn8) start() { go c.run() } // fix: yes

func mk8(s string) conn8 { return conn8{run: func() { say("c8", s) }} }

func set8[T any](p *T, f func() T) { *p = f() }

func new8(s string) *conn8 { return &conn8{run: func() { say("c8", s) }} }

func c8() {
	set := set8[conn8]
	c := new8("a")
	wait.Add(1)
	c.start()
	set(c, func() conn8 { return mk8("b") })
	show("c8")
}

// conn9 is overwritten by a generic function that gets a list.
type conn9 struct{ run func() }

func (c *conn9) start() { go c.run() } // fix: yes

func zero9[T any](list []*T, f func() T) {
	for _, p := range list {
		*p = f()
	}
}

func new9(s string) *conn9 { return &conn9{run: func() { say("c9", s) }} }

func c9() {
	c := new9("a")
	wait.Add(1)
	c.start()
	zero9([]*conn9{c}, func() conn9 { return conn9{run: func() { say("c9", "b") }} })
	show("c9")
}

// conn10 is overwritten by a generic type that has a list.
type conn10 struct{ run func() }

func (c *conn10) start() { go c.run() } // fix: yes

type pool10[T any] struct{ free []*T }

func (p *pool10[T]) reset() {
	for _, x := range p.free {
		var zero T
		*x = zero
	}
}

func c10() {
	c := &conn10{run: func() { say("c10", "a") }}
	p := &pool10[conn10]{}
	p.free = append(p.free, c)
	wait.Add(1)
	c.start()
	p.reset()
	show("c10")
}

// aconn11 has the fields of conn11, and comes first in the alphabet.
type conn11 struct{ run func() }

type aconn11 conn11

func (c *conn11) start() { go c.run() } // fix: yes

func c11() {
	c := conn11{run: func() { say("c11", "a") }}
	wait.Add(1)
	c.start()
	c = conn11{run: func() { say("c11", "b") }}
	show("c11")
}

// conn13 moves within a list that no variable has.
type conn13 struct{ run func() }

func (c *conn13) start() { go c.run() } // fix: yes

type reg13 struct{ m map[string]any }

func c13() {
	r := &reg13{m: map[string]any{"l": []conn13{{func() { say("c13", "a") }}, {func() { say("c13", "b") }}}}}
	wait.Add(1)
	r.m["l"].([]conn13)[0].start()
	slices.Reverse(r.m["l"].([]conn13))
	show("c13")
}

// conn14 is overwritten in a list that no variable has.
type conn14 struct{ run func() }

func (c *conn14) start() { go c.run() } // fix: yes

func c14() {
	m := map[string]any{"l": []conn14{{func() { say("c14", "a") }}, {func() { say("c14", "b") }}}}
	wait.Add(1)
	m["l"].([]conn14)[0].start()
	m["l"].([]conn14)[0] = m["l"].([]conn14)[1]
	show("c14")
}

func main() {
	runtime.GOMAXPROCS(1)
	c1()
	c2()
	c3()
	c4()
	c5()
	c6()
	c7()
	c8()
	c9()
	c10()
	c11()
	c13()
	c14()
}
