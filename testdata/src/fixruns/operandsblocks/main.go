// Command operandsblocks: what a fix declares before a launch may have a name that only other
// blocks of the function have.
package main

import (
	"fmt"
	"slices"
	"sync"
)

type conn struct{ name string }

type node struct {
	conn *conn
	next *conn
}

var out = make(chan string, 10)

func (n *node) reset() { n.conn, n.next = &conn{"later"}, nil }

func show(first, second *conn) { out <- first.name + second.name }

func flush() {
	said := []string{<-out, <-out}
	slices.Sort(said)
	fmt.Println(said)
}

// want: first, second := n.conn, n.next
func otherBlocks(n *node) {
	if n.conn != nil {
		go show(n.conn, n.next) // fix: yes
		n.reset()
	} else {
		first := n.conn
		fmt.Println(first)
	}
	{
		second := n.next
		fmt.Println(second)
	}
	out <- "other"
	flush()
}

// want: first, second := n.conn, n.conn
func usedBehind(n *node) {
	if n.conn != nil {
		go show(n.conn, n.conn) // fix: yes
		n.reset()
		func() {
			first := conn{"used"}
			out <- first.name
		}()
	}
	flush()
}

// One of the launches stands in the block of the other.
//
// want: first := n.conn
// want: thisFirst := n.conn
func nested(n *node) {
	link := n.next
	if link != nil {
		one := link.name
		if one != "" {
			go show(n.conn, link) // fix: yes
			n.reset()
		}
		go show(n.conn, link) // fix: yes
		n.conn = nil
	} else {
		first, second := n.conn, n.next
		fmt.Println(first, second)
	}
	flush()
}

// want: i := counts[0]
// reject: i1
func counted(counts []int) {
	var wg sync.WaitGroup
	if len(counts) > 1 {
		wg.Add(1)
		go func(i int) { // fix: yes
			defer wg.Done()
			out <- fmt.Sprint(i + 1)
		}(counts[0])
		counts[0] = 7
	}
	wg.Wait()
	for i := range counts {
		out <- fmt.Sprint(i)
		break
	}
	flush()
}

func main() {
	otherBlocks(&node{&conn{"a"}, &conn{"b"}})
	usedBehind(&node{&conn{"c"}, &conn{"d"}})
	nested(&node{&conn{"e"}, &conn{"f"}})
	counted([]int{1, 2})
}
