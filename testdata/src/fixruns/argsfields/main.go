// Command argsfields: fields, methods and literals as arguments.
package main

import "fmt"

var results = make(chan string)

type inner struct{ n int }

func (i inner) show() { results <- fmt.Sprint("show ", i.n) }
func (i *inner) add() { i.n++; results <- fmt.Sprint("add ", i.n) }

type outer struct {
	inner
	p *inner
	a [2]int
	s []int
}

func (o *outer) grow() { o.n += 10 }

func say(list ...any) { results <- fmt.Sprint(list...) }
func call(f func())   { f() }
func gate()           { fmt.Println(<-results) }
func change(o *outer) { o.n = 77 }

func main() {
	gateAll := func(f func()) { f(); gate() }
	fixed := outer{inner{1}, &inner{2}, [2]int{3, 4}, []int{5}}
	go say(fixed.n, fixed.a, fixed.inner.n) // fix: yes
	gate()
	go say(fixed.p.n) // fix: yes
	fixed.p.n = 20
	gate()
	go say(fixed.s) // fix: yes
	gate()
	go say(fixed.s[0]) // fix: yes
	fixed.s[0] = 50
	gate()
	go call(fixed.show) // fix: yes
	gate()

	assigned := outer{inner: inner{1}}
	go say(assigned.n) // fix: yes
	assigned.n = 2
	gate()
	go call(assigned.show) // fix: yes
	assigned.inner = inner{3}
	gate()
	method := outer{inner: inner{1}}
	go say(method.n) // fix: yes
	method.grow()
	gate()
	pointed := outer{inner: inner{1}}
	go say(pointed.n) // fix: yes
	change(&pointed)
	gate()
	element := outer{}
	go say(element.a) // fix: yes
	element.a[0] = 9
	gate()
	ranged := outer{}
	go say(ranged.a) // fix: yes
	for ranged.a[1] = range 3 {
	}
	gate()
	closured := outer{}
	set := func() { closured.n = 5 }
	go say(closured.n, closured.inner.n) // fix: yes
	set()
	gate()
	p := &inner{1}
	go call(p.add) // fix: yes
	gate()
	go call(p.show) // fix: yes
	p.n = 100
	gate()
	q := &inner{1}
	go call(q.add) // fix: yes
	q = &inner{200}
	gate()
	n := 1
	go say([]int{n, n + 1}, [...]string{2: "x"}, &inner{n}, struct{ a, b int }{1, n}) // fix: yes
	n = 2
	gate()
	m := 1
	go say([]int{m}, inner{m}, []inner{{m}, {2}}, []*inner{}) // fix: yes
	gate()
	go say(map[string]int{"m": m}) // fix: yes
	gate()
	gateAll(func() { go say(fixed.a[1], len(fixed.s)) }) // fix: yes
	fmt.Println(q.n, n, m)
}
