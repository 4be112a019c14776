package correlated

import (
	"io"
	"os"
)

// Comparisons by order are one condition, and what a path has found of an integer bounds it.

func OrderIndex(paths [3]string) error {
	var f *os.File
	var err error
	for i, p := range paths {
		if i < 1 {
			if f, err = os.Open(p); err != nil {
				return err
			}
		}
		if i > 1 {
			f.Close()
		}
	}
	return nil
}

func OrderIndexTwice(paths [5]string) error {
	for i, p := range paths {
		var f *os.File
		var err error
		if i < 3 {
			if f, err = os.Open(p); err != nil {
				return err
			}
		}
		io.WriteString(os.Stdout, p)
		if i <= 2 {
			f.Close()
		}
	}
	return nil
}

func OrderIndexSkips(paths []string) error {
	for i, p := range paths {
		var f *os.File
		var err error
		if i < 3 {
			if f, err = os.Open(p); err != nil {
				return err
			}
		}
		if i >= 3 {
			continue
		}
		f.Close()
	}
	return nil
}

func OrderPositive(n int, p string) error {
	var f *os.File
	var err error
	if n > 0 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if n <= 0 {
		return nil
	}
	return f.Close()
}

func OrderTurned(n int, p string) error {
	var f *os.File
	var err error
	if n < 10 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if 10 <= n {
		return nil
	}
	return f.Close()
}

func OrderOfEqual(n int, p string) error {
	var f *os.File
	var err error
	if n == 3 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if n < 3 {
		return nil
	}
	if n > 3 {
		return nil
	}
	return f.Close()
}

func OrderLength(list []string, p string) error {
	var f *os.File
	var err error
	if len(list) > 0 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	return f.Close()
}

func OrderLengthOne(list []string, p string) error {
	var f *os.File
	var err error
	if len(list) > 1 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if len(list) < 2 {
		return nil
	}
	return f.Close()
}

func OrderLengthBound(list []string, p string) error {
	var f *os.File
	var err error
	if len(list) >= 3 {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	if len(list) > 1 && len(list) != 2 {
		f.Close()
	}
	return nil
}

func OrderIndexOfArray(paths [4]string) error {
	var fs [2]*os.File
	for i, p := range paths {
		if i < 2 {
			f, err := os.Open(p)
			if err != nil {
				fs[0].Close()
				return err
			}
			fs[i] = f
			continue
		}
		fs[i-2].Close()
	}
	return nil
}

func OrderIndexDefer(rows [][]string) error {
	var f *os.File
	for i, row := range rows {
		if i < 1 { // header
			var err error
			if f, err = os.Create(row[0]); err != nil {
				return err
			}
			defer f.Close()
			continue
		}
		f.WriteString(row[0])
	}
	return nil
}

func OrderCounted(p string) error {
	var f *os.File
	var err error
	for i := range 3 {
		if i < 1 {
			if f, err = os.Open(p); err != nil {
				return err
			}
		}
		if i < 2 {
			continue
		}
		f.Close()
	}
	return nil
}

func OrderCases(n int64, p, q string) error {
	var f *os.File
	var err error
	switch {
	case n > 10:
		f, err = os.Open(p)
	case n > 5:
		f, err = os.Open(q)
	}
	if err != nil {
		return err
	}
	if n > 5 {
		return f.Close()
	}
	return nil
}

func OrderBoth(n int, p string, quiet bool) error {
	var f *os.File
	var err error
	if n >= 1 && !quiet {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if quiet || n < 1 {
		return nil
	}
	return f.Close()
}

func OrderCounter(paths [3]string) error {
	var f *os.File
	var err error
	for i := 0; i < len(paths); i++ {
		if i < 1 {
			if f, err = os.Open(paths[i]); err != nil {
				return err
			}
		}
		if i >= 2 {
			f.Close()
		}
	}
	return nil
}

func OrderOfTwo(a, b int, p string) error {
	var f *os.File
	var err error
	if a < b {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if b > a {
		return f.Close()
	}
	return nil
}

func OrderLeaks(n int, p string) error {
	var f *os.File
	var err error
	if n < 10 {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
			return err
		}
	}
	if n < 5 {
		return nil
	}
	if n < 10 {
		f.Close()
	}
	return nil
}

func OrderOfKeys(m map[string]string) error {
	for k, path := range m {
		if k == "" {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		if k != "" {
			f.Close()
		}
	}
	return nil
}

func OrderOfUnsigned(n uint8, path string) error {
	var f *os.File
	if n > 0 {
		var err error
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if n == 0 {
		return nil
	}
	return f.Close()
}

func OrderCopied(n int, path string) error {
	m := n
	var f *os.File
	if m > 3 {
		var err error
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if n <= 3 {
		return nil
	}
	return f.Close()
}

func OrderOfEqualOnes(m, n int, path string) error {
	if n <= 3 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if m == n && m <= 3 {
		return nil
	}
	return f.Close()
}

func OrderOfEqualPointers(p, q *int, path string) error {
	if q == nil {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if p == q && p == nil {
		return nil
	}
	return f.Close()
}

func OrderNotEqual(a, b int, path string) error {
	if a >= b {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if b == a {
		return nil
	}
	return f.Close()
}

func OrderNextIndex(paths [3]string) error {
	var f *os.File
	for i, p := range paths {
		if i > 5 {
			return nil
		}
		if i == 0 {
			var err error
			if f, err = os.Open(p); err != nil {
				return err
			}
			continue
		}
		if i == 1 {
			f.Close()
		}
	}
	return nil
}

func OrderJoined(n int, path string) error {
	switch {
	case n > 5:
		path += "a"
	case n > 3:
		path += "b"
	default:
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if n <= 3 {
		return nil
	}
	return f.Close()
}

// An index is never below 0.

func OrderIndexIsNatural(paths []string) {
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		if i > 0 || i == 0 {
			defer f.Close()
			break
		}
	}
}

func OrderCounterIsNatural(paths []string) {
	for i := 1; i < len(paths); i++ {
		f, err := os.Open(paths[i])
		if err != nil {
			return
		}
		if i < 0 {
			return // never
		}
		func() { defer f.Close() }()
	}
}

// OrderKey has keys of which nothing is known.
func OrderKey(paths map[int]string) {
	for i, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return
		}
		if i > 0 || i == 0 {
			defer f.Close()
			break
		}
	}
}

// OrderChanged changes its index.
func OrderChanged(paths []string) {
	for i, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return
		}
		i -= 2
		if i > 0 || i == 0 {
			defer f.Close()
			break
		}
	}
}

func OrderNotNegative(paths []string) {
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		if i > 0 || i == 0 {
			f.Close()
		}
	}
}

func OrderInLiteral(path string, n int) {
	for i := 1; i < n; i++ {
		func() {
			f, err := os.Open(path)
			if err != nil {
				return
			}
			if i >= 0 {
				f.Close()
			}
		}()
	}
}

func OrderBelowZero(path string, n int) {
	for i := -9; i < n; i++ {
		func() {
			f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
			if err != nil {
				return
			}
			if i >= 0 {
				f.Close()
			}
		}()
	}
}

// OrderGiven has its index before the range.
func OrderGiven(paths []string, i int) (err error) {
	var f *os.File
	if i < 1 {
		if f, err = os.Open(paths[0]); err != nil { // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
			return err
		}
	}
	if i == 0 {
		f.Close()
	}
	for i = range paths {
		if work(entry{}) != nil {
			break
		}
	}
	return nil
}

func OrderFromTwo(path string, n int) error {
	for i := 2; i < n; i++ {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		if i < 2 {
			return nil
		}
		f.Close()
	}
	return nil
}

func OrderUnsigned(path string, n uint) (err error) {
	var f *os.File
	if n < 1 {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if n == 0 {
		f.Close()
	}
	return nil
}

func OrderUnsignedDown(path string, total uint) {
	for left := total; left > 0; left-- {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		if left >= 1 {
			f.Close()
		}
	}
	f, err := os.Open(path)
	if err != nil || total == 0 {
		if err == nil {
			f.Close()
		}
		return
	}
	for left := total; left > 0; left-- {
		if left == 1 {
			f.Close() // the loop is not left before
		}
	}
}

func OrderUnsignedUp(paths []string, n uint) (err error) {
	var f *os.File
	for i := uint(2); i < n; i++ {
		if i < 3 {
			if f, err = os.Open(paths[i]); err != nil {
				return err
			}
		}
	}
	if f != nil {
		f.Close()
	}
	return nil
}

func OrderNoLength(path string, list []string) (err error) {
	var f *os.File
	if len(list) < 1 {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		f.Close()
	}
	return nil
}

func OrderCapacity(path string, list []string) (err error) {
	var f *os.File
	if cap(list) < 1 {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if cap(list) == 0 {
		f.Close()
	}
	return nil
}

// OrderTakenBack goes back by more than it counts.
func OrderTakenBack(path string, n int) error {
	for i := 2; i < n; i++ {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if i < 2 {
			return nil
		}
		f.Close()
		i -= 5
	}
	return nil
}

// OrderOfBefore counts what begins before the loop.
func OrderOfBefore(path string, n int) error {
	i, k := 0, 0
	for ; i < n; i++ {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if i == 7 {
			return nil
		}
		f.Close()
	}
	for j := 2; k < n; k++ {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if k < 2 || j < 2 {
			return nil
		}
		f.Close()
	}
	return nil
}
