// Package hazards has launches that panic where they stand, and names that other
// files of the package declare.
package main

import ctxt "context"

type shape interface{ show() }

type point struct{ x, y int }

func (p *point) move(int) {}

type line struct{ from, to point }

func work(...any) {}

func next() int { return 1 }

// What is nil panics in the launcher, which may recover.
func nils(s shape, p *point, l *line) {
	go s.show()       // want `raw-go`
	go work(&p.x)     // want `raw-go`
	go l.from.move(1) // want `raw-go`
	q := &point{1, 2}
	go work(&q.x) // want `raw-go`
}

func withNone() { nils(nil, nil, nil) }

// Nothing says that what is given may be nil.
func given(b shape) {
	go b.show() // want `raw-go`
}

// The receiver of a method is taken to be something.
func (l *line) receiver() {
	go work(&l.to)      // want `raw-go`
	go l.to.move(l.x()) // want `raw-go`
}

func (l *line) x() int { return l.from.x }

// A return after a panic would be dead code.
func crash() {
	go panic("x")    // want `raw-go`
	go panic(next()) // want `raw-go`
}

const (
	untyped       = 3
	typed   int64 = 4
)

// Constants are converted where they would be of another type.
func constants() {
	go func(s string, n int, m int64, r rune, f float64, k int64) { // want `raw-go`
		work(s, n, m, r, f, k)
	}("s", untyped, 5, 'x', 1, typed)
}

// What goes into a variadic parameter is not named after it.
func variadic(list []any) {
	go work(next(), list[0]) // want `raw-go`
	go work(list[1:]...)     // want `raw-go`
}

type odd struct{ Größe func() }

func (odd) Ärger() {}

// Names need not be of ASCII letters.
func letters(o *odd) {
	go o.Größe() // want `raw-go`
	go o.Ärger() // want `raw-go`
}

// A context that is declared without a value counts once it has one.
func unset(outer ctxt.Context, n int) (result ctxt.Context) {
	var ctx ctxt.Context
	go work(1) // want `raw-go`
	if n == 1 {
		ctx = outer
	}
	go work(2) // want `raw-go`
	var cancel func()
	if n == 2 {
		ctx, cancel = ctxt.WithCancel(outer)
	} else if n == 3 {
		return nil
	} else {
		ctx, cancel = ctxt.WithTimeout(outer, 1)
	}
	defer cancel()
	go work(3) // want `raw-go`
	for range n {
		go func() { // want `raw-go`
			work(4)
		}()
	}
	var late ctxt.Context
	if late = outer; late != nil {
		go work(5) // want `raw-go`
	}
	go work(6) // want `raw-go`
	return ctx
}

func jumps(outer ctxt.Context, n int) {
	var ctx ctxt.Context
	if n == 0 {
		goto end
	}
	ctx = outer
end:
	go work(ctx) // want `raw-go`
}

func jumpsBefore(outer ctxt.Context, n int) {
	var ctx ctxt.Context
	if n == 0 {
		goto end
	}
	ctx = outer
end:
	go work(ctx) // want `raw-go`
	ctx = nil
	_ = ctx
}

type pair struct {
	first  point
	second *point
	run    func()
}

func (p pair) show()  {}
func (p *pair) move() {}

// Fields of what never changes, methods of it, and literals of such stay in place.
func fields(p, changes pair, ptr *pair, n int) {
	go work(p.first.x, p.second)                 // want `raw-go`
	go work(p.second.x)                          // want `raw-go`
	go work(changes.first)                       // want `raw-go`
	go work(p.show, ptr.move, ptr.show)          // want `raw-go`
	go work(changes.show, p.run)                 // want `raw-go`
	go work([]int{n, 1}, &point{x: n}, "x")      // want `raw-go`
	go work(pair{point{n, 2}, nil, nil})         // want `raw-go`
	go work([]int{next()})                       // want `raw-go`
	go work(map[any]int{p.second: 1}, func() {}) // want `raw-go`
	changes.first.x = 2
}

func main() {}
