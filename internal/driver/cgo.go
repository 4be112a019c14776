package driver

import (
	"bytes"
	"errors"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"sync/atomic"

	"golang.org/x/tools/go/packages"
)

// What cgo makes of files the go command tells only where it is asked for those that are
// compiled, and then it looks for each package whether it has them, which doubles its
// time. It is asked so if there is a file for cgo in a package that is named or may change;
// and about any other package by itself, as that is parsed for its facts. Of all others the
// files that are compiled are those that were written.

// forCgo reports whether there is a file for cgo in a package that is named or may change.
func (g *graph) forCgo(jobs int) bool {
	if g.env.all["CGO_ENABLED"] == "0" {
		return false
	}
	var found atomic.Bool
	g.each(jobs, func(n *node) {
		if (n.named || !g.immutable(n)) && !found.Load() && slices.ContainsFunc(n.pkg.GoFiles, g.importsC) {
			found.Store(true)
		}
	})
	return found.Load()
}

// importsC reports whether a file is one for cgo. One that cannot be read is reported
// where it is parsed.
func (g *graph) importsC(file string) bool {
	text, err := g.overlay.read(file)
	return err == nil && importsC(text)
}

func importsC(text []byte) bool {
	if !bytes.Contains(text, []byte(`"C"`)) && !bytes.Contains(text, []byte("`C`")) {
		return false
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly)
	if f == nil {
		return false
	}
	for _, spec := range f.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && path == "C" {
			return true
		}
	}
	return false
}

// takeWritten takes the files that were written for those that are compiled.
func takeWritten(roots []*packages.Package) {
	packages.Visit(roots, nil, func(p *packages.Package) {
		if p.PkgPath != "unsafe" { // whose file declares nothing
			p.CompiledGoFiles = p.GoFiles
		}
	})
}

// sourceFiles are the files of a package as they are compiled, with what they hold.
func (r *runner) sourceFiles(n *node) (names []string, texts map[string][]byte, problems []Problem) {
	names = n.pkg.CompiledGoFiles
	texts, problems = r.readFiles(n, names)
	if !r.graph.asWritten || !slices.ContainsFunc(names, func(f string) bool { return importsC(texts[f]) }) {
		return names, texts, problems
	}
	names, err := r.translated(n)
	if err != nil {
		return nil, nil, []Problem{{Package: n.folded(), Message: err.Error()}}
	}
	texts, problems = r.readFiles(n, names)
	return names, texts, problems
}

// translated are the files of a package as cgo leaves them.
func (r *runner) translated(n *node) ([]string, error) {
	list, err := packages.Load(&packages.Config{
		Context: r.ctx, Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles,
		Dir: r.graph.dir, Env: r.exports.opts.Env, BuildFlags: r.exports.opts.listFlags(),
	}, n.pkg.PkgPath)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		if p.ID != n.pkg.PkgPath {
			continue
		}
		if len(p.Errors) > 0 {
			return nil, errors.New(p.Errors[0].Msg)
		}
		return p.CompiledGoFiles, nil
	}
	return nil, errUnsound
}

// importedByCgo is a package that only files import which cgo made, or nil: the go command
// has not been asked what these import.
func (g *graph) importedByCgo(path string) *node {
	if !g.asWritten || path != "runtime/cgo" && path != "syscall" {
		return nil
	}
	if n := g.nodes[path]; n != nil {
		return n
	}
	return &node{pkg: &packages.Package{ID: path, PkgPath: path}, view: g.base, std: true}
}

func (r *runner) readFiles(n *node, names []string) (texts map[string][]byte, problems []Problem) {
	texts = make(map[string][]byte, len(names))
	for _, name := range names {
		src, err := r.graph.overlay.read(name)
		if err != nil {
			problems = append(problems, Problem{Package: n.folded(), Message: err.Error()})
			continue
		}
		texts[name] = src
	}
	return texts, problems
}
