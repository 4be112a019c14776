// This file is about what is lost and held by nobody: a pipe within the process at whose other end
// nobody can be, which is reported as a matter of policy and has no fix, and the body of an answer that
// is the connection from then on, which is not.

package unclosed

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// isLonePipe reports whether a path loses an io.Pipe that nobody can wait at: nothing has been launched
// on it, nor have other packages of the program been given anything. It is memory then, and no more.
//
//	r, w := io.Pipe()
//	if err := head.write(); err != nil {
//		return err
//	}
//	go encode(w, v)
func (a *acquisition) isLonePipe(o obligation.Outcome) bool {
	if a.Spec.Name != "io.Pipe" || o.Kind != obligation.Leaked || o.Launch.IsValid() || o.Given.IsValid() || len(a.Loops) > 0 {
		return false
	}
	return !syntax.Any(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.SendStmt:
			return a.Func.Reaches(n.Pos(), o.Pos)
		case *ast.CallExpr:
			return n.Pos() > a.Call.Pos() && !a.isOfStd(n) && a.Func.Reaches(n.Pos(), o.Pos)
		}
		return false
	})
}

// isOfStd reports whether a call is of a function of the standard library, which launches nothing with
// what it is given, a builtin or a conversion.
func (a *acquisition) isOfStd(call *ast.CallExpr) bool {
	tv := a.unit.Pass.TypesInfo.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, call).(*types.Func)
	return ok && (fn.Pkg() == nil || unit.IsStd(fn.Pkg()))
}

// isUpgrade reports whether a function asks whether an answer switches protocols, and closes its body
// where it does not: then the body is the connection, which goes on.
//
//	if resp.StatusCode != http.StatusSwitchingProtocols {
//		resp.Body.Close()
//		return nil, errStatus
//	}
func (a *acquisition) isUpgrade() bool {
	if !a.has(obligation.Released) || a.Spec.Field != "Body" {
		return false
	}
	return syntax.AnyOwn(a.Func.Body, func(sel *ast.SelectorExpr) bool {
		c, ok := a.unit.Pass.TypesInfo.Uses[sel.Sel].(*types.Const)
		return ok && c.Name() == "StatusSwitchingProtocols"
	})
}
