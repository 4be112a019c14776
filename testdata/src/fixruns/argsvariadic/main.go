// Command argsvariadic: variadic calls of every kind.
package main

import "fmt"

var results = make(chan string)

func all(tag string, list ...int)    { results <- fmt.Sprint(tag, len(list), list, list == nil) }
func anys(list ...any)               { results <- fmt.Sprint(len(list), list) }
func pair() (int, int)               { fmt.Println("pair"); return 1, 2 }
func tagged() (string, []int)        { return "t", []int{1} }
func slice(tag string, list []int)   { results <- fmt.Sprint(tag, list) }
func make3() []int                   { fmt.Println("make3"); return []int{1, 2, 3} }
func funcs(list ...func() string)    { results <- list[len(list)-1]() }
func errs(tag string, list ...error) { results <- fmt.Sprint(tag, len(list)) }

func main() {
	gate := func() { fmt.Println(<-results) }
	list := []int{1, 2}
	go all("none") // fix: yes
	gate()
	go all("two", 1, 2) // fix: yes
	gate()
	go all("spread", list...) // fix: yes
	list = append(list, 3)
	gate()
	go all("made", make3()...) // fix: yes
	fmt.Println("launched")
	gate()
	go all("nil", nil...) // fix: yes
	gate()
	go all("literal", []int{4, 5}...) // fix: yes
	gate()
	go all("sub", list[:1]...) // fix: yes
	list[0] = 100
	gate()
	go anys(pair()) // fix: yes
	fmt.Println("launched")
	gate()
	go anys() // fix: yes
	gate()
	go anys(nil) // fix: yes
	gate()
	go anys(list) // fix: yes
	list = nil
	gate()
	go slice(tagged()) // fix: yes
	gate()
	go funcs(func() string { return "a" }, func() string { return "b" }) // fix: yes
	gate()
	go errs("errs", nil, nil) // fix: yes
	gate()
	go func(a, b int) { // fix: yes
		results <- fmt.Sprint("literal of two ", a, b)
	}(pair())
	fmt.Println("launched")
	gate()
}
