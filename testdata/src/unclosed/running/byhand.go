package running

// It ends when it is told so, and says that it has.
type worker struct {
	in         chan int
	stop, done chan struct{}
	sum        int
}

func newWorker() *worker {
	w := &worker{in: make(chan int), stop: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

func (w *worker) run() {
	for {
		select {
		case n := <-w.in:
			w.sum += n
		case <-w.stop:
			w.done <- struct{}{}
			return
		}
	}
}

func (w *worker) Close() {
	w.stop <- struct{}{}
	<-w.done
}

func givesWork() {
	w := newWorker() // want `w from running.newWorker, which runs a goroutine, is not closed when givesWork returns`
	w.in <- 1
}

// The package knows how its own are ended.
func signals() int {
	w := newWorker()
	w.in <- 1
	w.stop <- struct{}{}
	<-w.done
	return w.sum
}

func closesChannel() int {
	w := newWorker()
	w.in <- 1
	close(w.stop)
	<-w.done
	return w.sum
}

func cancels() int {
	l := newLoop()
	l.cancel()
	return l.n
}
