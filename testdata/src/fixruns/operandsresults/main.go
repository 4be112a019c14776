// Command operandsresults: a named result keeps its value where it is returned itself.
package main

import (
	"errors"
	"fmt"
	"sync"
)

// want: same.run("same")
// reject: run := same.run
// want: c := failed
// want: c := swapped
// want: c := cleared

var (
	mu    sync.Mutex
	shown []string
	wait  sync.WaitGroup
)

type conn struct{ name string }

func (c *conn) run(s string) {
	if c == nil {
		show(s + ": nil")
		return
	}
	show(s + ": " + c.name)
}

func show(s string) {
	mu.Lock()
	shown = append(shown, s)
	mu.Unlock()
	wait.Done()
}

func run(c *conn, s string) { c.run(s) }

func keeps() (same *conn, err error) {
	same = &conn{"a"}
	go same.run("same") // fix: yes
	if same.name == "" {
		return same, errors.New("no name")
	}
	return (same), nil
}

func fails(ok bool) (failed *conn, err error) {
	failed = &conn{"b"}
	go run(failed, "failed") // fix: yes
	if !ok {
		return nil, errors.New("not ok")
	}
	return failed, nil
}

func swaps() (swapped, other *conn) {
	swapped, other = &conn{"c"}, &conn{"d"}
	go run(swapped, "swapped") // fix: yes
	return other, swapped
}

func clears() (cleared *conn) {
	defer func() { cleared = nil }()
	cleared = &conn{"e"}
	go run(cleared, "cleared") // fix: yes
	return cleared
}

// Before the launch a return of anything else does not matter.
func early(n int) (late *conn, err error) {
	if n == 0 {
		return nil, errors.New("none")
	}
	late = &conn{"f"}
	go late.run("late") // fix: yes
	return late, nil
}

func main() {
	wait.Add(5)
	keeps()
	fails(false)
	swaps()
	clears()
	early(1)
	wait.Wait()
	for _, want := range []string{"same: a", "failed: b", "swapped: c", "cleared: e", "late: f"} {
		found := false
		for _, s := range shown {
			found = found || s == want
		}
		fmt.Println(want, found)
	}
}
