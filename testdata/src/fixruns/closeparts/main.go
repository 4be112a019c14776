// Command closeparts returns and keeps memory of what a fix would close: a close that clears it, as
// one that unmaps it would, must not come before whoever reads it.
package main

import (
	"errors"
	"fmt"
	"os"
)

var errFail = errors.New("fails")

// A page has data that its Close clears, and a name that it does not.
type page struct {
	f     *os.File
	data  []byte
	head  [2]byte
	uses  int
	names []string
}

func open(name string) (*page, error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	return &page{f: f, data: []byte(name), head: [2]byte{1, 2}, names: []string{name}}, nil
}

func (p *page) Close() error {
	clear(p.data)
	clear(p.head[:])
	p.uses = -1
	return p.f.Close()
}

func (p *page) bytes() []byte { return p.data }

func field(fail bool) ([]byte, error) {
	p, err := open("field") // fix: no
	if err != nil {
		return nil, err
	}
	if fail {
		return nil, errFail
	}
	data := p.data
	return data[:3], nil
}

func method(fail bool) ([]byte, error) {
	p, err := open("method") // fix: no
	if err != nil {
		return nil, err
	}
	if fail {
		return nil, errFail
	}
	data := p.bytes()
	return data, nil
}

func array() (head []byte, err error) {
	p, err := open("array") // fix: no
	if err != nil {
		return nil, err
	}
	head = p.head[:]
	return head, nil
}

func pointer() (*int, error) {
	p, err := open("pointer") // fix: no
	if err != nil {
		return nil, err
	}
	uses := &p.uses
	return uses, nil
}

var last []byte

func kept() error {
	p, err := open("kept") // fix: no
	if err != nil {
		return err
	}
	last = p.data
	return nil
}

type holder struct{ p *page }

// A badError reads the data when it is printed.
type badError struct{ at []byte }

func (b *badError) Error() string { return fmt.Sprintf("bad %q", b.at) }

func lazy(bad bool) (*holder, error) {
	p, err := open("lazy") // fix: no
	if err != nil {
		return nil, err
	}
	data := p.data
	if bad {
		return nil, &badError{data}
	}
	return &holder{p}, nil
}

// told is worked out from the data before the close.
func told(bad bool) (*holder, error) {
	p, err := open("told") // fix: yes
	if err != nil {
		return nil, err
	}
	data := p.data
	if bad {
		return nil, fmt.Errorf("bad %s", data)
	}
	return &holder{p}, nil
}

// want: if bad { defer p.Close() return nil, fmt.Errorf("bad %s", data) }

func listed(list *[][]byte) error {
	p, err := open("listed") // fix: no
	if err != nil {
		return err
	}
	*list = append(*list, p.data)
	return nil
}

func looped(names ...string) (n int, err error) {
	var list [][]byte
	for _, name := range names {
		p, err := open(name)
		if err != nil {
			return 0, err
		}
		defer p.Close() // fix: no
		list = append(list, p.data)
	}
	for _, data := range list {
		fmt.Println(string(data))
	}
	return len(list), nil
}

// copied is text of its own.
func copied(fail bool) (string, error) {
	p, err := open("copied") // fix: yes
	if err != nil {
		return "", err
	}
	if fail {
		return "", errFail
	}
	data := p.bytes()
	return string(data), nil
}

// untouched is what no close has to do with.
func untouched(fail bool) (int, error) {
	p, err := open("untouched") // fix: yes
	if err != nil {
		return 0, err
	}
	if fail {
		return 0, errFail
	}
	names := p.names
	return len(names), nil
}

func main() {
	for _, fail := range []bool{false, true} {
		data, err := field(fail)
		fmt.Printf("%q %v\n", data, err)
		data, err = method(fail)
		fmt.Printf("%q %v\n", data, err)
		fmt.Println(copied(fail))
		fmt.Println(untouched(fail))
	}
	for _, bad := range []bool{false, true} {
		_, err := lazy(bad)
		fmt.Println(err)
		_, err = told(bad)
		fmt.Println(err)
	}
	var list [][]byte
	fmt.Println(listed(&list), string(list[0]))
	fmt.Println(looped("a", "b"))
	fmt.Println(array())
	uses, err := pointer()
	fmt.Println(*uses, err)
	fmt.Printf("%v %q\n", kept(), last)
}
