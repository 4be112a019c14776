// This file answers where a deferred release keeps the error of a written file, and writes that.

package unclosed

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"os"

	"github.com/tetherlint/tether/internal/obligation"
)

// errorResult returns the name of the error result in which the release of a
// written file keeps its error, or "" where it is only deferred: nothing was
// written, the result has no name or another one hides it, or the file is also
// closed explicitly or by somebody else, after which a second close fails, and stays so.
func (a *acquisition) errorResult(at token.Pos) string {
	if !a.writes() || a.has(obligation.Released) && !a.undefers || a.Func.Type.Results == nil {
		return ""
	}
	// The variable may hold another file by then; a deferred method has its own.
	if id, ok := a.place().(*ast.Ident); ok && a.bound == "" && a.assignedAgain(a.unit.Pass.TypesInfo.ObjectOf(id)) {
		return ""
	}
	list := a.Func.Type.Results.List
	last := list[len(list)-1]
	if len(last.Names) == 0 {
		return ""
	}
	name := last.Names[len(last.Names)-1]
	obj := a.unit.Pass.TypesInfo.Defs[name]
	if name.Name == "_" || obj == nil || obj.Type().String() != "error" {
		return ""
	}
	// What the text names must mean there what it means to this file: an inner err hides the
	// result, and nil can be declared, too.
	scope := a.unit.Pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return ""
	}
	if _, seen := scope.LookupParent(name.Name, at); seen != obj {
		return ""
	}
	if _, seen := scope.LookupParent("nil", at); seen != types.Universe.Lookup("nil") || a.closedElsewhere() {
		return ""
	}
	return name.Name
}

// writes reports whether the acquisition opens a file for writing.
func (a *acquisition) writes() bool {
	if i := a.Spec.Flags - 1; i >= 0 && i < len(a.Call.Args) {
		if tv := a.unit.Pass.TypesInfo.Types[a.Call.Args[i]]; tv.Value != nil {
			flags, exact := constant.Int64Val(tv.Value)
			return exact && flags&int64(os.O_WRONLY|os.O_RDWR) != 0
		}
	}
	return a.Spec.Writes
}

func keepingCloseError(call, result string) string {
	cerr := "cerr"
	if result == cerr {
		cerr = "closeErr"
	}
	return fmt.Sprintf("defer func() {\n\tif %[2]s := %[1]s; %[2]s != nil && %[3]s == nil {\n\t\t%[3]s = %[2]s\n\t}\n}()", call, cerr, result)
}
