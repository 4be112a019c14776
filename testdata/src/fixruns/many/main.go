// Command many: many fixes next to each other, and in each other.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"sync"
)

var results = make(chan string, 100)

func say(list ...any) { results <- fmt.Sprint(list...) }
func next(n *int) int { *n++; return *n }
func each(f func(int), list ...int) {
	for _, v := range list {
		f(v)
	}
}

func adjacent() {
	n := 0
	go say("a")           // fix: yes
	go say("b")           // fix: yes
	go say("c", next(&n)) // fix: yes
	go say("d", next(&n)) // fix: yes
	go func() {           // fix: yes
		say("e")
	}()
	go func() { // fix: yes
		say("f")
	}()
	for range 6 {
		<-results
	}
	fmt.Println(n)
}

func nested() {
	go func() { // fix: yes
		go func() { // fix: yes
			go func(s string) { // fix: yes
				go say(s, 1) // fix: yes
			}("inner")
			return
		}()
	}()
	fmt.Println(<-results)
	go each(func(i int) { // fix: yes
		go say("each", i) // fix: yes
	}, 1)
	fmt.Println(<-results)
	go func(f func()) { // fix: yes
		f()
	}(func() {
		go say("in an argument") // fix: yes
	})
	fmt.Println(<-results)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		var inner sync.WaitGroup
		inner.Add(1)
		go func() { // fix: yes
			defer inner.Done()
			go say("in two groups") // fix: yes
		}()
		inner.Wait()
	}()
	wg.Wait()
	fmt.Println(<-results)
}

func line() {
	func() { go say("x"); go say("y"); go func() { say("z") }() }() // fix: yes
	for range 3 {
		<-results
	}
	f := func() { go say("one line") } // fix: yes
	f()
	fmt.Println(<-results)
	if true {
		go say("if") // fix: yes
	}
	fmt.Println(<-results)
	n := 1
	switch {
	case n > 0:
		go say("case", next(&n)) // fix: yes
	}
	fmt.Println(<-results)
}

func files(path string) (total int64, err error) {
	a, err := os.Open(path) // fix: yes
	if err != nil {
		return 0, err
	}
	b, err := os.Open(path) // fix: yes
	if err != nil {
		return 0, err
	}
	total, err = io.Copy(io.Discard, io.MultiReader(a, b))
	if err != nil {
		return 0, err
	}
	return total, err
}

func mixed(path string) func() error {
	return func() error {
		go say("mixed") // fix: yes
		func() error {
			f, err := os.Open(path) // fix: yes
			if err != nil {
				return err
			}
			_, err = f.Stat()
			return err
		}()
		return nil
	}
}

func main() {
	adjacent()
	nested()
	line()
	dir, err := os.MkdirTemp("", "many")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	fmt.Println(files(path))
	fmt.Println(mixed(path)(), <-results)
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
