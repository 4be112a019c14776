// Command argsuntyped: constants and the types of untyped operands.
package main

import (
	"fmt"
	"math"
	"time"
)

var results = make(chan string)

func typed(a any)                       { results <- fmt.Sprintf("%T %v", a, a) }
func sized(a int64, b uint8, c float32) { results <- fmt.Sprint(a, b, c) }
func dur(d time.Duration)               { results <- d.String() }
func flag(b bool)                       { results <- fmt.Sprint(b) }
func ptr(p *int, e error, f func(), c chan int) {
	results <- fmt.Sprint(p == nil, e == nil, f == nil, c == nil)
}
func iface(s fmt.Stringer, v any) { results <- fmt.Sprintf("%v %T", s == nil, v) }

const (
	zero = iota
	one
	big = 1 << 40
)

type level int

const high level = 3

type yes bool

func ours(y yes) { results <- fmt.Sprintf("%T %v", y, y) }

func tick(n *int) int { *n++; return *n }

func gate() { fmt.Println(<-results) }

func main() {
	n, s := 0, uint(2)
	go typed(1) // fix: yes
	gate()
	go typed(nil) // fix: yes
	gate()
	go typed('x') // fix: yes
	gate()
	go typed(1.0) // fix: yes
	gate()
	go typed(high) // fix: yes
	gate()
	go typed(one + zero) // fix: yes
	gate()
	go typed(1 << s) // fix: yes
	gate()
	go typed(n == 0) // fix: yes
	n = 1
	gate()
	go typed(!(n > 0) || n < 2) // fix: yes
	n = 5
	gate()
	go typed("a" + "b") // fix: yes
	gate()
	go typed(2i) // fix: yes
	gate()
	go typed(math.Pi) // fix: yes
	gate()
	go sized(big, 255, 1.5) // fix: yes
	gate()
	go sized(1<<s, 1<<s, 3) // fix: yes
	s = 60
	gate()
	go sized(int64(tick(&n)), 'a', 1<<3) // fix: yes
	gate()
	go dur(2 * time.Second) // fix: yes
	gate()
	d := time.Duration(tick(&n))
	go dur(d * 2) // fix: yes
	d = 0
	gate()
	go flag(tick(&n) > 3) // fix: yes
	gate()
	go ours(n > 3) // fix: yes
	n = 0
	gate()
	go ptr(nil, nil, nil, nil) // fix: yes
	gate()
	go iface(nil, n == 0) // fix: yes
	n = 1
	gate()
	go iface(d, 1<<n) // fix: yes
	n = 2
	gate()
	fmt.Println(d, s)
}
