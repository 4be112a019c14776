package stuck

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// There is room.
func room(work func() error) error {
	ch := make(chan error, 1)
	go func() { ch <- work() }()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

func roomForAll(fs []func() error) error {
	errs := make(chan error, len(fs))
	for _, f := range fs {
		go func() { errs <- f() }()
	}
	for range fs {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// The room is that of another name for the length.
func roomByName(fs []func() error) error {
	n := len(fs)
	errs := make(chan error, n)
	for i := 0; i < n; i++ {
		go func() { errs <- fs[i]() }()
	}
	return <-errs
}

func roomForTwo(a, b func() error) error {
	errs := make(chan error, 2)
	go func() { errs <- a() }()
	go func() { errs <- b() }()
	return <-errs
}

// It is not known how many there are of the one or the other.
func otherCount(fs []func() error, n int) {
	errs := make(chan error, n)
	for _, f := range fs {
		go func() { errs <- f() }()
	}
	<-errs
}

func parallelSlices(keys []string, vals []int, f func(string) int) (sum int) {
	ch := make(chan int)
	for _, k := range keys {
		go func() { ch <- f(k) }()
	}
	for range vals {
		sum += <-ch
	}
	return sum
}

func area(rows, columns int, total int, f func(int, int) int) (sum int) {
	ch := make(chan int)
	for r := range rows {
		for c := range columns {
			go func() { ch <- f(r, c) }()
		}
	}
	for range total {
		sum += <-ch
	}
	return sum
}

// The sender gives up.
func selected(ctx context.Context, f func() int) int {
	ch := make(chan int)
	go func() {
		select {
		case ch <- f():
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func tried(f func() int) int {
	ch := make(chan int)
	go func() {
		select {
		case ch <- f():
		default:
		}
	}()
	select {
	case v := <-ch:
		return v
	default:
		return 0
	}
}

// What is sent is received by a deferred function.
func drainedInDefer(check func() error, f func() int) (v int, err error) {
	ch := make(chan int)
	go func() { ch <- f() }()
	defer func() { v = <-ch }()
	if err := check(); err != nil {
		return 0, err
	}
	return 0, nil
}

func drainsRest(list []int, use func(int) error) error {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, v := range list {
			ch <- v
		}
	}()
	defer func() {
		for range ch {
		}
	}()
	for v := range ch {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

func drainsElsewhere(list []int, use func(int) error) error {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, v := range list {
			ch <- v
		}
	}()
	for v := range ch {
		if err := use(v); err != nil {
			go func() {
				for range ch {
				}
			}()
			return err
		}
	}
	return nil
}

// The producer stops where the consumer does.
func stops(list []int, use func(int) error) error {
	ch := make(chan int)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(ch)
		for _, v := range list {
			select {
			case ch <- v:
			case <-stop:
				return
			}
		}
	}()
	for v := range ch {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

// The error is the last that it sends.
func lastIsError(next func() (int, error)) error {
	ch := make(chan result)
	go func() {
		for {
			v, err := next()
			ch <- result{v, err}
			if err != nil {
				return
			}
		}
	}()
	for {
		r := <-ch
		if r.err != nil {
			return r.err
		}
	}
}

func errorEnds(f func() (int, error)) (int, error) {
	ch := make(chan result)
	go func() {
		v, err := f()
		if err != nil {
			ch <- result{err: err}
			return
		}
		ch <- result{v: v}
		ch <- result{v: -1}
	}()
	r := <-ch
	if r.err != nil {
		return 0, r.err
	}
	<-ch
	return r.v, nil
}

// Two branches that ask the same.
func sameFlag(async bool, f func() int) int {
	ch := make(chan int)
	if async {
		go func() { ch <- f() }()
	}
	if async {
		return <-ch
	}
	return 0
}

type options struct{ quiet, wait bool }

// Fields of one struct may depend on each other.
func siblings(o options, f func() int) int {
	ch := make(chan int)
	if !o.quiet {
		go func() { ch <- f() }()
	}
	if o.wait {
		return <-ch
	}
	if !o.quiet {
		return <-ch
	}
	return 0
}

// One asks what the other has found.
func askedByBoth(v int, f func(int)) {
	ch := make(chan int)
	go func() {
		if v > 10 {
			ch <- v
		}
	}()
	if v > 5 {
		f(<-ch)
	}
}

func bothOfThem(f func() (int, error)) (int, error) {
	vals, errs := make(chan int), make(chan error)
	go func() {
		v, err := f()
		if err != nil {
			errs <- err
			return
		}
		vals <- v
	}()
	select {
	case v := <-vals:
		return v, nil
	case err := <-errs:
		return 0, err
	}
}

// Somebody else has the channel.
func returned(f func() int) <-chan int {
	ch := make(chan int)
	go func() { ch <- f() }()
	return ch
}

type holder struct{ ch chan int }

func stored(h *holder, f func() int) {
	ch := make(chan int)
	h.ch = ch
	go func() { ch <- f() }()
}

func literal(f func() int) *holder {
	ch := make(chan int)
	go func() { ch <- f() }()
	return &holder{ch: ch}
}

func passedOn(give func(chan int), f func() int) {
	ch := make(chan int)
	give(ch)
	go func() { ch <- f() }()
}

func ofChannels(requests chan chan int) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	requests <- ch
}

func signals(stop func()) {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	go func() {
		for range ch {
			stop()
		}
	}()
}

func another(f func() int, other chan int) {
	ch := make(chan int)
	if other != nil {
		ch = other
	}
	go func() { ch <- f() }()
}

// A nil channel is never ready, and the variable has two values.
func pump(in <-chan int, done chan struct{}) {
	buffer := make(chan int)
	go func() {
		for range buffer {
		}
	}()
	var out chan int
	for {
		select {
		case v := <-in:
			out = buffer
			_ = v
		case out <- 1:
			out = nil
		case <-done:
			close(buffer)
			return
		}
	}
}

func reassignedInside(f func() int) int {
	ch := make(chan int)
	reset := func() { ch = make(chan int) }
	reset()
	go func() { ch <- f() }()
	return 0
}

func escapes(mux *http.ServeMux, f func() int) {
	ch := make(chan int)
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { <-ch })
	go func() { ch <- f() }()
}

func cleanup(t *testing.T, f func() int) {
	ch := make(chan struct{})
	t.Cleanup(func() { close(ch) })
	go func() {
		<-ch
		f()
	}()
}

func fatal(t *testing.T, f func() error) {
	ch := make(chan error)
	go func() { ch <- f() }()
	if t == nil {
		return2()
	}
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Fatal("timeout")
	}
}

func return2() { panic("no test") }

func exits(f func() error) {
	ch := make(chan error)
	go func() { ch <- f() }()
	select {
	case <-ch:
	case <-time.After(time.Second):
		log.Fatal("timeout")
	}
}

func panics(f func() error) {
	ch := make(chan error)
	go func() { ch <- f() }()
	select {
	case <-ch:
	case <-time.After(time.Second):
		panic("timeout")
	}
}

// The closer waits for all senders.
func closer(fs []func() int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- f()
		}()
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		sum += v
	}
	return sum
}

func countedOnce(fs []func() int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	wg.Add(len(fs))
	for _, f := range fs {
		go func() {
			ch <- f()
			wg.Done()
		}()
	}
	go func() {
		defer close(ch)
		wg.Wait()
	}()
	for v := range ch {
		sum += v
	}
	return sum
}

func grouped2(ctx context.Context, list []int, use func(int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	ch := make(chan int)
	g.Go(func() error {
		defer close(ch)
		for _, v := range list {
			select {
			case ch <- v:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range 3 {
		g.Go(func() error {
			for v := range ch {
				if err := use(v); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// The last one closes.
func lastCloses(fs []func() int, use func(int)) {
	ch := make(chan int)
	left := int32(len(fs))
	for _, f := range fs {
		go func() {
			ch <- f()
			if atomic.AddInt32(&left, -1) == 0 {
				close(ch)
			}
		}()
	}
	go func() {
		for v := range ch {
			use(v)
		}
	}()
}

func lastClosesLocked(fs []func() int, use func(int)) {
	ch := make(chan int)
	var mu sync.Mutex
	left := len(fs)
	for _, f := range fs {
		go func() {
			ch <- f()
			mu.Lock()
			defer mu.Unlock()
			left--
			if left == 0 {
				close(ch)
			}
		}()
	}
	go func() {
		for v := range ch {
			use(v)
		}
	}()
}

// A semaphore.
func limited(list []int, n int, use func(int)) {
	sem := make(chan struct{}, n)
	var wg sync.WaitGroup
	for _, v := range list {
		sem <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-sem }()
			use(v)
		}()
	}
	wg.Wait()
}

func limitedFilled(list []int, n int, use func(int)) {
	sem := make(chan struct{}, n)
	for _, v := range list {
		go func() {
			sem <- struct{}{}
			use(v)
			<-sem
		}()
	}
	for range cap(sem) {
		sem <- struct{}{}
	}
}

// Workers with jobs and results.
func pool(jobs []int, n int, do func(int) int) (sum int) {
	in, out := make(chan int), make(chan int)
	for range n {
		go func() {
			for j := range in {
				out <- do(j)
			}
		}()
	}
	go func() {
		for _, j := range jobs {
			in <- j
		}
		close(in)
	}()
	for range jobs {
		sum += <-out
	}
	return sum
}

// The ping and the pong.
func rendezvous(n int) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v
		}
		close(pong)
	}()
	for i := range n {
		ping <- i
		<-pong
	}
	close(ping)
	<-pong
}

func stopAndWait(tick func()) (stop func()) {
	quit := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-quit:
				return
			default:
				tick()
			}
		}
	}()
	return func() {
		close(quit)
		<-done
	}
}

func inside(work func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		<-quit
		work()
	}()
	close(quit)
	<-done
}

// What stands first in a defer counts on all paths behind it.
func deferredClose(list []int, use func(int), check func(int) error) error {
	ch := make(chan int)
	defer close(ch)
	go func() {
		for v := range ch {
			use(v)
		}
	}()
	for _, v := range list {
		if err := check(v); err != nil {
			return err
		}
		ch <- v
	}
	return nil
}

// The closure closes.
func closedByClosure(check func() error, run func()) error {
	ch := make(chan struct{})
	finish := func() { close(ch) }
	go func() {
		<-ch
		run()
	}()
	if err := check(); err != nil {
		finish()
		return err
	}
	finish()
	return nil
}

func closedOnce(check func() error, run func()) error {
	ch := make(chan struct{})
	var once sync.Once
	finish := func() { once.Do(func() { close(ch) }) }
	defer finish()
	go func() {
		<-ch
		run()
	}()
	return check()
}

func closeIn(ch chan<- int) { close(ch) }

func closedByCallee(use func(int)) {
	ch := make(chan int)
	defer closeIn(ch)
	go drainQuietly(ch, use)
	ch <- 1
}

func drainQuietly(ch <-chan int, use func(int)) {
	for v := range ch {
		use(v)
	}
}

// A flag that only constants are assigned to.
func flagged(check func() error, f func() int) int {
	ch := make(chan int)
	launched := false
	if check() == nil {
		launched = true
		go func() { ch <- f() }()
	}
	if launched {
		return <-ch
	}
	return 0
}

func setElsewhere(each func(func(int)), f func() int) int {
	ch := make(chan int)
	n := 0
	each(func(int) { n++ })
	go func() {
		if n > 0 {
			ch <- f()
		}
	}()
	if n > 0 {
		return <-ch
	}
	return 0
}

type session struct {
	closed bool
	err    error
}

func (s *session) step() {}

// A call may change a field.
func changed(s *session, f func() int) int {
	ch := make(chan int)
	if !s.closed {
		go func() { ch <- f() }()
	}
	s.step()
	if !s.closed {
		return <-ch
	}
	return 0
}

// Nothing is said of what runs until the process ends.
func forever(f func() int) {
	ch := make(chan int)
	go func() {
		for {
			ch <- f()
		}
	}()
	for v := range ch {
		_ = v
	}
}

func stepping(list []int, batch int, f func([]int) int) (sum int) {
	ch := make(chan int)
	n := 0
	for i := 0; i < len(list); i += batch {
		n++
		go func() { ch <- f(list[i:min(i+batch, len(list))]) }()
	}
	for ; n > 0; n-- {
		sum += <-ch
	}
	return sum
}

func collected(list []int, f func(int) int) (sum int) {
	var chans []chan int
	for _, v := range list {
		ch := make(chan int)
		chans = append(chans, ch)
		go func() { ch <- f(v) }()
	}
	for _, ch := range chans {
		sum += <-ch
	}
	return sum
}

func merged(a, b func() int) int {
	x, y := make(chan int), make(chan int)
	go func() { x <- a() }()
	go func() { y <- b() }()
	got := 0
	for range 2 {
		select {
		case v := <-x:
			got += v
		case v := <-y:
			got += v
		}
	}
	return got
}

func timerArm(f func() int) int {
	ch := make(chan int)
	go func() {
		t := time.NewTimer(time.Second)
		defer t.Stop()
		select {
		case ch <- f():
		case <-t.C:
		}
	}()
	return 0
}

func iterated(seq func(func(int) bool), f func(int) int) (sum int) {
	ch := make(chan int)
	n := 0
	for v := range seq {
		n++
		go func() { ch <- f(v) }()
	}
	for range n {
		sum += <-ch
	}
	return sum
}

func jumps(f func() int) int {
	ch := make(chan int)
	i := 0
again:
	go func() { ch <- f() }()
	<-ch
	if i++; i < 3 {
		goto again
	}
	return i
}

func recovered(f func() int) (v int, err error) {
	ch := make(chan int)
	go func() {
		defer func() {
			if recover() != nil {
				close(ch)
			}
		}()
		ch <- f()
	}()
	v, ok := <-ch
	if !ok {
		return 0, errors.New("panic")
	}
	return v, nil
}

// A channel that is never made may be meant to be switched off.
func switchedOff(f func()) {
	var never chan struct{}
	go func() {
		<-never
		f()
	}()
}

// What the machine does not calculate is one thing all the same, and not free.

// A slice without elements may be nil.
func nilSlice(f func() int) int {
	var list []int
	ch := make(chan int)
	go func() { ch <- f() }()
	if list == nil {
		return <-ch
	}
	return 0
}

// The capacity of a slice is not its length.
func capacity(f func() int, check func() error) error {
	list := make([]int, 0, 4)
	ch := make(chan int, cap(list))
	go func() { ch <- f() }()
	return check()
}

type counter struct{ n int }

// A copy of a struct has fields of its own.
func copiedStruct(f func() int) int {
	p := &counter{}
	c := *p
	c.n = 5
	ch := make(chan int)
	go func() { ch <- f() }()
	if p.n == 5 {
		return 0
	}
	return <-ch
}

func copiedIntoField(f func() int) int {
	c := counter{}
	outer := struct{ counter counter }{counter: c}
	c.n = 5
	ch := make(chan int)
	go func() { ch <- f() }()
	if outer.counter.n == 5 {
		return 0
	}
	return <-ch
}

// Conversions may change a number.
func converted(f func() int) int {
	n := 300
	n++
	ch := make(chan int)
	go func() { ch <- f() }()
	if uint8(n) == 45 {
		return <-ch
	}
	return 0
}

func shifted(f func() int) int {
	n := 1
	n <<= 3
	ch := make(chan int)
	go func() { ch <- f() }()
	if n == 8 {
		return <-ch
	}
	return 0
}

// A conversion of a bound is no call whose answer differs from turn to turn.
func convertedBounds(n int64, k uint8) {
	ch := make(chan int)
	for i := 0; i < int(n); i++ {
		go func() { ch <- 1 }()
	}
	for i := 0; i < int(n); i++ {
		<-ch
	}
	small := make(chan int)
	for i := 0; i < int(k); i++ {
		go func() { small <- 1 }()
	}
	for i := 0; i < int(k); i++ {
		<-small
	}
}

// What a deferred call sets by an address is what its function returns.
func setByDefer() {
	ch := make(chan int)
	go func() {
		ch <- 1
		ch <- 2
	}()
	if !takes(ch) {
		return
	}
	<-ch
}

func takes(ch chan int) (ok bool) {
	defer succeed(&ok)
	<-ch
	return false
}

func succeed(ok *bool) { *ok = true }
