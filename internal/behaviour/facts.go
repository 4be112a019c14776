// This file is what crosses packages: the effects of a function (effects.go), in numbers of
// parameters instead of variables. Nothing that other packages cannot name goes into it: a
// private field of a parameter is none of their business, but one of the receiver is, since
// they launch methods of values that they hold.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Behaviour is what launches in other packages need to know of a function. It
// is plain data, small and deterministic, to be part of a fact.
type Behaviour struct {
	Contexts []int    // parameters whose context, or a context that they hold, is observed
	Ends     []End    // receives that end the function
	Signals  []Ended  // signals of its end
	Calls    []int    // parameters that are functions and are called
	Waits    []Await  // what it waits for
	Handed   []Handed // contexts that functions which are parameters are given
	Received []int    // channels received from that need not end it: it does if they are a context's Done
}

// An Await is a wait for what signals on a parameter, or on something inside of it.
type Await struct {
	Param  int
	Path   string
	Form   Form
	Always bool // whenever the function is called; else on some path
}

// Global is the parameter number of a package variable. Other numbers count from
// the receiver, or from the first parameter where there is none.
const Global = -1

// An End is a receive that ends the function. It has no path: which channel of the parameter it
// is makes no difference to the callers, who have the parameter or do not.
type End struct {
	Param    int
	Strength Strength
	Runs     string // see Ending.Runs
}

// An Ended is a signal on a parameter: deferred, or the last act on every path.
type Ended struct {
	Param int
	Join  string // by name; that of CallParam: what is passed for the parameter is called
	Path  string // the way from the parameter to what is signalled on, as ".wg"; others know it by who waits there

	Guarded bool // see Signalling
}

// empty reports whether there is nothing to say.
func (b *Behaviour) empty() bool {
	return len(b.Contexts)+len(b.Ends)+len(b.Signals)+len(b.Calls)+len(b.Waits)+len(b.Handed)+len(b.Received) == 0
}

// Summarise returns the behaviour of a function of this package. It is nil where
// there is no body to know it from, or nothing to know; but of a function that
// takes a context, or a struct with one, an empty one is told, since a context that
// is handed to a function without a behaviour counts as observed.
func (p *Package) Summarise(callee *types.Func) *Behaviour {
	if callee == nil || !Matters(callee) {
		return nil
	}
	f := p.Index.Declared(callee)
	if f == nil || f.Body == nil {
		return nil
	}
	p.Begin()
	b := p.behaviour(f, p.EffectsOf(f))
	if !b.empty() {
		return b
	}
	for i := range callee.Signature().Params().Len() {
		if t := callee.Signature().Params().At(i).Type(); p.IsContext(t) || holdsSignal(t) {
			return b
		}
	}
	return nil
}

// Matters reports from its signature alone whether a launch can depend on what fn
// does: it is given, or its receiver holds, a context, a channel, a function or a
// WaitGroup. Functions that end by a package variable only are not worth a fact.
func Matters(fn *types.Func) bool {
	sig := fn.Signature()
	// From the types alone, since a fact may cost the analysis of a package.
	for i := range sig.Params().Len() {
		if t := sig.Params().At(i).Type(); mattersAs(t) || holdsSignal(t) {
			return true
		}
	}
	if sig.Recv() == nil || types.IsInterface(sig.Recv().Type()) {
		return false
	}
	return holdsWhatMatters(sig.Recv().Type())
}

// holdsSignal reports whether a struct has an exported field that is a context or a
// channel: options. Others hold such things for purposes of their own.
func holdsSignal(t types.Type) bool {
	st := typesx.Struct(t)
	for i := 0; st != nil && i < st.NumFields(); i++ {
		if f := st.Field(i).Type(); st.Field(i).Exported() && (typesx.IsChan(f) || types.IsInterface(f) && typesx.ActsAsContext(f)) {
			return true
		}
	}
	return false
}

// holdsWhatMatters reports whether a struct has a field on which a launch can depend.
func holdsWhatMatters(t types.Type) bool {
	st := typesx.Struct(t)
	for i := 0; st != nil && i < st.NumFields(); i++ {
		if mattersAs(st.Field(i).Type()) {
			return true
		}
	}
	return false
}

// mattersAs reports whether a launch can depend on a value of the type: a channel, a function,
// a group or a context.
func mattersAs(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return true
	}
	return joinOf(t) != nil || typesx.ActsAsContext(t)
}

// behaviour is the effects in terms of parameters, as other packages see them. A
// channel that they cannot name is none to them.
func (p *Package) behaviour(f *syntax.Func, eff *Effects) *Behaviour {
	b := new(Behaviour)
	number := func(at Place) (int, bool) {
		if i := f.ParamIndex(at.Root); i >= 0 {
			return i, true
		}
		return Global, at.Root.Parent() == p.Pkg.Scope() || p.isGlobal(at.Root)
	}
	// What a parameter keeps to itself is for purposes of its own: a client that is
	// handed to a server does not end it.
	given := func(i int, at Place) bool { return i == 0 && f.Obj.Signature().Recv() != nil || exported(at, false) }
	for _, at := range eff.Contexts {
		if i, ok := number(at); ok && given(i, at) && !strings.HasSuffix(at.Path, OfRequest) {
			b.Contexts = addOnce(b.Contexts, i)
		}
	}
	for _, e := range eff.Ends {
		i, ok := number(e.Place)
		if ok && exported(e.Place, i == Global) && !e.Call {
			b.Ends = addOnce(b.Ends, End{i, e.Strength, e.Runs})
		}
	}
	for _, at := range eff.Received {
		i := f.ParamIndex(at.Root)
		if i >= 0 && at.Path == "" && !slices.ContainsFunc(b.Ends, func(e End) bool { return e.Param == i }) {
			b.Received = addOnce(b.Received, i)
		}
	}
	for _, s := range eff.Signals {
		i := f.ParamIndex(s.Root)
		switch {
		case i < 0 || s.In.Of != nil:
		case s.Path == "" || s.Join.Group() && isFieldPath(s.Path):
			b.Signals = append(b.Signals, Ended{i, s.Join.Name, s.Path, s.Guarded})
		}
	}
	b.Waits = append(p.awaits(f, 0), p.awaitsParams(f)...)
	for _, c := range eff.Calls {
		if i := f.ParamIndex(c.to); i >= 0 {
			b.Calls = addOnce(b.Calls, i)
		}
	}
	for _, h := range eff.Handed {
		if i, ok := number(h.Ctx); ok && f.ParamIndex(h.To) >= 0 {
			b.Handed = append(b.Handed, Handed{f.ParamIndex(h.To), h.Arg, i})
		}
	}
	return b
}

// exported reports whether other packages can name the place: no step of its path, and not its
// root where that is a package variable, starts with a lower-case letter.
func exported(at Place, global bool) bool {
	if global && at.Root.Name() != "" && !at.Root.Exported() {
		return false
	}
	start := true
	for _, r := range at.Path {
		if start && r >= 'a' && r <= 'z' || r == '_' && start {
			return false
		}
		start = r == '.'
	}
	return true
}

// addOnce appends what the list does not have yet.
func addOnce[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

// imported returns where parameter i of a function of another package is in the function that
// calls it. All package variables of that package together are one place, by a variable without
// a name that stands for them: none of them can be told from the others here.
func (p *Package) imported(i int, t Target, in *syntax.Func) []Place {
	if i != Global {
		return p.bound(i, t, in)
	}
	pkg := t.Static.Pkg()
	v := p.globals[pkg]
	if v == nil {
		v = types.NewVar(token.NoPos, pkg, "", types.Typ[types.Invalid])
		p.globals[pkg] = v
	}
	return []Place{{Root: v}}
}

// isGlobal reports whether v stands for the variables of another package.
func (p *Package) isGlobal(v *types.Var) bool {
	return v.Name() == "" && p.globals[v.Pkg()] == v
}

// carries returns the contexts that a value handed to unseen code holds: it is one, it is the
// Done channel of one, a struct or an interface made from some, or an *http.Request, which has one.
func (p *Package) carries(e ast.Expr, in *syntax.Func) []Place {
	t := p.Info.TypeOf(e)
	if p.IsContext(t) {
		return p.Origins(e, in)
	}
	if ctx := p.DoneOf(e); ctx != nil {
		return p.Origins(ctx, in)
	}
	if t == nil || typesx.IsError(t) || typesx.Struct(t) == nil && !types.IsInterface(t) {
		return nil
	}
	var list []Place
	for _, at := range p.Origins(e, in) {
		if at.Ctx {
			list = add(list, at)
		} else if IsRequest(t) {
			at = at.step(OfRequest, nil)
			at.Ctx = true
			list = add(list, at)
		}
	}
	return list
}

// DoneOf is the context of which an expression is the Done channel, or nil.
func (p *Package) DoneOf(ch ast.Expr) ast.Expr {
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Done" || !p.IsContext(p.Info.TypeOf(sel.X)) {
		return nil
	}
	return sel.X
}
