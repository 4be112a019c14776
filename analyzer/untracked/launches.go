package untracked

import (
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// launchesOf returns the launches of the unit's package that are reported and
// counted, each with its class.
func launchesOf(u *unit.Unit, engine *obligation.Engine) []*launch.Launch {
	p := engine.Launches()
	var list []*launch.Launch
	for _, l := range p.Launches() {
		if u.Reported(l.Call.Pos()) {
			engine.Guard(l.Call.Pos(), func() { p.Classify(l) })
			if l.Class == "" { // the analysis failed
				l.Class = finding.Detached
			}
			list = append(list, l)
		}
	}
	return list
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
