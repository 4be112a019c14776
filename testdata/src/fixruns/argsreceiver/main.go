// Command argsreceiver: the receiver is evaluated at launch.
package main

import "fmt"

var results = make(chan string, 16)

type point struct{ x, y int }

func (p point) show(tag string)   { results <- fmt.Sprint(tag, " ", p.x, ",", p.y) }
func (p *point) where(tag string) { results <- fmt.Sprint(tag, " ", p.x, ",", p.y) }

type named string

func (n named) say() { results <- "named " + string(n) }

type fn func(string)

func (f fn) call(s string) { f(s) }

type list []int

func (l list) sum() {
	n := 0
	for _, v := range l {
		n += v
	}
	results <- fmt.Sprint("sum ", n)
}

type shape interface{ show(string) }

type wrap struct {
	point
	*named
}

type outer struct{ wrap }

type holder struct {
	p  point
	pp *point
	s  shape
	f  func(string)
	m  map[string]point
}

func get(p *point) *point {
	fmt.Println("get", p.x)
	return p
}

func main() {
	gate := func() { fmt.Println(<-results) }

	p := point{1, 2}
	go p.show("value receiver, changed") // fix: yes
	p.x = 7
	gate()

	q := point{3, 4}
	go q.show("value receiver, fixed") // fix: yes
	gate()

	r := &point{5, 6}
	go r.show("value receiver through pointer") // fix: yes
	gate()
	r.x = 9
	go r.where("pointer receiver") // fix: yes
	gate()
	go (*r).show("explicit star") // fix: yes
	gate()

	s := &point{1, 1}
	go s.where("pointer reassigned") // fix: yes
	s = &point{2, 2}
	gate()
	_ = s

	var sh shape = point{8, 8}
	go sh.show("interface reassigned") // fix: yes
	sh = point{9, 9}
	gate()
	_ = sh

	var fixed shape = point{4, 4}
	go fixed.show("interface fixed") // fix: yes
	gate()

	n := named("a")
	go n.say() // fix: yes
	n = "b"
	gate()

	f := fn(func(s string) { results <- "first " + s })
	go f.call("func receiver") // fix: yes
	f = func(s string) { results <- "second " + s }
	gate()

	l := list{1, 2}
	go l.sum() // fix: yes
	l = append(l, 3)
	gate()

	w := outer{wrap{point{1, 2}, &n}}
	go w.show("embedded value") // fix: yes
	w.x = 5
	gate()
	go w.say() // fix: yes
	other := named("other")
	w.named = &other
	gate()
	go w.where("embedded address") // fix: yes
	gate()

	h := holder{p: point{1, 1}, pp: &point{2, 2}, s: point{3, 3}, f: func(s string) { results <- s }, m: map[string]point{"k": {4, 4}}}
	go h.p.show("field value") // fix: yes
	h.p.x = 10
	gate()
	go h.pp.where("field pointer") // fix: yes
	h.pp = &point{20, 20}
	gate()
	go h.s.show("field interface") // fix: yes
	h.s = point{30, 30}
	gate()
	go h.f("field func") // fix: yes
	h.f = nil
	gate()
	go h.m["k"].show("map element") // fix: yes
	h.m["k"] = point{40, 40}
	gate()

	go get(&p).where("call receiver") // fix: yes
	fmt.Println("launched")
	gate()
	arr := [2]point{{1, 1}, {2, 2}}
	i := 0
	go arr[i].where("indexed") // fix: yes
	i = 1
	gate()
	go point{6, 6}.show("composite") // fix: yes
	gate()
	go (&point{7, 7}).where("address of composite") // fix: yes
	gate()
	go point.show(p, "method expression") // fix: yes
	p.x = 99
	gate()
	go (*point).where(&p, "pointer method expression") // fix: yes
	gate()
	go shape.show(q, "interface method expression") // fix: yes
	gate()
	fmt.Println(p, i, h.p, l)
}
