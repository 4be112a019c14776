package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suppress"
)

// hiddenLaunches returns, for the functions of a dependency, where they launch
// what outlives the call. Of the main module nobody asks: its launches are
// reported where they are.
func (e *Engine) hiddenLaunches() (found map[*types.Func]string) {
	if e.dependency && len(e.pass.Files) > 0 {
		e.Guard(e.pass.Files[0].Package, func() { found = e.launches.Escapes() })
	}
	return found
}

// escaping is where a function of another package launches what outlives the
// call, "" for nowhere.
func (e *Engine) escaping(fn *types.Func) string {
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == e.pass.Pkg || isInterfaceMethod(fn) || e.callee(fn).Std {
		return ""
	}
	fn = fn.Origin()
	where, ok := e.hidden[fn]
	if !ok {
		if s := e.fact(fn); s != nil {
			where = s.Hidden
		}
		e.hidden[fn] = where
	}
	return where
}

// allowed looks for directives at launches of a dependency.
func (e *Engine) allowed() func(*ast.File, token.Pos) bool {
	files := map[*ast.File]*suppress.File{}
	return func(f *ast.File, pos token.Pos) bool {
		file := files[f]
		if file == nil {
			line := func(pos token.Pos) (int, int) {
				at := e.pass.Fset.PositionFor(pos, false)
				return at.Line, at.Column
			}
			source := func() []byte {
				text, _ := os.ReadFile(e.pass.Fset.PositionFor(f.Package, false).Filename)
				return text
			}
			file = suppress.New(f, line, source)
			files[f] = file
		}
		return len(file.Allows(finding.HiddenLaunch, pos)) > 0
	}
}
