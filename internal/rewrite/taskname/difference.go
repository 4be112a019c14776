// This file tells tasks of one name, which one function launches, apart by what differs between them.
//
//	go copyStream(up, down, "up->down")   // in pipe: "pipe: up->down"
//	go copyStream(down, up, "down->up")   // "pipe: down->up"
//	go func() { errs <- s.v4.serve() }()  // in run: "run: v4.serve"
//	go func() { errs <- s.v6.serve() }()  // "run: v6.serve"

package taskname

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// byDifference names those of some tasks of one name that a function launches beside each other by
// the first thing that each of them has, and no two have alike. It returns the others.
func (r *Namer) byDifference(src *source.File, name string, list []*ast.GoStmt) (others []*ast.GoStmt) {
	in := make(map[ast.Decl][]*ast.GoStmt)
	for _, g := range list {
		in[src.DeclAround(g)] = append(in[src.DeclAround(g)], g)
	}
	for _, beside := range in {
		names := r.different(src, name, beside)
		for i, g := range beside {
			if names == nil {
				others = append(others, g)
				continue
			}
			r.tasks[src][g] = names[i]
		}
	}
	return others
}

// different returns names for tasks that a function launches, by what differs between them; nil
// where nothing does that has a name.
func (r *Namer) different(src *source.File, name string, beside []*ast.GoStmt) []string {
	if len(beside) < 2 {
		return nil
	}
	around := r.enclosingName(src, beside[0])
	for _, part := range []func(*ast.GoStmt) string{r.textGiven, r.calledOn, r.withConstant, r.sentOn} {
		names := make([]string, len(beside))
		for i, g := range beside {
			of := part(g)
			if of == "" {
				break
			}
			names[i] = r.joinedName(around, of)
		}
		if !slices.Contains(names, "") && allDiffer(names) {
			return names
		}
	}
	if names := r.byDirection(name, beside); names != nil {
		return names
	}
	for i := range beside[0].Call.Args {
		names := make([]string, len(beside))
		for k, g := range beside {
			if len(g.Call.Args) <= i || source.LaunchedLiteral(g.Call) != nil || typesx.IsContext(r.TypeOf(g.Call.Args[i])) {
				break
			}
			if of := source.SelectedFrom(g.Call.Args[i]); len(of) > 2 {
				names[k] = name + " " + of // serve admin
			}
		}
		if !slices.Contains(names, "") && allDiffer(names) {
			return names
		}
	}
	return nil
}

// byDirection names tasks that one function runs, which takes from where to where: by both.
//
//	go copyConn(client, backend, errs) // func copyConn(dst, src net.Conn, ...)
//	go copyConn(backend, client, errs) // "copyConn client to backend"
func (r *Namer) byDirection(name string, beside []*ast.GoStmt) []string {
	sig, ok := r.TypeOf(beside[0].Call.Fun).(*types.Signature)
	if !ok || source.LaunchedLiteral(beside[0].Call) != nil {
		return nil
	}
	to, from := paramCalled(sig, "dst", "to", "w", "dest"), paramCalled(sig, "src", "from", "r", "source")
	if to < 0 || from < 0 {
		return nil
	}
	names := make([]string, len(beside))
	for i, g := range beside {
		if source.LaunchedLiteral(g.Call) != nil || len(g.Call.Args) <= max(to, from) {
			return nil
		}
		src, dst := source.SelectedFrom(g.Call.Args[from]), source.SelectedFrom(g.Call.Args[to])
		if len(src) <= 2 || len(dst) <= 2 {
			return nil
		}
		names[i] = name + " " + src + " to " + dst
	}
	if !allDiffer(names) {
		return nil
	}
	return names
}

// paramCalled is the place of the parameter that has one of some names, -1 for none.
func paramCalled(sig *types.Signature, names ...string) int {
	for i := range sig.Params().Len() {
		if slices.Contains(names, sig.Params().At(i).Name()) {
			return i
		}
	}
	return -1
}

// allDiffer reports whether no two of some names are the same.
func allDiffer(names []string) bool {
	seen := make(map[string]bool)
	for _, name := range names {
		if seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

// longestText is how long a text may be that is a name.
const longestText = 32

// textGiven is the only text among the constants that a launched function is given.
func (r *Namer) textGiven(g *ast.GoStmt) (text string) {
	if source.LaunchedLiteral(g.Call) != nil {
		return ""
	}
	for _, arg := range g.Call.Args {
		v := r.Pass.TypesInfo.Types[arg].Value
		if v == nil || v.Kind() != constant.String {
			continue
		}
		if text != "" {
			return ""
		}
		text = constant.StringVal(v)
	}
	if len(text) > longestText || slices.ContainsFunc([]byte(text), func(c byte) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' }) {
		return ""
	}
	return text
}

// calledOn is the only call of a launch, with what that is called on.
func (r *Namer) calledOn(g *ast.GoStmt) string {
	fun := g.Call.Fun
	if lit := source.LaunchedLiteral(g.Call); lit != nil {
		steps, _ := r.works(lit)
		if len(steps) != 1 || steps[0].again {
			return ""
		}
		fun = steps[0].fun
	}
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if selection := r.Pass.TypesInfo.Selections[sel]; selection == nil || selection.Kind() != types.MethodVal {
		return ""
	}
	of := source.SelectedFrom(sel.X)
	if len(of) <= 1 {
		return ""
	}
	return of + "." + sel.Sel.Name
}

// withConstant is the only call of a launched literal, with the constant that it is given last.
func (r *Namer) withConstant(g *ast.GoStmt) string {
	lit := source.LaunchedLiteral(g.Call)
	if lit == nil {
		return ""
	}
	with, quoted := r.constantOf(g)
	if quoted {
		return with
	}
	if steps, _ := r.works(lit); with != "" && len(steps) == 1 && steps[0].name != "" {
		return steps[0].name + " " + with
	}
	return ""
}

// sentOn is the channel that a launched literal sends on.
func (r *Namer) sentOn(g *ast.GoStmt) string {
	lit := source.LaunchedLiteral(g.Call)
	if lit == nil {
		return ""
	}
	if to := r.sendsTo(lit); len(to) > 2 {
		return "send to " + to
	}
	return ""
}
