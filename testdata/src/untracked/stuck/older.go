//go:build go1.21

package stuck

// All turns of a loop have one variable before Go 1.22.

func lastOfOld() {
	start := make(chan struct{})
	ch := make(chan int)
	for i := 0; i < 2; i++ {
		go func() {
			<-start
			if i == 0 {
				ch <- 1
			}
		}()
	}
	close(start)
}

func lastOfOldRange() {
	start := make(chan struct{})
	ch := make(chan int)
	for i := range []int{7, 7} {
		go func() {
			<-start
			if i == 0 {
				ch <- 1
			}
		}()
	}
	close(start)
}

func endOfOld() {
	start := make(chan struct{})
	ch := make(chan int)
	for i := 0; i < 2; i++ {
		go func() {
			<-start
			if i == 2 {
				ch <- 1 // want `can block for ever`
			}
		}()
	}
	close(start)
}
