package cli

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
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

// elsewhere says what else there is to know where the line launches and opens nothing.
func (e *explanation) elsewhere() {
	freed := e.releasedByCollector()
	for _, row := range freed {
		e.printf("    %s: no %s is needed where the go line of go.mod says %s or later: the garbage collector takes it",
			row.Open, row.Release[0], strings.TrimPrefix(row.Until, "go"))
	}
	if !e.nearby() && len(freed) == 0 {
		e.printf("    a function of your own that opens something can be named under resources in %s", config.FileName)
	}
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
			e.printf("    in this function: line %d: launch of %s: %s", l.Line, finding.Spoken(l.Callee), l.Class)
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
	fn, first, last := e.declaration()
	return finding.Lines{First: first, Last: last}, fn != nil
}

// parsed is the file of the line, or nil where it cannot be parsed.
func (e *explanation) parsed() (*token.FileSet, *ast.File) {
	src, err := e.readFile(e.file)
	if err != nil {
		return nil, nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, e.file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil
	}
	return fset, f
}

// declaration is the function that the line is in, with its lines, or nil.
func (e *explanation) declaration() (fn *ast.FuncDecl, first, last int) {
	fset, f := e.parsed()
	if f == nil {
		return nil, 0, 0
	}
	for _, d := range f.Decls {
		first, last := fset.PositionFor(d.Pos(), false).Line, fset.PositionFor(d.End(), false).Line
		if fn, ok := d.(*ast.FuncDecl); ok && first <= e.line && e.line <= last {
			return fn, first, last
		}
	}
	return nil, 0, 0
}

// inHelper is the approved helper in whose body the line is, with a go statement;
// "" for none. Such launches are not counted either.
func (e *explanation) inHelper() string {
	src, err := e.readFile(e.file)
	if err != nil {
		return ""
	}
	lines := bytes.Split(src, []byte("\n"))
	if e.line > len(lines) || !goStatement.Match(lines[e.line-1]) {
		return ""
	}
	fn, _, _ := e.declaration()
	if fn == nil {
		return ""
	}
	for _, p := range e.driven.Packages {
		if !slices.ContainsFunc(p.Files, func(f string) bool { return resolved(f) == e.file }) {
			continue
		}
		name := p.ImportPath + "." + fn.Name.Name
		if recv, ok := strings.CutPrefix(unit.FuncName(fn), "(*"); ok {
			name = "(*" + p.ImportPath + "." + recv
		} else if fn.Recv != nil {
			typ, _, _ := strings.Cut(unit.FuncName(fn), ".")
			name = "(" + p.ImportPath + "." + typ + ")." + fn.Name.Name
		}
		for i := range e.cfg.Helpers {
			if h := &e.cfg.Helpers[i]; h.Deny == "" && string(h.Name()) == name {
				return name
			}
		}
	}
	return ""
}

// releasedByCollector lists what the line opens that newer versions of Go release by themselves.
// By name only, since nothing is typed here.
func (e *explanation) releasedByCollector() (list []rows.Resource) {
	fset, f := e.parsed()
	if f == nil {
		return nil
	}
	at := func(n ast.Node) bool { return fset.PositionFor(n.Pos(), false).Line == e.line }
	for _, row := range rows.All() {
		pkg, name, _ := strings.Cut(row.Open, ".")
		if row.Until != "" && slices.ContainsFunc(importedAs(f, pkg), func(as string) bool {
			return syntax.Any(f, func(sel *ast.SelectorExpr) bool { return at(sel) && selects(sel, as, name) })
		}) {
			list = append(list, row)
		}
	}
	return list
}

var goStatement = regexp.MustCompile(`\bgo\b`)
