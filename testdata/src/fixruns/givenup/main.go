// Launches that the function around gives up, or whose end it does not have: a task would be
// waited for where the code takes care not to wait.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"

	"example.com/fixruns/givenup/command"
)

var (
	mu  sync.Mutex
	all sync.WaitGroup
)

func say(what string) {
	mu.Lock()
	defer mu.Unlock()
	fmt.Println(what)
}

func slow() error { return errors.New("slow") }

// inTime abandons what takes too long.
func inTime() error {
	ch := make(chan error, 1)
	go func() { // fix: no
		ch <- slow()
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Minute):
		return errors.New("timeout")
	}
}

func byTimer() bool {
	done := make(chan struct{})
	go func() { // fix: no
		defer close(done)
		slow()
	}()
	timer := time.NewTimer(time.Minute)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		fmt.Println("gave up")
	}
	return true
}

// noRoom leaves what it gives up without a receiver, too: with room it ends, some time.
func noRoom() error {
	ch := make(chan error)
	go func() { // fix: no
		ch <- slow() // fix: yes
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Minute):
		return errors.New("timeout")
	}
}

// killed ends what it gives up.
func killed() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan error, 1)
	go func() { // fix: yes
		<-ctx.Done()
		ch <- slow()
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Millisecond):
		cancel()
	}
	return <-ch
}

// bound goes on until its caller's context ends, which minds it no more.
func bound(ctx context.Context) error {
	ch := make(chan error, 1)
	go func() { // fix: no
		<-ctx.Done()
		ch <- slow()
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Millisecond):
		return errors.New("timeout")
	}
}

// held closes what it leaves.
func held(ctx context.Context) error {
	pr, pw := io.Pipe()
	defer pr.Close()
	defer pw.Close()
	ch := make(chan error, 1)
	go func() { // fix: yes
		pr.Read(make([]byte, 1))
		<-ctx.Done()
		ch <- slow()
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Millisecond):
		return errors.New("timeout")
	}
}

// timed takes no longer than it is waited for.
func timed(ctx context.Context) error {
	ch := make(chan error, 1)
	go func() { // fix: yes
		inner, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		<-inner.Done()
		ch <- slow()
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Minute):
		return errors.New("timeout")
	}
}

func ticks() {
	ch := make(chan error, 1)
	go func() { // fix: yes
		ch <- slow()
	}()
	select {
	case <-ch:
	case <-time.After(time.Minute):
		say("late")
		<-ch
	}
	say("ticked")
}

// given reads what its caller has.
func given(in io.Reader) string {
	var b bytes.Buffer
	var once sync.Once
	ready := make(chan struct{}, 1)
	go func() { // fix: no
		io.Copy(&b, in)
		once.Do(func() { ready <- struct{}{} })
	}()
	if in == nil {
		return ""
	}
	<-ready
	return b.String()
}

type request struct{ stdin io.ReadCloser }

func fromField(req request) string {
	pr, pw := io.Pipe()
	go func() { // fix: no
		io.Copy(pw, req.stdin)
		pw.Close()
	}()
	text, _ := io.ReadAll(pr)
	return string(text)
}

type closable struct{ body io.ReadCloser }

// closes has an end for what it reads.
func closes(c closable) string {
	defer c.body.Close()
	pr, pw := io.Pipe()
	go func() { // fix: yes
		io.Copy(pw, c.body)
		pw.Close()
	}()
	text, _ := io.ReadAll(pr)
	return string(text)
}

func notify(ctx context.Context) (context.Context, context.CancelFunc) {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	inner, cancel := context.WithCancel(ctx)
	go func() { // fix: no
		select {
		case <-ctx.Done():
			signal.Stop(ch)
		case <-ch:
			cancel()
		}
	}()
	return inner, cancel
}

func notifyWell(ctx context.Context) (context.Context, context.CancelFunc) {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	ctx, cancel := context.WithCancel(ctx)
	go func() { // fix: yes
		select {
		case <-ctx.Done():
		case <-ch:
			cancel()
		}
		signal.Stop(ch)
	}()
	return ctx, cancel
}

// inHand leaves it to the caller to receive.
func inHand() (name string, done chan error) {
	ended := make(chan error)
	go func() { // fix: no
		ended <- slow()
	}()
	return "in hand", ended
}

// mayDetach leaves one of two channels without a receiver.
func mayDetach(detach bool) (done chan struct{}, detached chan error) {
	done, detached = make(chan struct{}), make(chan error)
	quit := make(chan error)
	go func() { // fix: no
		if detach {
			quit <- slow()
			return
		}
		close(done)
	}()
	return done, quit
}

// each sends as long as the caller receives: that it does is what such a channel is for.
func each() <-chan int {
	numbers := make(chan int)
	go func() { // fix: yes
		defer close(numbers)
		for i := range 3 {
			numbers <- i
		}
	}()
	return numbers
}

// queued takes what another package's queue has, which has no end.
func queued() {
	for s := range waiting.Queue() {
		_ = s
		all.Done()
	}
}

var waiting, closing = command.NewQueue(), command.NewClosing()

func queues() {
	all.Add(4)
	go queued() // fix: no
	go func() { // fix: yes
		for s := range closing.Queue() {
			_ = s
		}
		all.Done()
	}()
	waiting.Add("queued")
	closing.Close()
	sent, told, only := make(chan string), make(chan string), make(chan string)
	go func() { // fix: no
		for s := range sent {
			_ = s
			all.Done()
		}
	}()
	command.Send(sent)
	go func() { // fix: yes
		for s := range told {
			_ = s
		}
		all.Done()
	}()
	command.SendAll(told)
	go func() { // fix: no
		for s := range only {
			_ = s
		}
	}()
	command.See(only)
	all.Wait()
}

// poll ends when its caller closes the channel.
func poll(every <-chan time.Duration, out chan<- string) {
	go func() { // fix: no
		var ticks <-chan time.Time
		for {
			select {
			case d, ok := <-every:
				if !ok {
					return
				}
				ticks = time.Tick(d)
			case <-ticks:
				say("tick")
			}
		}
	}()
	go func() { // fix: yes
		for d := range every {
			_ = d
		}
		out <- "ended"
	}()
}

func polls() {
	every, out := make(chan time.Duration), make(chan string, 1)
	poll(every, out)
	close(every)
	say(<-out)
}

// throttle sleeps for as long as it is told.
func throttle(d time.Duration, f func()) func() {
	return func() {
		go func() { // fix: no
			for range 2 {
				f()
				time.Sleep(d)
			}
			f()
		}()
		go func() { // fix: yes
			f()
			time.Sleep(time.Millisecond)
			f()
		}()
	}
}

func throttles() {
	all.Add(5)
	throttle(time.Millisecond, all.Done)()
	all.Wait()
}

// wakes has something beside what it sleeps for.
func wakes(quit chan struct{}) {
	all.Add(1)
	go func() { // fix: yes
		defer all.Done()
		select {
		case <-time.After(2 * time.Minute):
		case <-quit:
		}
	}()
}

// sends has workers that may all fail.
func sends(fail bool) {
	jobs, others := make(chan int, 2), make(chan int, 2)
	all.Add(4)
	go func() { // fix: no
		for i := range 2 {
			jobs <- i
		}
		close(jobs)
	}()
	go func() { // fix: yes
		for i := range 2 {
			others <- i
		}
		close(others)
	}()
	for range 2 {
		go func() { // fix: may
			defer all.Done()
			for range jobs {
				if fail {
					return
				}
			}
		}()
		go func() { // fix: may
			defer all.Done()
			for range others {
				if fail {
					continue
				}
			}
		}()
	}
	all.Wait()
}

// peers read from connections until the other end closes them.
func peers() {
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	defer l.Close()
	all.Add(1)
	lone, _ := net.Dial("tcp", l.Addr().String()) // fix: no
	other, _ := l.Accept()
	go func() { // fix: no
		b := make([]byte, 1)
		for {
			if _, err := lone.Read(b); err != nil {
				return
			}
		}
	}()
	closed, _ := net.Dial("tcp", l.Addr().String())
	go func() { // fix: yes
		b := make([]byte, 1)
		for {
			if _, err := closed.Read(b); err != nil {
				all.Done()
				return
			}
		}
	}()
	other.Close()
	closed.Close()
	all.Wait()
}

func main() {
	queues()
	polls()
	quit := make(chan struct{})
	wakes(quit)
	close(quit)
	all.Wait()
	throttles()
	sends(true)
	peers()
	done, _ := mayDetach(false)
	<-done
	fmt.Println(bound(context.Background()), held(context.Background()), timed(context.Background()))
	inHandAndMore()
}

func inHandAndMore() {
	_, done := inHand()
	fmt.Println(<-done)
	for i := range each() {
		fmt.Println(i)
	}
	fmt.Println(inTime(), byTimer(), killed(), noRoom())
	ticks()
	fmt.Println(given(strings.NewReader("given")))
	fmt.Println(fromField(request{io.NopCloser(strings.NewReader("field"))}))
	fmt.Println(closes(closable{io.NopCloser(strings.NewReader("closed"))}))
	ctx, cancel := context.WithCancel(context.Background())
	_, stop := notify(ctx)
	_, stopWell := notifyWell(ctx)
	stop()
	stopWell()
	cancel()

	all.Add(1)
	root := &command.Command{Run: func(string) error { defer all.Done(); say("ran"); return nil }}
	go root.Run("root") // fix: no
	all.Wait()
}
