// Command argsparams: the parameters of a launched literal stay bound.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

var results = make(chan string)

func out(list ...any) { results <- strings.TrimSpace(fmt.Sprintln(list...)) }

func next(n *int) int {
	*n++
	return *n
}

type dur = time.Duration

type reader struct{ io.Reader }

func params(ctx context.Context, a int, list []string) (named int, err error) {
	gate := func() { fmt.Println(<-results) }
	n := 0
	go func(a int) { // fix: yes
		a++
		out("changed inside", a)
	}(a)
	gate()
	go func(b int) { // fix: yes
		out("another name", b)
	}(a)
	gate()
	go func(a, b int, s string) { // fix: yes
		out("several", a, b, s)
	}(next(&n), next(&n), "s")
	gate()
	go func(x any) { // fix: yes
		_, isInt := x.(int)
		out("interface", isInt)
	}(a)
	gate()
	go func(err error) { // fix: yes
		out("error", err)
	}(err)
	err = errors.New("later")
	gate()
	go func(err error) { // fix: yes
		out("nil error", err == nil)
	}(nil)
	gate()
	go func(d time.Duration, u uint8, f float64, r rune) { // fix: yes
		out("constants", d, u/2, f/2, r)
	}(5, 5, 5, 'x')
	gate()
	go func(d dur) { // fix: yes
		out("alias", d)
	}(3 * time.Second)
	gate()
	go func(_ int, used string) { // fix: yes
		out("blank", used)
	}(next(&n), "u")
	gate()
	fmt.Println("n", n)
	go func(unused int) { // fix: yes
		out("unused")
	}(next(&n))
	gate()
	fmt.Println("n", n)
	go func(int, string) { // fix: yes
		out("unnamed")
	}(1, "x")
	gate()
	go func(only int) { // fix: yes
		only = 3
		out("only assigned")
	}(a)
	gate()
	go func(ctx context.Context) { // fix: yes
		out("context", ctx.Err())
	}(ctx)
	gate()
	go func(c context.Context, cancel func()) { // fix: yes
		cancel()
		out("contexts", c.Err())
	}(context.WithCancel(ctx))
	gate()
	go func(r io.Reader) { // fix: yes
		_, is := r.(*strings.Reader)
		out("converted to interface", is)
	}(strings.NewReader("x"))
	gate()
	go func(reader io.Reader) { // fix: yes
		_, is := reader.(*strings.Reader)
		out("type name hidden", is)
	}(reader{strings.NewReader("x")})
	gate()
	for i, s := range list {
		go func(i int, s string) { // fix: yes
			out("loop", i, s)
		}(i, s)
		gate()
		go func(i int, t string) { // fix: yes
			out("loop", i, t)
		}(i*2, s+"!")
		gate()
	}
	go func(list ...string) { // fix: yes
		out("variadic", len(list), list)
	}("a", "b")
	gate()
	go func(list ...string) { // fix: yes
		list[0] = "z"
		out("spread", list)
	}(list...)
	gate()
	go func(list ...string) { // fix: yes
		out("none", list == nil)
	}()
	gate()
	go func(arr [2]int) { // fix: yes
		arr[0] = 9
		out("array", arr)
	}([2]int{1, 2})
	gate()
	go func(f func(int) int) { // fix: yes
		out("func", f(2))
	}(func(i int) int { return i * 2 })
	gate()
	go func(self func(func()), s func()) { // fix: yes
		self(s)
	}(func(f func()) { f() }, func() { out("funcs") })
	gate()
	go func(a int) { // fix: yes
		go func(a int) { // fix: yes
			out("nested", a)
		}(a + 1)
	}(a)
	gate()
	go func(named int, e error) (string, error) { // fix: yes
		out("results", named, e)
		return "x", e
	}(named, err)
	gate()
	go func(ch chan<- string, done <-chan int) { // fix: yes
		ch <- fmt.Sprint("directions ", done == nil)
	}(results, nil)
	gate()
	return 1, nil
}

func main() {
	fmt.Println(params(context.Background(), 4, []string{"p", "q"}))
}
