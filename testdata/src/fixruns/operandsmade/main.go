// Command operandsmade: a field that is set while its struct is made, or by its literal alone,
// needs no variable; one that is set later does.
package main

import (
	"fmt"
	"sync"

	"example.com/fixruns/operandsmade/lib"
)

// want: made.queue.run("made")
// want: thisQueue := late.queue
// want: thisQueue := again.queue

type queue struct{ name string }

func (q *queue) run(s string) { show(q.name + ": " + s) }

var (
	mu    sync.Mutex
	shown = make(map[string]bool)
	wait  sync.WaitGroup
)

func show(s string) {
	mu.Lock()
	shown[s] = true
	mu.Unlock()
	wait.Done()
}

type server struct{ queue *queue }

func newMade() *server {
	made := &server{}
	made.queue = &queue{"a"}
	go made.queue.run("made") // fix: yes
	return made
}

type later struct{ queue *queue }

func newLate() *later {
	late := &later{}
	late.queue = &queue{"b"}
	go late.queue.run("late") // fix: yes
	late.queue = &queue{"wrong"}
	return late
}

type elsewhere struct{ queue *queue }

func newAgain() *elsewhere {
	again := &elsewhere{}
	again.queue = &queue{"c"}
	go again.queue.run("again") // fix: yes
	again.reset()
	return again
}

func (e *elsewhere) reset() { e.queue = &queue{"wrong"} }

func main() {
	wait.Add(5)
	lib.NewServer(show).Start()
	plain := lib.NewPlain(show)
	plain.Start()
	plain = lib.NewPlain(func(string) { show("wrong") })
	newMade()
	newLate()
	newAgain()
	wait.Wait()
	for _, s := range []string{"exported", "plain", "a: made", "b: late", "c: again"} {
		fmt.Println(s, shown[s])
	}
}
