// This file is about literals that run in place. What one leaves open is owed only where the
// function around it is left, too. The walk over the literal itself does not know what is around
// it. So where it finds a leak, and the literal runs in place (it is called where it stands, or by
// its variable, or by a helper that does nothing else with it), the path is looked for once more,
// from the function around it. That one must find it as well:
//	func() {
//		f, _ := os.Open(path)
//		show(f)
//	}()
//	os.Exit(1)

package obligation

import (
	"go/ast"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// withoutUnowed drops what a site in a literal leaks, where no path through the function
// around it leaks.
func (e *Engine) withoutUnowed(site *Site, outcomes []Outcome) []Outcome {
	leaks := func(o Outcome) bool { return o.Kind == Leaked || o.Kind == Reacquired }
	// A wait is owed in the function that has the group, wherever the launch stands.
	if site.After != nil || !slices.ContainsFunc(outcomes, leaks) || e.leaksInPlace(site) {
		return outcomes
	}
	return slices.DeleteFunc(slices.Clone(outcomes), leaks)
}

// leaksInPlace reports whether a path through the functions around a site leaks. Where
// that cannot be told it says so.
func (e *Engine) leaksInPlace(site *Site) bool {
	root, placed := e.placedIn(site.Func)
	if len(placed) == 0 {
		return true
	}
	within := *site
	within.Func = root
	w := newWalk(root, &within)
	w.placed = placed
	w.shared = &site.Func.steps
	points := w.approach()
	w.unsure = false // what the way to the site has met on other ways is none of this
	for _, p := range points {
		w.run(p)
	}
	// If the site is not met from there, although the function returns, the way to it has not been
	// found, and nothing is shown.
	if w.spent || w.unsure || !w.opened && w.returns {
		return true
	}
	return slices.ContainsFunc(w.outcomes(), func(o Outcome) bool {
		return o.Kind == Leaked || o.Kind == Reacquired || o.Kind == Unknown
	})
}

// placedIn returns the outermost function in which a literal runs in place, and the
// literals on the way there.
func (e *Engine) placedIn(f *Func) (root *Func, placed []*ast.FuncLit) {
	for f.Lit != nil {
		outer := e.enclosing(f.Lit)
		if outer == nil || len(e.callsOf(f.Lit)) == 0 {
			break
		}
		placed = append(placed, f.Lit)
		f = outer
	}
	return f, placed
}

// isPlaced reports whether a literal has the site in it, and runs in place.
func (w *walk) isPlaced(lit *ast.FuncLit) bool { return lit != nil && slices.Contains(w.placed, lit) }

// runPlaced interprets a literal that a call is given, and runs.
func (w *walk) runPlaced(st *sym.State, args []sym.Value) {
	for _, a := range args {
		if w.Kind(a) == sym.Closure && w.isPlaced(w.Infos[a].Lit) && !st.Dead {
			w.inline(st, w.Infos[a].Lit, nil, true)
		}
	}
}

// leavePlaced keeps of the exits of a literal that has the site in it those with the
// resource, if there are any: joined with the others it would be lost.
func (w *walk) leavePlaced(sub *frame) {
	owes := func(x exit) bool { return x.state.Live || x.state.Lost }
	if slices.ContainsFunc(sub.exits, owes) {
		sub.exits = slices.DeleteFunc(sub.exits, func(x exit) bool { return !owes(x) })
	}
	sub.parent.outcomes = append(sub.parent.outcomes, sub.outcomes...)
}

// hasPlaced reports whether a deferred literal that has the site in it is yet to run.
func (w *walk) hasPlaced(st *sym.State) bool {
	if len(w.placed) == 0 {
		return false
	}
	for d := st.Defers; d != nil; d = d.Below {
		if w.isPlaced(w.literal(d.Stmt.Call, d.Func)) || slices.ContainsFunc(d.Args, func(a sym.Value) bool { return w.Kind(a) == sym.Closure && w.isPlaced(w.Infos[a].Lit) }) {
			return true
		}
	}
	return false
}
