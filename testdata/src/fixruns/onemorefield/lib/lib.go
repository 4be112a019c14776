// Package lib has a struct whose literals other packages may write as they like.
package lib

import "time"

type Cache struct {
	Done chan struct{}
	Seen map[string]bool
}

func New() *Cache {
	c := &Cache{Done: make(chan struct{})}
	time.AfterFunc(time.Hour, c.touch) // fix: no
	return c
}

func (c *Cache) touch() {}

func (c *Cache) Stop() {
	c.Seen = nil
}
