// This file is the fixpoint: a worklist of points over the graph of a function. States are kept
// apart up to maxStates for a block, so that a flag or an error on one path is still known
// where it is tested; above that, those are joined that agree on where the resource is (the
// idea of ESP), and where none agrees the walk gives up.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

const (
	maxSteps = 40_000 // nodes that one walk may interpret

	// All walks over a function of one kind may interpret so many nodes, and so many
	// more for each node that it has: the time for a function stays linear in its
	// size, however many obligations live to its end.
	maxStepsOfFunc = 200_000
	maxStepsOfNode = 50

	maxLeaks  = 16 // leaking exits after which a walk stops
	maxStates = 6  // states kept apart for one block before they are joined
	maxDepth  = 4  // closures interpreted inside one another
)

// A walk follows one obligation from its site to the ends of all paths.
type walk struct {
	eng  *Engine
	info *types.Info
	root *Func
	site *Site     // nil while only approaching
	res  sym.Value // what the obligation is on
	*sym.Table

	steps  int
	shared *int // the steps of all walks that share the budget
	spent  bool // it is
	// ofParam: the walk finds out what becomes of a parameter. That a path does
	// nothing with it is no leak.
	ofParam bool
	leaks   int
	// left: the function is left on a path on which the resource is lost, see lose.
	left  bool
	frame *frame
	trace *trace

	outs outs // that the walk has met
	met  outs // that are met on the way to the site

	// placed are the literals around the site that run in place, see inplace.go; opened
	// says that the site was met in them, unsure that something there cannot be told.
	placed         []*ast.FuncLit
	opened, unsure bool
	// returns: the walked function does, on some path from the site on.
	returns bool

	// passed are the launches met while the obligation was open; fewer says that there are receives
	// of what they send, and that nothing shows these to be as many.
	passed []ast.Node
	fewer  bool
	making making
	// origins are what the site was given, and what is worked out from that, see asksOrigin.
	origins map[types.Object]bool
	// unlessError: the deferred function has released the resource, but not where
	// there is no error.
	unlessError bool
	// again has, for the deferred releases in a loop after which the walk goes on,
	// whether the loop comes round with the resource still open.
	again map[*ast.DeferStmt]bool
	// round is the iteration that is looked at by itself, see metTwice.
	round round
	// refuting: a clause is evaluated, see withoutRefuted.
	refuting bool
	guards   map[*ast.IfStmt]loopGuard // see guardedByLoop
	around   *around                   // see asksAsAround
	// panicked is what the panic under way was given.
	panicked sym.Value
}

// A frame is one function under interpretation: the root, or a closure in it.
type frame struct {
	fn       *Func
	parent   *frame
	base     int // the deferred calls below it belong to the callers
	outcomes []Outcome
	exits    []exit
}

// An exit is a normal return of a closure.
type exit struct {
	state  *sym.State
	values []sym.Value
}

// newWalk is a walk of a function that has not begun. site is what it follows.
func newWalk(f *Func, site *Site) *walk {
	return &walk{
		eng: f.eng, info: f.eng.info, root: f, site: site, res: sym.Resource,
		Table:  f.table(),
		shared: new(int),
		again:  map[*ast.DeferStmt]bool{},
		frame:  &frame{fn: f},
	}
}

// relates reports whether v is the resource or something that holds it.
func (w *walk) relates(st *sym.State, v sym.Value) bool { return w.relatesWithin(st, v, 3) }

// relatesWithin looks into the fields of objects, to a depth.
func (w *walk) relatesWithin(st *sym.State, v sym.Value, depth int) bool {
	switch {
	case !st.Live || v == sym.Unknown || depth == 0:
		return false
	case w.Kind(v) == sym.Address: // of what the variable has by now
		val := st.Variable(w.Infos[v].Var)
		return val == w.res || st.IsHolder(val)
	case v == w.res || st.IsHolder(v):
		return true
	case w.Kind(v) == sym.Closure: // it may have been made before what it captures
		return slices.ContainsFunc(w.eng.captures(w.Infos[v].Lit), func(c *types.Var) bool {
			val := st.Variable(c)
			return val == w.res || st.IsHolder(val)
		})
	case w.Kind(v) == sym.Method: // so may this
		return w.Infos[v].Recv == w.res || st.IsHolder(w.Infos[v].Recv)
	case w.Kind(v) == sym.Object: // one of its fields may have become a holder since
		return slices.ContainsFunc(w.Cells[v], func(f *types.Var) bool {
			val, _ := st.Cell(v, f)
			return val != v && w.relatesWithin(st, val, depth-1)
		})
	}
	return false
}

// A point is a place in the graph to go on from.
type point struct {
	block *cfg.Block
	at    int // index of the node
	state *sym.State
}

// run interprets the graph of the frame's function from the point on.
func (w *walk) run(start point) {
	seen := map[*cfg.Block][]*sym.State{}
	work := []point{start}
	for len(work) > 0 {
		p := work[0]
		work = work[1:]
		// A walk from many launches has to know of each of them whether it leaks.
		if w.spent || w.leaks > maxLeaks && len(w.site.Arms) < 2 {
			return
		}
		if w.again[p.state.After] {
			continue // what is followed behind that release is known
		}
		w.trace.block(p)
		w.block(p, func(to *cfg.Block, st *sym.State) {
			st, news := w.arrive(seen, to, st)
			w.trace.edge(to, news)
			if news {
				work = append(work, point{to, 0, st})
			}
		})
	}
}

// arrive records that a state reaches a block. It returns the state with which the block is to
// be interpreted, and whether it is to be at all: false where a state before covers it.
func (w *walk) arrive(seen map[*cfg.Block][]*sym.State, b *cfg.Block, st *sym.State) (*sym.State, bool) {
	for _, old := range seen[b] {
		if old.Equal(st) {
			return nil, false
		}
	}
	if len(seen[b]) < maxStates && w.site != nil {
		seen[b] = append(seen[b], st)
		return st.Clone(), true
	}
	// Too many to keep apart: join with one that agrees on where the resource is.
	for i, old := range seen[b] {
		if w.site != nil && !old.SameShape(st, w.res) {
			continue
		}
		joined := old.Join(st)
		if joined.Equal(old) {
			return nil, false
		}
		seen[b][i] = joined
		return joined.Clone(), true
	}
	// Those of other shapes are kept apart a while longer: joined they would say nothing.
	if len(seen[b]) < 4*maxStates {
		seen[b] = append(seen[b], st)
		return st.Clone(), true
	}
	w.giveUp()
	return nil, false
}

// block interprets a block from a point on and passes the states at its end to
// its successors.
func (w *walk) block(p point, next func(*cfg.Block, *sym.State)) {
	st, nodes := p.state, p.block.Nodes
	cond := w.frame.fn.condition(p.block)
	for i, n := range nodes[p.at:] {
		if cond != nil && p.at+i == len(nodes)-1 {
			break // the condition is evaluated by the branch
		}
		w.step(st, n)
		if st.Dead {
			return
		}
	}
	switch succs := p.block.Succs; len(succs) {
	case 0:
	case 1:
		w.enter(p.block, succs[0], st)
		if !st.Dead {
			next(succs[0], st)
		}
	default:
		w.branch(p.block, cond, st, next)
	}
}

// step interprets one node of a block.
func (w *walk) step(st *sym.State, n ast.Node) {
	if !w.spend() {
		st.Dead = true
		return
	}
	if w.frame.fn.comms[n] != nil {
		return // the graph puts all arms of a select before it; see enter
	}
	w.trace.node(n)
	w.exec(st, n)
	if st.Acquired && !st.Dead {
		st.Acquired = false
		if st.After != nil && st.InDoubt() {
			w.vanish(st) // a release before that, on a condition that is not followed
			return
		}
		if st.After != nil {
			w.end(st, Outcome{Kind: Reacquired, Pos: w.site.Pos(), Result: -1})
			return
		}
		// The same call has acquired again, and no variable has the first one any more.
		if st.Live && !w.reachable(st) {
			if st.Taken.IsValid() {
				w.end(st, Outcome{Kind: HandedOver, Pos: st.Taken, Result: -1, soft: true})
			}
			if st.InDoubt() {
				w.vanish(st)
				return
			}
			w.lose(st)
		}
	}
}

// spend takes a step out of the budgets.
func (w *walk) spend() bool {
	all := maxStepsOfFunc + maxStepsOfNode*w.root.size
	w.steps++
	w.eng.taken++
	over := w.steps > all
	if w.site != nil {
		*w.shared++
		most := maxSteps
		if len(w.site.Arms) > 1 {
			most = max(most, all/4) // one walk for many sites
		}
		over = w.steps > most || *w.shared > all
	}
	if over {
		w.giveUp()
	}
	return !w.spent
}

// giveUp ends the walk: its budget is spent.
func (w *walk) giveUp() {
	if !w.spent {
		w.spent = true
		w.trace.spent()
		w.eng.GiveUp(w.root.Body.Pos())
	}
}

// reachable reports whether any variable still leads to the resource.
func (w *walk) reachable(st *sym.State) bool {
	unrelated := func(_ uint32, v sym.Value) bool { return !w.relates(st, v) }
	return !st.Env.Each(unrelated) || !st.Mem.Each(unrelated)
}

// Explore follows the obligation of a site and returns the ends of its paths.
func (e *Engine) Explore(site *Site) []Outcome {
	outcomes := site.outcomes
	if outcomes == nil {
		outcomes = e.explore(site).outcomes()
	}
	return e.withoutUnowed(site, outcomes)
}

// explore walks from a site within the budget of its function: waits have one of their own, so
// that what a launch costs does not depend on what is opened beside it.
func (e *Engine) explore(site *Site) *walk {
	if site.After != nil {
		return e.exploreWithin(site, &site.Func.waitSteps)
	}
	return e.exploreWithin(site, &site.Func.steps)
}

// exploreWithin is explore with a budget that other walks share.
func (e *Engine) exploreWithin(site *Site, shared *int) *walk {
	w := newWalk(site.Func, site)
	w.shared = shared
	points := w.approach()
	w.trace = e.traceOf(w)
	w.trace.begin()
	for _, p := range points {
		w.run(p)
	}
	return w
}
