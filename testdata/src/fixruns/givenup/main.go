// Launches that the function around gives up, or whose end it does not have: a task would be
// waited for where the code takes care not to wait.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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

func main() {
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
