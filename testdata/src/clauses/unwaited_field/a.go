// Package unwaitedfield keeps groups in fields and package variables.
package unwaitedfield

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

func more()       {}
func work() error { return nil }

// waits has a method that waits.
type waits struct{ g errgroup.Group }

func (w *waits) start()       { w.g.Go(work) }
func (w *waits) close() error { return w.g.Wait() }

// never has none.
type never struct{ g errgroup.Group }

func (n *never) start() {
	n.g.Go(work) // want "untracked/unwaited"
	n.g.Go(work)
}

func (n *never) again() { n.g.Go(work) }

// order: the first launch in source order is in another method.
type order struct{ wg sync.WaitGroup }

func (o *order) first()  { o.wg.Go(more) } // want "untracked/unwaited"
func (o *order) second() { o.wg.Go(more) }

// exported fields are others' business.
type exposed struct{ G errgroup.Group }

func (e *exposed) start() { e.G.Go(work) }

// pointer to a group, made here.
type pointer struct{ g *errgroup.Group }

func newPointer() *pointer { return &pointer{g: new(errgroup.Group)} }

func (p *pointer) start() { p.g.Go(work) } // want "untracked/unwaited"

// given a group by its maker's caller, who waits.
type given struct{ g *errgroup.Group }

// NewGiven takes it.
func NewGiven(g *errgroup.Group) *given { return &given{g: g} }

func (g *given) start() { g.g.Go(work) }

// local is stored under another name, and waited for there.
type local struct {
	g   *errgroup.Group
	ctx context.Context
}

func runLocal(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	l := &local{g: g, ctx: ctx}
	l.start()
	return g.Wait()
}

func (l *local) start() { l.g.Go(work) }

// embedded promotes.
type embedded struct{ sync.WaitGroup }

func (e *embedded) start() { e.Go(more) }
func (e *embedded) stop()  { e.Wait() }

// embeddedNever does not wait.
type embeddedNever struct{ sync.WaitGroup }

func (e *embeddedNever) start() { e.Go(more) } // want "untracked/unwaited"

// Embedded is exported: its methods are public.
type Embedded struct{ sync.WaitGroup }

func (e *Embedded) start() { e.Go(more) }

// passes it on to a function that waits.
type passes struct{ wg sync.WaitGroup }

func (p *passes) start() { p.wg.Go(more) }
func (p *passes) stop()  { waitFor(&p.wg) }

func waitFor(wg *sync.WaitGroup) { wg.Wait() }

// passesNever passes it to one that does not.
type passesNever struct{ wg sync.WaitGroup }

func (p *passesNever) start() { p.wg.Go(more) } // want "untracked/unwaited"
func (p *passesNever) stop()  { launchInto(&p.wg) }

func launchInto(wg *sync.WaitGroup) { wg.Go(more) }

// returns it.
type returns struct{ g errgroup.Group }

func (r *returns) start()                 { r.g.Go(work) }
func (r *returns) group() *errgroup.Group { return &r.g }

// methodValue hands the waiting out.
type methodValue struct{ g errgroup.Group }

func (m *methodValue) start()             { m.g.Go(work) }
func (m *methodValue) wait() func() error { return m.g.Wait }

// aliased waits on a local name.
type aliased struct{ wg sync.WaitGroup }

func (a *aliased) start() { a.wg.Go(more) }
func (a *aliased) stop() {
	wg := &a.wg
	wg.Wait()
}

// launchAlias launches by a local name.
type launchAlias struct{ wg sync.WaitGroup }

func (a *launchAlias) start() {
	wg := &a.wg
	wg.Go(more) // want "untracked/unwaited"
}

// nested in another struct.
type nested struct {
	inner struct{ g errgroup.Group }
}

func (n *nested) start()      { n.inner.g.Go(work) }
func (n *nested) stop() error { return n.inner.g.Wait() }

type nestedNever struct {
	inner struct{ grp errgroup.Group }
}

func (n *nestedNever) start() { n.inner.grp.Go(work) } // want "untracked/unwaited"

// gen is generic.
type gen[T any] struct{ wg sync.WaitGroup }

func (g *gen[T]) start() { g.wg.Go(more) }
func (g *gen[T]) stop()  { g.wg.Wait() }

type genNever[T any] struct{ wg sync.WaitGroup }

func (g *genNever[T]) start() { g.wg.Go(more) } // want "untracked/unwaited"

// overwritten in a method: every start makes a new one.
type overwritten struct{ g *errgroup.Group }

func (o *overwritten) start() {
	o.g = new(errgroup.Group)
	o.g.Go(work)
}

func (o *overwritten) stop() error { return o.g.Wait() }

// mapped: groups by name.
type mapped struct{ m map[string]*errgroup.Group }

func (m *mapped) start(k string) { m.m[k].Go(work) }

// package variables.
var (
	kept      sync.WaitGroup
	forgotten sync.WaitGroup
	Public    sync.WaitGroup
	pool      = new(errgroup.Group)
)

// Start launches.
func Start() {
	kept.Go(more)
	forgotten.Go(more) // want "untracked/unwaited"
	Public.Go(more)
	pool.Go(work) // want "untracked/unwaited"
}

// Stop waits.
func Stop() { kept.Wait() }

// testOnly is waited for in a test only.
type testOnly struct{ wg sync.WaitGroup }

func (t *testOnly) start() { t.wg.Go(more) } // want "untracked/unwaited"

// waitedInGo waits in a goroutine.
type waitedInGo struct {
	wg   sync.WaitGroup
	done chan struct{}
}

func (w *waitedInGo) start() {
	w.wg.Go(more)
	go func() { // want "untracked/raw-go detached"
		w.wg.Wait()
		close(w.done)
	}()
}

// byValue: a struct that is copied.
type holder struct{ g *errgroup.Group }

func newHolder(ctx context.Context) holder {
	g, _ := errgroup.WithContext(ctx)
	g.Go(work) // want "untracked/unwaited"
	return holder{g: g}
}

// handedToField: a local group that goes to a field which nobody waits on.
type sink struct{ grp *errgroup.Group }

func (s *sink) fill() {
	g := new(errgroup.Group)
	g.Go(work) // want "untracked/unwaited"
	s.grp = g
}

// calleeLaunches: only a callee launches into the owner's group.
func CalleeOnly() {
	var wg sync.WaitGroup
	launchInto(&wg) // want "untracked/unwaited"
}

// CalleeOnlyWaited waits.
func CalleeOnlyWaited() {
	var wg sync.WaitGroup
	launchInto(&wg)
	wg.Wait()
}

// CalleeGroup does so with an errgroup.
func CalleeGroup(n int) error {
	var g errgroup.Group
	fill(&g, n)
	return g.Wait()
}

// CalleeGroupLost does not wait.
func CalleeGroupLost(n int) {
	g := new(errgroup.Group)
	fill(g, n) // want "untracked/unwaited"
}

func fill(g *errgroup.Group, n int) {
	for range n {
		g.Go(work)
	}
}

// interfaces: stored behind an interface with Wait.
type waiter interface{ Wait() error }

type viaInterface struct{ w waiter }

func newVia() *viaInterface {
	g := new(errgroup.Group)
	g.Go(work)
	return &viaInterface{w: g}
}
