// This file interprets builtin functions. Those that are deferred or launched come to
// builtinEffect with their arguments evaluated.

package obligation

import (
	"go/ast"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// builtin interprets a call of a builtin function. What new and make yield is an object of the
// function's own; in a loop it is the same one, about which all is forgotten.
func (w *walk) builtin(st *sym.State, call *ast.CallExpr, name string) []sym.Value {
	switch name {
	case "new", "make":
		for _, a := range call.Args[1:] {
			w.eval(st, a)
		}
		obj := w.anew(st, w.ValueOf(call, sym.Itself, sym.Info{Kind: sym.Object}))
		w.forget(st, obj)
		return []sym.Value{obj}
	}
	var args []sym.Value
	for _, a := range call.Args {
		args = append(args, w.eval(st, a))
	}
	return w.builtinEffect(st, call, name, args)
}

// builtinEffect is what a builtin does to the state, with its results.
func (w *walk) builtinEffect(st *sym.State, call *ast.CallExpr, name string, args []sym.Value) []sym.Value {
	switch name {
	case "panic":
		w.panics(st, call)
	case "recover":
		return []sym.Value{w.recovered(st)}
	case "close":
		// Somebody may be waiting for this signal to let go of what he has.
		if args[0] != w.res && w.relates(st, args[0]) {
			st.Taken = call.Pos()
		}
	case "len":
		if args[0] == sym.Nil {
			return []sym.Value{w.Number64(0)} // of a list or a map that is yet to be made
		}
		if len(args) == 1 && w.Kind(args[0]) == sym.Code {
			return args // it is 0 where the text is empty
		}
	case "delete":
		w.resized(st, call.Args[0])
	case "clear":
		if w.isMap(call.Args[0]) { // a list keeps its length
			w.resized(st, call.Args[0])
			w.learnLength(st, call.Args[0], true)
		}
	case "append":
		return []sym.Value{w.appended(st, call, args)}
	case "copy":
		// One argument is a call that gives both.
		if len(args) == 2 && w.relates(st, args[1]) {
			w.storeIn(st, args[0], args[1], call.Pos())
		}
	}
	return nil
}

// appended is the result of append: what is appended to is the same object, for
// all that matters, and holds what was appended.
//
//	files = append(files, f) // files holds f from here on
func (w *walk) appended(st *sym.State, call *ast.CallExpr, args []sym.Value) sym.Value {
	if len(args) == 0 {
		return sym.Unknown
	}
	base := args[0]
	// What is appended is in the list from now on, and in whatever else shares it.
	for _, a := range args[1:] {
		w.goesOut(st, a, out{pos: call.Pos()})
		if w.relates(st, a) {
			// A list of which nothing is known is one of the function's own from here on.
			if k := w.Kind(base); base < sym.FirstDynamic || k != sym.Object && k != sym.Part {
				base = w.ValueOf(call, sym.Itself, sym.Info{Kind: sym.Object})
			}
			st.Hold(base)
		}
	}
	if base == sym.Nil {
		base = w.ValueOf(call, sym.Itself, sym.Info{Kind: sym.Object})
	}
	return base
}
