package propose

import (
	"cmp"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// NewAnalyzer returns an analyzer that finds out what Resources needs to know: the
// openings of a package and what becomes of them, and the methods that give something
// fresh.
func NewAnalyzer(opts unit.Options) []*analysis.Analyzer {
	obligations := obligation.NewAnalyzer(opts)
	return []*analysis.Analyzer{{
		Name:       "openings",
		Doc:        "count who closes what",
		Requires:   []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			engine := pass.ResultOf[obligations].(*obligation.Engine)
			engine.Exclusive(func() { count(u, engine) })
			return u.Finish(engine.Failures()), nil
		},
	}}
}

func count(u *unit.Unit, engine *obligation.Engine) {
	engine.Functions(func(f *obligation.Func) {
		if !u.Reported(f.Body.Pos()) {
			return
		}
		for _, o := range engine.Openings(f) {
			u.Result.Openings = append(u.Result.Openings, finding.Opening{
				Span: u.Span(o.Call.Pos(), o.Call.End()), Opener: catalog.FuncName(o.Callee), Result: o.Result, Release: o.Release, Fate: fate(o.Outcomes),
			})
		}
	})
	for _, fn := range engine.Makers() {
		u.Result.Makers = append(u.Result.Makers, catalog.FuncName(fn))
	}
}

// fate is what a caller does with what it gets: what it releases on any path is its
// own, and what it passes on, or loses sight of, is for somebody else to release.
func fate(outcomes []obligation.Outcome) finding.Fate {
	worst := finding.Leaked
	for _, o := range outcomes {
		switch o.Kind {
		case obligation.Released, obligation.Deferred:
			return finding.Released
		case obligation.Leaked, obligation.Reacquired:
		default:
			worst = finding.HandedOver
		}
	}
	return worst
}

// A Resource is a function of which the code base itself shows that what it gives must
// be released.
type Resource struct {
	Open    string // as the config names functions
	Release []string
	Result  int
	Closed  int // so many of its callers release it
	Callers int // of those that do not pass it on
	Makers  int // so many implementations has it, each of which gives something fresh; 0 where that is not so
}

// leastClosed is how many callers must release before that shows anything.
const leastClosed = 2

// Resources returns the functions of which most callers release what they get, and the
// methods of interfaces of which every implementation in sight gives something fresh.
// Those come first that most callers release.
func (c *Code) Resources(openings []finding.Opening, makers []string) (list []Resource) {
	found := map[string]*Resource{}
	for _, o := range openings {
		r := found[o.Opener]
		if r == nil {
			r = &Resource{Open: o.Opener, Release: o.Release, Result: o.Result}
			found[o.Opener] = r
		}
		switch o.Fate {
		case finding.Released:
			r.Closed++
			r.Callers++
		case finding.Leaked:
			r.Callers++
		}
	}
	fresh := map[string]bool{}
	for _, m := range makers {
		fresh[m] = true
	}
	types := c.types()
	for _, fn := range c.interfaceMethods() {
		if r := found[catalog.FuncName(fn)]; r != nil {
			r.Makers = allFresh(fn, types, fresh)
		}
	}
	for _, r := range found {
		if r.Closed >= leastClosed && 2*r.Closed > r.Callers || r.Makers > 0 && 2*r.Closed >= r.Callers {
			list = append(list, *r)
		}
	}
	slices.SortFunc(list, func(a, b Resource) int {
		return cmp.Or(cmp.Compare(b.Closed, a.Closed), cmp.Compare(b.Makers, a.Makers), cmp.Compare(a.Open, b.Open))
	})
	return list
}

// allFresh is the number of implementations of an interface's method where each gives
// something fresh, and else 0.
func allFresh(method *types.Func, all []*types.Named, fresh map[string]bool) (n int) {
	iface, ok := method.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return 0
	}
	for _, t := range all {
		if !types.Implements(types.NewPointer(t), iface) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, method.Pkg(), method.Name())
		fn, ok := obj.(*types.Func)
		if !ok || types.IsInterface(fn.Signature().Recv().Type()) { // of an interface that it embeds
			return 0
		}
		if !fresh[catalog.FuncName(fn)] {
			return 0
		}
		n++
	}
	return n
}

// types are the types of the packages that are no interfaces and have no parameters.
func (c *Code) types() (list []*types.Named) {
	for _, p := range c.pkgs {
		for _, name := range p.Types.Scope().Names() {
			obj, ok := p.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
				continue
			}
			if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() == 0 {
				list = append(list, named)
			}
		}
	}
	return list
}

// interfaceMethods are the methods of the interfaces that the packages declare.
func (c *Code) interfaceMethods() (list []*types.Func) {
	for _, p := range c.pkgs {
		for _, name := range p.Types.Scope().Names() {
			obj, ok := p.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || obj.IsAlias() {
				continue
			}
			if iface, ok := obj.Type().Underlying().(*types.Interface); ok {
				for m := range iface.ExplicitMethods() {
					list = append(list, m)
				}
			}
		}
	}
	return list
}
