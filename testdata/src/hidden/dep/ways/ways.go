// Package ways has functions whose launches end with the call, or do not.
package ways

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"example.com/hidden/dep/lib"
	"example.com/hidden/dep/loops"
)

func work() {}

func forever() {
	for {
		work()
	}
}

// Joined by a WaitGroup.
func Joined(n int) {
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			work()
		}()
	}
	wg.Wait()
}

// JoinedGo the newer way.
func JoinedGo() {
	var wg sync.WaitGroup
	wg.Go(work)
	wg.Wait()
}

// JoinedLate leaves it running on one way out.
func JoinedLate(early bool) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	if early {
		return
	}
	<-done
}

// Timeout gives up.
func Timeout() {
	done := make(chan struct{}, 1)
	go func() {
		work()
		done <- struct{}{}
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

// CountDown has workers that say when an item is done, not when they are.
func CountDown() { countDown() }

func countDown() {
	items := make(chan func(), 3)
	var wg sync.WaitGroup
	wg.Add(3)
	worker := func() {
		for {
			select {
			case item := <-items:
				item()
			default:
				return
			}
			wg.Done()
		}
	}
	go worker()
	go worker()
	wg.Wait()
}

// Unwaited launches into a group that nobody waits for.
func Unwaited() {
	var wg sync.WaitGroup
	wg.Go(forever)
}

// Cancels the context that it made.
func Cancels() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	loops.While(ctx, work)
	work()
}

// Background has nothing to cancel.
func Background() { loops.While(context.Background(), work) }

// Forgets to cancel.
func Forgets() {
	ctx, cancel := context.WithCancel(context.Background())
	loops.While(ctx, work)
	pending = append(pending, cancel)
}

var pending []func()

// Derived contexts end with the one given.
func Derived(ctx context.Context) {
	inner, cancel := context.WithTimeout(ctx, time.Hour)
	go func() {
		defer cancel()
		<-inner.Done()
	}()
}

// Through passes it on.
func Through(ctx context.Context) { Derived(ctx) }

// ThroughBackground has none to pass.
func ThroughBackground() { Through(context.TODO()) }

// Channel closes what it made.
func Channel() {
	stop := make(chan struct{})
	loops.Until(stop, work)
	work()
	close(stop)
}

// ChannelLost does not.
func ChannelLost() {
	stop := make(chan struct{})
	loops.Until(stop, work)
}

// Uses a value that it closes.
func Uses() error {
	e := lib.NewEnded()
	defer e.Close()
	return nil
}

// UsesErr checks the error in between.
func UsesErr(addr string) error {
	e, err := lib.NewEndedErr(addr)
	if err != nil {
		return err
	}
	e.Start()
	return e.Close()
}

// Loses a value that could be closed.
func Loses() {
	e := lib.NewEnded()
	e.Start()
}

// PassesOn the value to who may close it.
func PassesOn() { consume(lib.NewEnded()) }

func consume(e *lib.Ended) { _ = e.Close() }

// Stores it where nobody gets at it.
func Stores() *Holder { return &Holder{e: lib.NewEnded()} }

// Holder has no way to end what it holds.
type Holder struct{ e *lib.Ended }

// StoresEnd can end it.
func StoresEnd() *Owner { return &Owner{lib.NewEnded()} }

// Owner has a Stop.
type Owner struct{ e *lib.Ended }

// Stop ends it.
func (o *Owner) Stop() { _ = o.e.Close() }

// OwnerOnce makes one for the call.
func OwnerOnce() {
	o := StoresEnd()
	defer o.Stop()
	work()
}

// OwnerDropped makes one for nobody.
func OwnerDropped() { StoresEnd() }

// Lockstep waits for a field.
type Lockstep struct {
	wg   sync.WaitGroup
	stop chan struct{}
	ctx  context.Context
}

// Run waits for what it starts.
func (l *Lockstep) Run() {
	l.wg.Add(1)
	go func() {
		defer l.wg.Done()
		work()
	}()
	l.wg.Wait()
}

// RunStarted waits for what another method starts.
func (l *Lockstep) RunStarted() {
	l.start()
	l.wg.Wait()
}

// Start does not wait.
func (l *Lockstep) Start() { l.start() }

func (l *Lockstep) start() {
	l.wg.Add(1)
	go func() {
		defer l.wg.Done()
		work()
	}()
}

// RunStopped stops what it starts by a method that others cannot call.
func (l *Lockstep) RunStopped() {
	l.loop()
	defer l.halt()
}

// Bar ends by a method of another name.
type Bar struct {
	finish chan struct{}
	cancel context.CancelFunc
	e      *lib.Ended
}

// NewBar starts to draw.
func NewBar() *Bar {
	b := &Bar{finish: make(chan struct{})}
	b.draw()
	return b
}

// Start starts to draw, too.
func (b *Bar) Start() { b.draw() }

func (b *Bar) draw() { go b.loop() }

func (b *Bar) loop() { <-b.finish }

// Finish ends that.
func (b *Bar) Finish() { b.end() }

func (b *Bar) end() {
	finish := b.finish
	close(finish)
}

// Flush does not.
func (b *Bar) Flush() {}

// NewGuardedBar keeps what ends the context.
func NewGuardedBar() *Bar {
	ctx, cancel := context.WithCancel(context.Background())
	loops.While(ctx, work)
	return &Bar{cancel: cancel}
}

// Break cancels it.
func (b *Bar) Break() { b.cancel() }

// NewHoldingBar keeps what can be closed.
func NewHoldingBar() *Bar { return &Bar{e: lib.NewEnded()} }

// Hang closes it.
func (b *Bar) Hang() { _ = b.e.Close() }

// Endless has a method of that name, which does not end it.
type Endless struct{ finish chan struct{} }

// NewEndless starts a loop.
func NewEndless() *Endless {
	e := &Endless{finish: make(chan struct{})}
	go e.loop()
	return e
}

func (e *Endless) loop() { forever() }

// Finish closes a channel that nobody receives from.
func (e *Endless) Finish() { close(e.finish) }

// Loop does not.
func (l *Lockstep) Loop() { l.loop() }

func (l *Lockstep) loop() {
	go func() {
		for {
			select {
			case <-l.stop:
				return
			default:
				work()
			}
		}
	}()
}

func (l *Lockstep) halt() { close(l.stop) }

// NewLockstep keeps the context that it is given.
func NewLockstep(ctx context.Context) *Lockstep {
	return &Lockstep{ctx: ctx, stop: make(chan struct{})}
}

// Watch ends with that.
func (l *Lockstep) Watch() { go l.watch() }

func (l *Lockstep) watch() { <-l.ctx.Done() }

// Self makes its own context, and keeps the end of it.
type Self struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// NewSelf starts nothing.
func NewSelf() *Self {
	s := &Self{}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Watch ends with what callers have no way to.
func (s *Self) Watch() { go s.watch() }

func (s *Self) watch() { <-s.ctx.Done() }

// Inline runs a literal at once.
func Inline() {
	func() { go forever() }()
}

// Named runs one by its name.
func Named() {
	f := func() { go forever() }
	f()
}

// Deferred runs one at the end.
func Deferred() {
	defer func() { go forever() }()
}

// Registers one that runs later, if at all.
func Registers(mux *http.ServeMux) {
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { go forever() })
}

// Returns one.
func Returns() func() { return func() { go forever() } }

// Unused has one.
func Unused() {
	f := func() { go forever() }
	_ = f
}

// Sorts calls one meanwhile.
func Sorts(list []int) {
	sort.Slice(list, func(i, j int) bool { go forever(); return list[i] < list[j] })
}

// Applies passes one to who calls it, in another package: it might keep it.
func Applies() { loops.Apply(func() { go forever() }) }

// AppliesHere passes one to who calls it in this package.
func AppliesHere() { each(func() { go forever() }) }

func each(fn func()) { fn() }

// Keeps one for another time.
func Keeps() { loops.Defer(func() { go forever() }) }

// Nested launches from a goroutine that it waits for.
func Nested() {
	var wg sync.WaitGroup
	wg.Go(func() { go forever() })
	wg.Wait()
}

// NestedJoined waits for all of them.
func NestedJoined() {
	var wg sync.WaitGroup
	wg.Go(func() {
		var inner sync.WaitGroup
		inner.Go(work)
		inner.Wait()
	})
	wg.Wait()
}

// Goes launches what launches.
func Goes() { go loops.Forever(work) }

// Timer is no launch.
func Timer() { time.AfterFunc(time.Second, func() { go forever() }) }

// Panics is none either.
func Panics() {
	defer func() {
		if v := recover(); v != nil {
			go panic(v)
		}
	}()
}

// Cached ends with its finalizer.
type Cached struct{ *cache }

type cache struct{ stop chan struct{} }

// NewCached stops its loop when nobody needs it any more.
func NewCached() *Cached {
	c := &Cached{&cache{stop: make(chan struct{})}}
	go c.cache.run()
	runtime.SetFinalizer(c, func(c *Cached) { close(c.stop) })
	return c
}

func (c *cache) run() { <-c.stop }

// ByConn ends with the connection.
func ByConn(c net.Conn) {
	go func() {
		buf := make([]byte, 10)
		for {
			if _, err := c.Read(buf); err != nil {
				return
			}
		}
	}()
}

// Reader reads what it was given.
type Reader struct {
	r *bufio.Reader
	n int
}

// NewReader starts to read.
func NewReader(rw io.ReadWriter) *Reader {
	r := &Reader{r: bufio.NewReader(rw)}
	go r.loop()
	return r
}

// Start starts to read as well.
func (r *Reader) Start() { go r.loop() }

// Tick reads nothing.
func (r *Reader) Tick() {
	go func() {
		for {
			r.n++
		}
	}()
}

func (r *Reader) loop() { r.read() }

func (r *Reader) read() {
	for {
		if _, err := r.r.ReadByte(); err != nil {
			return
		}
	}
}

// Dialer reads from what nobody else has.
type Dialer struct{ conn net.Conn }

// Dial connects, and starts to read.
func Dial(addr string) (*Dialer, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	d := &Dialer{conn: conn}
	go d.loop()
	return d, nil
}

func (d *Dialer) loop() {
	for {
		if _, err := d.conn.Read(nil); err != nil {
			return
		}
	}
}

// Even and Odd call each other, and one of them launches.
func Even(n int) {
	if calls > 3 {
		Odd(n - 1)
	}
}

// Odd is the other.
func Odd(n int) {
	if calls == 0 {
		go forever()
		return
	}
	Even(n - 1)
}

// Interface calls what cannot be seen.
func Interface(s lib.Starter) { s.Start() }

// Through method values and expressions.
func Value(p *lib.Plain) { f := p.Start; f() }

// Expression calls a method by its type.
func Expression(p *lib.Plain) { (*lib.Plain).Start(p) }

// Counter is generic.
type Counter[T any] struct{ n T }

// Count launches.
func (c *Counter[T]) Count() { tick(c.n) }

func tick[T any](v T) { go func() { forever(); _ = v }() }

// Allowed says so.
func Allowed() {
	go forever() //tether:allow hidden-launch it is meant to live as long as the process
}

// AllowedAbove says so above.
func AllowedAbove() {
	//tether:allow raw-go,untracked/hidden-launch it is meant to
	go forever()
}

// AllowedRaw says something else.
func AllowedRaw() {
	go forever() //tether:allow raw-go it is meant to live as long as the process
}

// AllowedNot gives no reason.
func AllowedNot() {
	go forever() //tether:allow hidden-launch
}

func init() { go forever() }

var running = func() bool { go forever(); return true }()

// Running is set at the start.
func Running() bool { return running }

var (
	onceOnly  sync.Once
	onceFunc  = sync.OnceFunc(func() { go forever() })
	started   bool
	restarted bool
	busy      bool
	casFlag   atomic.Bool
	swapFlag  int32
	std       *lib.Plain
	byName    = map[string]*lib.Plain{}
	calls     int
	mu        sync.Mutex
)

// OnceDo and the others start a flusher at most once in the life of the process.
func OnceDo()      { onceOnly.Do(func() { go forever() }) }
func OnceNamed()   { onceOnly.Do(forever) }
func OnceMethod()  { onceOnly.Do(loopsForever) }
func OnceFuncVar() { onceFunc() }

func loopsForever() { loops.Forever(work) }

type lazy struct{ once sync.Once }

// Lazy has a once of its own.
type Lazy struct{ lazy }

// Log starts the flusher.
func (l *Lazy) Log() { l.once.Do(func() { go forever() }) }

// OnceFlag looks at a flag.
func OnceFlag() {
	mu.Lock()
	defer mu.Unlock()
	if started {
		return
	}
	started = true
	go forever()
}

// OnceCAS looks at an atomic one.
func OnceCAS() {
	if casFlag.CompareAndSwap(false, true) {
		go forever()
	}
}

// OnceSwap looks at another.
func OnceSwap() {
	if !atomic.CompareAndSwapInt32(&swapFlag, 0, 1) {
		return
	}
	go forever()
}

// OnceNil makes the default.
func OnceNil() *lib.Plain {
	if std == nil {
		std = lib.NewPlain()
	}
	return std
}

// Restarts sets its flag back.
func Restarts() {
	if !restarted {
		restarted = true
		go forever()
	}
}

// Reset does.
func Reset() { restarted = false }

// Flight is one at a time.
func Flight() {
	if busy {
		return
	}
	busy = true
	go func() {
		work()
		busy = false
	}()
}

// PerName is once for each name.
func PerName(name string) *lib.Plain {
	if byName[name] == nil {
		byName[name] = lib.NewPlain()
	}
	return byName[name]
}

// Often counts.
func Often() {
	calls++
	if calls > 3 {
		go forever()
	}
}

// PerValue is once for each value.
func (o *Owned) PerValue() {
	if !o.started {
		o.started = true
		go forever()
	}
}

// Owned has a flag.
type Owned struct{ started bool }

// Ticks starts the only ticker there is, once.
func Ticks() { ticks.register() }

var ticks ticker

type ticker struct{ started bool }

func (t *ticker) register() {
	if !t.started {
		t.started = true
		go forever()
	}
}

// DefaultOwned is one value.
var DefaultOwned Owned

// Drained closes its own queue before it ranges to the end.
func Drained(fail func() error) *Drainer {
	d := &Drainer{queue: make(chan int, 1)}
	go d.loop(fail)
	return d
}

// Drainer has a queue.
type Drainer struct{ queue chan int }

func (d *Drainer) loop(fail func() error) {
	for fail() == nil {
		work()
	}
	d.shut()
}

func (d *Drainer) shut() {
	close(d.queue)
	for range d.queue {
		work()
	}
}

// Seconds counts seconds.
type Seconds struct{ n int }

// Counting ranges over what nobody closes.
func Counting() *Seconds {
	c := new(Seconds)
	go c.loop()
	return c
}

func (c *Seconds) loop() {
	for range time.Tick(time.Second) {
		c.n++
	}
}

// CountingSome leaves the range.
func CountingSome() *Seconds {
	c := new(Seconds)
	go c.some()
	return c
}

func (c *Seconds) some() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for range t.C {
		if c.n++; c.n > 3 {
			return
		}
	}
}
