// This file is about groups that a function launches into but does not own:
//
//	func fetchAll(g *errgroup.Group, urls []string) { for ... { g.Go(...) } }
//	func run() error {
//		var g errgroup.Group
//		fetchAll(&g, urls) // a PassedGroup: run owes g.Wait
//		return nil
//	}

package launch

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A PassedGroup is a call that passes a group on to a function which launches into it: who
// owns the group owes the wait, although no helper is called where it is made.
type PassedGroup struct {
	*Launch          // the call, as a launch of the callee
	Group   ast.Expr // the argument
	Waits   []string // the methods that wait for it
}

// PassedGroups returns these calls, in source order.
func (p *Package) PassedGroups() []*PassedGroup {
	var list []*PassedGroup
	for _, u := range p.Gathered().GroupsPassed {
		p.Begin()
		arg := u.Call.Args[u.Arg]
		if !p.fillsArg(u.Call, u.Arg) {
			continue
		}
		l := &Launch{Call: u.Call, File: u.File, Decl: u.Decl, Callee: p.runs(u.Call.Fun), Class: finding.Tracked}
		if u.In != nil {
			l.scope = u.In.Type
		}
		list = append(list, &PassedGroup{l, arg, p.Helpers.GroupWaits(typesx.Named(p.Info.TypeOf(arg)))})
	}
	return list
}

// fillsArg reports whether what a call runs launches into the group that is its
// argument i.
func (p *Package) fillsArg(call *ast.CallExpr, i int) bool {
	t := p.Resolve(call)
	switch {
	case t.Spread:
	case t.Func != nil:
		i += t.Shift()
		return i < len(t.Func.Params) && !behaviour.Variadic(t.Func.Type) && p.fills(t.Func, t.Func.Params[i])
	case t.Static != nil && !typesx.IsInterfaceMethod(t.Static):
		return p.beyond.Fills(t.Static, i+1)
	}
	return false
}

// LaunchesInto reports whether a function of this package launches into its parameter i,
// counted from 1 whether or not there is a receiver, by a helper that is approved where it
// does. It becomes part of the fact that Beyond.Fills reads.
func (p *Package) LaunchesInto(callee *types.Func, i int) bool {
	f := p.Index.Declared(callee)
	if f == nil || f.Body == nil {
		return false
	}
	// Params has the receiver first, which takes the place of the one.
	if callee.Signature().Recv() == nil {
		i--
	}
	p.Begin()
	return i < len(f.Params) && p.fills(f, f.Params[i])
}

// fills reports whether a function launches into its parameter; nil is a parameter without a
// name.
func (p *Package) fills(f *syntax.Func, param *types.Var) bool {
	return param != nil && p.filled.Ask(filling{f, param})
}

// A filling is a parameter that is a group, of a function that may launch into it.
type filling struct {
	fn    *syntax.Func
	param *types.Var
}

// findFills answers fills. Paths do not count: a function that launches under a condition
// fills.
func (p *Package) findFills(at filling) bool {
	defer p.Aside()()
	return syntax.Any(at.fn.Body, func(call *ast.CallExpr) bool { return p.Spend() && p.fillsBy(call, at.param) })
}

// fillsBy reports whether a call launches into a parameter, or passes it on to what does.
func (p *Package) fillsBy(call *ast.CallExpr, param *types.Var) bool {
	// A helper that gives a handle launches nothing.
	if h := p.helperCall(call); h != nil && len(h.Waits) > 0 && h.Done == "" && p.approved(h, call) {
		if x, _ := p.group(call); x != nil && p.isParam(x, param) {
			return true
		}
	}
	for i, arg := range call.Args {
		if p.isParam(arg, param) && p.fillsArg(call, i) {
			return true
		}
	}
	return false
}

// isParam reports whether an expression is a parameter itself, or what it points to.
func (p *Package) isParam(x ast.Expr, param *types.Var) bool {
	at, ok := p.Spelled(x)
	return ok && at.Path == "" && at.Root == param
}

// GroupOf is the owner of a group that is an argument, as OwnerOf for what a method
// is called on.
func (p *Package) GroupOf(arg ast.Expr) *Owner {
	p.Begin()
	at, ok := p.Spelled(arg)
	if !ok {
		return nil
	}
	return p.ownerAt(at, behaviour.Unref(arg))
}
