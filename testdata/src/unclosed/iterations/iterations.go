// Package iterations has variables that are other ones in each iteration of a loop,
// and deferred functions that have captured them.
package iterations

import "os"

func All(paths []string) error {
	for _, p := range paths {
		var f *os.File
		defer func() { // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
			if f != nil {
				f.Close()
			}
		}()
		var err error
		f, err = os.Open(p)
		if err != nil {
			return err
		}
	}
	return nil
}

// Bound has the function in a variable.
func Bound(paths []string) error {
	for _, p := range paths {
		var f *os.File
		done := func() { f.Close() }
		defer done() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		var err error
		f, err = os.Open(p)
		if err != nil {
			return err
		}
	}
	return nil
}

// Called calls such a function in another one.
func Called(paths []string) error {
	for _, p := range paths {
		var f *os.File
		done := func() { f.Close() }
		defer func() { // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
			done()
		}()
		var err error
		f, err = os.Open(p)
		if err != nil {
			return err
		}
	}
	return nil
}

// Last ends the loop with the one file that it opens.
func Last(paths []string) error {
	for _, p := range paths {
		var f *os.File
		defer func() {
			if f != nil {
				f.Close()
			}
		}()
		if p != "" {
			var err error
			if f, err = os.Open(p); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// Returns opens one and returns.
func Returns(paths []string) (int, error) {
	for i, p := range paths {
		if p == "" {
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			return 0, err
		}
		defer func() { f.Close() }()
		return i, nil
	}
	return 0, nil
}

// Early leaves without the file of this iteration.
func Early(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when Early returns at line.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		if st, err := f.Stat(); err != nil || st.IsDir() {
			return err
		}
		defer func() {
			if err := f.Close(); err != nil {
				println(err)
			}
		}()
	}
	return nil
}

// Broken leaves the loop without it.
func Broken(more func() bool) error {
	for more() {
		f, err := os.Open("a") // want `f opened by os\.Open is not closed when Broken returns at line.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if more() {
			break
		}
		defer func() { f.Close() }()
	}
	return nil
}

// Jumps back by goto.
func Jumps(more func() bool) error {
again:
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when Jumps returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if more() {
		return nil
	}
	defer func() { f.Close() }()
	if more() {
		goto again
	}
	return nil
}

// Skips goes round without deferring.
func Skips(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed before.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		switch st, err := f.Stat(); {
		case err != nil:
			f.Close()
			return err
		case st.Size() == 0:
			continue
		}
		defer func() { f.Close() }()
	}
	return nil
}

// Shared has one variable for all, of which the deferred function sees the last.
func Shared(paths []string) error {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	for _, p := range paths {
		var err error
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed before.*\(unclosed/leak\)`
			return err
		}
	}
	return nil
}

// Replaced closes the one before.
func Replaced(paths []string) error {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	for _, p := range paths {
		if f != nil {
			f.Close()
		}
		var err error
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	return nil
}

// InLiteral ends the deferred function with each iteration.
func InLiteral(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		func() {
			defer f.Close()
			println(f.Name())
		}()
	}
	return nil
}

// Flagged releases in the loop, and by defer where that has not come to pass.
func Flagged(paths []string, work func(*os.File) error) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		open := true
		defer func() {
			if open {
				f.Close()
			}
		}()
		if err := work(f); err != nil {
			return err
		}
		f.Close()
		open = false
	}
	return nil
}

type pair struct{ a, b *os.File }

// Fields has the files in a struct of the iteration.
func Fields(paths []string) error {
	for _, p := range paths {
		var t pair
		defer func() { // want `t\.a opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
			if t.a != nil {
				t.a.Close()
			}
		}()
		var err error
		t.a, err = os.Open(p)
		if err != nil {
			return err
		}
	}
	return nil
}

func runs(f func()) { f() }

// EarlyHelped closes by a helper before the next iteration, and by defer once more.
func EarlyHelped(paths []string) {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		defer f.Close()
		runs(func() { f.Close() })
	}
}

// EarlyBound gives the helper the release itself.
func EarlyBound(paths []string) {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		defer f.Close()
		runs(func() { println(f.Name()) })
		helped(f.Close)
	}
}

func helped(f func() error) { f() }

func NotEarly(paths []string) {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		defer f.Close() // want `defer-in-loop`
		runs(func() { println(f.Name()) })
	}
}

// InTheLast can open in the second of two iterations only.
func InTheLast(p string) (err error) {
	for range 2 {
		if err == nil {
			_, err = os.Stat(p)
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		defer f.Close()
	}
	return nil
}

// FromTheSecondOn can open in two of three.
func FromTheSecondOn(p string) (err error) {
	for range 3 {
		if err == nil {
			_, err = os.Stat(p)
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		defer f.Close() // want `defer-in-loop`
	}
	return nil
}

// ByTurns can open in the third of three.
func ByTurns(p string) {
	var looked, found error
	for range 3 {
		switch {
		case looked == nil:
			_, looked = os.Stat(p)
			continue
		case found == nil:
			found = looked
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			return
		}
		defer f.Close()
	}
}

// InBoth can open in each of two.
func InBoth(p string) {
	for range 2 {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		defer f.Close() // want `defer-in-loop`
	}
}

// OfFirst leaves by the first iteration, before anything is opened.
func OfFirst(paths []string) error {
	var last *os.File
	for i, p := range paths {
		if i == 0 {
			if err := os.Chdir(p); err != nil {
				return err
			}
		}
		if i > 0 {
			last.Close()
		}
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		last = f
	}
	if last != nil {
		last.Close()
	}
	return nil
}

// OfSecond leaves by a later one.
func OfSecond(paths []string) error {
	var last *os.File
	for i, p := range paths {
		if i == 1 {
			if err := os.Chdir(p); err != nil {
				return err
			}
		}
		if i > 0 {
			last.Close()
		}
		f, err := os.Open(p) // want `\(unclosed/leak\)`
		if err != nil {
			return err
		}
		last = f
	}
	if last != nil {
		last.Close()
	}
	return nil
}

// CountsUp is OfFirst with a counter.
func CountsUp(paths []string) error {
	var last *os.File
	for i := 0; i < len(paths); i++ {
		if i == 0 {
			if err := os.Chdir(paths[i]); err != nil {
				return err
			}
		} else {
			last.Close()
		}
		f, err := os.Open(paths[i])
		if err != nil {
			return err
		}
		last = f
	}
	if last != nil {
		last.Close()
	}
	return nil
}

// AnewInside begins the inner loop anew: its first iteration comes again.
func AnewInside(dirs, paths []string) (last *os.File, err error) {
	for range dirs {
		for i, p := range paths {
			if i == 0 {
				if err := os.Chdir(p); err != nil {
					return nil, err
				}
			}
			if last != nil {
				last.Close()
			}
			if last, err = os.Open(p); err != nil { // want `\(unclosed/leak\)`
				return nil, err
			}
		}
	}
	return last, nil
}

// OfLast defers in the last iteration only.
func OfLast(paths []string) error {
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		if i == len(paths)-1 {
			defer f.Close()
			continue
		}
		f.Close()
	}
	return nil
}

func OfLastButOne(paths []string) error {
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		if i == len(paths)-2 {
			defer f.Close() // want `\(unclosed/defer-in-loop\)`
			continue
		}
		f.Close()
	}
	return nil
}

// FromFirstToLast closes in the last iteration what the first one opened.
func FromFirstToLast(paths []string) {
	var f *os.File
	for i, p := range paths {
		if i == 0 {
			f, _ = os.Open(p)
		}
		println(f.Name())
		if i == len(paths)-1 {
			f.Close()
		}
	}
}

// TillLast does the same by an inequality.
func TillLast(paths []string) {
	var f *os.File
	for i := 0; i < len(paths); i++ {
		if i == 0 {
			f, _ = os.Open(paths[i])
		}
		if i < len(paths)-1 {
			continue
		}
		f.Close()
	}
}

func FromFirstToSome(paths []string) {
	var f *os.File
	for i, p := range paths {
		if i == 0 {
			f, _ = os.Open(p) // want `\(unclosed/leak\)`
		}
		if p == "" {
			return
		}
		if i == len(paths)-1 {
			f.Close()
		}
	}
}

// InOneOfTwo defers in one iteration.
func InOneOfTwo(p string) {
	for i := range 2 {
		if i == 1 {
			continue
		}
		f, _ := os.Open(p)
		defer f.Close()
	}
}

func InLastOfTwo(p string) {
	for i := 0; i < 2; i++ {
		if i == 0 {
			continue
		}
		f, _ := os.Open(p)
		defer f.Close()
	}
}

func InTwoOfThree(p string) {
	for i := 0; i < 3; i++ {
		if i == 0 {
			continue
		}
		f, _ := os.Open(p)
		defer f.Close() // want `\(unclosed/defer-in-loop\)`
	}
}

// InLastOfRange closes what all iterations but the last have opened.
func InLastOfRange(p string) error {
	for i := range 3 {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		if i == 0 || i == 1 {
			f.Close()
			continue
		}
		defer f.Close()
	}
	return nil
}

func InLastTwoOfRange(p string) error {
	for i := range 3 {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		if i == 0 {
			f.Close()
			continue
		}
		defer f.Close() // want `\(unclosed/defer-in-loop\)`
	}
	return nil
}

// LeftInSecond never comes to the loop around it again: the second iteration leaves.
func LeftInSecond(p string, more func() bool) {
	for more() {
		for i := range 2 {
			if i == 1 {
				return
			}
			f, err := os.Open(p)
			if err != nil {
				return
			}
			defer f.Close()
		}
	}
}

func LeftInSecondOfThree(p string, more func() bool) {
	for more() {
		for i := range 3 {
			if i == 2 {
				return
			}
			f, err := os.Open(p)
			if err != nil {
				return
			}
			defer f.Close() // want `\(unclosed/defer-in-loop\)`
		}
	}
}

func LeftInFirst(p string, more func() bool) {
	for more() {
		for i := range 2 {
			if i == 0 && more() {
				return
			}
			f, err := os.Open(p)
			if err != nil {
				return
			}
			defer f.Close() // want `\(unclosed/defer-in-loop\)`
		}
	}
}

// NeverPastFirst has only one iteration, so that nothing is kept.
func NeverPastFirst(paths []string) (kept *os.File, err error) {
	for i, p := range paths {
		if i == 0 {
			break
		}
		kept, err = os.Open(p)
	}
	f, err := os.Open("all")
	if err != nil || kept != nil {
		return nil, err
	}
	defer f.Close()
	return nil, nil
}

func KeptFromSecond(paths []string) (kept *os.File, err error) {
	for i, p := range paths {
		if i == 0 {
			continue
		}
		if kept, err = os.Open(p); err != nil {
			return nil, err
		}
		break
	}
	f, err := os.Open("all") // want `\(unclosed/leak\)`
	if err != nil || kept != nil {
		return kept, err
	}
	defer f.Close()
	return nil, nil
}

func closeAt(f **os.File) {
	if *f != nil {
		(*f).Close()
	}
}

// ByAddress gives the deferred call the address of the iteration's own variable.
func ByAddress(paths []string, some bool) error {
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when ByAddress returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil || some {
			return err
		}
		defer closeAt(&f)
	}
	return nil
}

func ByAddressAlways(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer closeAt(&f) // want `\(unclosed/defer-in-loop\)`
	}
	return nil
}
