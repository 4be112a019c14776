package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"

	"github.com/tetherlint/tether/internal/finding"
)

// What explain says of a line at which nothing launches and nothing is opened.

// secondary says what the line is to something that is found elsewhere: the
// return that leaks a file, the call that closes it.
func (e *explanation) secondary() (found bool) {
	at := func(n finding.Note) bool { return n.Line == e.line && resolved(n.File) == e.file }
	said := make(map[string]bool) // a finding and its acquisition say the same
	say := func(what string, s finding.Span, notes []finding.Note) {
		for _, n := range notes {
			if place := fmt.Sprintf("%s:%d", e.env.relative(s.File), s.Line); at(n) && !said[place] {
				said[place], found = true, true
				e.printf("%s:%d: %s", e.env.relative(e.file), e.line, n.Message)
				e.printf("    this is about %s at %s: tether explain %s says more", what, place, place)
			}
		}
	}
	for i := range e.Findings {
		f := &e.Findings[i]
		say(string(f.Rule), f.Span, f.Related)
	}
	for i := range e.Acquisitions {
		a := &e.Acquisitions[i]
		say(a.Opener, a.Span, a.Ends)
	}
	return found
}

// nearby lists what there is in the function around the line, for who has
// missed it by a few lines.
func (e *explanation) nearby() (found bool) {
	scope, ok := e.function()
	if !ok {
		return false
	}
	in := func(s finding.Span) bool {
		return scope.First <= s.Line && s.Line <= scope.Last && resolved(s.File) == e.file
	}
	for i := range e.Launches {
		if l := &e.Launches[i]; in(l.Span) {
			found = true
			e.printf("    in this function: line %d: launch of %s: %s", l.Line, l.Callee, l.Class)
		}
	}
	for i := range e.Acquisitions {
		if a := &e.Acquisitions[i]; in(a.Span) {
			found = true
			e.printf("    in this function: line %d: %s: %s", a.Line, a.Opener, fateWords[a.Fate])
		}
	}
	return found
}

// function returns the lines of the function that the line is in.
func (e *explanation) function() (lines finding.Lines, ok bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, e.file, nil, parser.SkipObjectResolution)
	if err != nil {
		return lines, false
	}
	for _, d := range f.Decls {
		first, last := fset.PositionFor(d.Pos(), false).Line, fset.PositionFor(d.End(), false).Line
		if _, isFunc := d.(*ast.FuncDecl); isFunc && first <= e.line && e.line <= last {
			return finding.Lines{First: first, Last: last}, true
		}
	}
	return lines, false
}
