// This file adds imports, where gofmt and goimports would have put them: into the group of its
// kind, in order, with the comments that are there left alone.
//
// Fixes of one file may be applied together or one by one, so that an import which several of
// them need must be added by an edit that is the same in each (settleImports).

package source

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog"
)

// An imported is a package as a file's fixes name it, the same in all of them.
type imported struct {
	path, name string
	spec       string // to add to the imports; "" where the file has one that will do
}

// Use returns the name under which fixes of a file refer to a package: that of an
// import that the file has, or of one that they add. The name must mean the package
// at every launch of the file: what several fixes share must be byte-identical.
func (r *Files) Use(src *File, path, name string) string {
	if imp := src.imports[path]; imp != nil {
		return imp.name
	}
	imp := &imported{path: path}
	src.imports[path] = imp
	for _, spec := range src.File.Imports {
		pkg := r.Pass.TypesInfo.PkgNameOf(spec)
		if pkg == nil || pkg.Imported().Path() != path || pkg.Name() == "_" || pkg.Name() == "." {
			continue
		}
		// A variable of the name would hide the package at some launch: then all get an alias, since
		// what the fixes share must be the same in each.
		if src.everywhere(func(pos token.Pos) bool { return r.Lookup(pkg.Name(), pos) == pkg }) {
			imp.name = pkg.Name()
			src.Taken[imp.name] = true
			return imp.name
		}
	}
	imp.name, imp.spec = name, strconv.Quote(path)
	if !r.canImportAs(src, name) {
		imp.name = src.unused(r.aliasFor(path, name), r.Pass.Pkg, func(name string) bool { return r.declaredBeside(src, name) })
	}
	// As goimports does it: a name that the path does not show is written, even if it is the
	// package's own, as in yaml "gopkg.in/yaml.v3".
	if imp.name != BaseName(path) || imp.name != PathBase(path) {
		imp.spec = imp.name + " " + imp.spec
	}
	src.Taken[imp.name] = true
	return imp.name
}

// aliasFor is what a package is called where its own name means something else: as most files
// of the package call it that have an alias for it, else stdcontext for context.
func (r *Files) aliasFor(path, name string) string {
	used := make(map[string]int)
	best := "std" + name
	if !catalog.StdPath(path) {
		best = name + "pkg"
	}
	for _, f := range r.Pass.Files {
		for _, spec := range f.Imports {
			if PathOfSpec(spec) != path || spec.Name == nil || spec.Name.Name == name || !token.IsIdentifier(spec.Name.Name) || spec.Name.Name == "_" {
				continue
			}
			// A team that has an alias for it reads its own word.
			used[spec.Name.Name]++
			if used[spec.Name.Name] > used[best] {
				best = spec.Name.Name
			}
		}
	}
	return best
}

// PathBase is the last element of a path.
func PathBase(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// canImportAs reports whether a file can import something under a name that means
// nothing else at any launch.
func (r *Files) canImportAs(src *File, name string) bool {
	if r.Pass.Pkg.Scope().Lookup(name) != nil || r.declaredBeside(src, name) {
		return false
	}
	for _, spec := range src.File.Imports {
		// What an import without information is called is not known: it may be this name.
		if pkg := r.Pass.TypesInfo.PkgNameOf(spec); pkg == nil || pkg.Name() == name {
			return false
		}
	}
	return src.everywhere(func(pos token.Pos) bool { return r.Lookup(name, pos) == nil })
}

// everywhere reports whether something holds at every launch of the file.
func (s *File) everywhere(holds func(token.Pos) bool) bool {
	return !slices.ContainsFunc(s.Launches, func(g *ast.GoStmt) bool { return !holds(g.Pos()) })
}

// SettleImports finds out whether all fixes of the file add the same imports, of those that each
// needs: then
// these can be added by edits that belong together, as the two parentheses of a block do. Else
// whoever applies one fix of two would get half of a block.
func (r *Files) SettleImports(src *File, needed func(*ast.GoStmt) []string) {
	var first []string
	src.alike = true
	for _, g := range src.Launches {
		added := src.Added(needed(g))
		switch {
		case len(added) == 0:
		case first == nil:
			first = added
		case !slices.Equal(first, added):
			src.alike = false
		}
	}
}

// Added returns the paths that the file does not import yet, in order.
func (s *File) Added(paths []string) []string {
	var list []string
	for _, path := range paths {
		if s.imports[path].spec != "" && !slices.Contains(list, path) {
			list = append(list, path)
		}
	}
	slices.Sort(list)
	return list
}

// ImportEdits returns the edits that add imports to the file.
func (r *Files) ImportEdits(src *File, paths []string) (edits []analysis.TextEdit) {
	paths = src.Added(paths)
	if len(paths) == 0 {
		return nil
	}
	a := &adder{src: src, pass: r.Pass, own: r.ModuleOf(DirOf(src))}
	if r.habits == nil { // every launch asks
		h := r.importHabits(a)
		r.habits = &h
	}
	a.apart, a.ownFirst = r.habits.keptApart(), r.habits.ownFirst*2 > r.habits.apart
	var singles []*ast.GenDecl
	for _, d := range src.File.Decls {
		gd, ok := d.(*ast.GenDecl)
		if !ok || gd.Tok != token.IMPORT {
			continue
		}
		if gd.Lparen.IsValid() && len(gd.Specs) > 0 && src.StartsLine(gd.Specs[0].Pos()) && src.StartsLine(gd.Rparen) {
			for _, path := range paths {
				edits = append(edits, a.intoBlock(gd, path))
			}
			return edits
		}
		singles = append(singles, gd)
	}
	switch {
	case len(singles) == 0:
		return a.afterPackage(paths)
	// The parentheses belong together: one fix alone must bring both, and two must bring the same.
	case len(singles) == 1 && src.alike && !singles[0].Lparen.IsValid():
		return a.intoBlockOfOne(singles[0], paths)
	}
	return a.alone(singles, paths)
}

// An adder adds imports to a file.
type adder struct {
	src   *File
	pass  *analysis.Pass
	own   *module
	apart bool // what is of the module is kept apart from what is of others, see importHabits

	ownFirst bool // and above it
}

func (a *adder) spec(path string) string { return a.src.imports[path].spec }

// isStd reports whether a path is of the standard library.
func (a *adder) isStd(path string) bool {
	return catalog.StdPath(path) && (a.own == nil || !Within(path, a.own.Path))
}

func insertion(pos token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
}

// intoBlock adds an import to a block, in order, to the group of its kind: the
// standard library's, or the one with the most similar paths. Where there is none
// it gets one of its own.
func (a *adder) intoBlock(block *ast.GenDecl, path string) analysis.TextEdit {
	groups := groupsOf(a.src.Token, block)
	group := a.groupFor(groups, path)
	eol, first, last := a.src.eol(), block.Specs[0], block.Specs[len(block.Specs)-1]
	indent := a.src.indent(first.Pos())
	switch {
	case group == nil && a.isStd(path):
		return insertion(a.lineOf(first), indent+a.spec(path)+eol+eol)
	case group == nil && a.apart && !a.isOwn(path) && slices.ContainsFunc(groups, a.allOwn):
		own := groups[slices.IndexFunc(groups, a.allOwn)]
		if a.ownFirst {
			return insertion(a.src.EndOfLine(own[len(own)-1].End()), eol+eol+indent+a.spec(path))
		}
		return insertion(a.lineOf(own[0]), indent+a.spec(path)+eol+eol)
	case group == nil:
		return insertion(a.src.EndOfLine(last.End()), eol+eol+indent+a.spec(path))
	}
	for i, spec := range group {
		if PathOfSpec(spec) > path {
			if i == 0 { // what stands above is about the group
				return insertion(spec.Pos()-token.Pos(a.src.Offset(spec.Pos())-a.src.lineStart(spec.Pos())), indent+a.spec(path)+eol)
			}
			return insertion(a.lineOf(spec), indent+a.spec(path)+eol)
		}
	}
	return insertion(a.src.EndOfLine(group[len(group)-1].End()), eol+indent+a.spec(path))
}

// lineOf is where the line of a spec starts, or that of the comment above it.
func (a *adder) lineOf(spec ast.Spec) token.Pos {
	pos := topOf(spec)
	return pos - token.Pos(a.src.Offset(pos)-a.src.lineStart(pos))
}

// topOf is where a spec starts, or the comment above it.
func topOf(spec ast.Spec) token.Pos {
	if doc := spec.(*ast.ImportSpec).Doc; doc != nil {
		return doc.Pos()
	}
	return spec.Pos()
}

// PathOfSpec is what a spec imports.
func PathOfSpec(spec ast.Spec) string {
	path, _ := strconv.Unquote(spec.(*ast.ImportSpec).Path.Value)
	return path
}

// afterPackage adds the first imports of a file, below the package clause and what is written on
// its line.
func (a *adder) afterPackage(paths []string) (edits []analysis.TextEdit) {
	eol, pos := a.src.eol(), a.src.EndOfLine(a.src.File.Name.End())
	// Fixes that add different imports each bring a line of their own: applied together, they are
	// all needed; applied alone, each is whole.
	if !a.src.alike || len(paths) == 1 {
		for _, path := range paths {
			edits = append(edits, insertion(pos, eol+eol+"import "+a.spec(path)))
		}
		return edits
	}
	return append(edits, insertion(pos, eol+eol+"import ("+eol+a.list(paths)+")"))
}

// list is the specs of a block, one a line, in two groups.
func (a *adder) list(paths []string) string {
	var groups [2][]string
	for _, path := range paths {
		i := 1
		if a.isStd(path) {
			i = 0
		}
		groups[i] = append(groups[i], path)
	}
	var b strings.Builder
	for i, group := range groups {
		if i > 0 && len(groups[0]) > 0 && len(group) > 0 {
			b.WriteString(a.src.eol())
		}
		slices.SortStableFunc(group, cmp.Compare[string])
		for _, path := range group {
			b.WriteString("\t" + a.spec(path) + a.src.eol())
		}
	}
	return b.String()
}

// intoBlockOfOne makes a block of the only import, for all fixes of the file alike.
func (a *adder) intoBlockOfOne(decl *ast.GenDecl, paths []string) []analysis.TextEdit {
	spec, eol := decl.Specs[0], a.src.eol()
	own := PathOfSpec(spec)
	var before, after []string
	for _, path := range paths {
		if a.isStd(path) && !a.isStd(own) || a.isStd(path) == a.isStd(own) && path < own {
			before = append(before, path)
		} else {
			after = append(after, path)
		}
	}
	open := "(" + eol + a.list(before)
	if len(before) > 0 && !a.isStd(own) && a.isStd(before[len(before)-1]) {
		open += eol
	}
	end := eol
	if len(after) > 0 && a.isStd(own) && !a.isStd(after[0]) {
		end += eol
	}
	return []analysis.TextEdit{
		insertion(spec.Pos(), open+"\t"),
		insertion(a.src.EndOfLine(spec.End()), end+a.list(after)+")"),
	}
}

// alone adds imports as declarations of their own, before or after those that
// there are.
func (a *adder) alone(decls []*ast.GenDecl, paths []string) (edits []analysis.TextEdit) {
	eol, first, last := a.src.eol(), decls[0], decls[len(decls)-1]
	top := first.Pos()
	if first.Doc != nil {
		top = first.Doc.Pos()
	}
	for _, path := range paths {
		if a.isStd(path) {
			edits = append(edits, insertion(top, "import "+a.spec(path)+eol))
		} else {
			edits = append(edits, insertion(a.src.EndOfLine(last.End()), eol+"import "+a.spec(path)))
		}
	}
	return edits
}

// Adds reports whether fixes of the file import a package that it does not.
func (s *File) Adds(path string) bool {
	imp := s.imports[path]
	return imp != nil && imp.spec != ""
}
