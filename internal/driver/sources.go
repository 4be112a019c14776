package driver

import (
	"bytes"
	"crypto/sha256"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/gcexportdata"
)

// sources are what a load of packages depends on, as it was then or at the last run.
type sources struct {
	opts  Options
	files map[string]*source
	dirs  map[string]*listing // of packages under development
	other map[string]digest   // overlaid, and of no package
	whole bool                // nothing can be said about what may change: load each time
}

// A source is a file that may change.
type source struct {
	stamp   stamp
	over    bool // its content is an overlay's
	sum     digest
	header  string
	settled bool // a change of it is for the go command
}

// A stamp tells of a file on disk whether it may have changed.
type stamp struct {
	size int64
	time time.Time
}

// A listing is the Go files of a directory.
type listing struct {
	stamp stamp
	names []string
}

func stampOf(name string) stamp {
	info, err := os.Stat(name)
	if err != nil {
		return stamp{size: -1}
	}
	return stamp{info.Size(), info.ModTime()}
}

// note notes what the packages of a graph depend on.
func note(g *graph, opts *Options) sources {
	s := sources{
		opts: *opts, files: make(map[string]*source), dirs: make(map[string]*listing),
		other: make(map[string]digest), whole: len(g.overlay.replaced) > 0,
	}
	settled := []string{g.env.GOWORK}
	for _, n := range g.nodes {
		if !n.source {
			continue
		}
		if n.pkg.Dir != "" && s.dirs[n.pkg.Dir] == nil {
			s.dirs[n.pkg.Dir] = list(n.pkg.Dir)
		}
		if m := n.pkg.Module; m != nil && m.GoMod != "" {
			settled = append(settled, m.GoMod, strings.TrimSuffix(m.GoMod, ".mod")+".sum")
		}
		settled = append(settled, n.pkg.OtherFiles...)
		for _, file := range n.pkg.GoFiles {
			if !slices.Contains(n.pkg.CompiledGoFiles, file) {
				settled = append(settled, file) // cgo
			}
		}
		for _, file := range n.pkg.CompiledGoFiles {
			s.add(g, file)
		}
	}
	for _, file := range settled {
		if file != "" && filepath.IsAbs(file) {
			s.add(g, file)
			s.files[file].settled = true
		}
	}
	for name, text := range opts.Overlay {
		if s.files[name] == nil {
			s.other[name] = sha256.Sum256(text)
		}
	}
	return s
}

func (s *sources) add(g *graph, file string) {
	if s.files[file] != nil {
		return
	}
	f := &source{stamp: stampOf(file), over: g.overlay.has(file)}
	s.files[file] = f
	if text, err := g.overlay.read(file); err == nil {
		f.sum = sha256.Sum256(text)
		if strings.HasSuffix(file, ".go") {
			f.header, _ = headerOf(text)
		}
	}
}

func list(dir string) *listing {
	l := &listing{stamp: stampOf(dir)}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return l
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "_") {
			l.names = append(l.names, e.Name())
		}
	}
	return l
}

// sameRun reports whether a run asks for the same packages, and the same of them.
func (s *sources) sameRun(opts *Options) bool {
	a, b := &s.opts, opts
	return !s.whole && a.Dir == b.Dir && a.Tests == b.Tests && a.Salt == b.Salt && a.CacheDir == b.CacheDir &&
		slices.Equal(a.Patterns, b.Patterns) && slices.Equal(a.BuildFlags, b.BuildFlags) && reflect.DeepEqual(a.Env, b.Env)
}

// changes are the files that have another content than at the last run. ok is false
// where the packages have to be listed again.
func (s *sources) changes(overlay map[string][]byte) (changed map[string]bool, ok bool) {
	changed = make(map[string]bool)
	for dir, l := range s.dirs {
		if stampOf(dir) == l.stamp {
			continue
		}
		now := list(dir)
		if !slices.Equal(now.names, l.names) {
			return nil, false
		}
		s.dirs[dir] = now
	}
	other := make(map[string]digest)
	for name, text := range overlay {
		if s.files[name] == nil {
			other[name] = sha256.Sum256(text)
		}
	}
	if !maps.Equal(other, s.other) {
		return nil, false
	}
	for name, f := range s.files {
		differs, ok := f.update(name, overlay)
		if !ok {
			return nil, false
		}
		if differs {
			changed[name] = true
		}
	}
	return changed, true
}

// update looks at a file again, and reports whether it differs; ok is false where that
// is for the go command to judge.
func (f *source) update(name string, overlay map[string][]byte) (differs, ok bool) {
	text, over := overlay[name]
	if !over {
		now := stampOf(name)
		if !f.over && now == f.stamp {
			return false, true
		}
		var err error
		if text, err = os.ReadFile(name); err != nil {
			return false, f.sum == digest{}
		}
		f.stamp = now
	}
	f.over = over
	sum := digest(sha256.Sum256(text))
	if sum == f.sum {
		return false, true
	}
	if f.settled {
		return false, false
	}
	// One that does not parse so far is of no package of another kind than it was.
	if head, parsed := headerOf(text); parsed && head != f.header {
		return false, false
	}
	f.sum = sum
	return true, true
}

// headerOf is what the go command reads of a Go file: its build constraints, its package
// and what it imports.
func headerOf(text []byte) (head string, ok bool) {
	f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	for _, g := range f.Comments {
		if g.Pos() > f.Package {
			break
		}
		for _, c := range g.List {
			if strings.HasPrefix(c.Text, "//go:build") || strings.HasPrefix(c.Text, "// +build") {
				b.WriteString(c.Text + "\n")
			}
		}
	}
	b.WriteString(f.Name.Name)
	var paths []string
	for _, spec := range f.Imports {
		paths = append(paths, spec.Path.Value)
	}
	slices.Sort(paths)
	return b.String() + strings.Join(slices.Compact(paths), "\n"), true
}

// shape is what importers can know of a package: its declarations, wherever they stand,
// and its facts.
func (r *runner) shape(c *checked, facts *encodedFacts) digest {
	var data bytes.Buffer
	if gcexportdata.Write(&data, token.NewFileSet(), c.pkg) != nil {
		return digest{}
	}
	h := newHasher("shape")
	h.add(data.String())
	if facts == nil {
		return h.digest()
	}
	for _, stream := range facts.Streams {
		h.add(stream.Type)
		for _, path := range stream.Paths {
			h.add(string(path))
		}
		h.add(string(stream.Data))
	}
	return h.digest()
}

// forget drops what the file set knows of the files, the last that would
// otherwise stay of a package that was analysed. What is kept stays.
func (r *runner) forget(files []*ast.File) {
	for _, f := range files {
		if r.syntax.has(f) {
			continue
		}
		if tf := r.universe.fset.File(f.FileStart); tf != nil {
			r.universe.fset.RemoveFile(tf)
		}
	}
}
