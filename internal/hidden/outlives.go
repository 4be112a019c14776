// This file answers two questions about the function around a launch: does it run the code that
// launches, and can it return while the goroutine runs?
//
//	wg.Add(1); go func() { defer wg.Done(); loop() }(); wg.Wait() // it cannot

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// runs reports whether the declared function around a literal runs it: it calls, defers or
// launches it, or passes it to what does. A callback that is only stored belongs to whoever
// calls it. Those under a sync.Once do not count, since they run once.
//
//	start := func() { go loop() }
//	start()           // runs it
//	c.onEvent = start // somebody else does, at some time
func (p *Package) runs(g *function) bool {
	for ; g.outer != nil; g = g.outer {
		if !p.runsExpr(g.Node.(*ast.FuncLit), 0) {
			return false
		}
	}
	return g.Obj != nil
}

// runsExpr reports whether what is around a function value runs it.
func (p *Package) runsExpr(x ast.Expr, depth int) bool {
	cur, ok := p.engine.Index().Find(x)
	if !ok || depth > maxDepth {
		return false
	}
	for cur.Parent().Node() != nil {
		if _, ok := cur.Parent().Node().(*ast.ParenExpr); !ok {
			break
		}
		cur = cur.Parent()
	}
	switch n := cur.Parent().Node().(type) {
	case *ast.CallExpr:
		if n.Fun == cur.Node() {
			return true
		}
		return p.runsArg(n, slices.Index(n.Args, cur.Node().(ast.Expr)), depth)
	case *ast.AssignStmt:
		i := slices.Index(n.Rhs, cur.Node().(ast.Expr))
		if id, ok := n.Lhs[min(max(i, 0), len(n.Lhs)-1)].(*ast.Ident); ok && i >= 0 {
			v, _ := p.info.ObjectOf(id).(*types.Var)
			return v != nil && !typesx.IsPackageVar(v) && p.runsVar(v, depth)
		}
	}
	return false
}

// runsVar reports whether one of the uses of a variable runs the function in it.
func (p *Package) runsVar(v *types.Var, depth int) bool {
	return slices.ContainsFunc(p.engine.Index().Names(v), func(use inspector.Cursor) bool {
		id, ok := use.Node().(*ast.Ident)
		return ok && p.info.Uses[id] == v && p.runsExpr(id, depth+1)
	})
}

// runsArg reports whether a call runs the function that is its argument i: a helper does, a
// function of the standard library that is known to (sort.Slice), one of this package that runs
// its parameter.
func (p *Package) runsArg(call *ast.CallExpr, i, depth int) bool {
	fn := p.callee(call)
	if fn == nil || i < 0 || fn.Pkg() == nil {
		return false
	}
	if h := p.launches.Helpers.Lookup(fn); h != nil {
		return !h.Serves
	}
	if catalog.StdPath(fn.Pkg().Path()) {
		// What a sync.Once runs is run once, see runs.
		return fn.Pkg().Path() != "sync" && catalog.CalleeOf(fn).Synchronous
	}
	t := p.resolve(call)
	if t.recv != nil {
		i++
	}
	return t.fn != nil && i < len(t.fn.Params) && t.fn.Params[i] != nil && !t.variadic(i+1) && p.runsVar(t.fn.Params[i], depth)
}

// outlives reports whether the function can end after a launch without waiting for anything.
// What it waits for is not looked at: whoever waits may wait for the goroutine, and where it
// waits for what never ends it never ends either. Deferred waits count on every path.
func (p *Package) outlives(g *function, launch ast.Node) bool {
	o := outliving{p: p, seen: make(map[*cfg.Block]bool), comms: make(map[ast.Node]bool)}
	for s := range syntax.All[ast.Stmt](g.Body) {
		switch s := s.(type) {
		case *ast.CommClause:
			if s.Comm != nil {
				o.comms[s.Comm] = true
			}
		case *ast.DeferStmt:
			o.waits = o.waits || o.blocks(s.Call)
		}
	}
	for _, b := range p.graph(g.Node).Blocks {
		for i, n := range b.Nodes {
			if b.Live && n.Pos() <= launch.Pos() && launch.End() <= n.End() && !o.comms[n] {
				return !o.waits && o.ends(b, i+1)
			}
		}
	}
	return false
}

// An outliving searches the graph from a launch for an end.
type outliving struct {
	p     *Package
	seen  map[*cfg.Block]bool
	comms map[ast.Node]bool
	waits bool
}

// ends reports whether the function's end is reached from a node of a block without a wait.
func (o *outliving) ends(b *cfg.Block, from int) bool {
	// What a launched function waits for the launcher does not, and the statements of a select's
	// arms stand in front of it.
	for _, n := range b.Nodes[from:] {
		if _, launches := n.(*ast.GoStmt); !launches && !o.comms[n] && o.blocks(n) {
			return false
		}
	}
	if b.Return() != nil {
		return true
	}
	// A range over a channel waits.
	if r, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && typesx.IsChan(o.p.info.TypeOf(r.X)) {
		return false
	}
	for _, s := range b.Succs {
		if !o.seen[s] {
			o.seen[s] = true
			if o.ends(s, 0) {
				return true
			}
		}
	}
	return false
}

// blocks reports whether a node waits for something, or never comes back: a receive, a method
// named Wait, a call of a function of the package that has no end of its own.
func (o *outliving) blocks(n ast.Node) bool {
	for n := range syntax.Own[ast.Expr](n) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			// A time comes by itself.
			if n.Op == token.ARROW && !isTimeChan(o.p.info.TypeOf(n.X)) {
				return true
			}
		case *ast.CallExpr:
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Wait" {
				return true
			}
			if t := o.p.resolve(n); t.fn != nil && !o.p.lives.Ask(t.fn).free {
				return true
			}
		}
	}
	return false
}

// stays is the entry of a fact that says that a call of another package's function never
// returns; nil where it may.
func (p *Package) stays(fn *types.Func) *Left {
	if fn == nil || fn.Pkg() == p.pkg {
		return nil
	}
	leaves := p.imported(fn)
	if leaves == nil {
		return nil
	}
	for i := range leaves.List {
		if leaves.List[i].Stays {
			return &leaves.List[i]
		}
	}
	return nil
}
