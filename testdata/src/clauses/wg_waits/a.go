// Package wgwaits waits for a WaitGroup by many ways: elsewhere, in closers, by values, on some paths.
package wgwaits

import (
	"context"
	"errors"
	"log"
	"sync"
	"time"

	"example.com/wg_waits/lib"
)

func more() {}

// Elsewhere: Done and Wait in another package.
func Elsewhere(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go lib.Run(&wg, more)      // want "untracked/raw-go joined"
	go lib.Last(&wg, more)     // want "untracked/raw-go joined"
	go lib.Early(&wg, more)    // want "untracked/raw-go detached"
	go lib.Maybe(&wg, more, b) // want "untracked/raw-go detached"
	go func() {                // want "untracked/raw-go joined"
		lib.Run(&wg, more)
	}()
	go func() { // want "untracked/raw-go detached"
		lib.Run(&wg, more)
		more()
	}()
	lib.Wait(&wg)
}

// ElsewhereMaybe waits on one path of the callee.
func ElsewhereMaybe(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go lib.Run(&wg, more) // want "untracked/raw-go detached"
	lib.WaitIf(&wg, b)
}

// ElsewhereMaybeToo waits on one path of the callee's callee.
func ElsewhereMaybeToo(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go lib.Run(&wg, more) // want "untracked/raw-go detached"
	lib.WaitIfToo(&wg, b)
}

// Channels elsewhere.
func Channels() {
	done := make(chan struct{})
	go lib.Finish(done, more) // want "untracked/raw-go joined"
	lib.Recv(done)
}

// Pool of another package.
func Pool() {
	var p lib.Pool
	p.Start()
	go func() { // want "untracked/raw-go joined"
		defer p.Done()
		more()
	}()
	p.Wait()
}

// PoolLost does not wait.
func PoolLost() {
	var p lib.Pool
	p.Start()
	go func() { // want "untracked/raw-go detached"
		defer p.Done()
		more()
	}()
}

// Timeout waits under a timeout only.
func Timeout(d time.Duration) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
		more()
	}()
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(d):
	}
}

// Closer waits in a goroutine whose channel is drained.
func Closer(fs []func() int) (sum int) {
	var wg sync.WaitGroup
	out := make(chan int)
	for _, f := range fs {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			out <- f()
		}()
	}
	go func() { // want "untracked/raw-go joined"
		wg.Wait()
		close(out)
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// CloserBreak leaves the range early.
func CloserBreak(fs []func() int) int {
	var wg sync.WaitGroup
	out := make(chan int)
	for _, f := range fs {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			out <- f() // want "untracked/stuck"
		}()
	}
	go func() { // want "untracked/raw-go detached"
		wg.Wait()
		close(out)
	}()
	for v := range out {
		if v > 1 {
			return v
		}
	}
	return 0
}

// CloserDefer closes deferred.
func CloserDefer(fs []func() int) (sum int) {
	var wg sync.WaitGroup
	out := make(chan int)
	wg.Add(len(fs))
	for _, f := range fs {
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			out <- f()
		}()
	}
	go func() { // want "untracked/raw-go joined"
		defer close(out)
		wg.Wait()
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// CloserMaybe waits on one path of the closer.
func CloserMaybe(fs []func() int, b bool) (sum int) {
	var wg sync.WaitGroup
	out := make(chan int)
	for _, f := range fs {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			out <- f()
			more()
		}()
	}
	go func() { // want "untracked/raw-go joined"
		defer close(out)
		if b {
			wg.Wait()
		}
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// TwoStage has two groups and two closers.
func TwoStage(in []int) (sum int) {
	mid, out := make(chan int), make(chan int)
	var a, b sync.WaitGroup
	for _, v := range in {
		a.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer a.Done()
			mid <- v
		}()
	}
	go func() { // want "untracked/raw-go joined"
		a.Wait()
		close(mid)
	}()
	for range 3 {
		b.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer b.Done()
			for v := range mid {
				out <- v
			}
		}()
	}
	go func() { // want "untracked/raw-go joined"
		b.Wait()
		close(out)
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// Before waits before the launch only.
func Before() {
	var wg sync.WaitGroup
	wg.Wait()
	wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer wg.Done()
		more()
	}()
}

// MethodValue waits by a value.
func MethodValue() {
	var wg sync.WaitGroup
	wg.Add(1)
	wait := wg.Wait
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		more()
	}()
	wait()
}

// DoneValue calls Done by a value.
func DoneValue() {
	var wg sync.WaitGroup
	wg.Add(1)
	done := wg.Done
	go func() { // want "untracked/raw-go joined"
		defer done()
		more()
	}()
	wg.Wait()
}

// DoneArg is handed Done as a function.
func DoneArg() {
	var wg sync.WaitGroup
	wg.Add(1)
	go with(wg.Done, more) // want "untracked/raw-go joined"
	wg.Wait()
}

func with(done, f func()) {
	defer done()
	f()
}

// DoneLit is handed a literal that calls it.
func DoneLit() {
	var wg sync.WaitGroup
	wg.Add(1)
	go with(func() { wg.Done() }, more) // want "untracked/raw-go joined"
	wg.Wait()
}

// IfWait has the Wait in a condition of both branches.
func IfWait(err error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		more()
	}()
	if err != nil {
		wg.Wait()
		return err
	}
	wg.Wait()
	return nil
}

// DeferAfter defers the Wait after the launch, but after a return.
func DeferAfter(err error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer wg.Done()
		more()
	}()
	if err != nil {
		return err
	}
	defer wg.Wait()
	more()
	return nil
}

// DeferCond waits in a deferred closure on one path.
func DeferCond(b bool) {
	var wg sync.WaitGroup
	defer func() {
		if b {
			wg.Wait()
		}
	}()
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
		more()
	}()
}

// Pointer is a pointer to one.
func Pointer() {
	wg := &sync.WaitGroup{}
	wg.Add(1)
	go func(wg *sync.WaitGroup) { // want "untracked/raw-go joined"
		defer wg.Done()
		more()
	}(wg)
	wg.Wait()
}

// ByStruct keeps it in a local struct.
func ByStruct() {
	var s struct {
		wg sync.WaitGroup
		n  int
	}
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		s.n++
	}()
	s.wg.Wait()
}

// ByMap keeps it in a map.
func ByMap(names []string) {
	m := map[string]*sync.WaitGroup{}
	for _, n := range names {
		wg := new(sync.WaitGroup)
		m[n] = wg
		wg.Add(1)
		go func() { // want "untracked/raw-go detached" "untracked/unwaited"
			defer wg.Done()
			more()
		}()
	}
}

// DonePanic recovers and calls Done.
func DonePanic() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		defer func() {
			if v := recover(); v != nil {
				log.Print(v)
			}
		}()
		more()
	}()
	wg.Wait()
}

// DoneEachReturn calls it before each return.
func DoneEachReturn(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		if b {
			wg.Done()
			return
		}
		more()
		wg.Done()
	}()
	wg.Wait()
}

// DoneForgets one return.
func DoneForgets(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		if b {
			return
		}
		more()
		wg.Done()
	}()
	wg.Wait()
}

// DoneInLoop counts down for items.
func DoneInLoop(in chan int) {
	var wg sync.WaitGroup
	go func() { // want "untracked/raw-go bound"
		for range in {
			more()
			wg.Done()
		}
	}()
	wg.Add(1)
	in <- 1
	wg.Wait()
}

// ErrReturn returns an error between the launches.
func ErrReturn(fs []func() error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(fs))
	for i, f := range fs {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			errs[i] = f()
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Infinite waits in each turn.
func Infinite(ctx context.Context) error {
	for {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
		wg.Wait()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// Continue skips the Wait.
func Continue(xs []int) {
	for _, x := range xs {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // want "untracked/raw-go detached" "untracked/unwaited"
			defer wg.Done()
			more()
		}()
		if x == 0 {
			continue
		}
		wg.Wait()
	}
}

// Copy copies the group: what waits is another one.
func Copy() {
	var a, b sync.WaitGroup
	p := &a
	p.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer p.Done()
		more()
	}()
	p = &b
	p.Wait()
}

// SelectWait has the Wait in an arm.
func SelectWait(c chan int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer wg.Done()
		more()
	}()
	select {
	case <-c:
		wg.Wait()
	default:
	}
}

// Closed over twice.
func Deep() {
	var wg sync.WaitGroup
	func() {
		func() {
			wg.Add(1)
			go func() { // want "untracked/raw-go joined"
				defer wg.Done()
				more()
			}()
		}()
	}()
	wg.Wait()
}

// Returned group: the caller waits.
func Returned() *sync.WaitGroup {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
		more()
	}()
	return &wg
}

// Passed to a function that cannot be seen.
func Passed(f func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
		more()
	}()
	f(&wg)
}

// CountsItself: the Wait may come before the Add.
func CountsItself() {
	var wg sync.WaitGroup
	go func() { // want "untracked/raw-go detached"
		wg.Add(1)
		defer wg.Done()
		more()
	}()
	for range 3 {
		go func() { // want "untracked/raw-go detached"
			more()
			wg.Add(1)
			more()
			wg.Done()
		}()
	}
	wg.Wait()
}

// CountsMore: what is counted already counts in what comes after it.
func CountsMore(again bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		if again {
			wg.Add(1)
			go func() { // want "untracked/raw-go joined"
				defer wg.Done()
				more()
			}()
		}
	}()
	wg.Wait()
}

// Halting waits unless there is no pool.
func Halting() {
	var p lib.Halting
	p.Start()
	go func() { // want "untracked/raw-go joined"
		defer p.Done()
		more()
	}()
	p.Halt()
}

// HaltingIf waits only if it is given something else.
func HaltingIf() {
	var p lib.Other
	p.Start()
	go func() { // want "untracked/raw-go detached"
		defer p.Done()
		more()
	}()
	p.HaltWith(nil)
}

// told tells nobody where there is no group.
func told(wg *sync.WaitGroup, run func()) {
	if wg == nil {
		return
	}
	defer wg.Done()
	run()
}

// toldIfRun does not where there is nothing to run.
func toldIfRun(wg *sync.WaitGroup, run func()) {
	if run == nil {
		return
	}
	defer wg.Done()
	run()
}

func toldElsewhere(wg *sync.WaitGroup, run func()) {
	if true {
		wg := &sync.WaitGroup{}
		if wg == nil {
			return
		}
	}
	defer wg.Done()
	run()
}

func Told() {
	var wg sync.WaitGroup
	wg.Add(3)
	go told(&wg, more)          // want "untracked/raw-go joined"
	go toldIfRun(&wg, nil)      // want "untracked/raw-go detached"
	go toldElsewhere(&wg, more) // want "untracked/raw-go detached"
	wg.Wait()
}

// toldIfGiven asks for the group only where it tells of its end.
func toldIfGiven(wg *sync.WaitGroup, run func()) {
	if wg != nil {
		defer wg.Done()
	}
	run()
}

// toldLast does so as its last act, and by a channel.
func toldLast(done chan struct{}, run func()) {
	run()
	if done != nil {
		close(done)
	}
}

// toldTooEarly does something after that.
func toldTooEarly(done chan struct{}, run func()) {
	if done != nil {
		close(done)
	}
	run()
}

// toldIfSet asks for something else.
func toldIfSet(wg *sync.WaitGroup, run func()) {
	if run != nil {
		defer wg.Done()
	}
	more()
}

func ToldIf() {
	var wg sync.WaitGroup
	wg.Add(2)
	go toldIfGiven(&wg, more) // want "untracked/raw-go joined"
	go toldIfSet(&wg, more)   // want "untracked/raw-go detached"
	wg.Wait()
	done := make(chan struct{})
	go toldLast(done, more) // want "untracked/raw-go joined"
	<-done
	early := make(chan struct{})
	go toldTooEarly(early, more) // want "untracked/raw-go detached"
	<-early
}

// toldUnlessLost loses its group before it asks for it.
func toldUnlessLost(wg *sync.WaitGroup, lost bool) {
	if lost {
		wg = nil
	}
	if wg != nil {
		defer wg.Done()
	}
	more()
}

// toldByTag compares the two with each other.
func toldByTag(wg *sync.WaitGroup, ok bool) {
	switch ok {
	case wg != nil:
		defer wg.Done()
	}
	more()
}

type options struct{ wg *sync.WaitGroup }

// ToldNone may have no group to wait for.
func ToldNone(given *sync.WaitGroup, o options, wait bool) {
	if given != nil {
		given.Add(1)
	}
	go toldIfGiven(given, more) // want "untracked/raw-go detached"
	if given != nil {
		given.Wait()
	}
	if o.wg != nil {
		o.wg.Add(1)
		defer o.wg.Wait()
	}
	go toldIfGiven(o.wg, more) // want "untracked/raw-go detached"
	go told(nil, more)         // want "untracked/raw-go detached"
	var done chan struct{}
	if wait {
		done = make(chan struct{})
	}
	go toldLast(done, more) // want "untracked/raw-go detached"
	if done != nil {
		<-done
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go toldUnlessLost(&wg, wait) // want "untracked/raw-go detached"
	go toldByTag(&wg, wait)      // want "untracked/raw-go detached"
	wg.Wait()
}

// ToldSome launches only what it can wait for.
func ToldSome(given *sync.WaitGroup) {
	if given != nil {
		given.Add(1)
		go toldIfGiven(given, more) // want "untracked/raw-go joined"
		given.Wait()
	}
	group := &sync.WaitGroup{}
	group.Add(1)
	go toldIfGiven(group, more) // want "untracked/raw-go joined"
	group.Wait()
}

type closing struct{ wg *sync.WaitGroup }

// start gives what it has made, and stop asks for it.
func (c *closing) start() {
	c.wg = new(sync.WaitGroup)
	c.wg.Add(1)
	go toldIfGiven(c.wg, more) // want "untracked/raw-go joined"
}

func (c *closing) stop() {
	if c.wg != nil {
		c.wg.Wait()
	}
}
