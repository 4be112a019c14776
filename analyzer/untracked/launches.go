package untracked

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// launchesOf returns the launches of the unit's package that are reported and
// counted, each with its class.
func launchesOf(u *unit.Unit, engine *obligation.Engine) []*launch.Launch {
	p := launch.New(config(u.Pass, engine))
	var list []*launch.Launch
	for _, l := range p.Launches() {
		if u.Reported(l.Call.Pos()) {
			p.Classify(l)
			list = append(list, l)
		}
	}
	return list
}

// config connects the search for launches with the engine.
func config(pass *analysis.Pass, engine *obligation.Engine) launch.Config {
	c := launch.Config{
		Fset:      pass.Fset,
		Files:     pass.Files,
		Pkg:       pass.Pkg,
		Info:      pass.TypesInfo,
		Awaiter:   awaiter{engine},
		MayReturn: engine.MayReturn,
	}
	if e, ok := any(engine).(interface {
		Behaviour(fn *types.Func) (*launch.Behaviour, bool)
	}); ok {
		c.Imported = e.Behaviour
	}
	return c
}

// An awaiter asks the engine whether a launch is awaited: to be is an obligation
// like any other, which the launch creates and a Wait, or a receive, discharges.
type awaiter struct{ engine *obligation.Engine }

func (a awaiter) Awaited(l *ast.GoStmt, s launch.Signal) bool {
	root, ok := s.Root.(*types.Var)
	if !ok {
		return false
	}
	owner := obligation.Place{Root: root}
	if s.Field {
		owner.Field = s.Var
	}
	spec := obligation.ReceiveSpec()
	if s.Kind == launch.WaitGroup {
		spec = obligation.WaitSpec("Wait")
	}
	return a.engine.Awaited(l, owner, spec)
}

// count puts a launch into the unit's result.
func count(u *unit.Unit, l *launch.Launch) {
	pos, end := telling(l)
	out := finding.Launch{
		Span:     u.Span(pos, end),
		Class:    l.Class,
		Package:  u.PkgPath(),
		Function: unit.FuncName(l.Decl),
		Callee:   l.Callee,
	}
	if l.Helper != nil {
		out.Helper = l.Helper.Launch
	}
	u.Result.Launches = append(u.Result.Launches, out)
}
