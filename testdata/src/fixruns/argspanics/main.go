// Command argspanics: what a go statement evaluates panics in the launcher, where it may be recovered.
package main

import (
	"errors"
	"fmt"
)

type point struct{ x int }

func (p point) show() { fmt.Println("not reached", p.x) }

type shape interface{ show() }

func take(...any) { fmt.Println("not reached") }

func try(name string, f func()) {
	defer func() {
		r := recover()
		err, _ := r.(error)
		fmt.Println(name, err != nil, errors.Unwrap(err))
	}()
	f()
	fmt.Println(name, "went on")
}

func nilPointer(p *point) {
	go p.show() // fix: yes
}

func nilInterface(s shape) {
	go s.show() // fix: yes
}

func nilField(p *point) {
	go take(&p.x) // fix: yes
}

func index(list []int, i int) {
	go take(list[i]) // fix: yes
}

func divide(a, b int) {
	go take(a / b) // fix: yes
}

func assertion(v any) {
	go take(v.(string)) // fix: yes
}

func literalArg(list []int) {
	go func(n int) { // fix: yes
		take(n)
	}(list[3])
}

func blank(p *point) {
	go func(int) { // fix: yes
		take()
	}(p.x)
}

func conversion(s []int) {
	go take([2]int(s)) // fix: yes
}

func main() {
	try("pointer", func() { nilPointer(nil) })
	try("interface", func() { nilInterface(nil) })
	try("field", func() { nilField(nil) })
	try("index", func() { index(nil, 2) })
	try("divide", func() { divide(1, 0) })
	try("assertion", func() { assertion(1) })
	try("literal", func() { literalArg(nil) })
	try("blank", func() { blank(nil) })
	try("conversion", func() { conversion(nil) })
}
