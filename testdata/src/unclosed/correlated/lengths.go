package correlated

import "os"

// The length of a map, or of the queue of a channel, is another one where an entry comes or goes.

func LengthStored(path string, m map[string]int) error {
	if len(m) > 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	m[path] = 1
	if len(m) == 0 {
		return nil // never
	}
	return f.Close()
}

func LengthDeleted(path string, m map[string]int) error {
	if len(m) == 0 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthDeleted returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	delete(m, path)
	if len(m) == 0 {
		return nil
	}
	return f.Close()
}

func LengthOfQueue(path string, ch chan int) error {
	if len(ch) > 0 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthOfQueue returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	ch <- 1
	if len(ch) > 0 {
		return nil
	}
	return f.Close()
}

func LengthReceived(path string, ch chan int) error {
	if len(ch) == 0 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthReceived returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	<-ch
	if len(ch) == 0 {
		return nil
	}
	return f.Close()
}

func LengthRanged(path string, ch chan int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthRanged returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for range ch {
		if len(ch) == 0 {
			return nil
		}
	}
	return f.Close()
}

func LengthCleared(path string, m map[string]int) error {
	if len(m) == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	clear(m)
	if len(m) > 0 {
		return nil
	}
	return f.Close()
}

func LengthOfList(path string, l []int) error {
	if len(l) == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	clear(l)
	l[0] = 1
	if len(l) == 0 {
		return nil
	}
	return f.Close()
}

func LengthAlias(path string, m map[string]int) error {
	all := m
	if len(all) == 0 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthAlias returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	delete(m, path)
	if len(all) == 0 {
		return nil
	}
	return f.Close()
}

// LengthWas has kept what it was.
func LengthWas(path string, m map[string]int) error {
	n := len(m)
	if n == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	delete(m, path)
	if n == 0 {
		return nil
	}
	return f.Close()
}

func LengthWasAndIs(path string, m map[string]int) error {
	n := len(m)
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthWasAndIs returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	m[path] = 1
	if len(m) > n {
		return nil
	}
	return f.Close()
}

func LengthSet(path string, m map[string]int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthSet returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for k := range m {
		delete(m, k)
	}
	if len(m) == 0 {
		return nil
	}
	return f.Close()
}

type counted struct{ m map[string]int }

func LengthField(path string, x *counted) error {
	if len(x.m) == 0 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when LengthField returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	delete(x.m, path)
	if len(x.m) == 0 {
		return nil
	}
	return f.Close()
}
