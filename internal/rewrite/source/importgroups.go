// This file answers which group of imports a new one belongs to, by what a file and those beside it
// have: the standard library first, what is of one origin together, and the module's own apart
// where the package keeps them so.

package source

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// groupsOf are the specs of a block of a file between blank lines.
func groupsOf(file *token.File, block *ast.GenDecl) (groups [][]ast.Spec) {
	lastLine := -1
	for _, spec := range block.Specs {
		if line := file.PositionFor(topOf(spec), false).Line; lastLine < 0 || line > lastLine+1 {
			groups = append(groups, nil)
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], spec)
		lastLine = file.PositionFor(spec.End(), false).Line
	}
	return groups
}

// groupFor is the group that an import of a path belongs to: the first of the standard
// library, else that with the most in common, or with the most of other modules. What is
// imported for its effects only does not make a group one for others.
func (a *adder) groupFor(groups [][]ast.Spec, path string) []ast.Spec {
	std := a.isStd(path)
	for _, blank := range []bool{false, true} {
		var best []ast.Spec
		most := 0
		for _, group := range groups {
			if a.apart && !std && !a.isOwn(path) && a.allOwn(group) {
				continue
			}
			alike := 0
			for _, spec := range group {
				if other := PathOfSpec(spec); a.isStd(other) == std && isBlank(spec) == blank {
					alike = max(alike, 1) + a.likeness(path, other)
				}
			}
			// The standard library comes first, also where a later group has more of it by accident.
			if std && alike > 0 {
				return group
			}
			// Of two groups that say as much, the module's own imports belong to the later one, by custom.
			if alike >= most && alike > 0 && (alike > most || a.isOwn(path)) {
				best, most = group, alike
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// likeness is what an import says for its group being that of another: nothing for the
// module's own and those of others, most for one of the same origin.
func (a *adder) likeness(path, other string) int {
	n := commonElements(path, other)
	switch {
	// Many teams keep their own module's imports apart, below all others.
	case a.isOwn(path) != a.isOwn(other):
		return 0
	case n > 1:
		return 100 * n
	}
	return 1
}

func (a *adder) isOwn(path string) bool { return a.own != nil && Within(path, a.own.Path) }

// isBlank reports whether a spec imports for effects only. Such imports often have a group of their
// own, with a comment that says why they are there, which a new one would not belong under.
func isBlank(spec ast.Spec) bool {
	imp, ok := spec.(*ast.ImportSpec)
	return ok && imp.Name != nil && imp.Name.Name == "_"
}

// commonElements is how many elements two paths begin with alike.
func commonElements(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	return n
}

// allOwn reports whether a group has nothing but what is of the module, and of its owner.
func (a *adder) allOwn(group []ast.Spec) bool {
	return slices.ContainsFunc(group, func(spec ast.Spec) bool { return a.isOwn(PathOfSpec(spec)) }) &&
		!slices.ContainsFunc(group, func(spec ast.Spec) bool { return !a.isOurs(PathOfSpec(spec)) })
}

// isOurs reports whether a path is of the module, or of another one of its owner: those stand with
// either kind.
func (a *adder) isOurs(path string) bool {
	if a.isOwn(path) || a.own == nil {
		return a.own != nil
	}
	host, rest, _ := strings.Cut(a.own.Path, "/")
	owner, _, hasName := strings.Cut(rest, "/")
	return hasName && host == "github.com" && strings.HasPrefix(path, host+"/"+owner+"/")
}

// kinds are the groups of imports that a file has: of its own module, of other modules, of both.
type kinds struct {
	own, other, mixed bool
	ownFirst          bool // what is of the module stands above what is of others
}

// kindsOf returns the kinds of groups of a file.
func (a *adder) kindsOf(fset *token.FileSet, f *ast.File) (k kinds) {
	file := fset.File(f.FileStart)
	for _, d := range f.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.IMPORT {
			continue
		}
		for _, group := range groupsOf(file, block) {
			hasOwn, hasOther := false, false
			for _, spec := range group {
				path := PathOfSpec(spec)
				hasOwn = hasOwn || a.isOwn(path)
				hasOther = hasOther || !a.isOurs(path) && !a.isStd(path)
			}
			k.ownFirst = k.ownFirst || hasOther && k.own && !k.other
			k.own, k.other, k.mixed = k.own || hasOwn, k.other || hasOther, k.mixed || hasOwn && hasOther
		}
	}
	return k
}
