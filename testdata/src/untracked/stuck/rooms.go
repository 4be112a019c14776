package stuck

// parted puts each name into the channel once: what is found goes last. Its room is enough.
func parted(names []string, find func(string) *int) {
	go func() {
		ch := make(chan string, len(names))
		for _, n := range names {
			if find(n) == nil {
				ch <- n
			}
		}
		for _, n := range names {
			if e := find(n); e != nil {
				ch <- n
			}
		}
		close(ch)
		for n := range ch {
			println(n)
		}
	}()
}

// partedByOther asks in two ways.
func partedByOther(names []string, isNew func(string) bool, old map[string]bool) {
	go func() {
		ch := make(chan string, len(names))
		for _, n := range names {
			if isNew(n) {
				ch <- n
			}
		}
		for _, n := range names {
			if !old[n] {
				continue
			}
			ch <- n
		}
		close(ch)
	}()
}

// gathered is waited for by a range that ends with the function that fills.
func gathered(names []string, find func(string) *int, sets []int) {
	for range sets {
		go func() {
			updates := make(chan int, 1)
			defer close(updates)
			go func() {
				for range updates {
				}
			}()
			ch := make(chan string, len(names))
			for _, n := range names {
				if find(n) == nil {
					ch <- n
				}
			}
			for _, n := range names {
				if e := find(n); e != nil {
					ch <- n
				}
			}
			close(ch)
		}()
	}
}

// filledTwice sends each name twice, whatever it is.
func filledTwice(names []string) {
	go func() {
		ch := make(chan string, len(names))
		for _, n := range names {
			ch <- n
		}
		for _, n := range names {
			ch <- n // want `can wait here for ever`
		}
		close(ch)
	}()
}

// oneOf sends once: what is asked is the same.
func oneOf(key string, find func(string) *int) {
	go func() {
		ch := make(chan string, 1)
		if find(key) == nil {
			ch <- "new"
		}
		if e := find(key); e != nil {
			ch <- "old"
		}
		println(<-ch)
	}()
}

// decoded asks once more for what to say of it, and goes on: the next one is of another kind.
func decoded(next func() bool, kind func() int, read func(int) error) error {
	errs := make(chan error, 1)
	done := make(chan bool)
	go func() {
		defer close(done)
		for next() {
			switch kind() {
			case 1:
				if err := read(1); err != nil {
					errs <- err // want `what room the channel has may be taken; make errs with room`
					return
				}
			default:
				errs <- read(kind()) // want `can block for ever`
			}
		}
	}()
	for range done {
	}
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}
