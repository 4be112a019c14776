// Package contexts has bodies that observe contexts, and some that do not.
package contexts

import (
	"context"
	"net/http"
	"time"
)

type server struct {
	ctx  context.Context
	base context.Context
	opts struct{ ctx context.Context }
}

func newServer(ctx context.Context) *server {
	return &server{ctx: ctx, base: context.Background()}
}

func work() {}

func (s *server) fields() {
	go func() { // want `\(bound\)`
		for s.ctx.Err() == nil {
			work()
		}
	}()
	go func() { // want `\(detached\)`
		for s.base.Err() == nil {
			work()
		}
	}()
	go s.own() // want `\(bound\)`
}

func (s *server) own() {
	for s.ctx.Err() == nil {
		work()
	}
}

func ways(ctx context.Context, r *http.Request) {
	go func() { // want `\(bound\)`
		work()
		if context.Cause(ctx) != nil {
			return
		}
	}()
	go func() { // want `\(bound\)`
		<-r.Context().Done()
	}()
	go wait(ctx)                          // want `\(bound\)`
	go wait(r.Context())                  // want `\(bound\)`
	go until(ctx.Done())                  // want `\(bound\)`
	go wait(context.WithValue(ctx, 1, 2)) // want `\(bound\)`
	go server{ctx: ctx}.value()           // want `\(bound\)`
	go func() {                           // want `\(bound\)`
		s := &server{ctx: ctx}
		s.own()
	}()
	go func() { // want `\(bound\)`
		s := newServer(ctx)
		s.own()
	}()
	go func() { // want `\(bound\)`
		defer wait(ctx)
		work()
	}()
	go safely(func() { wait(ctx) }) // want `\(bound\)`
	go safely(func() { work() })    // want `\(detached\)`
	go func() {                     // want `\(bound\)`
		safely(func() { wait(ctx) })
	}()
	done := ctx.Done()
	go func() { // want `\(bound\)`
		<-done
		work()
	}()
}

func (s server) value() { <-s.ctx.Done() }

func wait(ctx context.Context) { <-ctx.Done() }

func until(done <-chan struct{}) {
	<-done
	work()
}

func safely(fn func()) {
	defer func() { _ = recover() }()
	fn()
}

// Derived contexts.
func derived(parent context.Context) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go wait(ctx) // want `\(bound\)`
	go func() {  // want `\(bound\)`
		ctx, cancel := context.WithTimeout(parent, time.Second)
		defer cancel()
		wait(ctx)
	}()
	go func() { // want `\(detached\)`
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		wait(ctx)
	}()
	go func() { // want `\(detached\)`
		wait(context.WithoutCancel(parent))
	}()
	mixed := context.Background()
	if parent != nil {
		mixed = parent
	}
	go wait(mixed) // want `\(bound\)`
}

// None of these can be cancelled.
func uncancelled(ctx context.Context) {
	back := context.Background()
	value := context.WithValue(back, 1, 2)
	var none context.Context
	go wait(back)                       // want `\(detached\)`
	go wait(value)                      // want `\(detached\)`
	go wait(none)                       // want `\(detached\)`
	go wait(nil)                        // want `\(detached\)`
	go wait(process)                    // want `\(detached\)`
	go wait(background())               // want `\(detached\)`
	go wait(context.WithoutCancel(ctx)) // want `\(detached\)`
	go until(back.Done())               // want `\(detached\)`
}

var process = context.Background()

func background() context.Context { return context.TODO() }

// Contexts that nobody observes.
func deaf(ctx context.Context) {
	go ignore(ctx) // want `\(detached\)`
	go func() {    // want `\(detached\)`
		_ = ctx.Value(1)
		ignore(ctx)
	}()
	go func() { // want `\(detached\)`
		go wait(ctx) // want `\(bound\)`
	}()
	go ping(ctx, 3) // want `\(detached\)`
	go even(ctx, 3) // want `\(bound\)`
	go odd(ctx, 3)  // want `\(bound\)`
}

func ignore(context.Context) {}

// ping and pong call each other and observe nothing.
func ping(ctx context.Context, n int) { pong(ctx, n-1) }
func pong(ctx context.Context, n int) { ping(ctx, n-1) }

// even and odd call each other, and one of them observes.
func even(ctx context.Context, n int) { odd(ctx, n-1) }
func odd(ctx context.Context, n int) {
	if ctx.Err() == nil {
		even(ctx, n-1)
	}
}

type watcher interface{ Watch(ctx context.Context) }

type request struct{ ctx context.Context }

// What cannot be seen is taken to observe.
func unseen(ctx context.Context, run func(context.Context), w watcher, do func(request)) {
	go run(ctx)                  // want `\(bound\)`
	go w.Watch(ctx)              // want `\(bound\)`
	go run(context.Background()) // want `\(detached\)`
	go func() {                  // want `\(bound\)`
		run(ctx)
	}()
	go func() { // want `\(bound\)`
		req := request{ctx}
		do(req)
	}()
	go func() { // want `\(bound\)`
		req, _ := http.NewRequestWithContext(ctx, "GET", "/", nil)
		_, _ = http.DefaultClient.Do(req)
	}()
	go func() { // want `\(bound\)`
		contexts <- ctx
	}()
}

var contexts = make(chan context.Context)

type embedding struct{ context.Context }

func embedded(e embedding) {
	go func() { // want `\(bound\)`
		<-e.Done()
	}()
}

// A request has a context inside, which what gets the request may observe.
func requests(ctx context.Context, rt http.RoundTripper, req, other *http.Request, s *server) {
	req = req.WithContext(ctx)
	go func() { // want `\(bound\)`
		_, _ = rt.RoundTrip(req)
	}()
	go rt.RoundTrip(req)        // want `\(bound\)`
	go s.send(rt, req)          // want `\(bound\)`
	go func(rq *http.Request) { // want `\(bound\)`
		s.send(rt, rq)
	}(req)
	made, _ := http.NewRequestWithContext(ctx, "GET", "/", nil)
	go func() { // want `\(bound\)`
		_, _ = rt.RoundTrip(made)
	}()
	go func() { // want `\(bound\)`
		own, _ := http.NewRequestWithContext(s.ctx, "GET", "/", nil)
		s.send(rt, own)
	}()
	go func() { // want `\(detached\)`
		own, _ := http.NewRequestWithContext(s.base, "GET", "/", nil)
		s.send(rt, own)
	}()
	plain, _ := http.NewRequest("GET", "/", nil)
	go func() { // want `\(detached\)`
		_, _ = rt.RoundTrip(plain)
	}()
	back := plain.WithContext(context.Background())
	go func() { // want `\(detached\)`
		_, _ = rt.RoundTrip(back)
	}()
	go func() { // want `\(detached\)`
		_, _ = rt.RoundTrip(other)
	}()
	go func() { // want `\(detached\)`
		_ = req.URL
		work()
	}()
}

func (s *server) send(rt http.RoundTripper, req *http.Request) {
	_, _ = rt.RoundTrip(req)
}

// A client's own request has a context of its own, whatever it is given.
type client struct{}

func (client) WithContext(context.Context) *http.Request {
	r, _ := http.NewRequest("GET", "/", nil)
	return r
}

func ownRequest(ctx context.Context, rt http.RoundTripper) {
	req := client{}.WithContext(ctx)
	go rt.RoundTrip(req) // want `\(detached\)`
}

type promotedBase struct{ ctx context.Context }

func (b *promotedBase) loop() { <-b.ctx.Done() }

type promoting struct {
	*promotedBase
	ctx context.Context
}

// The context is that of what is embedded, not the one that hides it.
func promoted(ctx, other context.Context) *promoting {
	d := &promoting{&promotedBase{ctx}, other}
	go d.loop() // want `though d\.promotedBase\.ctx can end it.*\(bound\)`
	return d
}

// What the parameter was given does not get to the launch.
func cutOff(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	go wait(ctx) // want `\(detached\)`
	go func() {  // want `\(detached\)`
		<-ctx.Done()
	}()
}

func cutOffLater(ctx context.Context, late bool) {
	go wait(ctx) // want `\(bound\)`
	ctx = context.WithoutCancel(ctx)
	wait(ctx)
}

func cutOffMaybe(ctx context.Context, late bool) {
	if late {
		ctx = context.WithoutCancel(ctx)
	}
	go wait(ctx) // want `\(bound\)`
}

func cutOffAndBack(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go wait(ctx) // want `\(bound\)`
}

// The function that would end it is dropped, and nothing else ends it.
func cancelDropped(f func(context.Context)) {
	ctx, _ := context.WithCancel(context.Background())
	go f(ctx) // want `\(detached\)`
}

func cancelDroppedOfParent(ctx context.Context, f func(context.Context)) {
	ctx, _ = context.WithCancel(ctx)
	go f(ctx) // want `\(bound\)`
}

func cancelDroppedOfTimeout(f func(context.Context)) {
	ctx, _ := context.WithTimeout(context.Background(), time.Second)
	go f(ctx) // want `\(bound\)`
}
