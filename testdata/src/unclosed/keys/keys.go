// Package keys has resources as keys of maps.
package keys

import (
	"net"
	"os"
)

type s struct {
	m    map[net.Conn]struct{}
	b    map[*os.File]bool
	keys map[key]bool
}
type key struct{ c net.Conn }

func (x *s) add(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	x.m[c] = struct{}{}
	return nil
}

func (x *s) add2(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	x.keys[key{c}] = true
	return nil
}

func (x *s) track(c net.Conn) { x.m[c] = struct{}{} }

func (x *s) add3(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	x.track(c)
	return nil
}

func lit(addr string) (map[net.Conn]bool, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return map[net.Conn]bool{c: true}, nil
}
