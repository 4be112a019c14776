package lsp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/tetherlint/tether/internal/config"
)

// A project is a root that is kept analysed.
type project struct {
	server   *Server
	root     Root
	analysis Analysis
	stop     context.CancelFunc
	wake     chan struct{} // holds one element where wanted has grown

	// The server's mutex guards these.
	wanted  int                // grows with each change of what is to be analysed
	done    int                // what current is of
	current *analysed          // the last one; nil before the first
	shown   []string           // files that were published
	reload  bool               // files may have come or gone
	news    chan struct{}      // closed when done grows
	cancel  context.CancelFunc // of the analysis at work; nil for none
}

// An analysed is a snapshot with what it is of, and what is shown of it.
type analysed struct {
	*Snapshot
	versions map[string]int        // of the open documents, by path
	files    map[string]*fileState // by name
	err      error                 // why there is no snapshot
}

// open starts a project. The server's mutex is held.
func (s *Server) open(root Root) *project {
	if p := s.projects[root.key()]; p != nil {
		return p
	}
	ctx, stop := context.WithCancel(s.ctx)
	p := &project{server: s, root: root, stop: stop, wake: make(chan struct{}, 1), news: make(chan struct{})}
	s.projects[root.key()] = p
	s.work.Go(func() { p.run(ctx) })
	p.touch()
	return p
}

// touch says that there is something new to analyse. The server's mutex is held.
func (p *project) touch() {
	p.wanted++
	if p.cancel != nil && p.current != nil { // the first one is worth waiting for
		p.cancel()
	}
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run analyses after each pause, until the project is closed.
func (p *project) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		}
		if p.rest(ctx) {
			p.analyse(ctx)
		}
	}
}

// rest waits until nothing has happened for a while; false at the end. There is no
// need to wait before the first analysis.
func (p *project) rest(ctx context.Context) bool {
	p.server.mu.Lock()
	pause := p.server.settings.pause()
	if p.current == nil {
		pause = 0
	}
	p.server.mu.Unlock()
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-p.wake:
			timer.Reset(pause)
		case <-timer.C:
			return true
		}
	}
}

// analyse runs one analysis, and publishes what it yields unless it is out of date.
func (p *project) analyse(ctx context.Context) {
	s := p.server
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	if p.analysis == nil {
		p.analysis = s.opts.Open(p.root)
	}
	generation, first, reload := p.wanted, p.current == nil, p.reload
	next := &analysed{versions: make(map[string]int)}
	open := p.documents()
	for file, d := range open {
		next.versions[file] = d.version
	}
	p.cancel = cancel
	s.mu.Unlock()

	report, end := s.beginProgress(ctx, first, p.root)
	texts, names := unsaved(open), goFiles(open)
	early := func(snap *Snapshot) {
		p.settle(ctx, &analysed{Snapshot: snap, versions: next.versions}, generation)
		idle(ctx)
	}
	next.Snapshot, next.err = p.check(ctx, Request{Texts: texts, Open: names, Reload: reload, Progress: report, Early: early})
	end()
	p.settle(ctx, next, generation)
	s.mu.Lock()
	defer s.mu.Unlock()
	p.cancel = nil
}

// idle waits a little, for what nobody waits for must not be in the way of the next
// keystroke.
func idle(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(idleFor):
	}
}

const idleFor = 400 * time.Millisecond

// settle makes an analysis the current one, unless there is something new.
func (p *project) settle(ctx context.Context, next *analysed, generation int) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil || errors.Is(next.err, context.Canceled) {
		return // wanted has grown, or the project is closed
	}
	if next.err != nil {
		s.tell(fmt.Sprintf("%s: %v", p.root.Dir, next.err))
	} else {
		for _, problem := range next.Problems {
			s.tell(problem)
		}
	}
	if next.Snapshot != nil && next.Notes == nil && p.current != nil && p.current.Snapshot != nil {
		next.Notes = p.current.Notes
	}
	s.fill(next, p.current)
	p.current, p.done = next, generation
	if generation == p.wanted {
		p.reload = false
	}
	close(p.news)
	p.news = make(chan struct{})
	s.publish(p)
	for file := range next.configs() {
		s.checkConfig(file)
	}
}

// configs are the configs that an analysis knows of.
func (a *analysed) configs() map[string]bool {
	files := make(map[string]bool)
	if a.Snapshot != nil {
		for file := range a.Configs {
			if filepath.Base(file) == config.FileName {
				files[file] = true
			}
		}
	}
	return files
}

// check is Check; what panics there is an error, and what does not come to an end.
func (p *project) check(ctx context.Context, r Request) (*Snapshot, error) {
	type answer struct {
		snap *Snapshot
		err  error
	}
	answers := make(chan answer, 1)
	analysis := p.analysis
	go func() { //tether:allow raw-go what hangs is left behind, since nothing can end it; it is one for each time
		defer func() {
			if v := recover(); v != nil {
				p.server.logf("analysing %s: panic: %v\n%s", p.root.Dir, v, debug.Stack())
				answers <- answer{nil, fmt.Errorf("a fault of tether's, please report it: %v", v)}
			}
		}()
		snap, err := analysis.Check(ctx, r)
		answers <- answer{snap, err}
	}()
	late := time.NewTimer(p.server.opts.patience())
	defer late.Stop()
	select {
	case a := <-answers:
		return a.snap, a.err
	case <-late.C:
		p.analysis = nil // the next one starts anew
		return nil, errors.New("the analysis does not come to an end: what was found before stays; please report it")
	}
}

// documents are the open ones that an analysis depends on. The server's mutex is held.
func (p *project) documents() map[string]*document {
	mine := make(map[string]*document)
	for file, d := range p.server.docs {
		if d.isGo() && d.root.key() == p.root.key() || d.isConfig() {
			mine[file] = d
		}
	}
	return mine
}

// unsaved are the texts that are not as on disk.
func unsaved(docs map[string]*document) map[string][]byte {
	texts := make(map[string][]byte)
	for file, d := range docs {
		if onDisk, err := os.ReadFile(file); err != nil || !bytes.Equal(onDisk, []byte(d.text)) {
			texts[file] = []byte(d.text)
		}
	}
	return texts
}

func goFiles(docs map[string]*document) (list []string) {
	for file, d := range docs {
		if d.isGo() {
			list = append(list, file)
		}
	}
	return list
}

// settled waits until what is known of a file is of the present texts; of all files
// where file is "".
func (s *Server) settled(ctx context.Context, p *project, file string) (*analysed, error) {
	for {
		s.mu.Lock()
		current, fresh, news := p.current, p.done == p.wanted, p.news
		s.mu.Unlock()
		if fresh && current != nil && !current.waitsFor(file) {
			return current, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.ctx.Done():
			return nil, context.Canceled
		case <-news:
		}
	}
}

// waitsFor reports whether more may be known of a file soon; "" stands for any.
func (a *analysed) waitsFor(file string) bool {
	if a.Snapshot == nil {
		return false
	}
	return a.Pending[file] || file == "" && len(a.Pending) > 0
}

// all are the projects at this moment.
func (s *Server) all() map[string]*project {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.projects)
}

// tell tells the user once of each thing. The server's mutex is held.
func (s *Server) tell(text string) {
	if s.told[text] {
		return
	}
	s.told[text] = true
	s.conn.notify("window/logMessage", messageParams{Type: 2, Message: text})
}
