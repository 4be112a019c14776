package callees

import (
	"database/sql"
	"os"
)

// What a method of an interface gives may be one that was there before: whose it is, who
// implements it says.

type keptOpener interface {
	Open(name string) (*os.File, error)
}

// keeper opens a file once, and closes it itself.
type keeper struct{ f *os.File }

func (k *keeper) Open(name string) (f *os.File, err error) {
	if k.f == nil {
		k.f, err = os.Open(name)
	}
	return k.f, err
}

func (k *keeper) Close() error { return k.f.Close() }

// FromKept has a file that is not its own.
func FromKept(o keptOpener) (string, error) {
	f, err := o.Open("a")
	if err != nil {
		return "", err
	}
	b := make([]byte, 6)
	_, err = f.ReadAt(b, 0)
	return string(b), err
}

type unseenOpener interface {
	Open(name string) (*os.File, error)
	Unseen()
}

// FromUnseen has it from nobody knows whom.
func FromUnseen(o unseenOpener) error {
	f, err := o.Open("a")
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// ShownUnseen shows that it is its own.
func ShownUnseen(o unseenOpener, ok bool) error {
	f, err := o.Open("a") // want `is not closed when ShownUnseen returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		return err
	}
	return f.Close()
}

type freshOpener interface {
	Open(name string) (*os.File, error)
	Fresh()
}

type dirOpener string

func (d dirOpener) Open(name string) (*os.File, error) { return os.Open(string(d) + name) }
func (dirOpener) Fresh()                               {}

type rootOpener struct{ *os.Root }

func (rootOpener) Fresh() {}

// FromFresh has it from one of two, which both open it.
func FromFresh(o freshOpener) error {
	f, err := o.Open("a") // want `f opened by callees\.freshOpener\.Open is not closed when FromFresh returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

type rowsGiver interface {
	Query(query string, args ...any) (*sql.Rows, error)
	Unseen()
}

// FromRowsGiver has rows, which are read once, whoever gives them.
func FromRowsGiver(g rowsGiver) error {
	rows, err := g.Query("select 1") // want `rows opened by callees\.rowsGiver\.Query is not closed when FromRowsGiver returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = rows.Columns()
	return err
}
