// Command launchcaller: what asks who has called it stays as it is, or keeps its go statement.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// want: tracked.Go(context.Background(), "itself",
// want: wg.Add(1)
// want: wg.Go(recovers)

var out = make(chan string, 1)

func caller(skip int) string {
	pc, _, _, ok := runtime.Caller(skip + 1)
	if !ok {
		return "nobody"
	}
	return runtime.FuncForPC(pc).Name()
}

func declared() {
	pc, _, _, ok := runtime.Caller(1)
	out <- fmt.Sprint(ok, runtime.FuncForPC(pc).Name())
}

var named = make(map[string]bool)

func itself() {
	pc, _, _, _ := runtime.Caller(0)
	named[runtime.FuncForPC(pc).Name()] = true
}

func recovers() {
	defer func() {
		if recover() != nil {
			_ = debug.Stack()
		}
	}()
	panic("x")
}

func main() {
	go declared() // fix: no
	fmt.Println(<-out)
	go func() { // fix: yes
		pc, _, _, ok := runtime.Caller(1)
		out <- fmt.Sprint(ok, runtime.FuncForPC(pc).Name())
	}()
	fmt.Println(<-out)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		pc, _, _, ok := runtime.Caller(1)
		out <- fmt.Sprint(ok, runtime.FuncForPC(pc).Name())
	}()
	fmt.Println(<-out)
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		recovers()
	}()
	wg.Wait()
	go itself() // fix: yes
	fmt.Println(caller(0))
}
