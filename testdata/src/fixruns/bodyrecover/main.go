// Command bodyrecover: defer, recover and Goexit work in the body as they did.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
)

var results = make(chan string)

func guard(name string) {
	if r := recover(); r != nil {
		results <- fmt.Sprint(name, " recovered ", r)
	}
}

func bad(name string) {
	defer guard(name)
	panic("bad")
}

func exits() {
	defer func() { results <- "exit deferred" }()
	runtime.Goexit()
	results <- "not reached"
}

type unit struct{ n int }

func (u *unit) guard() {
	if r := recover(); r != nil {
		results <- fmt.Sprint("unit ", u.n, " ", r)
	}
}

func main() {
	gate := func() { fmt.Println(<-results) }
	go func() { // fix: yes
		defer guard("literal")
		panic("one")
	}()
	gate()
	go bad("named") // fix: yes
	gate()
	go func() { // fix: yes
		defer func() {
			if r := recover(); r != nil {
				results <- fmt.Sprint("closure ", r)
				return
			}
			results <- "no panic"
		}()
		if len(os.Args) > 5 {
			return
		}
		var m map[string]int
		m["x"] = 1
	}()
	gate()
	go func() { // fix: yes
		defer (&unit{3}).guard()
		panic(errors.New("e"))
	}()
	gate()
	go exits() // fix: yes
	gate()
	go func() { // fix: yes
		defer func() { results <- fmt.Sprint("goexit ", recover()) }()
		runtime.Goexit()
	}()
	gate()
	go runtime.Goexit()     // fix: yes
	go func() (err error) { // fix: yes
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%v", r)
				results <- err.Error()
			}
		}()
		panic("to error")
	}()
	gate()
	go func() { // fix: yes
		for i := range 3 {
			defer func() { results <- fmt.Sprint("deferred ", i) }()
		}
	}()
	gate()
	gate()
	gate()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer guard("counted")
		panic("two")
	}()
	gate()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer func() { fmt.Println("inner", recover()) }()
		panic("three")
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		defer fmt.Println("goexit in a group")
		runtime.Goexit()
	}()
	wg.Wait()
	go func() { // fix: yes
		defer func() { results <- "repanic" }()
		defer func() {
			defer func() { fmt.Println("again", recover()) }()
			panic(fmt.Sprint("re ", recover()))
		}()
		panic("first")
	}()
	gate()
}
