// Command namespackage: names of the package hide what a fix would use.
package main

import "fmt"

type context struct{ v int }

func tracked() string { return "our tracked" }

var (
	list    = "our list"
	results = make(chan string)
)

func say(list ...any) { results <- fmt.Sprint(list...) }

func next() string { return list }

func main() {
	go say(context{1}.v, tracked()) // fix: yes
	fmt.Println(<-results)
	go func() { // fix: yes
		say(next())
	}()
	fmt.Println(<-results)
	other()
}
