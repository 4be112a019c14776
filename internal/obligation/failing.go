// This file asks whether a path fails, which some obligations depend on: nobody flushes a
// writer after an error, and a deferred function may release only where err is not nil.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// setError gives the named error result a value that deferred functions can test,
// where the return gives one that is not known. An author who writes "return nil,
// wrap(err)" returns an error. It may be nil only in the last statement of the
// function, where the other results say something, and on a path that has met no
// error.
func (w *walk) setError(st *sym.State, n *ast.ReturnStmt, values []sym.Value) {
	last := len(values) - 1
	// The acquisition's own error, and one of which the path knows something, stay what they are.
	if w.frame.parent != nil || last < 0 || values[last] == sym.Nil || w.isErr(values[last]) || st.Knows(values[last]) != 0 {
		return
	}
	named, t := w.root.results(), w.root.resultType(last)
	if last >= len(named) || named[last] == nil || t == nil || !typesx.IsError(t) {
		return
	}
	if w.metError(st) || slices.Contains(values[:last], sym.Nil) || !w.isLast(n) || w.givesStruct(n) {
		st.Set(named[last], sym.NonNil)
		return
	}
	st.Set(named[last], w.ValueOf(n, sym.AsFailure, sym.Info{Kind: sym.Opaque, IsErr: true, Returned: true}))
}

// failure reports whether a path on which the resource is open returns an error that is
// not the acquisition's; in a function without an error result, whether it has met one.
func (w *walk) failure(st *sym.State, n *ast.ReturnStmt, values []sym.Value) bool {
	last := len(values) - 1
	if t := w.root.resultType(last); t == nil || !typesx.IsError(t) {
		return w.metError(st)
	}
	switch v := values[last]; {
	case v == sym.Nil || w.isErr(v) || st.Knows(v) == sym.KnownNil:
		return false
	case v == sym.NonNil || w.Kind(v) == sym.Object || st.Knows(v) == sym.KnownNonNil:
		return true
	}
	return w.metError(st) || w.givesStruct(n) || w.eng.makesFailure(n)
}

// metError reports whether the path knows of an error that is not nil.
func (w *walk) metError(st *sym.State) bool {
	return !st.Known.Each(func(v uint32, k sym.Knowledge) bool { return k != sym.KnownNonNil || !w.Infos[v].IsErr })
}

// isLast reports whether a return is the last statement of the function.
func (w *walk) isLast(n *ast.ReturnStmt) bool {
	list := w.root.Body.List
	return len(list) > 0 && list[len(list)-1].Pos() == n.Pos() || n.Pos() >= w.root.Body.Rbrace
}

// givesStruct reports whether the error is made of a type that has no nil.
func (w *walk) givesStruct(n *ast.ReturnStmt) bool {
	if len(n.Results) == 0 {
		return false
	}
	t := w.info.TypeOf(n.Results[len(n.Results)-1])
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}
