package flushes

import (
	"errors"
	"io"
)

var errStopped = errors.New("stopped")

// Nobody can be at the other end of the pipe that is lost.
func lonePipe(stop chan struct{}, out chan io.Reader) error {
	r, w := io.Pipe() // want `w opened by io\.Pipe is not closed when lonePipe returns at line [0-9]+.*no safe fix: nobody can wait at the other end there`
	select {
	case <-stop:
		return errStopped
	case out <- r:
	}
	go w.Write([]byte("x"))
	return w.Close()
}

// Somebody may read.
func readPipe(stop chan struct{}, out chan io.Reader) error {
	r, w := io.Pipe() // want `w opened by io\.Pipe is not closed when readPipe returns at line [0-9]+`
	out <- r
	select {
	case <-stop:
		return errStopped
	default:
	}
	return w.Close()
}

// What is not known may launch.
func handedPipe(stop chan struct{}, read func(io.Reader)) error {
	r, w := io.Pipe() // want `w opened by io\.Pipe is not closed when handedPipe returns at line [0-9]+`
	read(r)
	select {
	case <-stop:
		return errStopped
	default:
	}
	return w.Close()
}
