package command

// A Queue has no end.
type Queue struct{ waiting chan string }

// NewQueue returns an empty queue.
func NewQueue() *Queue { return &Queue{make(chan string, 1)} }

// Queue returns what there is to do.
func (q *Queue) Queue() <-chan string { return q.waiting }

// Add adds something to do.
func (q *Queue) Add(s string) { q.waiting <- s }

// A Closing is a queue with an end.
type Closing struct{ waiting chan string }

// NewClosing returns an empty queue.
func NewClosing() *Closing { return &Closing{make(chan string)} }

// Queue returns what there is to do.
func (c *Closing) Queue() <-chan string { return c.waiting }

// Close ends the queue.
func (c *Closing) Close() { close(c.waiting) }

// Send sends one text.
func Send(to chan string) { to <- "sent" }

// SendAll sends all texts.
func SendAll(to chan string) {
	defer close(to)
	to <- "told"
}

// See only receives.
func See(from <-chan string) {
	select {
	case <-from:
	default:
	}
}
