// This file looks into functions that are called, for questions that a launch alone does not
// answer:
//
//	signals (awaited.go)         may somebody wait for it?
//	ending (ends.go)             may it go on, or wait?
//	mayAwaitItself (ownwait.go)  does it wait for the group that it is launched into?
//
// What each of them takes for a yes, of a call that it cannot follow too, is its own.

package eligible

import (
	"go/ast"
	"go/types"
)

// A question is one about what runs, which goes through the bodies of the functions of the
// package that are called. Each is looked into once, however many calls lead there.
type question struct {
	r *Checker
	// in answers for a part of the code, and asks of for the calls in it.
	in func(ast.Node) bool
	// recursive is the answer for a function that is met again in its own body: what holds of
	// it must be found elsewhere in there, unless to go round is itself what is asked for.
	recursive bool
	known     map[*types.Func]bool
}

// ask prepares a question.
func (r *Checker) ask(in func(ast.Node) bool, recursive bool) *question {
	return &question{r: r, in: in, recursive: recursive, known: make(map[*types.Func]bool)}
}

// of answers for a function; declared is false where its body is not of the package, so that
// the answer is for others to give. Of a body in another language everything is possible.
func (q *question) of(fn *types.Func) (is, declared bool) {
	fn = fn.Origin()
	if is, known := q.known[fn]; known {
		return is, true
	}
	decl := q.r.DeclOf(fn)
	if decl == nil {
		return false, false
	}
	q.known[fn] = q.recursive
	q.known[fn] = decl.Body == nil || q.in(decl.Body)
	return q.known[fn], true
}

// looked reports whether a function has been looked into.
func (q *question) looked(fn *types.Func) bool {
	_, ok := q.known[fn]
	return ok
}
