// Package ways calls what launches, in ways that end with the call or do not.
package ways

import (
	"context"
	"net"
	"net/http"

	"example.com/hidden/dep/lib"
	"example.com/hidden/dep/ways"
)

func joined() {
	ways.Joined(3)
	ways.JoinedGo()
	ways.CountDown()
	ways.JoinedLate(true)
	ways.Timeout()
	ways.Unwaited() // want `ways.Unwaited may start`
	ways.Nested()   // want `ways.Nested may start`
	ways.NestedJoined()
	ways.Goes() // want `ways.Goes may start`
	ways.Timer()
	ways.Panics()
}

func bound(ctx context.Context) {
	ways.Cancels()
	ways.Background() // want `ways.Background may start`
	ways.Forgets()
	ways.Derived(ctx)
	ways.Through(ctx)
	ways.ThroughBackground()
	ways.Channel()
	ways.ChannelLost() // want `ways.ChannelLost may start`
}

func values(c net.Conn) error {
	if err := ways.Uses(); err != nil {
		return err
	}
	if err := ways.UsesErr(""); err != nil {
		return err
	}
	ways.Loses() // want `ways.Loses may start`
	ways.PassesOn()
	h := ways.Stores() // want `ways.Stores may start`
	o := ways.StoresEnd()
	_, _ = h, o
	ways.OwnerOnce()
	ways.OwnerDropped() // want `ways.OwnerDropped may start`
	_ = ways.NewCached()
	ways.ByConn(c)
	r := ways.NewReader(c)
	r.Start()
	r.Tick() // want `\(\*ways.Reader\).Tick may start`
	d, err := ways.Dial("a")
	_, _ = d, err
	return nil
}

func fields(l *ways.Lockstep, s *ways.Self) {
	l.Run()
	l.RunStarted()
	l.Start() // its body ends
	l.RunStopped()
	l.Loop() // RunStopped halts it, whoever calls that
	l.Watch()
	s.Watch() // want `\(\*ways.Self\).Watch may start`
}

func otherNames() {
	b := ways.NewBar()
	b.Start()
	defer b.Finish()
	_ = ways.NewBar() // want `ways.NewBar may start`
	g, h := ways.NewGuardedBar(), ways.NewHoldingBar()
	_, _ = g, h
	ways.NewGuardedBar()   // want `ways.NewGuardedBar may start`
	ways.NewHoldingBar()   // want `ways.NewHoldingBar may start`
	e := ways.NewEndless() // want `ways.NewEndless may start`
	_ = e
}

func literals(mux *http.ServeMux, p *lib.Plain) {
	ways.Inline()   // want `ways.Inline may start a goroutine .*, in ways.Inline \(ways.go:\d+\)`
	ways.Named()    // want `ways.Named may start`
	ways.Deferred() // want `ways.Deferred may start`
	ways.Registers(mux)
	_ = ways.Returns()
	ways.Returns()()
	ways.Unused()
	ways.Sorts(nil) // want `ways.Sorts may start`
	ways.Applies()
	ways.AppliesHere() // want `ways.AppliesHere may start`
	ways.Keeps()
	ways.Even(1) // want `ways.Even may start`
	ways.Odd(1)  // want `ways.Odd may start`
	ways.Interface(nil)
	ways.Value(p)      // want `ways.Value may start`
	ways.Expression(p) // want `ways.Expression may start`
	var c ways.Counter[int]
	c.Count() // want `\(\*ways.Counter\).Count may start`
}

func directives() {
	ways.Allowed()
	ways.AllowedAbove()
	ways.AllowedRaw() // want `ways.AllowedRaw may start`
	ways.AllowedNot() // want `ways.AllowedNot may start`
}

func once(l *ways.Lazy, o *ways.Owned) {
	_ = ways.Running()
	ways.OnceDo()
	ways.OnceNamed()
	ways.OnceMethod()
	ways.OnceFuncVar()
	l.Log()
	ways.OnceFlag()
	ways.OnceCAS()
	ways.OnceSwap()
	_ = ways.OnceNil()
	ways.Restarts() // want `ways.Restarts may start`
	ways.Reset()
	ways.Flight()
	_ = ways.PerName("")
	ways.Often() // want `ways.Often may start`
	ways.Ticks()
	ways.DefaultOwned.PerValue()
	_ = ways.Drained(nil)
	_ = ways.Counting() // want `ways.Counting may start`
	_ = ways.CountingSome()
	o.PerValue() // want `\(\*ways.Owned\).PerValue may start`
}
