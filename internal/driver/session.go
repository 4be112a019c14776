package driver

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// A Session runs the same analyzers over the same packages again and again, as an
// editor wants it: it keeps what the go command listed, the types of what is imported,
// and what packages yielded, and works on what has changed since the last run only. A
// run of it yields what Run would, with two exceptions. A package that does not compile
// has the problem to itself: those that import it keep what was found while it did. And
// where declarations have merely moved, importers know them at their old lines.
//
// Changed is a package one of whose files has another content, in Options.Overlay or on
// disk, or another config. It is analysed again; those that import it are if what it
// declares, or a fact about it, is not as it was. What changes the list of packages or
// their imports has everything listed again, with the results in the cache of use.
type Session struct {
	mu   sync.Mutex // held by a run
	last *runner    // nil before the first
	seen sources    // what last depends on
}

// maxReads is how often types are read again before a session starts anew, since the
// positions of those that were dropped are not.
const maxReads = 10_000

// Run is as the function Run. A run that ctx ended is continued by the next.
func (s *Session) Run(ctx context.Context, opts Options) (*Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.again(ctx, &opts)
	if err != nil {
		return nil, err
	}
	if r == nil {
		remove, err := opts.writeOverlay(ctx)
		defer remove()
		if err != nil {
			return nil, err
		}
		if r, err = s.load(ctx, &opts); err != nil {
			return nil, err
		}
	}
	s.last = r
	r.syntax.keep(opts.Open)
	if r.analyseChanged(); opts.Early != nil && len(*r.later) > 0 && ctx.Err() == nil {
		out := r.outcome()
		out.Pending = r.pending()
		opts.Early(out)
	}
	r.catchUp(nil)
	r.later = nil
	r.analyseNamed(opts.Progress)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.finish(opts.Open)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.outcome(), nil
}

// load starts anew.
func (s *Session) load(ctx context.Context, opts *Options) (*runner, error) {
	s.last = nil
	asked := *opts
	r, err := newRunner(ctx, opts)
	if err != nil {
		return nil, err
	}
	r.syntax = newSyntaxCache(r.universe.fset)
	s.seen = note(r.graph, &asked)
	return r, nil
}

// again prepares a run on what the last one has loaded; nil where that does not do.
func (s *Session) again(ctx context.Context, opts *Options) (*runner, error) {
	last := s.last
	if last == nil || opts.Reload || last.universe.reads > maxReads || !s.seen.sameRun(opts) {
		return nil, nil
	}
	changed, ok := s.seen.changes(opts.Overlay)
	if !ok || len(changed) > 0 && last.graph.hasErrors() {
		return nil, nil
	}
	g := *last.graph
	over := *g.overlay
	over.contents = opts.Overlay
	g.overlay = &over
	configs, err := readConfigs(&g, opts.ConfigKey)
	if err != nil {
		return nil, err
	}
	r := &runner{
		ctx: ctx, graph: &g, universe: last.universe, suite: newSuite(opts.Analyzers), distrust: opts.Distrust,
		slots: make(chan struct{}, opts.jobs()), configs: configs, store: last.store, cacheErr: last.cacheErr,
		syntax:  last.syntax,
		exports: &exportFiles{ctx: ctx, opts: opts, known: last.exports.known, listed: last.exports.listed},
	}
	for _, n := range g.nodes {
		if n.due {
			n.due, n.interrupted = false, true
		}
		blocked := n.cause != nil && n.cause != n || n.exportErr != nil && n.cause != n
		if n.interrupted || blocked && len(changed) > 0 || n.holds(changed) || configs[n.pkg.Dir] != last.configs[n.pkg.Dir] {
			r.renew(n)
		}
	}
	return r, nil
}

// renew has a package analysed anew: a named one before others, which then learn of what
// is new to them; one that is not named when what is named asks about it.
func (r *runner) renew(n *node) {
	n.reset()
	if n.dirty = n.named; !n.named && n.used {
		r.affect(n)
	}
}

// holds reports whether one of the files is of the package.
func (n *node) holds(files map[string]bool) bool {
	if len(files) == 0 {
		return false
	}
	return slices.ContainsFunc(n.pkg.CompiledGoFiles, func(f string) bool { return files[f] })
}

// reset forgets what a package yielded, but for what its importers know of it. It has
// no key any more: what is not on disk, or is of what is not, is not kept.
func (n *node) reset() {
	n.resultOnce, n.factsOnce, n.exportOnce, n.more = newOnce(), newOnce(), newOnce(), noMore()
	n.declared, n.exportErr, n.cause = nil, nil, nil
	n.problems, n.result, n.fromCache, n.analysed = nil, nil, false, false
	if n.encoded != nil {
		n.lastFacts = n.encoded
	}
	n.encoded, n.facts, n.parsed = nil, nil, nil
	n.tainted.Store(false)
	n.interrupted, n.keyed, n.files = false, false, nil
}

// analyseChanged analyses the packages that have changed, imports before importers. The
// facts of those that others import are left for later.
func (r *runner) analyseChanged() {
	r.later = new([]*analysisRun)
	for _, n := range r.graph.named {
		if !n.dirty || r.ctx.Err() != nil {
			continue
		}
		r.catchUp(n)
		r.acquire()
		r.result(n)
		r.release()
		if !n.interrupted {
			n.dirty = false
		}
	}
}

// catchUp works out the facts that are due, and has those packages analysed again for
// which they, or the declarations of theirs, are new. With a package it does so only
// where that needs them.
func (r *runner) catchUp(before *node) {
	if before != nil && !slices.ContainsFunc(*r.later, func(a *analysisRun) bool { return r.affectedBy(a.node)[before] }) {
		return
	}
	for _, a := range *r.later {
		n := a.node
		if r.ctx.Err() == nil {
			a.export(new(demand))
			n.declared, _ = r.exportData(a.checked)
			n.out = r.shape(a.checked, n.encoded)
			n.due = false
			if n.out != n.known {
				n.known = n.out
				r.affect(n)
			}
		}
		r.forget(a.checked.files)
	}
	*r.later = nil
}

// pending are the files of what may be affected by facts that are due.
func (r *runner) pending() map[string]bool {
	files := make(map[string]bool)
	for _, a := range *r.later {
		for n := range r.affectedBy(a.node) {
			for _, file := range n.pkg.GoFiles {
				files[file] = files[file] || n != a.node
			}
		}
	}
	for _, a := range *r.later { // its test variants are not what is waited for
		for _, file := range a.node.pkg.GoFiles {
			files[file] = false
		}
	}
	maps.DeleteFunc(files, func(_ string, pending bool) bool { return !pending })
	return files
}

// affect forgets what was found in all that imports a package, and the types of it.
func (r *runner) affect(n *node) {
	affected := r.affectedBy(n)
	for by := range affected {
		if by != n {
			by.reset()
		}
	}
	r.universe.drop(affected)
}

// affectedBy is a package and all that import it, directly or not.
func (r *runner) affectedBy(n *node) map[*node]bool {
	affected := map[*node]bool{n: true}
	for queue := []*node{n}; len(queue) > 0; queue = queue[1:] {
		for _, by := range r.graph.importersOf(queue[0]) {
			if !affected[by] {
				affected[by] = true
				queue = append(queue, by)
			}
		}
	}
	return affected
}

// importersOf are the packages that import n directly.
func (g *graph) importersOf(n *node) []*node {
	if g.importers == nil {
		g.importers = make(map[*node][]*node)
		for _, by := range g.nodes {
			for _, of := range by.imports {
				g.importers[of] = append(g.importers[of], by)
			}
		}
	}
	return g.importers[n]
}

// hasErrors reports whether the go command found something wrong: an edit may have
// mended it, and only the go command can say so.
func (g *graph) hasErrors() bool {
	for _, n := range g.nodes {
		if n.source && n.broken() {
			return true
		}
	}
	return false
}

// drop forgets the types of packages, of which export data will be read again.
func (u *universe) drop(affected map[*node]bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for v, packages := range u.types {
		for path := range packages {
			if n := v.lookup(path); n != nil && affected[n] {
				delete(packages, path)
			}
		}
	}
}

// finish notes what importers know, and makes ready what an editor has open for the
// first edit of it.
func (r *runner) finish(open []string) {
	files := make(map[string]bool)
	for _, file := range open {
		files[file] = true
	}
	for _, n := range r.graph.nodes {
		switch {
		case n.interrupted || n.cause != nil || n.unusable():
		case n.analysed:
			n.known = n.out
		case n.named && n.known == (digest{}) && n.holds(files) && r.ctx.Err() == nil:
			r.acquire()
			r.warm(n)
			r.release()
		}
	}
}

// warm finds out what importers know of a package whose results came from the cache.
func (r *runner) warm(n *node) {
	if !n.used {
		r.parse(n)
		return
	}
	c, problems := r.check(n, false)
	if c != nil {
		defer r.forget(c.files)
	}
	var facts encodedFacts
	if len(problems) > 0 || !get(r.store, n, factsKind, &facts) || len(facts.Skipped) > 0 {
		return
	}
	n.known, n.lastFacts = r.shape(c, &facts), &facts
}
