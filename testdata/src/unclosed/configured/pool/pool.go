// Package pool has resources that only a config tells of.
package pool

import (
	"io"
	"os"
)

type Item struct{ name string }

func (i *Item) Give() {}
func (i *Item) Use()  {}

func Lease(name string) (*Item, error) { return &Item{name}, nil }
func Return(i *Item)                   {}

type Pool struct{ items []*Item }

func (p *Pool) Take() *Item    { return p.items[0] }
func (p *Pool) Put(i *Item)    { p.items = append(p.items, i) }
func (p *Pool) Look(i *Item)   {}
func (p *Pool) Len() (n int)   { return len(p.items) }
func (p *Pool) Keep(i Storage) {}

type Storage interface{ Give() }

// Base is embedded by Wide, whose method Take the config names.
type Base struct{}

func (*Base) Take() *Item { return new(Item) }

type Wide struct{ *Base }

type Job struct{}

func (*Job) Finish() {}

func Split() (name string, j *Job) { return "", new(Job) }

type Page struct{ Content io.ReadCloser }

func Fetch() (*Page, error) { return new(Page), nil }

type Encoder struct{}

func (e *Encoder) Write(p []byte) (int, error) { return len(p), nil }
func (e *Encoder) Finish() error               { return nil }

func Encode(w io.Writer) *Encoder { return new(Encoder) }

func Generic[T any](v T) (*Item, error) { return new(Item), nil }

// Shared would be found to return a fresh file.
func Shared(name string) (*os.File, error) { return os.Open(name) }

// A Session has its release from what it embeds.
type Session struct {
	Conn
	Media string
}

type Conn struct{ r io.Closer }

func (c *Conn) Close() { c.r.Close() }

type Client interface{ Attach() (Session, error) }
