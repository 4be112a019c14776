package live

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/stack"
)

// A place is a line of a file of which the base name is known.
type place struct {
	base string
	line int
}

// An index finds launches.
type index struct {
	inv     *Inventory
	at      map[place][]*finding.Launch  // by where the launch is
	entry   map[place][]*finding.Launch  // by where what it runs begins
	body    map[string][]*finding.Launch // those of literals, by the base name of their file
	symbol  map[string][]*finding.Launch // those of declared functions, by their name
	helpers map[string]bool              // what launches for others, as the linker names it
	carries map[string]bool              // packages of helpers, those of main modules apart
	main    map[string]*Package          // by import path
	names   map[[2]string]string         // see local
}

func newIndex(inv *Inventory) *index {
	ix := &index{
		inv: inv,
		at:  make(map[place][]*finding.Launch), entry: make(map[place][]*finding.Launch),
		body: make(map[string][]*finding.Launch), symbol: make(map[string][]*finding.Launch),
		helpers: make(map[string]bool), carries: make(map[string]bool),
		main: make(map[string]*Package), names: make(map[[2]string]string),
	}
	for i := range inv.Packages {
		ix.main[inv.Packages[i].Path] = &inv.Packages[i]
	}
	for i := range inv.Launches {
		ix.add(&inv.Launches[i])
	}
	return ix
}

func (ix *index) add(l *finding.Launch) {
	where := place{filepath.Base(l.File), l.Line}
	ix.at[where] = append(ix.at[where], l)
	if e := l.Entry; e.File != "" {
		where := place{path.Base(filepath.ToSlash(e.File)), e.First}
		ix.entry[where] = append(ix.entry[where], l)
		if e.Func == "" {
			ix.body[where.base] = append(ix.body[where.base], l)
		}
	}
	if l.Entry.Func != "" {
		ix.symbol[l.Entry.Func] = append(ix.symbol[l.Entry.Func], l)
	}
	for _, name := range []string{l.Helper, l.Via} {
		if name == "" || isStatement(l) {
			continue
		}
		symbol := linked(name)
		ix.helpers[symbol] = true
		if pkg, _ := stack.Package(symbol); ix.main[pkg] == nil {
			ix.carries[pkg] = true
		}
	}
}

// isStatement reports whether a launch is a go statement, and no call of a helper: it
// is told by the keyword.
func isStatement(l *finding.Launch) bool { return l.EndOffset-l.Offset == len("go") }

// linked is the name of a function as the linker has it, of one as a config has it:
// "(*sync.WaitGroup).Go" is "sync.(*WaitGroup).Go".
func linked(name string) string {
	receiver, method, ok := strings.Cut(strings.TrimPrefix(name, "("), ").")
	if !ok || !strings.HasPrefix(name, "(") {
		return name
	}
	pointer := strings.HasPrefix(receiver, "*")
	receiver = strings.TrimPrefix(receiver, "*")
	dot := strings.LastIndexByte(receiver, '.')
	if dot < 0 {
		return name
	}
	pkg, typ := receiver[:dot], receiver[dot+1:]
	if pointer {
		typ = "(*" + typ + ")"
	}
	return pkg + "." + typ + "." + method
}

// of keeps those launches whose file, or that of what they run, is the frame's.
func (ix *index) of(list []*finding.Launch, f stack.Frame, file func(*finding.Launch) string) (kept []*finding.Launch) {
	for _, l := range list {
		if ix.sameFile(l, file(l), f) {
			kept = append(kept, l)
		}
	}
	return kept
}

func launchFile(l *finding.Launch) string { return l.File }
func entryFile(l *finding.Launch) string  { return l.Entry.File }

// sameFile reports whether a file of a launch is the one that a frame names; their base
// names are the same. A build elsewhere, or with -trimpath, calls it otherwise: then the
// package decides, which is in the function's name. Of package main the name says no
// more than that, so the path has to end as it does here.
func (ix *index) sameFile(l *finding.Launch, file string, f stack.Frame) bool {
	if filepath.ToSlash(file) == filepath.ToSlash(f.File) {
		return true
	}
	pkg, rest := stack.Package(f.Func)
	own := l.Package
	if file != l.File { // an entry in another package
		if l.Entry.Func != "" {
			return stack.Symbol(f.Func) == l.Entry.Func
		}
	}
	if pkg != "main" {
		return pkg == own || strings.TrimSuffix(pkg, "_test") == own && strings.HasSuffix(file, "_test.go")
	}
	p := ix.main[own]
	if p == nil {
		return false
	}
	plain := plainPath(f.File)
	if plain == own+"/"+filepath.Base(file) {
		return true
	}
	rel, err := filepath.Rel(p.ModuleDir, file)
	if err != nil || !filepath.IsLocal(rel) {
		return false
	}
	return hasPathSuffix(plain, filepath.ToSlash(rel)) && mentions(rest, l.Function)
}

// plainPath is a file's name with slashes, without the version of a module in it, and
// without what stands before a vendor directory or the module cache.
func plainPath(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	for _, dir := range []string{"/vendor/", "/pkg/mod/"} {
		if at := strings.LastIndex(file, dir); at >= 0 {
			file = file[at+len(dir):]
		}
	}
	before, after, ok := strings.Cut(file, "@")
	if !ok {
		return file
	}
	if slash := strings.IndexByte(after, '/'); slash >= 0 {
		return before + after[slash:]
	}
	return file
}

func hasPathSuffix(file, suffix string) bool {
	return file == suffix || strings.HasSuffix(file, "/"+suffix)
}

// mentions reports whether a linker's name can be that of a function, or of a literal
// in it. Where the function was inlined, others stand before it.
func mentions(symbol, function string) bool {
	if at := strings.LastIndexByte(function, '.'); at >= 0 {
		function = function[at+1:]
	}
	return strings.Contains(symbol, function)
}
