// Command untasks: launches that are no tasks as they stand.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"
)

var (
	mu   sync.Mutex
	said = make(map[string]int)
)

func say(s string) {
	mu.Lock()
	defer mu.Unlock()
	said[s]++
}

func endless() {
	go func() { // fix: no
		for range time.Tick(time.Hour) {
			say("tick")
		}
	}()
	go func() { // fix: no
		t := time.NewTicker(time.Hour)
		for range t.C {
			say("tick")
		}
	}()
	go func() { // fix: no
		for {
			time.Sleep(time.Hour)
		}
	}()
	go func() { // fix: yes
		for i := 0; ; i++ {
			if i == 3 {
				return
			}
			say("three")
		}
	}()
}

func signals() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	go func() { // fix: no
		<-ch
		say("interrupted")
	}()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt)
	go func() { // fix: yes
		for range ended {
			say("interrupted")
		}
	}()
	signal.Stop(ended)
	close(ended)
}

func later() {
	go func() { // fix: no
		time.Sleep(time.Millisecond)
		say("later")
	}()
}

func repeated(n int) {
	switch n {
	case 0:
		go say("again") // fix: no
	case 1:
		go say("again") // fix: no
	case 2:
		go say("again") // fix: no
	case 3:
		go say("again") // fix: no
	default:
		go say("once") // fix: yes
	}
}

func main() {
	endless()
	signals()
	later()
	for n := range 5 {
		repeated(n)
	}
	for {
		mu.Lock()
		if said["three"] == 3 && said["later"] == 1 && said["again"] == 4 && said["once"] == 1 {
			fmt.Println(said)
			return
		}
		mu.Unlock()
	}
}
