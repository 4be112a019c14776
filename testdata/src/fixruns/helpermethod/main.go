// Command helpermethod: the receiver of a method helper is found in scope, in a field, or in the package.
package main

import (
	"context"
	"fmt"

	"example.com/fixruns/helpermethod/stop"
)

// want: st.RunAsyncTask(ctx, "say", func(context.Context) {
// want: s.stopper.RunAsyncTask(context.Background(), "server.loop", func(context.Context) {
// want: other.RunAsyncTask(context.Background(), "server.loop", func(context.Context) {
// want: b.Stopper.RunAsyncTask(context.Background(), "say", func(context.Context) {
// want: v.stopper.RunAsyncTask(context.Background(), "say", func(context.Context) {

var results = make(chan string)

func say(s string) { results <- s }
func fails() error { say("fails"); return nil }

func param(ctx context.Context, st *stop.Stopper) {
	go say("param") // fix: yes
	fmt.Println(<-results)
	go fails() // fix: yes
	fmt.Println(<-results)
	go func() error { // fix: yes
		say("literal with result")
		return nil
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		if ctx.Err() != nil {
			return
		}
		say("literal")
	}()
	fmt.Println(<-results)
	func() {
		go say("outer parameter") // fix: yes
		fmt.Println(<-results)
	}()
}

func value() {
	var st stop.Stopper
	defer st.Stop()
	go say("value") // fix: yes
	fmt.Println(<-results)
}

func two(a, b *stop.Stopper) {
	go say("two") // fix: no
	fmt.Println(<-results)
}

func none() {
	go say("none") // fix: no
	fmt.Println(<-results)
}

type server struct {
	name    string
	stopper *stop.Stopper
}

func (s *server) loop() { say("loop " + s.name) }

func (s *server) start() {
	go s.loop() // fix: yes
	fmt.Println(<-results)
}

func (s *server) local(other *stop.Stopper) {
	go s.loop() // fix: yes
	fmt.Println(<-results)
}

func (s *server) shadowed() {
	f := s.loop
	{
		s := "shadow"
		go f() // fix: no
		fmt.Println(<-results, s)
	}
}

func (_ *server) unnamed() {
	go say("unnamed") // fix: no
	fmt.Println(<-results)
}

type based struct{ *stop.Stopper }

func (b based) start() {
	go say("embedded") // fix: yes
	fmt.Println(<-results)
}

type double struct{ one, two *stop.Stopper }

func (d *double) start() {
	go say("double") // fix: no
	fmt.Println(<-results)
}

type inline struct{ stopper stop.Stopper }

func (v *inline) start() {
	go say("inline") // fix: yes
	defer v.stopper.Stop()
	fmt.Println(<-results)
}

type list struct{ all []*stop.Stopper }

func (l *list) start() {
	go say("list") // fix: no
	fmt.Println(<-results)
}

func shadow(st *stop.Stopper) {
	{
		st := "hidden"
		go say(st) // fix: no
		fmt.Println(<-results)
	}
}

func maybe(ok bool) {
	var st *stop.Stopper
	if ok {
		st = new(stop.Stopper)
		defer st.Stop()
	}
	go say("maybe") // fix: no
	fmt.Println(<-results)
}

func later() {
	go say("later") // fix: no
	fmt.Println(<-results)
	st := new(stop.Stopper)
	defer st.Stop()
}

func main() {
	st := new(stop.Stopper)
	defer st.Stop()
	param(context.Background(), st)
	value()
	two(st, st)
	none()
	s := &server{"srv", st}
	s.start()
	s.local(st)
	s.shadowed()
	s.unnamed()
	based{st}.start()
	(&double{st, st}).start()
	new(inline).start()
	new(list).start()
	shadow(st)
	maybe(false)
	later()
}
