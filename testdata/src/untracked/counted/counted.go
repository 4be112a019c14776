// Package counted launches in a loop and receives as often as it launched, or not.
package counted

func A(urls []string, f func(string) error) error {
	errs := make(chan error)
	for _, u := range urls {
		go func() { // want `\(joined\)`
			errs <- f(u)
		}()
	}
	var err error
	for range urls {
		if e := <-errs; e != nil {
			err = e
		}
	}
	return err
}

func B(urls []string, f func(string) error) error {
	errs := make(chan error)
	for _, u := range urls {
		go func() { // want `\(detached\)`
			errs <- f(u) // want `untracked/stuck`
		}()
	}
	for range urls {
		if e := <-errs; e != nil {
			return e
		}
	}
	return nil
}

func C(n int, f func(int)) {
	done := make(chan struct{})
	for i := 0; i < n; i++ {
		go func() { // want `\(joined\)`
			f(i)
			done <- struct{}{}
		}()
	}
	for i := 0; i < n; i++ {
		<-done
	}
}

func D(n, m int, f func(int)) {
	done := make(chan struct{})
	for i := range n {
		go func() { // want `\(detached\)`
			defer func() { done <- struct{}{} }()
			f(i)
		}()
	}
	for range m {
		<-done
	}
}

func E(f func() int) int {
	out := make(chan int, 1)
	go func() { out <- f() }() // want `\(joined\)`
	return <-out
}

func F(f func() int, quit chan struct{}) int {
	out := make(chan int, 1)
	go func() { out <- f() }() // want `\(detached\)`
	select {
	case v := <-out:
		return v
	case <-quit:
		return 0
	}
}

func G(fs []func() int) (sum int) {
	out := make(chan int)
	go func() { // want `\(joined\)`
		defer close(out)
		for _, f := range fs {
			out <- f()
		}
	}()
	for v := range out {
		sum += v
	}
	return sum
}

func H(fs []func() int) (sum int) {
	out := make(chan int)
	go func() { // want `\(detached\)`
		defer close(out)
		for _, f := range fs {
			out <- f() // want `untracked/stuck`
		}
	}()
	for v := range out {
		if v < 0 {
			break
		}
		sum += v
	}
	return sum
}

func first(fs []func() int) int {
	out := make(chan int, len(fs))
	for _, f := range fs {
		go func() { out <- f() }() // want `\(detached\)`
	}
	return <-out
}

func race(a, b func() int) int {
	out := make(chan int, 2)
	go func() { out <- a() }() // want `\(detached\)`
	go func() { out <- b() }() // want `\(detached\)`
	return <-out
}

func both(a, b func() int) int {
	out := make(chan int)
	go func() { out <- a() }() // want `\(joined\)`
	go func() { out <- b() }() // want `\(joined\)`
	return <-out + <-out
}

func each(fs []func() int) (sum int) {
	for _, f := range fs {
		out := make(chan int)
		go func() { out <- f() }() // want `\(joined\)`
		sum += <-out
	}
	return sum
}

// drain receives in a function of its own, in loops.
func drain(out chan int, n int) (sum int) {
	for range n {
		sum += <-out
	}
	for range n {
		sum++
	}
	return sum
}

func elsewhere(f func() int) int {
	out := make(chan int, 1)
	go func() { out <- f() }() // want `\(detached\)`
	return drain(out, 1)
}

func take(out chan int) int { return <-out }

func taken(f func() int) int {
	out := make(chan int, 1)
	go func() { out <- f() }() // want `\(joined\)`
	return take(out)
}

func list(of string, n int) []string { return make([]string, n) }

// Another number than that of what was launched.
func NotAsMany(n int, f func(string)) {
	urls := list("x", n)
	done := make(chan struct{}, n)
	for _, u := range urls {
		go func() { // want `\(detached\)`
			f(u)
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
}

// A counter of its own that goes down.
func CountedDown(n int, f func(int)) {
	done := make(chan struct{})
	for i := range n {
		go func() { // want `\(joined\)`
			f(i)
			done <- struct{}{}
		}()
	}
	for i := n; i > 0; i-- {
		<-done
	}
}

// Another one goes down than is set.
func OtherDown(n, k int, f func(int)) {
	done := make(chan struct{}, n)
	i := 0
	for j := range n {
		go func() { // want `\(detached\)`
			f(j)
			done <- struct{}{}
		}()
	}
	for i = n; k > 0; k-- {
		<-done
	}
	f(i)
}

// The number changes between the launches and the receives.
func Halved(n int, f func(int)) {
	done := make(chan struct{}, n)
	for i := range n {
		go func() { // want `\(detached\)`
			f(i)
			done <- struct{}{}
		}()
	}
	n /= 2
	for range n {
		<-done
	}
}

func Lowered(n int, f func(int), lower func(*int)) {
	done := make(chan struct{}, n)
	for i := 0; i < n; i++ {
		go func() { // want `\(detached\)`
			f(i)
			done <- struct{}{}
		}()
	}
	lower(&n)
	for i := 0; i < n; i++ {
		<-done
	}
}

// It is shared with what is launched.
func LoweredAside(n int, f func(*int)) {
	done := make(chan struct{}, n)
	for range n {
		go func() { // want `\(detached\)`
			f(&n)
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
}

func OtherList(xs, ys []int, f func(int)) {
	done := make(chan struct{}, len(xs))
	for _, x := range xs {
		go func() { // want `\(detached\)`
			f(x)
			done <- struct{}{}
		}()
	}
	xs = ys
	for range xs {
		<-done
	}
}

func Cleared(m map[int]bool, f func(int)) {
	done := make(chan struct{}, len(m))
	for k := range m {
		go func() { // want `\(detached\)`
			f(k)
			done <- struct{}{}
		}()
	}
	clear(m)
	for range m {
		<-done
	}
}

type batch struct{ items []int }

func (b *batch) Shortened(f func(int)) {
	done := make(chan struct{}, len(b.items))
	for _, x := range b.items {
		go func() { // want `\(detached\)`
			f(x)
			done <- struct{}{}
		}()
	}
	b.items = b.items[1:]
	for range b.items {
		<-done
	}
}

// The list has been made with another number.
func MadeBefore(n int, f func(int)) {
	xs := make([]int, n)
	n *= 2
	done := make(chan struct{}, n)
	for i := range n {
		go func() { // want `\(detached\)`
			f(i)
			done <- struct{}{}
		}()
	}
	for range xs {
		<-done
	}
}

// A change before both is none between them.
func ChangedBefore(n int, f func(int)) {
	for round := range 3 {
		n = min(n, round+10)
		done := make(chan struct{})
		for i := range n {
			go func() { // want `\(joined\)`
				f(i)
				done <- struct{}{}
			}()
		}
		for range n {
			<-done
		}
	}
}

// The receiving loop counts twice, or to a number that goes down.
func CountsTwice(n int, f func(int)) {
	done := make(chan struct{}, n)
	for i := 0; i < n; i++ {
		go func() { // want `\(detached\)`
			f(i)
			done <- struct{}{}
		}()
	}
	for i := 0; i < n; i++ {
		<-done
		i++
	}
}

func GoesDown(n int, f func(int)) {
	done := make(chan bool, n)
	for i := 0; i < n; i++ {
		go func() { // want `\(detached\)`
			f(i)
			done <- true
		}()
	}
	for i := 0; i < n; i++ {
		if <-done {
			n--
		}
	}
}

func DownByTwo(xs []int, f func(int)) {
	done := make(chan struct{}, len(xs))
	n := 0
	for _, x := range xs {
		n++
		go func() { // want `\(detached\)`
			f(x)
			done <- struct{}{}
		}()
	}
	for n > 0 {
		<-done
		n--
		n--
	}
}

func CountHalved(xs []int, f func(int)) {
	done := make(chan struct{}, len(xs))
	n := 0
	for _, x := range xs {
		n++
		go func() { // want `\(detached\)`
			f(x)
			done <- struct{}{}
		}()
	}
	n /= 2
	for ; n > 0; n-- {
		<-done
	}
}

// At most so many at a time: what is counted down is received.
func AtMost(xs []int, f func(int)) {
	done := make(chan struct{})
	n := 0
	for _, x := range xs {
		if n == 4 {
			<-done
			n--
		}
		n++
		go func() { // want `\(joined\)`
			f(x)
			done <- struct{}{}
		}()
	}
	for ; n > 0; n-- {
		<-done
	}
}

// Two loops launch, and one receives; or two do.
func OneForTwo(xs []int, f, g func(int)) {
	done := make(chan struct{}, 2*len(xs))
	for _, x := range xs {
		go func() { // want `\(detached\)`
			f(x)
			done <- struct{}{}
		}()
	}
	for _, x := range xs {
		go func() { // want `\(detached\)`
			g(x)
			done <- struct{}{}
		}()
	}
	for range xs {
		<-done
	}
}

func TwoForTwo(xs []int, f, g func(int)) {
	done := make(chan struct{}, 2*len(xs))
	for _, x := range xs {
		go func() { // want `\(joined\)`
			f(x)
			done <- struct{}{}
		}()
	}
	for _, x := range xs {
		go func() { // want `\(joined\)`
			g(x)
			done <- struct{}{}
		}()
	}
	for range xs {
		<-done
	}
	for range xs {
		<-done
	}
}

// The launcher takes what it has sent itself.
func OwnSend(f func()) {
	done := make(chan struct{}, 2)
	done <- struct{}{}
	go func() { // want `\(detached\)`
		f()
		done <- struct{}{}
	}()
	<-done
}

func OwnSendTaken(f func()) {
	done := make(chan struct{}, 2)
	done <- struct{}{}
	go func() { // want `\(joined\)`
		f()
		done <- struct{}{}
	}()
	<-done
	<-done
}

func fill(done chan struct{}) { done <- struct{}{} }

func OwnFill(f func(), n int) {
	done := make(chan struct{}, n+1)
	fill(done)
	for range n {
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
}

// The launcher closes it itself.
func OwnClose(f func(), fast bool) {
	done := make(chan struct{}, 1)
	go func() { // want `\(detached\)`
		f()
		done <- struct{}{}
	}()
	if fast {
		close(done)
	}
	<-done
}

// It closes it behind the last receive.
func ClosedBehind(n int, f func()) {
	done := make(chan struct{})
	for range n {
		go func() { // want `\(joined\)`
			f()
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
	close(done)
}

var rounds int

func setRounds(n int) { rounds = n }

// A callee writes how often the loop runs.
func WritesGlobal(f func(), k int) {
	done := make(chan struct{}, rounds)
	for range rounds {
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	setRounds(k)
	for range rounds {
		<-done
	}
}

func overRounds(list []int) {
	for _, rounds = range list {
	}
}

func WritesInRange(f func(), list []int) {
	done := make(chan struct{}, rounds)
	for range rounds {
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	overRounds(list)
	for range rounds {
		<-done
	}
}

type fleet struct{ n, sent int }

func (s *fleet) lower() { s.n /= 2 }

func (s *fleet) note() { s.sent++ }

func (s *fleet) count() int { return s.n }

func (s *fleet) Lowered(f func()) {
	done := make(chan struct{}, s.n)
	for range s.n {
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	s.lower()
	for range s.n {
		<-done
	}
}

func (s *fleet) LoweredBefore(f func()) {
	done := make(chan struct{}, s.n)
	for range s.n {
		s.lower()
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	for range s.n {
		<-done
	}
}

// Another field is another number.
func (s *fleet) Noted(f func()) {
	done := make(chan struct{}, s.n)
	for range s.n {
		go func() { // want `\(joined\)`
			f()
			done <- struct{}{}
		}()
	}
	s.note()
	for range s.n {
		<-done
	}
}

func LowerInLoop(n int, f func()) {
	done := make(chan struct{}, n)
	for range n {
		n--
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
}

// What the loop counts is not what it asks for.
func AsksAnother(s *fleet, n int, f func()) {
	done := make(chan struct{}, n)
	for range n {
		go func() { // want `\(detached\)`
			f()
			done <- struct{}{}
		}()
	}
	for i := 0; s.count() < n; i++ {
		<-done
	}
}

// Two numbers go up beside the launch.
func TwoCounts(urls []string, f func(string)) (total int) {
	results := make(chan struct{})
	n := 0
	for _, u := range urls {
		if u == "" {
			continue
		}
		n++
		total++
		go func() { // want `\(joined\)`
			f(u)
			results <- struct{}{}
		}()
	}
	for ; n > 0; n-- {
		<-results
	}
	return total
}
