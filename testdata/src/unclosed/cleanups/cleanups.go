// Package cleanups defers functions that come with what they clean up, and that are nil
// where nothing came.
package cleanups

import (
	"net"
	"os"

	"example.com/unclosed/cleanups/scratch"
)

func imported(m *scratch.Maker) error {
	d, remove, err := m.Dir()
	defer remove() // want `remove from \(\*scratch.Maker\).Dir is called by defer before its error is checked: remove may be nil there; move the defer below the check \(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o700)
}

func literal(m *scratch.Maker) error {
	d, remove, err := m.Dir()
	defer func() { // want `remove may be nil there`
		remove()
	}()
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o700)
}

func checked(m *scratch.Maker) error {
	d, remove, err := m.Dir()
	if err != nil {
		return err
	}
	defer remove()
	return os.Chmod(d, 0o700)
}

func guarded(m *scratch.Maker) error {
	d, remove, err := m.Dir()
	defer func() {
		if remove != nil {
			remove()
		}
	}()
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o700)
}

func unread(m *scratch.Maker) error {
	d, remove, _ := m.Dir()
	defer remove()
	return os.Chmod(d, 0o700)
}

func safe(m *scratch.Maker) error {
	d, remove, err := m.Safe()
	defer remove()
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o700)
}

// dial gives the connection, and what closes it.
func dial(addr string) (net.Conn, func(), error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	return c, func() { c.Close() }, nil
}

func both(addr string) error {
	c, hangUp, err := dial(addr)
	defer hangUp() // want `c opened by cleanups.dial is closed by defer before its error is checked: hangUp may be nil there; move the defer below the check \(unclosed`
	if err != nil {
		return err
	}
	_, err = c.Write(nil)
	return err
}

// again gives what another one gives.
func again(addr string) (net.Conn, func(), error) {
	return dial(addr)
}

func bothAgain(addr string) error {
	c, hangUp, err := again(addr)
	defer hangUp() // want `hangUp may be nil there`
	if err != nil {
		return err
	}
	_, err = c.Write(nil)
	return err
}

type opener interface {
	Open() (string, func(), error)
}

// What it gives beside an error is not known.
func unseen(o opener) error {
	d, remove, err := o.Open()
	defer remove()
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o700)
}
