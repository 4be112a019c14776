package main

import (
	"context"
	"fmt"
)

// A struct that embeds a context may have none.

// want: tracked.Start(always, "waits")
// want: tracked.Start(whole, "tellWhole")
// reject: tracked.Start(local,
// reject: tracked.Start(given,
// reject: tracked.Start(deep,
// reject: tracked.Start(emptied,
// reject: tracked.Start(looked,
// reject: tracked.Start(made,
// reject: tracked.Start(holds.ask
// reject: tracked.Start(kept,

// ask is made without one as well.
type ask struct {
	context.Context
	name string
}

func (a ask) run() { out <- a.name }

func tellName(a ask) { out <- a.name }

func literal() {
	local := ask{name: "local"}
	go tellName(local) // fix: yes
	fmt.Println(<-out)
}

func parameter(given ask) {
	go func() { tellName(given) }() // fix: yes
	fmt.Println(<-out)
}

func looks(looked ask) {
	go func() { // fix: yes
		if looked.Context != nil {
			<-looked.Done()
		}
		out <- looked.name
	}()
	fmt.Println(<-out)
}

// waits would panic without.
func waits(always ask) {
	go func() { // fix: yes
		<-always.Done()
		out <- always.name
	}()
	fmt.Println(<-out)
}

func makeAsk() ask { return ask{name: "made"} }

func returned() {
	made := makeAsk()
	go tellName(made) // fix: yes
	fmt.Println(<-out)
}

type askBase struct{ context.Context }

type deepAsk struct {
	askBase
	name string
}

func tellDeep(a deepAsk) { out <- a.name }

func deeper() {
	deep := deepAsk{askBase: askBase{}, name: "deep"}
	go tellDeep(deep) // fix: yes
	fmt.Println(<-out)
}

func emptied(ctx context.Context) {
	emptied := deepAsk{askBase: askBase{ctx}, name: "emptied"}
	emptied.Context = nil
	go tellDeep(emptied) // fix: yes
	fmt.Println(<-out)
}

type holder struct{ ask ask }

func (h *holder) run() { out <- h.ask.name }

func newHolder() *holder { return &holder{ask: ask{name: "holder"}} }

func held() {
	holds := newHolder()
	go holds.run() // fix: yes
	fmt.Println(<-out)
}

type keeper struct{ ask ask }

func (k *keeper) run() { out <- k.ask.name }

func (k *keeper) start(kept ask) {
	k.ask = kept
	go k.run() // fix: yes
	fmt.Println(<-out)
}

// wholeAsk always has one.
type wholeAsk struct {
	context.Context
	name string
}

func tellWhole(w wholeAsk) { out <- w.name }

func keeps(whole wholeAsk) {
	go tellWhole(whole) // fix: yes
	fmt.Println(<-out)
}

func embedded(ctx context.Context) {
	literal()
	parameter(ask{name: "given"})
	looks(ask{name: "looked"})
	waits(ask{ctx, "waits"})
	returned()
	deeper()
	emptied(ctx)
	held()
	(&keeper{}).start(ask{name: "kept"})
	keeps(wholeAsk{ctx, "whole"})
}
