// Package containers uses what runs and stores containers, and brokers beside them.
package containers

import (
	"github.com/gomodule/redigo/redis"
	"github.com/nsqio/go-nsq"
	"github.com/vishvananda/netns"
)

func Enter(path string) error {
	ns, err := netns.GetFromPath(path) // want `ns opened by netns\.GetFromPath is not closed when Enter returns`
	if err != nil {
		return err
	}
	return netns.Set(ns)
}

func Consume(addr string) (*nsq.Consumer, error) {
	c, err := nsq.NewConsumer("t", "c", nil) // want `c from nsq\.NewConsumer is not stopped when Consume returns at line 24`
	if err != nil {
		return nil, err
	}
	if err := c.ConnectToNSQD(addr); err != nil {
		return nil, err
	}
	return c, nil
}

func Ask(p *redis.Pool) error {
	c := p.Get() // want `c opened by \(\*redis\.Pool\)\.Get is not closed when Ask returns`
	_, err := c.Do("PING")
	return err
}

func Pooled(address string) *redis.Pool {
	return &redis.Pool{Dial: func() (redis.Conn, error) { return redis.Dial("tcp", address) }}
}
