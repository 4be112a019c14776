// Command operandsset: a field that has just been set to a variable goes by that, unless it may have
// another value by the launch, or the variable later.
package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// want: p.show(conn)
// want: conn.show()
// want: l.show(each)
// want: show("above", above)
// want: fmt.Fprintln(io.Discard, conn.name)
// reject: fmt.Fprintln(io.Discard, twice.name)
// want: showTwo(thisConn, conn)
// want: showOne(showOneConn)
// reject: show("called", called)
// reject: show("function", function)
// reject: show("again", again)
// reject: show("through", through)
// reject: show("interface", ofInterface)
// reject: show("value", ofValue)
// reject: show("unlocked", unlocked)
// reject: show("received", received)
// reject: show("alias", alias)
// reject: show("whole", whole)
// reject: show("branch", branch)
// reject: show("between", between)
// reject: show("behind", behind)
// reject: show("turn", turn)
// reject: show("base", base)
// reject: show("both", both)
// reject: show("jump", jump)
// reject: show("address", address)
// reject: show("operand", operand,
// reject: show("hidden", hidden)

type conn struct{ name string }

type bond = conn

func (c *conn) show() { show("method", c) }

var (
	mu    sync.Mutex
	wait  sync.WaitGroup
	shown = make(map[string][]string)
)

func show(by string, c *conn, _ ...any) {
	mu.Lock()
	defer mu.Unlock()
	shown[by] = append(shown[by], c.name)
	wait.Done()
}

var wrong = &conn{"wrong"}

type plain struct{ conn *conn }

func (p *plain) show(c *conn) { show("plain", c) }

func (p *plain) start(conn *conn) {
	p.conn = conn
	go p.show(p.conn) // fix: yes
}

type method struct{ conn *conn }

func (m *method) start(conn *conn) {
	m.conn = conn
	go m.conn.show() // fix: yes
}

type literal struct{ conn *conn }

func (l *literal) start(literal *conn) {
	l.conn = literal
	go func(c *conn) { show("literal", c) }(l.conn) // fix: yes
}

// quiet has nobody who waits.
type quiet struct{ conn *conn }

func (q *quiet) start(conn *bond) {
	q.conn = conn
	go func(c *bond) { fmt.Fprintln(io.Discard, c.name) }(q.conn) // fix: yes
}

func (q *quiet) twice(twice *bond) {
	q.conn = twice
	go func(c *bond) { fmt.Fprintln(io.Discard, c.name) }(q.conn) // fix: yes
	twice = wrong
	_ = twice
}

type loop struct{ conn *conn }

func (l *loop) show(c *conn) { show("loop", c) }

func (l *loop) start(list []*conn) {
	for _, each := range list {
		l.conn = each
		go l.show(l.conn) // fix: yes
	}
}

// above is set once for all turns.
type above struct{ conn *conn }

func (a *above) start(above *conn) {
	a.conn = above
	for range 2 {
		go show("above", a.conn) // fix: yes
	}
}

// called is changed by a method that is called.
type called struct{ conn *conn }

func (c *called) start(called *conn) {
	c.conn = called
	c.reset()
	go show("called", c.conn) // fix: yes
}

func (c *called) reset() { c.conn = &conn{"reset"} }

// function is changed by a function that is called.
type function struct{ conn *conn }

func (f *function) start(function *conn) {
	f.conn = function
	resetFunction(f)
	go show("function", f.conn) // fix: yes
}

func resetFunction(f *function) { f.conn = &conn{"reset"} }

// again comes to itself, which sets the field once more.
type again struct{ conn *conn }

func (a *again) start(again *conn, depth int) {
	a.conn = again
	if depth > 0 {
		a.start(&conn{"deep"}, depth-1)
	}
	go show("again", a.conn) // fix: yes
}

// through comes to itself by another method.
type through struct{ conn *conn }

func (t *through) start(through *conn, depth int) {
	t.conn = through
	t.next(depth)
	go show("through", t.conn) // fix: yes
}

func (t *through) next(depth int) {
	if depth > 0 {
		t.start(&conn{"deep"}, depth-1)
	}
}

type starter interface{ start(*conn, starter) }

// ofInterface comes to itself by an interface.
type ofInterface struct{ conn *conn }

func (o *ofInterface) start(ofInterface *conn, next starter) {
	o.conn = ofInterface
	if next != nil {
		next.start(&conn{"deep"}, nil)
	}
	go show("interface", o.conn) // fix: yes
}

// ofValue comes to itself by a value.
type ofValue struct {
	conn *conn
	run  func(*conn)
}

func (o *ofValue) start(ofValue *conn) {
	o.conn = ofValue
	if run := o.run; run != nil {
		o.run = nil
		run(&conn{"deep"})
	}
	go show("value", o.conn) // fix: yes
}

// unlocked lets others set the field.
type unlocked struct {
	mu   sync.Mutex
	conn *conn
}

func (u *unlocked) start(unlocked *conn, entered, go1 chan bool) {
	u.mu.Lock()
	u.conn = unlocked
	u.mu.Unlock()
	if entered != nil {
		close(entered)
		<-go1
	}
	u.mu.Lock()
	go show("unlocked", u.conn) // fix: yes
	u.mu.Unlock()
}

// received waits for somebody who has set it.
type received struct{ conn *conn }

func (r *received) start(received *conn, entered, done chan bool) {
	r.conn = received
	if entered != nil {
		close(entered)
		<-done
	}
	go show("received", r.conn) // fix: yes
}

// aliased is set by another name.
type aliased struct{ conn *conn }

func (a *aliased) start(alias *conn) {
	a.conn = alias
	other := a
	other.conn = &conn{"other"}
	go show("alias", a.conn) // fix: yes
}

// whole is set with all that it has.
type whole struct{ conn *conn }

func (w *whole) start(whole *conn) {
	w.conn = whole
	w.clear()
	go show("whole", w.conn) // fix: yes
}

func (w *whole) clear() { *w = newWhole() }

func newWhole() whole { return whole{&conn{"whole"}} }

// branch is set on one way only.
type branch struct{ conn *conn }

func (b *branch) start(branch *conn, set bool) {
	if set {
		b.conn = branch
	}
	go show("branch", b.conn) // fix: yes
}

type between struct{ conn *conn }

func (b *between) start(between *conn) {
	b.conn = between
	between = wrong
	go show("between", b.conn) // fix: yes
	_ = between
}

type behind struct{ conn *conn }

func (b *behind) start(behind *conn) {
	b.conn = behind
	go show("behind", b.conn) // fix: yes
	behind = wrong
	_ = behind
}

// turn changes at the end of each turn.
type turn struct{ conn *conn }

func (t *turn) start(turn *conn) {
	t.conn = turn
	for range 2 {
		go show("turn", t.conn) // fix: yes
		t.conn = &conn{"next"}
	}
}

type base struct{ conn *conn }

func (b *base) start(base *conn, other *holder2) {
	b.conn = base
	b = other.base
	go show("base", b.conn) // fix: yes
}

type holder2 struct{ base *base }

type both struct{ conn *conn }

func (b *both) start(both *conn) {
	b.conn, both = both, wrong
	go show("both", b.conn) // fix: yes
	_ = both
}

type jump struct{ conn *conn }

func (j *jump) start(jump *conn) {
	if j.conn != nil {
		goto launch
	}
	j.conn = jump
launch:
	go show("jump", j.conn) // fix: yes
}

type address struct{ conn *conn }

func (a *address) start(address *conn) {
	p := &a.conn
	a.conn = address
	*p = &conn{"address"}
	go show("address", a.conn) // fix: yes
}

// operand is changed by another operand of the launch.
type operand struct{ conn *conn }

func (o *operand) start(operand *conn) {
	o.conn = operand
	go show("operand", o.conn, o.reset()) // fix: yes
}

func (o *operand) reset() int {
	o.conn = &conn{"operand"}
	return 1
}

// hides is set to what another variable hides.
type hides struct{ conn *conn }

func (h *hides) start(hidden *conn) {
	h.conn = hidden
	{
		hidden := wrong
		go show("hidden", h.conn) // fix: yes
		_ = hidden
	}
}

// pair has a variable that no other operand may hide.
type pair struct{ conn *conn }

func showTwo(conn, other *conn) { show("pair", conn); show("pair", other) }

func showOne(conn *conn) { show("one", conn) }

func (p *pair) start(conn *conn, other *turn) {
	p.conn = conn
	{
		go showTwo(other.conn, p.conn) // fix: yes
	}
}

type one struct{ conn *conn }

func (o *one) start(conn *conn, other *turn) {
	o.conn = conn
	{
		go showOne(other.conn) // fix: yes
		go showOne(o.conn)     // fix: yes
	}
}

// embeds gets what is promoted, which is a field of what others have.
type embeds struct{ *inner }

type inner struct{ conn *conn }

func (e *embeds) start(promoted *conn, other *embeds) {
	e.conn = promoted
	e.inner = other.inner
	go show("promoted", e.conn) // fix: yes
}

// of has a parameter.
type of[T any] struct{ conn *conn }

func (o *of[T]) start(generic *conn) {
	o.conn = generic
	o.reset()
	go show("generic", o.conn) // fix: yes
}

func (o *of[T]) reset() { o.conn = &conn{"generic"} }

// made would have no use any more.
type made struct{ conn *conn }

func makes(conn *conn) {
	m := &made{conn: conn}
	go show("made", m.conn) // fix: yes
}

func (m *made) reset() { m.conn = nil }

func main() {
	wait.Add(43)
	(&made{}).reset()
	makes(&conn{"right"})
	c := &conn{"right"}
	(&plain{}).start(c)
	(&method{}).start(c)
	(&literal{}).start(c)
	(&loop{}).start([]*conn{c, c})
	(&above{}).start(c)
	(&called{}).start(c)
	(&function{}).start(c)
	(&again{}).start(c, 1)
	(&through{}).start(c, 1)
	self := &ofInterface{}
	self.start(c, self)
	value := &ofValue{}
	value.run = value.start
	value.start(c)
	guarded, entered, ended := &unlocked{}, make(chan bool), make(chan bool)
	go func() { // fix: may
		guarded.start(c, entered, ended)
		wait.Done()
	}()
	<-entered
	guarded.start(&conn{"other"}, nil, nil)
	close(ended)
	waiting, entered2, ended2 := &received{}, make(chan bool), make(chan bool)
	go func() { // fix: may
		waiting.start(c, entered2, ended2)
		wait.Done()
	}()
	<-entered2
	waiting.start(&conn{"other"}, nil, nil)
	close(ended2)
	(&aliased{}).start(c)
	(&whole{}).start(c)
	(&branch{conn: &conn{"before"}}).start(c, false)
	(&between{}).start(c)
	(&behind{}).start(c)
	(&turn{}).start(c)
	(&base{}).start(c, &holder2{&base{&conn{"base"}}})
	(&both{}).start(c)
	(&jump{conn: &conn{"jumped"}}).start(c)
	(&address{}).start(c)
	(&operand{}).start(c)
	(&hides{}).start(c)
	(&pair{}).start(c, &turn{&conn{"other"}})
	(&one{}).start(c, &turn{&conn{"other"}})
	(&embeds{inner: &inner{}}).start(c, &embeds{&inner{&conn{"promoted"}}})
	(&of[int]{}).start(c)
	(&quiet{}).start(c)
	(&quiet{}).twice(c)
	wait.Wait()
	comeBack()
	for _, by := range slices.Sorted(maps.Keys(shown)) {
		if slices.Sort(shown[by]); by != "operand" { // which is evaluated first is not said
			fmt.Println(by, shown[by])
		}
	}
}
