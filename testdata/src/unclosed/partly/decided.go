package partly

import (
	"bufio"
	"io"
	"net"
	"os"
	"sync"
)

// A helper launches as a go statement does.
func grouped(path string, wg *sync.WaitGroup) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed on some path of what is launched with it`
	if err != nil {
		return err
	}
	wg.Go(func() {
		if _, err := f.Stat(); err != nil {
			return
		}
		f.Close()
	})
	return nil
}

func groupedAlways(path string, wg *sync.WaitGroup) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	wg.Go(func() {
		defer f.Close()
		if _, err := f.Stat(); err != nil {
			return
		}
		f.Name()
	})
	return nil
}

func groupedWhere(path string, wg *sync.WaitGroup, keep bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	wg.Go(func() {
		if keep {
			return
		}
		f.Close()
	})
	return nil
}

// What is read from the connection decides, and nobody else has that.
func dispatch(c net.Conn) {
	r := bufio.NewReader(c)
	b, err := r.ReadByte()
	switch {
	case err != nil:
		c.Close()
	case b == 'x':
		io.Copy(io.Discard, r)
		c.Close()
	case b == 'y':
		io.Copy(io.Discard, r)
	}
}

func launchedByKind(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed on some path of what is launched with it`
	if err != nil {
		return err
	}
	go dispatch(c)
	return nil
}

// What is counted elsewhere decides.
func (s *server) limit(c net.Conn) {
	n := len(s.conns)
	if n > 3 {
		c.Close()
	}
}

func (s *server) launchedByCount(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go s.limit(c)
	return nil
}

func isQuick() bool { return len(os.Args) > 3 }

func deferredIfQuick(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed`
	if err != nil {
		return err
	}
	defer func() {
		if isQuick() {
			f.Close()
		}
	}()
	_, err = f.Stat()
	return err
}

// It is opened where it is closed.
func deferredIfOpened(path string) (err error) {
	var f *os.File
	if isQuick() {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	defer func() {
		if isQuick() {
			f.Close()
		}
	}()
	return nil
}

// Told comes to the release on several ways, of which one depends on a flag of others,
// and the others do not.
func Told(path string, a, b chan int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed on some path of what is launched with it`
	if err != nil {
		return err
	}
	go tell(f, a, b)
	return nil
}

func tell(f *os.File, a, b chan int) {
	select {
	case <-a:
		if len(os.Args) > 3 {
			print("a")
		}
	case <-b:
		select {
		case <-b:
			select {
			case <-b:
			case <-a:
			}
		case <-a:
		}
	}
	if err := f.Sync(); err != nil {
		return
	}
	f.Close()
}
