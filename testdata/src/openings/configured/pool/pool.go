// Package pool is what the config names.
package pool

import (
	"io"
	"os"
)

type Conn struct{}

func (c *Conn) Bye()  {}
func (c *Conn) Ping() {}

func Dial() (*Conn, error) { return &Conn{}, nil }

type Pool struct{ free []*Conn }

func (p *Pool) Borrow() *Conn  { return &Conn{} }
func (p *Pool) Return(c *Conn) { p.free = append(p.free, c) }

func Open(path string) (*os.File, error) { return os.Open(path) }

type Msg struct{ Raw io.ReadCloser }

func Body() (*Msg, error) { return &Msg{io.NopCloser(nil)}, nil }

type Lease struct{}

func (*Lease) Close() {}

func Two() (int, *Lease, error) { return 0, &Lease{}, nil }
