package channels

// A callee may change how often the second loop runs.

type list struct{ items, other []int }

func (l *list) drop() { l.items = l.items[1:] }

func (l *list) swap() { l.other = nil }

func (l *list) dropped() (sum int) {
	sums := make(chan int, len(l.items))
	for _, n := range l.items {
		go func() { // want `nothing shows that it has received from sums as often as is sent on it \(detached\)`
			sums <- n
		}()
	}
	l.drop()
	for range l.items {
		sum += <-sums
	}
	return sum
}

func (l *list) swapped() (sum int) {
	sums := make(chan int)
	for _, n := range l.items {
		go func() { // want `\(joined\)`
			sums <- n
		}()
	}
	l.swap()
	for range l.items {
		sum += <-sums
	}
	l.drop()
	return sum
}

var workers int

func fewer() { workers-- }

func byGlobal() (sum int) {
	sums := make(chan int, workers)
	for n := range workers {
		go func() { // want `\(detached\)`
			sums <- n
		}()
	}
	fewer()
	for range workers {
		sum += <-sums
	}
	return sum
}

func byPointer(times *int, change func(*int)) (sum int) {
	sums := make(chan int, *times)
	for n := range *times {
		go func() { // want `\(detached\)`
			sums <- n
		}()
	}
	change(times)
	for range *times {
		sum += <-sums
	}
	return sum
}

func byPointerKept(times *int) (sum int) {
	sums := make(chan int, *times)
	for n := range *times {
		go func() { // want `\(joined\)`
			sums <- n
		}()
	}
	for range *times {
		sum += <-sums
	}
	return sum
}
