package stuck

// What a run has put somewhere is not free to be anything.

func lastTurn() {
	start := make(chan struct{})
	ch := make(chan int)
	for i := 0; i < 2; i++ {
		go func() {
			<-start
			if i == 0 {
				ch <- 1 // want `can block for ever`
			}
		}()
	}
	close(start)
}

func elements() {
	ch := make(chan int)
	for _, n := range []int{1, 2} {
		if n == 3 {
			go func() { ch <- n }()
		}
	}
}

func arrayElements() {
	ch := make(chan int)
	for _, n := range [...]int{1, 2} {
		if n == 3 {
			go func() { ch <- n }()
		}
	}
}

func oneElement() {
	ch := make(chan int)
	for _, n := range []int{1, 3} {
		if n == 3 {
			go func() { ch <- n }() // want `can block for ever`
		}
	}
}

func elementsByName() {
	ch := make(chan int)
	ns := []int{1, 2}
	for _, n := range ns {
		if n == 3 {
			go func() { ch <- n }()
		}
	}
	if ns[0] == 3 {
		go func() { ch <- 1 }()
	}
}

func entries() {
	ch := make(chan int)
	for k, n := range map[int]int{1: 2} {
		if n == 3 || k == 3 {
			go func() { ch <- n }()
		}
	}
}

// narrowed is 44 where it comes to the question.
func narrowed(n int) {
	ch := make(chan int)
	if n != 300 {
		return
	}
	go func() { ch <- 1 }()
	if uint8(n) == 44 {
		<-ch
	}
}

func truncated(n float64) {
	ch := make(chan int)
	if n != 1.5 {
		return
	}
	go func() { ch <- 1 }()
	if int(n) == 1 {
		<-ch
	}
}

// taken sets its result in a deferred call.
func taken(ch chan int) (ok bool) {
	defer func() {
		<-ch
		ok = true
	}()
	return
}

func takesBoth() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	go func() { ch <- 2 }()
	if taken(ch) {
		<-ch
	}
}

func undone(ch chan int) (ok bool) {
	defer func() {
		<-ch
		ok = false
	}()
	return true
}

func takesOne() {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `can block for ever`
	go func() { ch <- 2 }() // want `can block for ever`
	if undone(ch) {
		<-ch
	}
}
