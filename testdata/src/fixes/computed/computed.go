// Package computed launches with operands that are worked out.
package main

type size int

type file struct {
	Name string
	size int
}

func work(...any)     {}
func sized(int, bool) {}
func bytes([]byte)    {}
func named(s string)  {}
func sizeOf(s size)   {}
func elems([]string)  {}

// What only computes, of what never changes, may be worked out later.
func later(a, b int, s string, list []string, p *file, f file, err error) {
	go sized(a+b*2, !(a < b) || s == "x")    // want `raw-go`
	go sized(len(list), p == nil)            // want `raw-go`
	go sized(-a/2, err != nil)               // want `raw-go`
	go sizeOf(size(a << 3))                  // want `raw-go`
	go named(s + ": " + f.Name)              // want `raw-go`
	go bytes([]byte(s))                      // want `raw-go`
	go func(n int) { work(n, n) }(a + 1)     // want `raw-go`
	go func(a int) { work(a, a) }(cap(list)) // want `raw-go`
}

// What can panic, runs code, or may have changed by then, is not.
func now(a, b int, x, y any, m map[string]int, c chan int, list []string, p *file) {
	go sized(a/b, false)      // want `raw-go`
	go sized(a<<b, false)     // want `raw-go`
	go sized(a, x == y)       // want `raw-go`
	go sized(len(m), false)   // want `raw-go`
	go sized(len(c), false)   // want `raw-go`
	go sized(p.size+1, false) // want `raw-go`
	go named(list[0] + "!")   // want `raw-go`
	go bytes([]byte(list[0])) // want `raw-go`
	p.size, list[0] = 2, ""
	b++
	go sized(b+1, true) // want `raw-go`
	b++
}

func slices(b []byte, array [2]string) {
	go named(string(b))         // want `raw-go`
	go sized(len(array), false) // want `raw-go`
	go elems(array[:])          // want `raw-go`
	b[0] = 0
}

func main() {}
