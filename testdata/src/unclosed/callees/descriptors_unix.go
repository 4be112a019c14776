//go:build unix

package callees

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"
)

// os.NewFile takes over a descriptor, and whose that is its origin says.

// Stdout writes to what the process has from the start.
func Stdout(n int) error {
	out := os.NewFile(1, "/dev/stdout")
	_, err := fmt.Fprintln(out, "report", n)
	return err
}

// Given is somebody else's.
func Given(fd uintptr) (string, error) {
	f := os.NewFile(fd, "given")
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	return info.Name(), nil
}

type holder struct{ fd int }

// Held belongs to what holds it.
func (h holder) Held() error {
	f := os.NewFile(uintptr(h.fd), "held")
	_, err := f.Stat()
	return err
}

// OfFile is that of another file.
func OfFile(of *os.File) error {
	f := os.NewFile(of.Fd(), "same")
	_, err := f.Stat()
	return err
}

// Inherited has a number from who has started the process.
func Inherited() error {
	fd, err := strconv.Atoi(os.Getenv("LISTEN_FD"))
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), "inherited")
	_, err = f.Stat()
	return err
}

// Opened has opened it itself.
func Opened(p string) error {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), p) // want `f opened by os\.NewFile is not closed when Opened returns.*\(unclosed/leak\)`
	_, err = f.Stat()
	return err
}

// Duplicated has a copy of its own, which is of no use where it cannot be set up.
func Duplicated(of *os.File) (net.Conn, error) {
	fd, err := syscall.Dup(int(of.Fd()))
	if err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		syscall.Close(fd)
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "copy") // want `f opened by os\.NewFile is not closed when Duplicated returns.*\(unclosed/leak\)`
	return net.FileConn(f)
}

// Piped reads from one end.
func Piped() error {
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		return err
	}
	r := os.NewFile(uintptr(ends[0]), "r") // want `r opened by os\.NewFile is not closed when Piped returns.*\(unclosed/leak\)`
	w := os.NewFile(uintptr(ends[1]), "w")
	defer w.Close()
	_, err := r.Stat()
	return err
}

// Paired is the same with sockets.
func Paired() error {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	a := os.NewFile(uintptr(fds[0]), "a") // want `a opened by os\.NewFile is not closed when Paired returns.*\(unclosed/leak\)`
	b := os.NewFile(uintptr(fds[1]), "b")
	defer b.Close()
	_, err = a.Stat()
	return err
}

// ClosedByNumber closes the descriptor, and with it the file.
func ClosedByNumber(p string) error {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	f := os.NewFile(uintptr(fd), p)
	_, err = f.Stat()
	return err
}

// ClosedAfter is the same behind it.
func ClosedAfter(p string) error {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), p)
	_, err = f.Stat()
	syscall.Close(fd)
	return err
}

// Kept gives the descriptor to who is there longer.
func (h *holder) Kept(p string) error {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	h.fd = fd
	f := os.NewFile(uintptr(fd), p)
	_, err = f.Stat()
	return err
}

// Either may have been given it.
func Either(fd int, p string) error {
	use := fd
	if use < 0 {
		use, _ = syscall.Open(p, syscall.O_RDONLY, 0)
	}
	f := os.NewFile(uintptr(use), p)
	_, err := f.Stat()
	return err
}

// AskedAfter does other things with the descriptor.
func AskedAfter(p string) error {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), p) // want `f opened by os\.NewFile is not closed when AskedAfter returns.*\(unclosed/leak\)`
	if _, err = f.Stat(); err != nil {
		return err
	}
	syscall.CloseOnExec(fd)
	return syscall.Fsync(fd)
}
