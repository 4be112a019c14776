// This file answers which channels only another package could end:
//
//	for id := range queue.Queue() { ... } // a queue that has no Close
//	client.Go(args, results)              // sends on results, and closes nothing that it tells of
//
// What such a package does is seen by its summaries alone, so whether it ends the channel is not
// known where those say nothing. A task that it would have to end is no task yet.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// keptElsewhere reports whether a channel is what a getter of another package's type returns, to
// receive from, and no method of that type ends anything.
func (r *Checker) keptElsewhere(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return false
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg() == r.Pass.Pkg || unit.IsStd(fn.Pkg()) || fn.Signature().Recv() == nil {
		return false
	}
	// Only the package can close what others may but receive from. No value but its end comes from
	// a chan struct{}, which is made to be closed.
	ch, ok := r.TypeOf(x).Underlying().(*types.Chan)
	if !ok || ch.Dir() != types.RecvOnly || !r.takesFrom(x) {
		return false
	}
	recv := fn.Signature().Recv().Type()
	return !slices.ContainsFunc(rows.Owners, func(name string) bool { return typesx.HasMethod(recv, nil, name) })
}

// sentTo reports whether a function of another package leaves a channel open that it is given, as
// far as is known: what only receives ends nothing, and of any other it is noted that it has it.
func (o *openFor) sentTo(call *ast.CallExpr, fn *types.Func, i int) bool {
	params := fn.Signature().Params()
	if i >= params.Len() || fn.Signature().Variadic() && i == params.Len()-1 {
		return false
	}
	ch, ok := params.At(i).Type().Underlying().(*types.Chan)
	// One that is given as any goes who knows where, and signals come as long as the process runs.
	if ok && ch.Dir() == types.RecvOnly {
		return true
	}
	if !ok || o.bySend || o.r.carriesSignals(call.Args[i]) {
		return false
	}
	target := o.r.engine.Launches().Resolve(call)
	if fn.Signature().Recv() != nil {
		i++ // the receiver is a parameter of a behaviour
	}
	if target.Known != nil && slices.ContainsFunc(target.Known.Signals, func(s behaviour.Ended) bool { return s.Param == i && s.Join == catalog.Close.Name }) {
		return false
	}
	o.beyond = true
	return true
}
