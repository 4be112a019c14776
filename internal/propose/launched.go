package propose

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
)

// launched is the index of the parameter that a function runs on a goroutine, -1 for
// none, and the class of that: what a go statement or the Go of a group calls, or what
// its literal calls. What launches two of its parameters does something with what they return.
func launched(info *types.Info, decl *ast.FuncDecl, sig *types.Signature) (index int, class finding.Class) {
	l := &launches{info: info, decl: decl, sig: sig, index: -1}
	for n := range syntax.All[ast.Node](decl.Body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			l.run(n.Call, n.Call)
		case *ast.CallExpr:
			fn, ok := typeutil.Callee(info, n).(*types.Func)
			if ok && len(n.Args) == 1 && slices.Contains(groups, fn.FullName()) {
				l.group(n.Args[0])
			}
		}
	}
	if l.several {
		return -1, ""
	}
	return l.index, l.class
}

// groups are the methods by which a group launches what it waits for.
var groups = []string{"(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go"}

// launches are those of a function that may be a helper.
type launches struct {
	info  *types.Info
	decl  *ast.FuncDecl
	sig   *types.Signature
	index int
	class finding.Class

	several bool // it launches more than one
}

// param is the index of the parameter that an expression is, where that is a task; or -1.
func (l *launches) param(x ast.Expr) int {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return -1
	}
	for i := range l.sig.Params().Len() {
		if param := l.sig.Params().At(i); l.info.Uses[id] == param && isTask(param.Type()) {
			return i
		}
	}
	return -1
}

// called are the calls of a parameter in what is launched, but for those that only some
// of its runs come to: such a parameter is a callback.
func (l *launches) called(n ast.Node) (calls []*ast.CallExpr) {
	for call := range syntax.All[*ast.CallExpr](n) {
		if l.param(call.Fun) >= 0 && !isConditional(n, call) {
			calls = append(calls, call)
		}
	}
	return calls
}

// isConditional reports whether a node stands in a branch of an if or a switch within root.
// The arms of a select are none: one of them is taken.
func isConditional(root, n ast.Node) bool {
	path := syntax.Path(root, func(around ast.Node) bool { return around.Pos() <= n.Pos() && n.End() <= around.End() })
	for i, around := range path[:max(len(path)-1, 0)] {
		switch s := around.(type) {
		case *ast.IfStmt:
			if in := path[i+1]; in == ast.Node(s.Body) || in == s.Else {
				return true
			}
		case *ast.CaseClause:
			return true
		}
	}
	return false
}

// run notes what a go statement runs.
func (l *launches) run(call *ast.CallExpr, whole ast.Node) {
	for _, c := range l.called(whole) {
		class := finding.Detached
		switch {
		case l.signals(call):
			class = finding.Joined
		case slices.ContainsFunc(c.Args, l.stops):
			class = finding.Bound
		}
		l.note(l.param(c.Fun), class)
	}
}

// group notes what a group is given.
func (l *launches) group(x ast.Expr) {
	if i := l.param(x); i >= 0 {
		l.note(i, finding.Joined)
	} else if lit, ok := ast.Unparen(x).(*ast.FuncLit); ok {
		for _, c := range l.called(lit.Body) {
			l.note(l.param(c.Fun), finding.Joined)
		}
	}
}

// note keeps the worst of several.
func (l *launches) note(i int, class finding.Class) {
	l.several = l.several || l.index >= 0 && l.index != i
	if l.index < 0 || rank[class] > rank[l.class] {
		l.class = class
	}
	l.index = i
}

// signals reports whether what is launched says that it has ended, to somebody who may
// be there: it counts down a group, or closes or sends on a channel that others have.
// What it says under a condition, as where a caller has given a group, does not count.
func (l *launches) signals(call *ast.CallExpr) bool {
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		return false
	}
	return syntax.Any(lit.Body, func(n ast.Node) bool {
		return l.isSignal(n, lit) && !isConditional(lit.Body, n)
	})
}

func (l *launches) isSignal(n ast.Node, lit *ast.FuncLit) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		return l.isShared(n.Chan, lit)
	case *ast.CallExpr:
		switch fn := typeutil.Callee(l.info, n).(type) {
		case *types.Builtin:
			return fn.Name() == "close" && l.isShared(n.Args[0], lit)
		case *types.Func:
			return fn.FullName() == "(*sync.WaitGroup).Done"
		}
	}
	return false
}

// isShared reports whether somebody else has a channel: it is no variable of the
// function, or that receives from it, returns it or stores it.
func (l *launches) isShared(ch ast.Expr, launched *ast.FuncLit) bool {
	id, ok := ast.Unparen(ch).(*ast.Ident)
	if !ok {
		return true
	}
	v := l.info.Uses[id]
	if v == nil || v.Pos() < l.decl.Body.Pos() || v.Pos() >= l.decl.Body.End() {
		return true
	}
	if v.Pos() >= launched.Pos() && v.Pos() < launched.End() {
		return false
	}
	shared := false
	ast.Inspect(l.decl.Body, func(n ast.Node) bool {
		if n == ast.Node(launched) {
			return false
		}
		use, ok := n.(*ast.Ident)
		shared = shared || ok && l.info.Uses[use] == v
		return !shared
	})
	return shared
}

// stops reports whether an operand is a context or a channel by which the caller can
// stop what is launched.
func (l *launches) stops(x ast.Expr) bool {
	t := l.info.TypeOf(x)
	if t == nil {
		return false
	}
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		fn, _ := typeutil.Callee(l.info, call).(*types.Func)
		if fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context" && (fn.Name() == "Background" || fn.Name() == "TODO") {
			return false
		}
	}
	_, isChan := t.Underlying().(*types.Chan)
	return isChan || types.TypeString(t, nil) == "context.Context"
}
