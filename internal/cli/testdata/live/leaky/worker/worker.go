// Package worker launches too.
package worker

// Start launches.
func Start() {
	go func() { // leaks 1
		func() {
			select {}
		}()
	}()
	f := func() {
		ch := make(chan int)
		ch <- 1
	}
	go f() // leaks 1
	run(&impl{})
}

type runner interface{ run() }

func run(r runner) {
	go r.run() // leaks 1
}

type impl struct{ c chan int }

func (i *impl) run() { <-i.c }
