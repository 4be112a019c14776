package correlated

import "os"

// A counter begins as something else, or as the length of something, or ends with it.

func CountLeft(items []string) {
	var f *os.File
	left := len(items)
	for left > 0 {
		if f == nil {
			f, _ = os.Open("a")
		}
		left--
	}
	if len(items) > 0 {
		f.Close()
	}
}

func CountRest(items []string) {
	var f *os.File
	todo := items
	for len(todo) > 0 {
		if f == nil {
			f, _ = os.Open("a")
		}
		todo = todo[1:]
	}
	if len(items) > 0 {
		f.Close()
	}
}

func CountUp(total int) {
	var f *os.File
	for i := 0; i < total; i++ {
		if f == nil {
			f, _ = os.Open("a")
		}
	}
	if total > 0 {
		f.Close()
	}
}

func CountByTwo(total int) {
	var f *os.File
	n := total
	for n > 0 {
		if f == nil {
			f, _ = os.Open("a")
		}
		n -= 2
	}
	if total > 0 {
		f.Close()
	}
}

func CountToOne(total int) {
	n := total
	var f *os.File
	if total > 0 {
		f, _ = os.Open("a")
	}
	for ; n != 0; n-- {
		if n == 1 {
			f.Close()
		}
	}
}

func CountLast(items []string) {
	var f *os.File
	end := len(items)
	if end > 0 {
		f, _ = os.Open("a")
	}
	for i := 0; i < end; i++ {
		if i == end-1 {
			f.Close()
		}
	}
}

func CountedLength(items []string) {
	var f *os.File
	end := len(items)
	if len(items) != 0 {
		f, _ = os.Open("a")
	}
	if end == 0 {
		return
	}
	f.Close()
}

func CountedCopy(items []string) {
	var f *os.File
	todo := items
	if len(items) != 0 {
		f, _ = os.Open("a")
	}
	if len(todo) == 0 {
		return
	}
	f.Close()
}

func CountTries(total int) {
	var f *os.File
	tries := 3
	for tries > 0 {
		var err error
		f, err = os.Open("a")
		if err == nil {
			break
		}
		tries--
	}
	if tries == 0 {
		return
	}
	f.Close()
}

func CountFirst(total int) error {
	var f *os.File
	remaining := total
	for remaining > 0 {
		if f == nil {
			var err error
			f, err = os.Open("a")
			if err != nil {
				return err
			}
		}
		remaining--
	}
	if total > 0 {
		f.Close()
	}
	return nil
}

func CountWithin(total int) error {
	var f *os.File
	var err error
	if total > 0 {
		f, err = os.Open("a")
		if err != nil {
			return err
		}
	}
	remaining := total
	for remaining > 0 {
		print()
		remaining--
		if remaining == 0 {
			f.Close()
		}
	}
	return nil
}

func CountInHead(total int) error {
	var f *os.File
	var err error
	if total > 0 {
		f, err = os.Open("a")
		if err != nil {
			return err
		}
	}
	for remaining := total; remaining > 0; remaining-- {
		print()
		if remaining == 1 {
			f.Close()
		}
	}
	return nil
}

// CountTooFew asks for more than the loop has needed.
func CountTooFew(total int) {
	var f *os.File
	left := total
	for left > 0 {
		if f == nil {
			f, _ = os.Open("a") // want `f opened by os\.Open is not closed when CountTooFew returns.*\(unclosed/leak\)`
		}
		left--
	}
	if total > 1 {
		f.Close()
	}
}

// CountShorter is no longer as long.
func CountShorter(items []string) {
	var f *os.File
	rest := items
	rest = rest[1:]
	if len(items) > 0 {
		f, _ = os.Open("a") // want `f opened by os\.Open is not closed when CountShorter returns.*\(unclosed/leak\)`
	}
	if len(rest) > 0 {
		f.Close()
	}
}

// CountSwapped has the length of the other one.
func CountSwapped(a, b []string) {
	var f *os.File
	if len(a) == 0 {
		f, _ = os.Open("a") // want `f opened by os\.Open is not closed when CountSwapped returns.*\(unclosed/leak\)`
	}
	a, b = b, a
	if len(a) == 0 {
		f.Close()
	}
}

// CountPastOne is over before it asks.
func CountPastOne(total int) {
	var f *os.File
	if total > 0 {
		f, _ = os.Open("a") // want `f opened by os\.Open is not closed when CountPastOne returns.*\(unclosed/leak\)`
	}
	for n := total; n > 0; n-- {
		if n == 2 {
			defer f.Close()
		}
	}
}

// CountNotLast stops one before.
func CountNotLast(end int) {
	f, _ := os.Open("a") // want `f opened by os\.Open is not closed when CountNotLast returns.*\(unclosed/leak\)`
	for i := 0; i < end-1; i++ {
		if i == end-1 {
			f.Close()
			return
		}
	}
}

// CountUnsigned is great below 0.
func CountUnsigned(n uint) {
	f, _ := os.Open("a") // want `f opened by os\.Open is not closed when CountUnsigned returns.*\(unclosed/leak\)`
	if n > 1 {
		f.Close()
		return
	}
	n--
	if n < 2 {
		f.Close()
	}
}

// All iterations but the last say that they come before it.
func closedAtTheLast(n int) error {
	if n <= 0 {
		return nil
	}
	f, err := os.Open("f")
	if err != nil {
		return err
	}
	for i := 0; i < n; i++ {
		if i < n-1 {
			continue
		}
		f.Close()
	}
	return nil
}
