// Package hiddengiven gives dependencies contexts, channels and receivers that may end what they launch.
package hiddengiven

import (
	"context"
	"io"
	"net/http"

	"example.com/dep/deepest"
	"example.com/dep/lib"
	"example.com/dep/opts"
	"example.com/dep2/spawn"
)

func more() {}

type keeper struct {
	c    *lib.Closer
	f    func()
	list []*lib.Closer
	ch   chan struct{}
}

// Results keeps results.
func (k *keeper) Results() (io.Closer, error) {
	c := lib.MakeCloser()
	defer c.Close()
	lib.MakeCloser()     // want "untracked/hidden-launch"
	_ = lib.MakeCloser() // want "untracked/hidden-launch"
	k.c = lib.MakeCloser()
	k.list = append(k.list, lib.MakeCloser())
	lib.MakeCloser().Close()
	defer lib.MakeCloser().Close()
	lib.MakeCloser().Start() // want "untracked/hidden-launch" "untracked/hidden-launch"
	s, err := lib.MakeStopper()
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	_, err = lib.MakeStopper()                   // want "untracked/hidden-launch"
	if _, err := lib.MakeStopper(); err != nil { // want "untracked/hidden-launch"
		return nil, err
	}
	q, d := lib.MakeQuitter(), lib.MakeDoner()
	q.Quit()
	d.Done()
	e := lib.MakeEnder() // want "untracked/hidden-launch"
	e.Finalise()
	p := lib.MakePlain() // want "untracked/hidden-launch"
	_ = p.Name
	f := lib.MakeField()
	f.C.Close()
	g := lib.MakePrivate() // want "untracked/hidden-launch"
	_ = g
	h := lib.MakeEmbeds()
	h.Close()
	l := lib.MakeLower()
	l.Close()
	lib.MakeRunner().Stop()
	r := lib.MakeRunner()
	r.Stop()
	a := lib.MakeAny() // want "untracked/hidden-launch"
	_ = a
	if err := lib.MakeErr(); err != nil { // want "untracked/hidden-launch"
		return nil, err
	}
	n := lib.MakeInt() + lib.MakeInt() // want "untracked/hidden-launch" "untracked/hidden-launch"
	_ = n
	k.f = lib.MakeFunc()
	lib.MakeFunc()() // called at once
	lib.MakeFunc()   // want "untracked/hidden-launch"
	defer lib.MakeFunc()()
	k.ch = lib.MakeChan()
	lib.MakeChan() // want "untracked/hidden-launch"
	for range lib.MakeRecv() {
		break
	}
	_, c2, _ := lib.MakeTwo()
	c2.Close()
	p2, _, err := lib.MakeTwo() // want "untracked/hidden-launch"
	_, _ = p2, err
	ctx, cancel := lib.MakeCtx()
	defer cancel()
	ctx2, _ := lib.MakeCtx()
	_, _ = ctx, ctx2
	t := lib.MakeTimer()
	t.Stop()
	take(lib.MakeCloser())
	return lib.MakeIO(), nil
}

func take(c io.Closer) { c.Close() }

// Receivers are held.
func Receivers(c *lib.Closer, p *lib.Plain, e lib.Ender, i interface{ Start() }) {
	c.Start()
	p.Start()  // want "untracked/hidden-launch"
	p.Chain(). // want "untracked/hidden-launch"
			Start() // want "untracked/hidden-launch"
	e.Go() // want "untracked/hidden-launch"
	i.Start()
	lib.Default.Start()
	lib.DefaultPlain.Start() // want "untracked/hidden-launch"
	f := p.Start
	f()                   // want "untracked/hidden-launch"
	(*lib.Plain).Start(p) // want "untracked/hidden-launch"
	(*lib.Closer).Start(c)
	go p.Start()    // want "untracked/raw-go detached" "untracked/hidden-launch"
	defer p.Start() // want "untracked/hidden-launch"
	x := struct{ *lib.Plain }{p}
	x.Start() // want "untracked/hidden-launch"
	func() {
		p.Start() // want "untracked/hidden-launch"
	}()
	new(lib.Plain).Start() // want "untracked/hidden-launch"
}

// Params are given.
func Params(ctx context.Context, stop chan struct{}) {
	opts.A(ctx)
	opts.A(context.Background())
	opts.B(opts.Opts{Ctx: ctx})
	opts.C(&opts.Opts{})
	opts.D(opts.Chans{Stop: stop})
	opts.E(opts.NewHidden())        // want "untracked/hidden-launch"
	opts.F(opts.Plain{})            // want "untracked/hidden-launch"
	opts.G(more)                    // want "untracked/hidden-launch"
	opts.G(func() { <-ctx.Done() }) // want "untracked/hidden-launch"
	opts.I(1)                       // want "untracked/hidden-launch"
	opts.J(make(chan int))
	opts.K(stop)
	opts.L(http.NotFoundHandler()) // want "untracked/hidden-launch"
}

// Spawn calls the lower one.
func Spawn(s *spawn.Stack[int], b bool) {
	spawn.Loop(more) // want "untracked/hidden-launch"
	spawn.All(more, more)
	_ = spawn.Wrapped(more)
	spawn.Timeout(more, 1) // the body ends
	spawn.Some(b, more)    // what it runs is not known to have no end
	spawn.Delay(more)
	spawn.Nested(more)
	spawn.Later(more)
	spawn.Deferred(more)
	s.Push(1)
	_ = spawn.Map([]int{1}, func(i int) int { return i })
	_ = spawn.Map[int, int](nil, nil)
}

// Once is once.
func Once(e *deepest.E) {
	deepest.A()
	deepest.B()
	deepest.C()
	deepest.D()
	e.Start()
	deepest.F("key") // once for each key
	deepest.G()      // H ends it
	deepest.H()
}

// Allows has directives in the dependency.
func Allows() {
	lib.Fire() // want "untracked/hidden-launch"
	lib.Allowed()
	lib.AllowedRaw()  // want "untracked/hidden-launch"
	lib.AllowedBare() // want "untracked/hidden-launch"
	lib.AllowedBoth()
	lib.AllowedCall() // want "untracked/hidden-launch"
	lib.Fire()        //tether:allow hidden-launch it may
	//tether:allow untracked/hidden-launch it may
	lib.Fire()
	lib.Allowed() /* want "tether/unused-allow" */ //tether:allow hidden-launch it may not
}

// Programs run one that is dropped.
func Programs() {
	lib.NewProgram().Run()
	p := lib.NewProgram()
	p.Restart() // want "untracked/hidden-launch"
	p.Kill()
}
