package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/suppress"
)

// hiddenLaunches returns, for the functions of a dependency, what they launch
// that outlives the call. Of the main module nobody asks: its launches are
// reported where they are.
func (e *Engine) hiddenLaunches() (found map[*types.Func]launch.Escape) {
	if e.dependency && len(e.pass.Files) > 0 {
		e.Guard(e.pass.Files[0].Package, func() { found = e.launches.Escapes() })
	}
	return found
}

// escaping is what a function of another package launches that outlives the call.
func (e *Engine) escaping(fn *types.Func) launch.Escape {
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == e.pass.Pkg || isInterfaceMethod(fn) || e.callee(fn).Std {
		return launch.Escape{}
	}
	fn = fn.Origin()
	esc, ok := e.hidden[fn]
	if !ok {
		if s := e.fact(fn); s != nil {
			esc = s.Hidden
		}
		e.hidden[fn] = esc
	}
	return esc
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
