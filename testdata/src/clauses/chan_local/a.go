// Package chanlocal joins by local channels: every send, close and receive that counts, and that does not.
package chanlocal

import (
	"context"
	"errors"
	"log"
	"os"
	"time"
)

func work() error { return nil }
func more()       {}

// CloseDeferred: close deferred, receive.
func CloseDeferred() {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		more()
	}()
	<-done
}

// CloseLast is the last act.
func CloseLast() {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		more()
		close(done)
	}()
	<-done
}

// CloseEarly goes on after the close.
func CloseEarly() {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		close(done)
		more()
	}()
	<-done
}

// SendLast sends its result.
func SendLast() error {
	errc := make(chan error)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	return <-errc
}

// SendSomePaths returns without a send on one path.
func SendSomePaths() error {
	errc := make(chan error, 1)
	go func() { // want "untracked/raw-go detached"
		if err := work(); err != nil {
			errc <- err
			return
		}
	}()
	return <-errc
}

// SendEachPath sends on either.
func SendEachPath() error {
	errc := make(chan error, 1)
	go func() { // want "untracked/raw-go joined"
		if err := work(); err != nil {
			errc <- err
			return
		}
		errc <- nil
	}()
	return <-errc
}

// EarlyReturn leaves before the receive.
func EarlyReturn(bad bool) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go detached"
	if bad {
		return errors.New("bad")
	}
	return <-errc
}

// Fatal ends the process on the path.
func Fatal(bad bool) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	if bad {
		log.Fatal("bad")
	}
	return <-errc
}

// Exit does so too.
func Exit(bad bool) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	if bad {
		os.Exit(2)
	}
	return <-errc
}

// Panics on one path.
func Panics(bad bool) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	if bad {
		panic("bad")
	}
	return <-errc
}

// SelectTimeout waits on one arm only.
func SelectTimeout(d time.Duration) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go detached"
	select {
	case err := <-errc:
		return err
	case <-time.After(d):
		return errors.New("timeout")
	}
}

// SelectThenReceive waits on both arms.
func SelectThenReceive(ctx context.Context) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		<-errc
		return ctx.Err()
	}
}

// SelectLoop keeps on until the result is there.
func SelectLoop(tick <-chan time.Time) error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	for {
		select {
		case err := <-errc:
			return err
		case <-tick:
			log.Print("tick")
		}
	}
}

// SelectDefault does not wait at all.
func SelectDefault() error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go detached"
	select {
	case err := <-errc:
		return err
	default:
		return nil
	}
}

// SelectSingle has one arm, which is a plain receive.
func SelectSingle() error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	select {
	case err := <-errc:
		return err
	}
}

// DeferredReceive waits in a defer.
func DeferredReceive() error {
	done := make(chan struct{})
	defer func() { <-done }()
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		more()
	}()
	return work()
}

// RangeToEnd runs to the end.
func RangeToEnd(n int) (sum int) {
	out := make(chan int)
	go func() { // want "untracked/raw-go joined"
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// RangeBreak leaves early.
func RangeBreak(n int) (sum int) {
	out := make(chan int)
	go func() { // want "untracked/raw-go detached"
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	for v := range out {
		if v > 10 {
			break
		}
		sum += v
	}
	return sum
}

// RangeReturn returns out of the range.
func RangeReturn(n int) error {
	out := make(chan int)
	go func() { // want "untracked/raw-go detached"
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	for v := range out {
		if v > 10 {
			return errors.New("too many")
		}
	}
	return nil
}

// RangeContinue runs to its end all the same.
func RangeContinue(n int) (sum int) {
	out := make(chan int)
	go func() { // want "untracked/raw-go joined"
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	for v := range out {
		if v%2 == 0 {
			continue
		}
		sum += v
	}
	return sum
}

// CommaOK drains with a two-valued receive.
func CommaOK(n int) (sum int) {
	out := make(chan int)
	go func() { // want "untracked/raw-go joined"
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	for {
		v, ok := <-out
		if !ok {
			return sum
		}
		sum += v
	}
}

// SameOperand launches and receives as often.
func SameOperand(urls []string) (sum int) {
	out := make(chan int)
	for _, u := range urls {
		go func() { out <- len(u) }() // want "untracked/raw-go joined"
	}
	for range urls {
		sum += <-out
	}
	return sum
}

// OtherOperand receives another number of times.
func OtherOperand(urls, names []string) (sum int) {
	out := make(chan int)
	for _, u := range urls {
		go func() { out <- len(u) }() // want "untracked/raw-go detached"
	}
	for range names {
		sum += <-out
	}
	return sum
}

// LeavesCount has another exit.
func LeavesCount(urls []string) (sum int, err error) {
	out := make(chan int, len(urls))
	for _, u := range urls {
		go func() { out <- len(u) }() // want "untracked/raw-go detached"
	}
	for range urls {
		n := <-out
		if n == 0 {
			return sum, errors.New("empty")
		}
		sum += n
	}
	return sum, nil
}

// CountTo runs both loops to n.
func CountTo(n int) (sum int) {
	out := make(chan int, n)
	for i := 0; i < n; i++ {
		go func(i int) { out <- i }(i) // want "untracked/raw-go joined"
	}
	for i := 0; i < n; i++ {
		sum += <-out
	}
	return sum
}

// CountRange has an int range on both sides.
func CountRange(n int) (sum int) {
	out := make(chan int, n)
	for i := range n {
		go func() { out <- i }() // want "untracked/raw-go joined"
	}
	for range n {
		sum += <-out
	}
	return sum
}

// CountCap counts by the capacity of the channel that it made for the purpose.
func CountCap(urls []string) (sum int) {
	out := make(chan int, len(urls))
	for _, u := range urls {
		go func() { out <- len(u) }() // want "untracked/raw-go joined"
	}
	for i := 0; i < cap(out); i++ {
		sum += <-out
	}
	return sum
}

// CountLen counts by the length of the slice.
func CountLen(urls []string) (sum int) {
	out := make(chan int, len(urls))
	for _, u := range urls {
		go func() { out <- len(u) }() // want "untracked/raw-go joined"
	}
	for i := 0; i < len(urls); i++ {
		sum += <-out
	}
	return sum
}

// CountSkips skips some.
func CountSkips(urls []string) (sum int) {
	out := make(chan int, len(urls))
	for _, u := range urls {
		if u == "" {
			continue
		}
		go func() { out <- len(u) }() // want "untracked/raw-go joined"
	}
	for range urls {
		sum += <-out
	}
	return sum
}

// TwoSenders receives once of two.
func TwoSenders() int {
	out := make(chan int, 2)
	go func() { out <- 1 }() // want "untracked/raw-go detached"
	go func() { out <- 2 }() // want "untracked/raw-go detached"
	return <-out
}

// TwoBoth receives twice.
func TwoBoth() int {
	out := make(chan int, 2)
	go func() { out <- 1 }() // want "untracked/raw-go joined"
	go func() { out <- 2 }() // want "untracked/raw-go joined"
	return <-out + <-out
}

// TwoConst receives in a constant loop.
func TwoConst() (sum int) {
	out := make(chan int, 2)
	go func() { out <- 1 }() // want "untracked/raw-go joined"
	go func() { out <- 2 }() // want "untracked/raw-go joined"
	for range 2 {
		sum += <-out
	}
	return sum
}

// Stop only closes a channel that the body listens to: bound.
func Stop(n int) {
	stop := make(chan struct{})
	go func() { // want "untracked/raw-go bound"
		for {
			select {
			case <-stop:
				return
			default:
				more()
			}
		}
	}()
	close(stop)
}

// StopAndWait does both.
func StopAndWait() {
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				more()
			}
		}
	}()
	close(stop)
	<-done
}

// Returned channel: the launcher does not receive.
func Returned() <-chan error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go detached"
	return errc
}

// CallerReceives uses what the closure returns.
func SendThenLog() error {
	errc := make(chan error)
	go func() { // want "untracked/raw-go detached"
		errc <- work()
		more()
	}()
	return <-errc
}

// DeferredSend sends in a defer.
func DeferredSend() error {
	errc := make(chan error, 1)
	go func() { // want "untracked/raw-go joined"
		var err error
		defer func() { errc <- err }()
		err = work()
	}()
	return <-errc
}

// SendInSelect need not send.
func SendInSelect(ctx context.Context) error {
	errc := make(chan error)
	go func() { // want "untracked/raw-go bound"
		err := work()
		select {
		case errc <- err:
		case <-ctx.Done():
		}
	}()
	return <-errc
}

// Nil channel of another: the received is another one.
func OtherChannel() {
	a, b := make(chan struct{}), make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		defer close(a)
		close(b)
		more()
	}()
	<-b
}

// Alias receives from another name of it.
func Alias() {
	done := make(chan struct{})
	d := done
	go func() { // want "untracked/raw-go joined"
		defer close(d)
		more()
	}()
	<-done
}

// Named passes the channel to a named function.
func Named() {
	done := make(chan struct{})
	go named(done) // want "untracked/raw-go joined"
	<-done
}

func named(done chan<- struct{}) {
	defer close(done)
	more()
}

// NamedSend passes it to one that sends.
func NamedSend(xs []int) (sum int) {
	out := make(chan int)
	for _, x := range xs {
		go square(x, out) // want "untracked/raw-go joined"
	}
	for range xs {
		sum += <-out
	}
	return
}

func square(x int, out chan<- int) { out <- x * x }

// Helped waits in a callee.
func Helped() error {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	return await(errc)
}

func await(c <-chan error) error { return <-c }

// Param: the channel is the caller's, nobody here receives.
func Param(out chan<- int) {
	go func() { out <- 1 }() // want "untracked/raw-go detached"
}

// ParamWaits receives itself.
func ParamWaits(out chan int) int {
	go func() { out <- 1 }() // want "untracked/raw-go joined"
	return <-out
}

// Closer waits for the group in a goroutine that closes; the range ends.
func IfReceive(wait bool) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		defer close(done)
		more()
	}()
	if wait {
		<-done
	}
}

// Goto loops back.
func Goto(n int) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		more()
	}()
again:
	n--
	if n > 0 {
		goto again
	}
	<-done
}

// Switch receives in each clause, but there is no default.
func Switch(n int) {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		defer close(done)
		more()
	}()
	switch n {
	case 1:
		<-done
	case 2:
		<-done
	}
}

// Forever has no way out, and receives.
func Forever() {
	for {
		done := make(chan struct{})
		go func() { // want "untracked/raw-go joined"
			defer close(done)
			more()
		}()
		<-done
	}
}

// LoopNoReceive has none.
func LoopNoReceive() {
	for {
		done := make(chan struct{})
		go func() { // want "untracked/raw-go detached"
			defer close(done)
			more()
		}()
	}
}

// Assign receives into a variable in an if.
func Assign() bool {
	errc := make(chan error, 1)
	go func() { errc <- work() }() // want "untracked/raw-go joined"
	if err := <-errc; err != nil {
		return false
	}
	return true
}
