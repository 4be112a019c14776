// This file is the rule stuck: the words and the fix for what internal/stuck has found.

package untracked

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/stuck"
	"github.com/tetherlint/tether/internal/unit"
)

// findStuck finds the goroutines that wait for ever on a channel which nobody else has, by the
// launch that starts them. Helpers that may refuse to run their function are not modelled: what
// they launch may never come to its send.
func (r *checker) findStuck(launches []*launch.Launch) {
	helpers := make(map[*ast.CallExpr]ast.Expr)
	for _, l := range launches {
		r.byNode[l.Node()] = l
		if h := l.Helper; l.Go == nil && (h != nil && !h.Refuses || l.Denied != nil && !l.Denied.Refuses) {
			if run := r.launches.Run(l); run != nil {
				helpers[l.Call] = run
			}
		}
	}
	conf := &stuck.Config{
		Files: r.unit.Pass.Files, Pkg: r.unit.Pass.Pkg, Info: r.unit.Pass.TypesInfo, Index: r.engine.Index(),
		Reported: slices.DeleteFunc(slices.Clone(r.unit.Pass.Files), func(f *ast.File) bool { return !r.unit.Reported(f.FileStart) }),
		Launched: helpers,
		Engine:   r.engine,
	}
	for _, c := range stuck.Claims(conf) {
		if l := r.byNode[c.Launch]; l != nil {
			r.stuck[l] = append(r.stuck[l], c)
		}
	}
}

// stuckAt reports where a launched goroutine waits for ever. Several launches may run
// the same function: each place is reported once.
func (r *checker) stuckAt(l *launch.Launch) (issues []unit.Issue) {
	for _, c := range r.stuck[l] {
		if r.unit.Reported(c.Pos) {
			is := unit.Issue{
				// What a command leaves behind ends with the process; one that waits itself does not end.
				Policy: !c.Waits && !c.Alone && r.process.Ends(c.Root),
				Pos:    c.Pos, End: c.End,
				Func: unit.FuncName(l.Decl), Message: r.stuckMessage(c), Related: r.stuckRelated(c), Path: stuckPath(c),
			}
			if is.Fix, is.NoFix = roomFix(c); is.Fix != nil && r.unit.IsCgo(c.Pos) {
				is.Fix, is.NoFix = nil, `the file imports "C"`
			}
			issues = append(issues, is)
		}
	}
	return issues
}

// roomFix gives a channel room for all that is sent on it, or says why not:
//
//	ch := make(chan T)
//	                 -
//	                 , 1)
func roomFix(c *stuck.Claim) (fix *analysis.SuggestedFix, why string) {
	switch room := c.Room; {
	case room.Size != "":
		at := room.Make.Rparen // the sends of one channel have one edit, which is no insertion, so that it counts once
		return &analysis.SuggestedFix{
			Message:   fmt.Sprintf("Make %s with room for %s", c.Chan.Name(), room.Size),
			TextEdits: []analysis.TextEdit{{Pos: at, End: at + 1, NewText: []byte(", " + room.Size + ")")}},
		}, ""
	case room.Why != "":
		return nil, room.Why
	}
	return nil, "only the author can say what should end it"
}

// stuckMessage says what waits for what, on which path of the launcher, and what to do.
func (r *checker) stuckMessage(c *stuck.Claim) string {
	name := "the channel"
	if c.Chan != nil {
		name = c.Chan.Name()
	}
	if c.Alone {
		return fmt.Sprintf("the goroutine can wait here for ever: nobody else has %s, or is left to use it; give it a case that ends it", name)
	}
	when := fmt.Sprintf("when %s returns at line %d", maker(c), r.line(c.Leaves))
	if c.Waits {
		when = fmt.Sprintf("while %s itself waits at line %d", maker(c), r.line(c.Leaves))
	}
	switch c.Kind {
	case stuck.Send:
		room := "the channel has no room"
		if c.Room.Make != nil && len(c.Room.Make.Args) > 1 {
			room = "what room the channel has may be taken"
		}
		return fmt.Sprintf("the send on %s can block for ever: %s, nobody is left to receive, and %s; make %s with room for all that is sent, or receive on every path",
			name, when, room, name)
	case stuck.Receive:
		return fmt.Sprintf("the receive from %s can block for ever: %s, nobody is left to send or to close it; close %s on every path",
			name, when, name)
	case stuck.Range:
		return fmt.Sprintf("the range over %s can never end: %s, nobody is left to close it; close %s on every path, for example by defer",
			name, when, name)
	}
	return fmt.Sprintf("the select can block for ever: %s, nobody is left at any of its channels; give it a case that ends it", when)
}

// maker names the function that makes the channel, and whose way out leaves the goroutine. The
// launch may be in a function that it calls.
func maker(c *stuck.Claim) string {
	if decl, ok := c.Root.(*ast.FuncDecl); ok {
		return unit.FuncName(decl)
	}
	return "the function literal"
}

// stuckPath are the choices of the run that shows a claim, for hosts and formats that can show
// a path. A choice that is repeated at once, as in a loop, is shown once.
func stuckPath(c *stuck.Claim) (path []analysis.RelatedInformation) {
	for _, s := range c.Path {
		note := analysis.RelatedInformation{Pos: s.At.Pos(), End: s.At.Pos()}
		switch at := s.At.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			note.Message = "the loop ends"
			if s.Answer {
				note.Message = "the body of the loop runs"
			}
		case *ast.CommClause:
			note.Message = "the select takes this case"
		case *ast.SelectStmt:
			note.Message = "the select takes its default"
		case *ast.CaseClause:
			note.Message = "this case does not fit"
			if s.Answer {
				note.Message = "this case fits"
			}
		case ast.Expr:
			note.Message = fmt.Sprintf("%s is %t", types.ExprString(at), s.Answer)
		default:
			continue
		}
		if last := len(path) - 1; last < 0 || path[last] != note {
			path = append(path, note)
		}
	}
	return path
}

// stuckRelated are the path on which nobody is left, and where the channel is made.
func (r *checker) stuckRelated(c *stuck.Claim) []analysis.RelatedInformation {
	var notes []analysis.RelatedInformation
	switch {
	case c.Alone:
	case c.Waits:
		notes = append(notes, analysis.RelatedInformation{Pos: c.Leaves, End: c.Leaves, Message: maker(c) + " itself waits here"})
	default:
		notes = append(notes, analysis.RelatedInformation{Pos: c.Leaves, End: c.Leaves, Message: maker(c) + " returns here"})
	}
	if c.Chan != nil {
		notes = append(notes, analysis.RelatedInformation{Pos: c.Made, End: c.Made, Message: c.Chan.Name() + " is made here"})
	}
	return notes
}
