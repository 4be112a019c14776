// Command bodylabels: labels and goto in the body and around the launch.
package main

import "fmt"

var results = make(chan string)

func next(n *int) int { *n++; return *n }

func say(list ...any) { results <- fmt.Sprint(list...) }

func around(n int) {
	c := 0
again:
	go say("again ", next(&c)) // fix: yes
	fmt.Println(<-results)
	if c < n {
		goto again
	}
	if n > 5 {
		goto end
	}
	go say("skipped ", next(&c)) // fix: yes
	fmt.Println(<-results)
	go func(v int) { // fix: yes
		say("literal ", v)
	}(next(&c))
	fmt.Println(<-results)
loop:
	for i := range 3 {
		switch i {
		case 1:
			go say("case ", next(&c)) // fix: yes
			fmt.Println(<-results)
			continue loop
		case 2:
			go say("last ", next(&c)) // fix: yes
			fmt.Println(<-results)
			break loop
		default:
			go func() { // fix: yes
				say("default")
			}()
			fmt.Println(<-results)
			fallthrough
		case 5:
			fmt.Println("five")
		}
	}
end:
	go func() { say("end ", c) }() // fix: yes
	fmt.Println(<-results)
}

func unused() {
	c := 0
	go func() { // fix: yes
	outer:
		for i := range 4 {
			for j := range 4 {
				if j == 2 {
					continue outer
				}
				if i == 2 {
					break outer
				}
				say(i, " ", j)
			}
		}
		i := 0
	back:
		i++
		if i < 3 {
			goto back
		}
		if i == 3 {
			say("i ", i)
			goto done
		}
		return
	done:
	}()
	for range 5 {
		fmt.Println(<-results)
	}
	go func() { // fix: yes
	forever:
		for {
			select {
			case results <- "select":
				break forever
			}
		}
		say("after")
	}()
	fmt.Println(<-results)
	fmt.Println(<-results)
	go func() { // fix: yes
		for {
			c++
			if c > 3 {
				say("out")
				return
			}
		}
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		if c > 100 {
			say("big")
			return
		} else {
			say("small")
			return
		}
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		switch {
		case c > 100:
			say("big")
			return
		default:
			say("dflt")
			panic(nil)
		case c > 2:
			say("two")
			return
		}
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		{
			say("block")
			return
		}
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		say("void")
		return
	}()
	fmt.Println(<-results)
}

func jumpsOver(n int) {
	if n == 0 {
		goto out
	}
	{
		go say("in a block ", next(&n)) // fix: yes
		fmt.Println(<-results)
	}
out:
	fmt.Println("out", n)
}

func main() {
	around(2)
	around(7)
	unused()
	jumpsOver(0)
	jumpsOver(1)
}
