package stuck

// What the code says, although it is not worked out, is not free to be anything.

var on, off = true, false

var flips bool

func flip() { flips = !flips }

type mode struct{ async bool }

func (m mode) isAsync() bool { return m.async }

type asks interface{ isAsync() bool }

func same[T any](x T) T { return x }

func KnownInMap() {
	ch := make(chan int)
	modes := map[string]bool{"wait": true}
	go func() { ch <- 1 }()
	if modes["wait"] {
		<-ch
	}
}

func KnownInMapLater() {
	ch := make(chan int)
	modes := map[string]int{}
	modes["wait"] = 1
	go func() { ch <- 1 }()
	if _, ok := modes["wait"]; ok {
		<-ch
	}
}

// FreeInMap asks for a key that is not known.
func FreeInMap(key string) {
	ch := make(chan int)
	modes := map[string]bool{"wait": true}
	go func() { ch <- 1 }() // want `the send on ch can block`
	if modes[key] {
		<-ch
	}
}

// FreeMap asks a map that it is given.
func FreeMap(modes map[string]bool) {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if modes["wait"] {
		<-ch
	}
}

func KnownInArray() {
	ch := make(chan int)
	var set [2]bool
	set[1] = true
	go func() { ch <- 1 }()
	if set[1] {
		<-ch
	}
}

func KnownInList() {
	ch := make(chan int)
	set := []bool{0: false, 1: true}
	set = append(set, true)
	go func() { ch <- 1 }()
	if set[1] {
		<-ch
	}
}

func KnownByPointer() {
	ch := make(chan int)
	wait := false
	p := &wait
	*p = true
	go func() { ch <- 1 }()
	if wait {
		<-ch
	}
}

func KnownFieldByPointer() {
	ch := make(chan int)
	var m mode
	p := &m
	p.async = true
	go func() { ch <- 1 }()
	if m.async {
		<-ch
	}
}

// FreeByPointer has what a call stores there.
func FreeByPointer(scan func(*int)) {
	ch := make(chan int)
	var n int
	scan(&n)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if n == 3 {
		<-ch
	}
}

func KnownToMethod() {
	ch := make(chan int)
	m := mode{async: true}
	go func() { ch <- 1 }()
	if m.isAsync() {
		<-ch
	}
}

func KnownToInterface() {
	ch := make(chan int)
	var a asks = mode{async: true}
	go func() { ch <- 1 }()
	if a.isAsync() {
		<-ch
	}
}

// FreeToMethod asks what it is given.
func FreeToMethod(m mode) {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if m.isAsync() {
		<-ch
	}
}

func KnownToFunction() {
	ch := make(chan int)
	yes := true
	wait := same(yes)
	go func() { ch <- 1 }()
	if wait {
		<-ch
	}
}

func FreeToFunction(w bool) {
	ch := make(chan int)
	wait := same(w)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if wait {
		<-ch
	}
}

func KnownType() {
	ch := make(chan int)
	var x any = 1
	go func() { ch <- 1 }()
	switch x.(type) {
	case int:
		<-ch
	}
}

func KnownAssertion() {
	ch := make(chan int)
	var x any = 1
	go func() { ch <- 1 }()
	if _, ok := x.(int); ok {
		<-ch
	}
}

func FreeAssertion(x any) {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if _, ok := x.(int); ok {
		<-ch
	}
}

func KnownOfPackage() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	if on && !off {
		<-ch
	}
}

// FreeOfPackage is set elsewhere.
func FreeOfPackage() {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block`
	if flips {
		<-ch
	}
}
