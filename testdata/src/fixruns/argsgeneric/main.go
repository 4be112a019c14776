// Command argsgeneric: generic functions, methods of generic types, launches in generic functions.
package main

import (
	"cmp"
	"fmt"
	"slices"
)

var results = make(chan string)

func show[T any](list ...T)               { results <- fmt.Sprintf("%T %v", list, list) }
func pair[K cmp.Ordered, V any](k K, v V) { results <- fmt.Sprintf("%T %T %v %v", k, v, k, v) }
func zero[T any]()                        { var z T; results <- fmt.Sprintf("%T", z) }
func conv[T ~int | ~float64](v T)         { results <- fmt.Sprintf("%T %v", v, v) }
func maker[T any](v T) func(T) {
	fmt.Println("maker", v)
	return func(w T) { results <- fmt.Sprint(v, w) }
}

type box[T any] struct{ v T }

func (b box[T]) show()    { results <- fmt.Sprintf("%T %v", b.v, b.v) }
func (b *box[T]) set(v T) { b.v = v; results <- fmt.Sprint("set ", b.v) }

func gate() { fmt.Println(<-results) }

func inGeneric[T any](v T, list []T) {
	go show(v) // fix: yes
	gate()
	go show(list...) // fix: yes
	gate()
	go func(v T) { // fix: yes
		results <- fmt.Sprint("literal ", v)
	}(list[0])
	list[0] = v
	gate()
	b := box[T]{v}
	go b.show() // fix: yes
	b.v = list[1]
	gate()
	go b.set(list[1]) // fix: yes
	gate()
	go func() T { // fix: yes
		results <- "result"
		return v
	}()
	gate()
}

type num int

func main() {
	go show(1, 2) // fix: yes
	gate()
	go show[float64](1, 2) // fix: yes
	gate()
	go show[any](nil) // fix: yes
	gate()
	go pair("k", 1) // fix: yes
	gate()
	go pair[string, any]("k", 1) // fix: yes
	gate()
	go pair[num]('a', 1.5) // fix: yes
	gate()
	go zero[[]string]() // fix: yes
	gate()
	n := 3
	go conv(n << 1) // fix: yes
	n = 4
	gate()
	go conv(1.5) // fix: yes
	gate()
	go maker(n)(5) // fix: yes
	gate()
	b := box[string]{"a"}
	go b.show() // fix: yes
	b.v = "b"
	gate()
	go box[int]{1}.show() // fix: yes
	gate()
	go (*box[string]).set(&b, "c") // fix: yes
	gate()
	f := show[int]
	go f(n) // fix: yes
	n = 9
	gate()
	go slices.SortFunc([]int{2, 1}, cmp.Compare) // fix: yes
	go slices.Sort([]int{2, 1})                  // fix: yes
	inGeneric(1, []int{2, 3})
	inGeneric("x", []string{"y", "z"})
}
