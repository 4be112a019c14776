package stuck

// Structs and maps of which code that is not followed changes what is in them.

type settings struct {
	async bool
	n     int
	list  []int
	in    struct{ on bool }
	next  *settings
}

type fixed struct {
	async bool
	plain bool // nothing sets it
}

func (c *fixed) set() { c.async = true }

type option func(*settings)

var kept *settings

func keptOne() { kept.n = 2 }

func setAsync(c *settings) { c.async = true }

func (c *settings) set() { c.async = true }

func (c *settings) inc() { c.n++ }

func ChangedInRange(xs []int) int {
	c := &settings{}
	for _, x := range xs {
		c.n = x
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.n == 0 {
		return <-ch
	}
	return <-ch
}

func ChangedByRange(xs []int) {
	c := &settings{}
	for _, x := range xs {
		c.n = x
	}
	ch := make(chan int)
	go func() {
		if c.n == 0 {
			ch <- 1
		}
	}()
	if len(xs) == 0 {
		<-ch
	}
}

func ChangedByConstant(xs [3]int) {
	c := &settings{}
	for range xs {
		c.async = true
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByCall() {
	c := &settings{}
	setAsync(c)
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByMethod() {
	c := settings{}
	c.set()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedAsAWhole() {
	c := &settings{}
	*c = settings{async: true}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByCounting(xs [2]string) {
	c := &settings{}
	for range xs {
		c.n++
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.n == 2 {
		<-ch
	}
}

func ChangedWithin(xs [2]string) {
	var c settings
	for range xs {
		c.in.on = true
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.in.on {
		<-ch
	}
}

func ChangedPointer(xs [2]string) {
	root := &settings{}
	for range xs {
		root.next = &settings{next: root.next}
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if root.next != nil {
		<-ch
	}
}

func ChangedList(xs [2]int) {
	c := &settings{}
	for _, x := range xs {
		c.list = append(c.list, x)
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if len(c.list) > 0 {
		<-ch
	}
}

func ChangedByCallInRange(xs [2]int) {
	c := &settings{}
	for range xs {
		setAsync(c)
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByClosure() {
	c := &settings{}
	f := func() { c.async = true }
	f()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByOtherName(xs [2]int) {
	c := &settings{}
	d := c
	for range xs {
		d.async = true
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedMap(xs [2]int) {
	m := map[int]bool{}
	for _, x := range xs {
		m[x] = true
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if len(m) > 0 {
		<-ch
	}
}

func ChangedByOptions(opts ...option) {
	c := &settings{}
	for _, o := range opts {
		o(c)
	}
	ch := make(chan int, 1)
	go func() {
		ch <- 1
		if c.async {
			ch <- 1
		}
	}()
	if c.async {
		<-ch
	}
}

func ChangedByMethodValue() {
	c := settings{n: 1}
	g := c.inc
	g()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.n == 2 {
		<-ch
	}
}

func ChangedByHolder() {
	c := &settings{n: 1}
	kept = c
	keptOne()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.n == 2 {
		<-ch
	}
}

func ChangedKey(xs [2]int) {
	c := &settings{}
	for _, c.n = range xs {
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.n == 0 {
		return
	}
	<-ch
}

func ChangedByAddress(xs [2]int) {
	c := &settings{}
	p := &c.async
	for range xs {
		*p = true
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedNothing() {
	c := &fixed{}
	c.set()
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block for ever.*\(untracked/stuck\)`
	if c.plain {
		<-ch
	}
}

func ChangedByAnotherMethod() {
	c := &fixed{}
	c.set()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

func ChangedByOwnName(xs [2]int) {
	c := &fixed{}
	for range xs {
		p := c
		p.set()
	}
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

// ChangedAnother reads one thing and changes another.
func ChangedAnother(xs [2]int) {
	c, d, n := &settings{}, &settings{}, 0
	for range xs {
		if n += len(d.list) + int(int8(d.n)); !d.async {
			setAsync(c)
		}
	}
	ch := make(chan int)
	go func() { ch <- 1 }() // want `the send on ch can block for ever.*\(untracked/stuck\)`
	if d.async {
		<-ch
	}
}

func ChangedByAddressOf(xs [2]int) {
	c := &settings{}
	p := new(bool)
	for range xs {
		p = &c.async
	}
	*p = true
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.async {
		<-ch
	}
}

var level int

func setLevel() { level = 1 }

func ChangedInPackage() {
	level = 0
	setLevel()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if level == 1 {
		<-ch
	}
}

func (c *settings) drop() { c.next = nil }

func ChangedToNothing() {
	c := &settings{next: &settings{}}
	c.drop()
	ch := make(chan int)
	go func() { ch <- 1 }()
	if c.next == nil {
		<-ch
	}
}
