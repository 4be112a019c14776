package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// Export data come from two places. Dependencies outside the main modules, which
// do not depend on these, are compiled once and for all: the go command has them,
// or makes them. To ask it for those of the packages under development would mean
// to compile each after each change, at ten times the cost of checking its types.
// Of one that this run analyses, importers take the types themselves. Of one whose
// results are kept export data are made here, of its declarations alone, and kept for
// the next run.

// load returns the types of a package: those that it was checked with in this run, else those of
// its export data.
func (r *runner) load(n *node) (*types.Package, error) {
	if p := r.universe.complete(n); p != nil {
		return p, nil
	}
	if !n.source {
		data, err := r.compiled(n)
		if err != nil {
			return nil, err
		}
		return r.universe.read(n, data)
	}
	n.exportOnce.do(r, func() {
		data, err := r.makeExport(n)
		if err == nil && data != nil {
			_, err = r.universe.read(n, data)
		}
		n.declared, n.exportErr = nil, err // the data are of no more use
		if err != nil && r.ctx.Err() != nil {
			n.interrupted = true
		}
	})
	if n.exportErr != nil {
		return nil, n.exportErr
	}
	return r.universe.complete(n), nil
}

var errUnsound = errors.New("it does not compile")

// declare has importers of a package that was checked from source know its types. An
// editor's session reads export data instead: it has importers analysed again only where
// these differ, and does not keep the syntax of all that it has ever seen.
func (r *runner) declare(n *node, c *checked) {
	if !n.source || !n.used || r.later != nil {
		return
	}
	if r.syntax == nil {
		if n.adopted = r.universe.adopt(n, c.pkg); n.adopted || r.universe.complete(n) != nil {
			return
		}
	}
	n.declared, _ = r.exportData(c) // if it fails it is tried again for those who need it
}

// makeExport makes the export data of a package under development, nil where its types
// are known without. If it is named, and has changed, that is a by-product of its
// analysis; else its declarations are enough.
func (r *runner) makeExport(n *node) ([]byte, error) {
	if n.unusable() {
		n.cause = n
		return nil, errUnsound
	}
	if n.named {
		r.result(n)
	}
	if n.cause != nil {
		return nil, errUnsound
	}
	if n.declared != nil || r.universe.complete(n) != nil {
		return n.declared, nil
	}
	if data, ok := r.store.export(n); ok {
		return data, nil
	}
	r.stats.declared.Add(1)
	c, problems := r.check(n, false)
	if c != nil {
		defer r.forget(c.files)
	}
	if len(problems) > 0 {
		r.reject(n, problems)
		return nil, errUnsound
	}
	data, err := r.exportData(c)
	if err == nil && !n.tainted.Load() {
		put(r.store, n, exportKind, data)
	}
	return data, err
}

func (r *runner) exportData(c *checked) ([]byte, error) {
	var data bytes.Buffer
	if err := gcexportdata.Write(&data, r.universe.fset, c.pkg); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

// compiled returns the export data that the go command has of a dependency.
func (r *runner) compiled(n *node) ([]byte, error) {
	file, err := r.exports.file(r, n)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rd, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading the export data of %s: %w", n.pkg.PkgPath, err)
	}
	return io.ReadAll(rd)
}

// exportFiles knows where the export data of dependencies lie. It asks the go
// command once, if it must: the answers of earlier runs are kept.
type exportFiles struct {
	ctx  context.Context
	opts *Options

	known map[digest]string // of earlier runs, by key

	once   sync.Once
	listed map[string]string // by ID
	err    error
}

func (e *exportFiles) file(r *runner, n *node) (string, error) {
	if n.pkg.ExportFile != "" { // from a driver of go/packages other than the go command
		return n.pkg.ExportFile, nil
	}
	if file := e.known[n.key]; n.keyed && file != "" && exists(file) {
		return file, nil
	}
	e.once.Do(func() {
		if e.listed == nil {
			e.err = e.list(r)
		}
	})
	if e.err != nil {
		return "", e.err
	}
	if file := e.listed[n.pkg.ID]; file != "" {
		return file, nil
	}
	return "", errUnsound
}

// list asks for all dependencies at once: which of them are needed shows late, and
// each call takes as long as the first.
func (e *exportFiles) list(r *runner) (err error) {
	e.listed = make(map[string]string)
	defer func() {
		if err != nil {
			e.listed = nil
		}
	}()
	for _, paths := range chunks(r.graph.outside()) {
		args := []string{"list", "-e", "-export", "-deps", "-pgo=off", "-json=ImportPath,Export,Error"}
		args = append(append(append(args, e.opts.listFlags()...), "--"), paths...)
		cmd := exec.CommandContext(e.ctx, "go", args...)
		cmd.Dir, cmd.Env = r.graph.dir, e.opts.Env
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output() // fails where a package does not compile, and lists the others
		if decodeErr := e.decode(r, out); decodeErr != nil {
			return fmt.Errorf("go list -export: %w: %s", errors.Join(err, decodeErr), bytes.TrimSpace(stderr.Bytes()))
		}
	}
	e.keep(r)
	return nil
}

func (e *exportFiles) decode(r *runner, out []byte) error {
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Export string
			Error              *struct{ Pos, Err string }
		}
		switch err := dec.Decode(&p); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		e.listed[p.ImportPath] = p.Export
		if n := r.graph.nodes[p.ImportPath]; n != nil && p.Error != nil && !n.source {
			n.compileError = true
			r.addProblem(n, r.graph.listProblems(n, packages.Error{Pos: p.Error.Pos, Msg: p.Error.Err})...)
		}
	}
}

// keep keeps what was listed for later runs.
func (e *exportFiles) keep(r *runner) {
	const most = 50_000 // forget what came from patterns long gone
	if r.store == nil {
		return
	}
	all := make(map[digest]string, len(e.known)+len(e.listed))
	if len(e.known) <= most {
		maps.Copy(all, e.known) // which others read
	}
	for id, file := range e.listed {
		if n := r.graph.nodes[id]; n != nil && n.keyed && file != "" {
			all[n.key] = file
		}
	}
	r.store.putExportFiles(all)
}

// outside returns the dependencies that packages under development, or named
// ones, import directly. All others come with them.
func (g *graph) outside() []string {
	paths := make(map[string]bool)
	for _, n := range g.nodes {
		if !n.source && !n.named {
			continue
		}
		for path, dep := range n.imports {
			if !dep.source && path != "unsafe" && path != "C" {
				paths[dep.pkg.ID] = true
			}
		}
	}
	return sortedKeys(paths)
}

// chunks splits arguments so that each part fits a command line everywhere.
func chunks(args []string) [][]string {
	const most = 16_000
	var all [][]string
	size := most
	for _, arg := range args {
		if size += len(arg) + 1; size > most {
			all, size = append(all, nil), len(arg)+1
		}
		all[len(all)-1] = append(all[len(all)-1], arg)
	}
	return all
}
