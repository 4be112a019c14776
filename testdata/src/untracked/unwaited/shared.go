package unwaited

import (
	"sync"

	"golang.org/x/sync/errgroup"

	"example.com/untracked/unwaited/batch"
)

type server struct {
	wg    sync.WaitGroup
	stray sync.WaitGroup
	g     *errgroup.Group
	alias *errgroup.Group
	lent  *errgroup.Group
	local *errgroup.Group
	never *errgroup.Group
	Shown sync.WaitGroup
	mine  group
}

type group struct {
	sync.WaitGroup
	n int
}

// Group is seen by others, so they may wait for it.
type Group struct {
	sync.WaitGroup
}

type lost struct {
	sync.WaitGroup
}

func newServer(g *errgroup.Group) *server {
	own := new(errgroup.Group)
	s := &server{g: new(errgroup.Group), lent: g, alias: own}
	go func() { _ = own.Wait() }() // want `raw-go`
	return s
}

// New makes a server with somebody's group.
func New(g *errgroup.Group) any { return newServer(g) }

func (s *server) start(p *Group, q *lost) {
	s.wg.Go(f)
	s.stray.Go(f) // want `goroutine running f is launched into s.stray, and nothing in package unwaited waits for it: call s.stray.Wait\(\) where its owner stops`
	s.stray.Go(f)
	s.g.Go(e) // want `unwaited`
	s.alias.Go(e)
	s.lent.Go(e)
	s.Shown.Go(f)
	s.mine.Go(f)
	p.Go(f)
	q.Go(f) // want `unwaited`
}

func (s *server) store() {
	g := new(errgroup.Group)
	s.local = g
	g.Go(e)
	h := new(errgroup.Group)
	h.Go(e) // want `goroutine running e is launched into h, and nothing in package unwaited waits for it`
	s.never = h
}

func (s *server) stop() {
	_ = s.local.Wait()
	w := &s.wg
	w.Wait()
	waitFor(&s.mine)
}

func waitFor(g *group) { g.Wait() }

var (
	background sync.WaitGroup
	forgotten  sync.WaitGroup
	tested     sync.WaitGroup
	// Public may be waited for by anybody.
	Public sync.WaitGroup
	given2 = new(errgroup.Group)
)

func launchAll() {
	background.Go(f)
	forgotten.Go(f) // want `unwaited`
	tested.Go(f)    // want `unwaited`
	Public.Go(f)
	wg := &forgotten
	wg.Go(f)
	each(func(int) { given2.Go(e) })
}

func drain() {
	background.Wait()
	g := given2
	_ = g.Wait()
}

type positional struct {
	name string
	wg   *sync.WaitGroup
}

func (p *positional) start() { p.wg.Go(func() {}) }

func unkeyed() {
	var wg sync.WaitGroup
	defer wg.Wait()
	(&positional{"x", &wg}).start()
}

type positionalLost struct {
	wg   *sync.WaitGroup
	name string
}

func (p *positionalLost) start() { p.wg.Go(func() {}) } // want `unwaited`

func unkeyedLost() {
	for _, p := range []*positionalLost{{new(sync.WaitGroup), "x"}} {
		p.start()
	}
}

type positionalVar struct {
	name string
	wg   *sync.WaitGroup
}

func (p *positionalVar) start() { p.wg.Go(func() {}) } // want `unwaited`

func unkeyedVar() {
	var wg sync.WaitGroup
	(&positionalVar{"x", &wg}).start()
}

// A group that comes from another package may be waited for there.
type borrower struct{ g *errgroup.Group }

func (b *borrower) start() {
	b.g = batch.Group()
	b.g.Go(e)
}
