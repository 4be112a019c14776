package stuck

// A variadic parameter has as many values as the call gives.
func sendOne(ch chan<- int, vs ...int) {
	for _, v := range vs {
		ch <- v
	}
}

func one() int {
	ch := make(chan int)
	go sendOne(ch, 2)
	return <-ch
}

func sendTwo(ch chan<- int, vs ...int) {
	for _, v := range vs {
		ch <- v // want `the send on ch can block for ever`
	}
}

func two() int {
	ch := make(chan int)
	go sendTwo(ch, 1, 1)
	return <-ch
}

func pairOf() (int, int) { return 1, 2 }

// The two results of one call are two values.
func spread() {
	ch := make(chan int)
	receiveEach := func(vs ...int) {
		for range vs {
			<-ch
		}
	}
	go func() {
		ch <- 1
		ch <- 2
	}()
	receiveEach(pairOf())
}
