// Package propose suggests what a first .tether.yml should say, from what the code
// shows.
package propose

import (
	"cmp"
	"context"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
)

// A Helper is a function of the code base that launches a function it is given:
// probably the team's own way to do so.
type Helper struct {
	Launch string        // as the config names functions
	Call   string        // how a call is written; "" where its parameters are more than context, name and function
	Wait   string        // the method that waits; "" where the type has none
	Fn     int           // index of the function parameter, or -1 where it is the only one
	Uses   int           // calls of it in the packages
	Class  finding.Class // of what it launches: joined, bound, or detached, which is no way to launch
}

// rank orders the classes, best first.
var rank = map[finding.Class]int{finding.Joined: 0, finding.Bound: 1, finding.Detached: 2}

// A Code is a code base that proposals are made for.
type Code struct{ pkgs []*packages.Package }

// Load loads the packages that the patterns name.
func Load(ctx context.Context, dir string, env []string, patterns ...string) (*Code, error) {
	cfg := &packages.Config{
		Context: ctx, Dir: dir, Env: env,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedModule,
	}
	pkgs, err := packages.Load(cfg, patterns...)
	return &Code{pkgs}, err
}

// Helpers returns the helpers that the packages have and use: first those that wait for
// what they launch, then those that can stop it, and of each the most used first.
func (c *Code) Helpers() (list []Helper) {
	found := make(map[string]*Helper)
	for _, p := range c.pkgs {
		if p.Module == nil || p.Module.Version == "" {
			candidates(p, found)
		}
	}
	for _, p := range c.pkgs {
		for _, obj := range p.TypesInfo.Uses {
			if fn, ok := obj.(*types.Func); ok {
				if h := found[catalog.FuncName(fn)]; h != nil {
					h.Uses++
				}
			}
		}
	}
	for _, h := range found {
		if h.Uses > 0 {
			list = append(list, *h)
		}
	}
	slices.SortFunc(list, func(a, b Helper) int {
		return cmp.Or(cmp.Compare(rank[a.Class], rank[b.Class]), cmp.Compare(b.Uses, a.Uses), cmp.Compare(a.Launch, b.Launch))
	})
	return list
}

// candidates adds the functions of a package that launch one of their parameters.
func candidates(p *packages.Package, found map[string]*Helper) {
	for _, file := range p.Syntax {
		if ast.IsGenerated(file) {
			continue
		}
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || decl.Body == nil {
				continue
			}
			fn, ok := p.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			if i, class := launched(p.TypesInfo, decl, fn.Signature()); i >= 0 {
				h := describe(fn, i)
				h.Class = class
				found[h.Launch] = &h
			}
		}
	}
}

// isTask reports whether a function is work to be done, by what it takes: nothing,
// a context, or a channel that tells it to stop. What takes anything else is told
// something, a callback, and what says yes or no is asked something.
func isTask(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() > 1 {
		return false
	}
	if sig.Params().Len() == 1 {
		p := sig.Params().At(0).Type()
		ch, isChan := p.Underlying().(*types.Chan)
		if types.TypeString(p, nil) != "context.Context" && !(isChan && ch.Dir() == types.RecvOnly) {
			return false
		}
	}
	if sig.Results().Len() != 1 {
		return true
	}
	b, isBasic := sig.Results().At(0).Type().Underlying().(*types.Basic)
	return !isBasic || b.Kind() != types.Bool
}

func describe(fn *types.Func, param int) Helper {
	sig := fn.Signature()
	h := Helper{Launch: catalog.FuncName(fn), Fn: -1}
	functions := 0
	for i := range sig.Params().Len() {
		if _, ok := sig.Params().At(i).Type().Underlying().(*types.Signature); ok {
			functions++
		}
	}
	if functions > 1 {
		h.Fn = param
	}
	if recv := sig.Recv(); recv != nil {
		if obj, _, _ := types.LookupFieldOrMethod(recv.Type(), true, fn.Pkg(), "Wait"); obj != nil {
			if _, ok := obj.(*types.Func); ok {
				h.Wait = "Wait"
			}
		}
	}
	h.Call = call(fn, param)
	return h
}

// call writes how the function is called, for fixes: they can fill in a context,
// a name and the function, and nothing else.
func call(fn *types.Func, param int) string {
	sig := fn.Signature()
	if sig.TypeParams() != nil || sig.Variadic() {
		return ""
	}
	short := func(p *types.Package) string { return p.Name() }
	args := make([]string, sig.Params().Len())
	for i := range args {
		switch t := sig.Params().At(i).Type(); {
		case i == param:
			args[i] = types.TypeString(t.Underlying(), short)
		case types.TypeString(t, nil) == "context.Context":
			args[i] = "ctx"
		case types.Identical(t, types.Typ[types.String]):
			args[i] = "name"
		default:
			return ""
		}
	}
	on := fn.Pkg().Name()
	if recv := sig.Recv(); recv != nil {
		t := recv.Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		named, ok := t.(*types.Named)
		if !ok {
			return ""
		}
		on = strings.ToLower(named.Obj().Name()[:1]) + named.Obj().Name()[1:]
	}
	return on + "." + fn.Name() + "(" + strings.Join(args, ", ") + ")"
}
