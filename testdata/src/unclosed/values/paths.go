package values

import (
	"net/http"
	"os"
	"sync"
)

// What is kept of a value belongs to the path: a bound method, a condition, a part.

func busy() bool { return os.Getenv("BUSY") != "" }

func TwoNames(path string, cond bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var x, y *os.File
	if cond {
		x = f
	} else {
		y = f
	}
	have := x != nil
	if busy() {
		println("more")
	}
	if have {
		err = x.Close()
	}
	if y != nil {
		err = y.Close()
	}
	return err
}

func BoundOnTwoPaths(path string, cond bool, other *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var y *os.File
	x := other
	if cond {
		x = f
	} else {
		y = f
	}
	done := x.Close
	if busy() {
		println("more")
	}
	err = done()
	if y != nil {
		err = y.Close()
	}
	return err
}

// On the other path the bound method is another file's, and f is lost.
func BoundToOther(path string, cond bool, other *os.File) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	x := other
	if cond {
		x = f
	}
	done := x.Close
	if busy() {
		println("more")
	}
	return done()
}

type closer struct {
	done func() error
	name string
}

// The same, kept in a field.
func BoundInField(path string, cond bool, other *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	x, y := other, f
	if cond {
		x, y = f, other
	}
	c := closer{done: x.Close, name: path}
	if busy() {
		println(c.name)
	}
	err = c.done()
	y.Close()
	return err
}

func BoundElsewhere() error {
	a, err := os.Open("a")
	if err != nil {
		return err
	}
	done := a.Close
	defer done()
	if busy() {
		b, err := os.Open("b") // want `b opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		_ = b
	}
	return nil
}

var mu sync.Mutex

func UnlockIsNoClose() error {
	mu.Lock()
	unlock := mu.Unlock
	defer unlock()
	if busy() {
		b, err := os.Open("b") // want `b opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		_ = b
	}
	return nil
}

func BothBound() error {
	a, err := os.Open("a")
	if err != nil {
		return err
	}
	closeA := a.Close
	defer closeA()
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	closeB := b.Close
	defer closeB()
	_, err = b.Stat()
	return err
}

// One defer statement, two files.
func DeferredOnTwoPaths(path string, cond bool, other *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	x, y := other, f
	if cond {
		x, y = f, other
	}
	defer x.Close()
	x = nil
	if busy() {
		println("more")
	}
	return y.Close()
}

// A body that another response's path has closed is not this one's.
func Responses(c *http.Client, urls [2]string, cond bool) (int, error) {
	first, err := c.Get(urls[0])
	if err != nil {
		return 0, err
	}
	second, err := c.Get(urls[1]) // want `second opened by \(\*http\.Client\)\.Get is not closed.*\(unclosed/leak\)`
	if err != nil {
		first.Body.Close()
		return 0, err
	}
	body := first.Body
	if cond {
		second.Body.Close()
	}
	closing := body.Close
	if busy() {
		println("more")
	}
	defer closing()
	return second.StatusCode, nil
}

// A fluent method gives what it is called on.
type fluent struct {
	log  *os.File
	name string
}

func (b *fluent) WithLog(f *os.File) *fluent {
	b.log = f
	return b
}

func (b *fluent) WithName(s string) *fluent {
	b.name = s
	return b
}

// InChain gives what has the file away at the end of a chain of calls.
func InChain(path string) (*fluent, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b := &fluent{}
	return b.WithName("x").WithLog(f).WithName(path), nil
}
