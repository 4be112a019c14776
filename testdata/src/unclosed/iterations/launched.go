package iterations

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// What is launched in a turn with what the turn opens goes on behind it: a close per turn would
// end that.

func Listeners(addrs []string, got chan<- []byte, stop <-chan struct{}) error {
	for _, addr := range addrs {
		conn, err := net.ListenPacket("udp", addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		go func() {
			buf := make([]byte, 2000)
			for {
				n, _, err := conn.ReadFrom(buf)
				if err != nil {
					return
				}
				got <- buf[:n]
			}
		}()
	}
	<-stop
	return nil
}

func ByHelper(names []string, w io.Writer) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r := io.LimitReader(f, 10)
		wg.Go(func() { io.Copy(w, r) })
	}
	return nil
}

// The context of a turn is what is launched with.
func Contexts(works []func(context.Context), stop <-chan struct{}) {
	for _, work := range works {
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		defer cancel()
		go work(ctx)
	}
	<-stop
}

// It waits for them before the next turn.
func Awaited(names []string, w io.Writer) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		var wg sync.WaitGroup
		wg.Go(func() { io.Copy(w, f) })
		wg.Wait()
	}
	return nil
}

// What is launched has nothing to do with it.
func Beside(names []string, tell func(string)) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		go tell(name)
		f.Read(make([]byte, 8))
	}
	return nil
}
