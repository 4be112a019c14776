package driver

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// Options say what to run over which packages.
type Options struct {
	Dir        string   // working directory of the go command; "" is the current one
	Patterns   []string // default ./..., or work at the root of a workspace that is no module
	Tests      bool     // also the test variants of packages
	BuildFlags []string // as -tags=x
	Env        []string // nil: os.Environ()

	// Overlay has the contents of files that are not as they lie on disk, by their
	// absolute names: what an editor has not saved yet, or a new file.
	Overlay map[string][]byte

	// Open and Reload are for a Session: the files that are being edited, and whether
	// packages may have come or gone that it has not seen.
	Open   []string
	Reload bool

	// Early is for a Session, too. It is called with what the run will yield unless
	// what has changed matters to others: that takes longer to find out.
	Early func(*Outcome)

	// Analyzers are the roots. The results of those whose result type is
	// *finding.Result are collected.
	Analyzers []*analysis.Analyzer

	// Salt is whatever else the outcome depends on, as rules that are switched
	// off by a flag. It is part of each cache key.
	Salt string

	// ConfigKey identifies, by its content, the config that governs the packages
	// of a main module in dir. It is part of their key; its error is returned by
	// Run. It may be nil.
	ConfigKey func(dir string) (string, error)

	// AllFacts works the facts of a package out for all of its functions, and not for those
	// only that somebody seems to ask about. Nothing else is found, at a greater cost.
	AllFacts bool

	// Distrust tells of a result from the cache that it is to be had anew all the same.
	// It may be nil.
	Distrust func(*finding.Result) bool

	// Touched reports whether a file has changed, where only what that can have brought
	// about is wanted: named packages without such a file, and without a dependency that has
	// one, are left out. It may be nil.
	Touched func(file string) bool

	CacheDir string                // "" for no cache
	Jobs     int                   // packages analysed at a time; 0: GOMAXPROCS
	Progress func(done, total int) // may be nil; called from one goroutine at a time

	overlaid []string // the flag that tells the go command of Overlay
}

// Run analyses the packages that opts name. The error says that nothing could be
// analysed, and what to do about it; what is wrong with single packages is in
// the outcome's problems.
func Run(ctx context.Context, opts Options) (*Outcome, error) {
	remove, err := opts.writeOverlay(ctx)
	defer remove()
	if err != nil {
		return nil, err
	}
	r, err := newRunner(ctx, &opts)
	if err != nil {
		return nil, err
	}
	r.analyseNamed(opts.Progress)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.store.close()
	return r.outcome(), nil
}

// newRunner loads the packages.
func newRunner(ctx context.Context, opts *Options) (*runner, error) {
	g, err := load(ctx, opts)
	if err != nil {
		return nil, err
	}
	if opts.Touched != nil {
		g.leaveOut(opts.Touched)
	}
	configs, err := readConfigs(g, opts.ConfigKey)
	if err != nil {
		return nil, err
	}
	r := &runner{
		ctx:      ctx,
		graph:    g,
		universe: newUniverse(g),
		suite:    newSuite(opts.Analyzers),
		distrust: opts.Distrust, allFacts: opts.AllFacts,
		slots:   make(chan struct{}, opts.jobs()),
		configs: configs,
		exports: &exportFiles{ctx: ctx, opts: opts},
	}
	r.openStore(opts, configs, opts.jobs())
	return r, nil
}

func (opts *Options) jobs() int {
	if opts.Jobs > 0 {
		return opts.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

// openStore opens the cache and finds the keys of all packages. A cache that
// cannot be used, as in a home that is read-only, slows a run and does not fail it.
func (r *runner) openStore(opts *Options, configs map[string]string, jobs int) {
	s, err := openStore(opts.CacheDir)
	if err == nil && s != nil {
		var tool string
		if tool, err = s.toolIdentity(); err == nil {
			k := &keyer{graph: r.graph, header: header(r.graph, opts, r.suite, tool), config: configs}
			k.setKeys(jobs)
			r.store = s
			s.header = k.header
			r.exports.known = s.exportFiles()
		}
	}
	r.cacheErr = err
}

// A runner is one call of Run.
type runner struct {
	ctx      context.Context
	graph    *graph
	universe *universe
	exports  *exportFiles
	suite    *suite
	store    *store // nil for none
	distrust func(*finding.Result) bool
	cacheErr error
	slots    chan struct{} // holds one element per goroutine that is at work
	configs  map[string]string
	syntax   *syntaxCache    // of a session; nil: none is kept
	allFacts bool            // see Options
	later    *[]*analysisRun // those whose facts are due; nil: no fact waits

	mentioned mentioned

	mu sync.Mutex // guards the problems of nodes

	stats struct{ analysed, fromCache, facts, factsCached, again, declared atomic.Int64 }
}

func (r *runner) acquire() { r.slots <- struct{}{} }
func (r *runner) release() { <-r.slots }

func (r *runner) addProblem(n *node, p ...Problem) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n.problems = append(n.problems, p...)
}

// analyseNamed analyses the named packages. They come in an order in which
// imports precede importers, so that facts are mostly there when asked for.
func (r *runner) analyseNamed(progress func(done, total int)) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	done, total := 0, len(r.graph.named)
	// One that waits for another's facts gives its slot away, and keeps its
	// syntax: there must be a limit to these too.
	begun := make(chan struct{}, cap(r.slots)+2)
	for _, n := range r.graph.named {
		begun <- struct{}{}
		r.acquire()
		wg.Go(func() {
			defer func() { r.release(); <-begun }()
			if r.ctx.Err() == nil && n.named {
				r.result(n)
			}
			if progress != nil {
				mu.Lock()
				defer mu.Unlock()
				done++
				progress(done, total)
			}
		})
	}
	wg.Wait()
}

// result provides n.result, if there is nothing wrong with the package.
func (r *runner) result(n *node) {
	n.resultOnce.do(r, func() {
		if n.unusable() {
			return
		}
		if res, ok := r.store.result(n); ok && !r.distrusts(res) {
			n.result, n.fromCache = res, true
			r.stats.fromCache.Add(1)
			return
		}
		r.analyse(n)
	})
}

func (r *runner) distrusts(res *finding.Result) bool {
	return r.distrust != nil && res != nil && r.distrust(res)
}

// factsOf returns the facts of a package of which another one asks for one about an
// object with a name. The caller holds a slot. It returns nil if they are not known.
func (r *runner) factsOf(n *node, name string) *factTable {
	n.factsOnce.do(r, func() { n.facts = r.firstFacts(n) })
	table := n.facts
	for i := range n.more {
		if table == nil || !table.skipped[name] {
			break
		}
		more, known := &n.more[i], table.skipped
		more.once.do(r, func() { more.facts = r.moreFacts(n, i, known) })
		table = more.facts
	}
	return table
}

// firstFacts are the facts that are kept, or those that are asked for as far as one can
// see.
func (r *runner) firstFacts(n *node) *factTable {
	if n.unusable() {
		n.tainted.Store(true)
		return nil
	}
	if n.named { // its analysis is due anyway, and has facts too
		r.result(n)
	}
	if !n.analysed {
		if table, ok := r.store.facts(n, r.suite); ok {
			r.stats.factsCached.Add(1)
			return table
		}
		r.analyse(n)
	}
	encoded := n.encoded
	if n.cause != nil {
		encoded = n.lastFacts
	}
	return encoded.decode(r.suite)
}

// analyse analyses a package from source, with all analyzers if it is named and
// else with those that have facts. It is called once for a package: where its
// result is wanted, or else where its facts are.
func (r *runner) analyse(n *node) {
	n.analysed = true
	if n.named {
		r.stats.analysed.Add(1)
	} else {
		r.stats.facts.Add(1)
	}
	r.analyseSource(n)
	if r.ctx.Err() != nil {
		n.interrupted = true
		n.due = false
		return
	}
	if !n.tainted.Load() {
		r.store.put(n)
	}
}

// A once runs a function once, as sync.Once does, but does not keep one of the
// runner's slots from others while it waits for another goroutine to finish it.
// Waiting cannot end in a circle: packages wait for what they import only.
type once struct {
	started atomic.Bool
	done    chan struct{}
}

func newOnce() once { return once{done: make(chan struct{})} }

func (o *once) do(r *runner, f func()) {
	if o.started.CompareAndSwap(false, true) {
		defer close(o.done)
		f()
		return
	}
	select {
	case <-o.done:
		return
	default:
	}
	r.release()
	<-o.done
	r.acquire()
}
