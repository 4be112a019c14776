package live

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/stack"
)

// launches returns the launches from which a goroutine may stem; none where it is none
// in the inventory.
func (ix *index) launches(g *stack.Goroutine) []*finding.Launch {
	if g.Creator == nil {
		return ix.byRoot(g.Stack)
	}
	c := *g.Creator
	list := ix.of(ix.at[place{base(c.File), c.Line}], c, launchFile)
	if len(g.Stack) == 0 { // of a task: the call, or what starts the handle
		return ix.task(c, list)
	}
	list = slices.DeleteFunc(list, func(l *finding.Launch) bool { return !isStatement(l) })
	switch {
	case len(list) == 1:
		return list
	case len(list) > 1:
		return ix.running(list, g.Stack)
	case ix.isHelper(c.Func) || stack.Symbol(c.Func) == "time.goFunc":
		return ix.byRoot(g.Stack)
	}
	return nil
}

// task returns the launches that a task of tracked is of, whose site is the call of Go,
// or of Start for the go statement behind it.
func (ix *index) task(c stack.Frame, list []*finding.Launch) []*finding.Launch {
	tracked := func(l *finding.Launch) bool { return l.Class == finding.Tracked }
	if i := slices.IndexFunc(list, tracked); i >= 0 {
		return list[i : i+1]
	}
	const near = 10 // lines between Start and the go statement
	for line := c.Line + 1; line <= c.Line+near; line++ {
		for _, l := range ix.of(ix.at[place{base(c.File), line}], c, launchFile) {
			if tracked(l) && isStatement(l) {
				return []*finding.Launch{l}
			}
		}
	}
	// A call of several lines: the site is where its parenthesis opens.
	for i := range ix.inv.Launches {
		l := &ix.inv.Launches[i]
		if tracked(l) && l.Line < c.Line && c.Line <= l.EndLine && filepath.Base(l.File) == base(c.File) && ix.sameFile(l, l.File, c) {
			return []*finding.Launch{l}
		}
	}
	return nil
}

// running keeps those launches that run the root of the stack, or all where that says
// nothing.
func (ix *index) running(list []*finding.Launch, frames []stack.Frame) []*finding.Launch {
	for _, f := range slices.Backward(frames) {
		if runs := ix.entered(f); len(runs) > 0 {
			if both := slices.DeleteFunc(runs, func(l *finding.Launch) bool { return !slices.Contains(list, l) }); len(both) > 0 {
				return both
			}
		}
	}
	return list
}

// byRoot returns the launches of the function that is the root of a stack. A helper's
// own functions stand below the one that it was given.
func (ix *index) byRoot(frames []stack.Frame) []*finding.Launch {
	for _, f := range slices.Backward(frames) {
		if name := stack.Symbol(f.Func); name == "runtime.goexit" || name == "runtime.main" {
			continue
		}
		if list := ix.entered(f); len(list) > 0 {
			return list
		}
		if !ix.isHelper(f.Func) {
			return nil
		}
	}
	return nil
}

// isHelper reports whether a function is a helper's, or one of its literals; or of the
// package of a helper that is no part of a main module, and so all of it helps.
func (ix *index) isHelper(name string) bool {
	name = stack.Symbol(name)
	pkg, rest := stack.Package(name)
	if ix.carries[pkg] {
		return true
	}
	for {
		if ix.helpers[pkg+"."+rest] {
			return true
		}
		at := strings.LastIndexByte(rest, '.')
		if at < 0 {
			return false
		}
		rest = rest[:at]
	}
}

// entered returns the launches that run the function of a frame.
func (ix *index) entered(f stack.Frame) []*finding.Launch {
	name := stack.Symbol(f.Func)
	if list := ix.symbol[name]; len(list) > 0 {
		// Of package main there may be several, all called so.
		if pkg, _ := stack.Package(name); pkg != "main" {
			return slices.Clone(list)
		}
		var kept []*finding.Launch
		for _, l := range list {
			if base(l.Entry.File) == base(f.File) && ix.sameFile(l, l.Entry.File, f) {
				kept = append(kept, l)
			}
		}
		return kept
	}
	if f.Start > 0 {
		list := ix.of(ix.entry[place{base(f.File), f.Start}], f, entryFile)
		return slices.DeleteFunc(list, func(l *finding.Launch) bool { return l.Entry.Func != "" })
	}
	return ix.around(f)
}

// around returns the launches of the innermost literal around a frame's line.
func (ix *index) around(f stack.Frame) (inner []*finding.Launch) {
	size := 0
	for _, l := range ix.body[base(f.File)] {
		e := l.Entry
		if f.Line < e.First || f.Line > e.Last || !isLiteral(f.Func) || !ix.sameFile(l, e.File, f) {
			continue
		}
		switch n := e.Last - e.First; {
		case inner == nil || n < size:
			inner, size = []*finding.Launch{l}, n
		case n == size:
			inner = append(inner, l)
		}
	}
	return inner
}

// isLiteral reports whether a function's name can be that of a literal: the compiler
// numbers them, in whatever way.
func isLiteral(name string) bool {
	_, rest := stack.Package(name)
	last := rest[strings.LastIndexByte(rest, '.')+1:]
	return strings.Contains(rest, ".") && strings.ContainsAny(last, "0123456789")
}

func base(file string) string { return path.Base(strings.ReplaceAll(file, `\`, "/")) }
