package live

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	mod "golang.org/x/mod/module"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/stack"
)

// origin returns the row that a goroutine belongs to, without any goroutine in it.
func (ix *index) origin(g *stack.Goroutine) Row {
	if list := ix.launches(g); len(list) > 0 {
		return ix.listed(list)
	}
	r := Row{Origin: Unknown, Runs: g.Creator == nil}
	f, ok := rootOf(g)
	if !ok {
		return r
	}
	r.Func, r.File, r.Line = stack.Symbol(f.Func), f.File, f.Line
	if r.Runs && f.Start > 0 {
		r.Line = f.Start
	}
	pkg, _ := stack.Package(f.Func)
	switch {
	case r.Runs && (r.Func == "main.main" || pkg == "runtime"), r.Func == "runtime.main" || strings.HasPrefix(r.Func, "runtime."):
		r.Origin = Program
	case ix.isMain(pkg, f.File):
		r.Origin = Unlisted
		r.Exempt = strings.HasSuffix(f.File, "_test.go") || ix.inv.Generated != nil && ix.inv.Generated(ix.local(f))
	case isStd(f.Func):
		r.Origin = Standard
	default:
		r.Origin = Dependency
		r.Module, r.Version = ix.moduleOf(pkg, f.File)
	}
	return r
}

// listed is the row of a launch, or of several of which it is not known which it was:
// the best of these stands for all.
func (ix *index) listed(list []*finding.Launch) Row {
	slices.SortFunc(list, func(a, b *finding.Launch) int {
		if d := slices.Index(classes, b.Class) - slices.Index(classes, a.Class); d != 0 {
			return d
		}
		if d := strings.Compare(a.File, b.File); d != 0 {
			return d
		}
		return a.Offset - b.Offset
	})
	r := Row{Origin: Listed, Launch: list[0], Others: list[1:], Class: list[0].Class}
	r.Accept = ix.inv.Accepted != nil && slices.ContainsFunc(list, ix.inv.Accepted)
	return r
}

// rootOf is the function that launched a goroutine or, where that is not said, the one
// at the root of its stack.
func rootOf(g *stack.Goroutine) (stack.Frame, bool) {
	if g.Creator != nil {
		return *g.Creator, true
	}
	for _, f := range slices.Backward(g.Stack) {
		if f.Func != "runtime.goexit" {
			return f, true
		}
	}
	return stack.Frame{}, false
}

// isMain reports whether a package is of a main module. What is called main may be
// another program's.
func (ix *index) isMain(pkg, file string) bool {
	if pkg != "main" {
		return ix.main[pkg] != nil || ix.main[strings.TrimSuffix(pkg, "_test")] != nil
	}
	return ix.mainFile(file) != ""
}

// mainFile is the file of a main module that a program calls file, or "".
func (ix *index) mainFile(file string) (best string) {
	plain, most := plainPath(file), 0
	for path, p := range ix.main {
		for _, own := range p.Files {
			if filepath.Base(own) != base(file) {
				continue
			}
			if filepath.ToSlash(own) == file || plain == path+"/"+base(own) {
				return own
			}
			rel, err := filepath.Rel(p.ModuleDir, own)
			if err == nil && hasPathSuffix(plain, filepath.ToSlash(rel)) && len(rel) > most {
				best, most = own, len(rel)
			}
		}
	}
	return best
}

// local is the name that the file of a frame has on this machine, where it is of a main
// module; else the name that it has.
func (ix *index) local(f stack.Frame) string {
	key := [2]string{f.Func, f.File}
	name, ok := ix.names[key]
	if !ok {
		name = ix.localName(f)
		ix.names[key] = name
	}
	return name
}

func (ix *index) localName(f stack.Frame) string {
	pkg, _ := stack.Package(f.Func)
	if p := ix.main[strings.TrimSuffix(pkg, "_test")]; p != nil {
		for _, own := range p.Files {
			if filepath.Base(own) == base(f.File) {
				return own
			}
		}
	}
	if pkg == "main" {
		return cmp.Or(ix.mainFile(f.File), f.File)
	}
	return f.File
}

// moduleOf is the module of a package that is none of a main module: as the file's name
// says, or the longest that is required; else the first elements of the import path.
func (ix *index) moduleOf(pkg, file string) (module, version string) {
	if pkg == "main" {
		return "main", ""
	}
	if before, after, ok := strings.Cut(strings.ReplaceAll(file, `\`, "/"), "@"); ok {
		if path := moduleIn(before, pkg); path != "" {
			version, _, _ := strings.Cut(after, "/")
			return path, version
		}
	}
	for m := range ix.inv.Requires {
		if (pkg == m || strings.HasPrefix(pkg, m+"/")) && len(m) > len(module) {
			module = m
		}
	}
	if required, ok := ix.inv.Requires[module]; ok {
		return module, required
	}
	parts := strings.Split(pkg, "/")
	return strings.Join(parts[:min(len(parts), 3)], "/"), ""
}

// moduleIn is the module of a package whose directory in the module cache is dir, as
// far as its version; "" where it is none. The cache may be anywhere.
func moduleIn(dir, pkg string) string {
	for {
		if path, err := mod.UnescapePath(dir); err == nil && (pkg == path || strings.HasPrefix(pkg, path+"/")) {
			return path
		}
		_, rest, ok := strings.Cut(dir, "/")
		if !ok {
			return ""
		}
		dir = rest
	}
}
