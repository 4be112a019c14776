// This file is about lengths that change while what has them stays: of a map, and of the queue of
// a channel. What a path has decided on such a length is void where an entry comes or goes:
//
//	if len(seen) > 0 {
//		return nil
//	}
//	f, err := os.Open(path)
//	...
//	seen[path] = true
//	if len(seen) > 0 { // by now
//		return f.Close()
//	}
//
// A list has a new length only where its variable is assigned to. What a callee does to a map is
// not asked: few change it, and for the others the answer is the same before and after the call.

package obligation

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// noteLength notes a comparison of a length.
func (f *Func) noteLength(e *ast.BinaryExpr) {
	for _, x := range []ast.Expr{e.X, e.Y} {
		if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && len(call.Args) == 1 && calleeName(call) == "len" {
			f.lengths = append(f.lengths, call)
		}
	}
}

// learnLength notes of a map or a list whether it is empty, for those that ask later: it is not
// where a range over it has an iteration.
//
//	for _, w := range workers { wg.Add(1); go run(w) }
//	if len(workers) > 0 { wg.Wait() }
func (w *walk) learnLength(st *sym.State, of ast.Expr, isEmpty bool) {
	if len(w.root.lengths)+len(w.root.measured) == 0 {
		return
	}
	key := lenKey(w.condKey(of))
	if strings.Contains(key, "?") {
		return
	}
	for _, m := range w.lengths().spelled[key] {
		// n := len(workers) is compared in its place
		if v, from := m.keys(w); !m.both && from == key {
			if equal, _ := w.hasDecided(st, equalKey(v, from)); equal {
				st.Decide(w.Threshold(sym.Threshold{Key: v, X: m.v, Bound: 1}), isEmpty)
			}
		}
	}
	for _, length := range w.root.lengths {
		if w.condKey(length) == key {
			st.Decide(w.Threshold(sym.Threshold{Key: key, X: length, Bound: 1}), isEmpty)
			return
		}
	}
}

// entryStored is m[k] = v: m has an entry at least from there on.
func (w *walk) entryStored(st *sym.State, m ast.Expr) {
	if w.isMap(m) {
		w.resized(st, m)
		w.learnLength(st, m, false)
		w.added(st, m, lenKey(w.condKey(m)), nil, nil)
	}
}

// resized voids what the path has decided on the length of something, and of what else is the
// same map or channel by another name.
func (w *walk) resized(st *sym.State, x ast.Expr) {
	key := lenKey(w.condKey(x))
	for _, m := range w.lengths().spelled[key] {
		if m.both {
			st.ForgetAbout(m.v, lenKey(w.condKey(m.v)))
			st.ForgetAbout(m.from, lenKey(w.condKey(m.from)))
		}
	}
	st.ForgetAbout(x, key)
}

// isMap reports whether an expression yields a map.
func (w *walk) isMap(x ast.Expr) bool {
	t := w.info.TypeOf(x)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// enteredRange notes what an iteration of a range says of the length of its operand: a value that
// is received is in the queue no longer.
func (w *walk) enteredRange(st *sym.State, x ast.Expr) {
	if typesx.IsChan(w.info.TypeOf(x)) {
		w.resized(st, x)
		return
	}
	w.learnLength(st, x, false)
}
