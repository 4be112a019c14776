// Command operandsagain: what changes a variable before a launch may do so once more behind it, in
// a literal that is called again or by a jump, but where the variable is another one by then.
package main

import "fmt"

var out = make(chan int)

func tell(n int) { out <- n }

func print2() { fmt.Println(<-out + <-out) }

// want: twice := twice
func calledTwice() {
	twice := 0
	add := func() {
		twice++
		go tell(twice) // fix: yes
	}
	add()
	add()
	print2()
}

// want: n := around
func jumpsAround() {
	around := 0
again:
	func() {
		around++
		go tell(around) // fix: yes
	}()
	if around < 2 {
		goto again
	}
	print2()
}

// want: outside := outside
func changesOutside() {
	outside, i := 0, 0
again:
	outside++
	func() {
		go tell(outside) // fix: yes
	}()
	if i++; i < 2 {
		goto again
	}
	print2()
}

// want: n := behind
func labelBehind() {
	i := 0
	{
		var behind int
	again:
		behind = i + 1
		go tell(behind) // fix: yes
		if i++; i < 2 {
			goto again
		}
	}
	print2()
}

// reject: n := fresh
func declaredAnew() {
	i := 0
again:
	if i < 2 {
		var fresh int
		fresh = i + 1
		go tell(fresh) // fix: yes
		i++
		goto again
	}
	print2()
}

// reject: n := atonce
func calledOnce() {
	atonce := 0
	func() {
		atonce++
		go tell(atonce) // fix: yes
	}()
	go tell(1) // fix: yes
	print2()
}

// reject: n := inside
func declaredInside() {
	add := func(i int) {
		var inside int
		inside = i
		go tell(inside) // fix: yes
	}
	add(1)
	add(2)
	print2()
}

type server struct{ anew, kept, header int }

// want: defer task.Done() tell(s.anew)
func madeAnew() {
	for i := range 2 {
		s := &server{}
		s.anew = i
		go tell(s.anew) // fix: yes
	}
	print2()
}

// want: kept := s.kept
func keptByLiteral() {
	s := &server{}
	i := 0
	set := func() {
		i++
		s.kept = i
		go tell(s.kept) // fix: yes
	}
	set()
	set()
	print2()
}

// want: header := s.header
func madeInHeader() {
	i := 0
	for s := (&server{}); i < 2; i++ {
		s.header = i
		go tell(s.header) // fix: yes
	}
	print2()
}

// want: count := count
func countsOutside() {
	count := 0
	for turn := 0; count < 2; count++ {
		turn += count
		go tell(count) // fix: yes
	}
	print2()
}

func main() {
	calledTwice()
	jumpsAround()
	changesOutside()
	labelBehind()
	declaredAnew()
	calledOnce()
	declaredInside()
	madeAnew()
	keptByLiteral()
	madeInHeader()
	countsOutside()
}
